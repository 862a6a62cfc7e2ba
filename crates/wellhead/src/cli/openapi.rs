use std::io::Write;
use std::process::ExitCode;

/// Prints the API's description.
pub(super) fn run() -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &wellhead_server::openapi())?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}
