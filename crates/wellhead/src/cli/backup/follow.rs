use std::sync::Arc;

use indicatif::ProgressBar;
use tokio::task::spawn_blocking;
use wellhead_store_sqlite::backup::{Backup, BackupError, Follow, Step};

use crate::progress;
use crate::stop::Stop;
use crate::terminal::say;

/// Does work on files, shows how far it is, and ends it if the process is asked to stop: then there is nothing.
pub(in crate::cli) async fn followed(
    doing: &'static str,
    work: impl FnOnce(&Follow) -> Result<Backup, BackupError> + Send + 'static,
) -> anyhow::Result<Option<Backup>> {
    let stop = Stop::listen()?;
    let bar = progress::bar(Some(0), doing);
    let shown = bar.clone();
    let follow: Follow = Arc::new(move |step| {
        show(&shown, step);
        !stop.is_asked()
    });
    let done = spawn_blocking(move || work(&follow)).await?;
    bar.finish_and_clear();
    match done {
        Ok(backup) => Ok(Some(backup)),
        Err(stopped @ BackupError::Stopped) => {
            say(format_args!("wellhead: {stopped}"));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn show(bar: &ProgressBar, step: Step) {
    match step {
        Step::Copied { bytes, of } => {
            bar.set_length(of);
            bar.set_position(bytes);
            bar.set_message("copied");
        }
        Step::Checking => bar.set_message("copied, and is being checked"),
    }
}
