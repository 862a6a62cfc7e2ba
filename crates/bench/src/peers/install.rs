use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use tokio::process::Command;

use super::Peer;

/// Where they are installed, from the repository's root.
const DIRECTORY: &str = "target/peers";

/// A peer's files.
const fn files(peer: Peer) -> (&'static str, &'static [(&'static str, &'static str)]) {
    match peer {
        Peer::Postgraphile => (
            "postgraphile",
            &[
                (
                    "package.json",
                    include_str!("../../peers/postgraphile/package.json"),
                ),
                (
                    "server.js",
                    include_str!("../../peers/postgraphile/server.js"),
                ),
            ],
        ),
        Peer::MikroOrm => (
            "mikro-orm",
            &[
                (
                    "package.json",
                    include_str!("../../peers/mikro-orm/package.json"),
                ),
                (
                    "entities.js",
                    include_str!("../../peers/mikro-orm/entities.js"),
                ),
                ("server.js", include_str!("../../peers/mikro-orm/server.js")),
            ],
        ),
    }
}

/// Where a peer is, once it is installed.
pub(super) fn directory(peer: Peer) -> PathBuf {
    Path::new(DIRECTORY).join(files(peer).0)
}

/// Installs both, unless they are. Each brings the Node.js that it runs on.
pub(crate) async fn install() -> anyhow::Result<()> {
    for peer in Peer::ALL {
        let directory = directory(peer);
        fs::create_dir_all(&directory)
            .with_context(|| format!("{} cannot be made", directory.display()))?;
        for (name, text) in files(peer).1 {
            fs::write(directory.join(name), text)?;
        }
        npm_install(&directory)
            .await
            .with_context(|| format!("installing {}", peer.name()))?;
    }
    Ok(())
}

async fn npm_install(directory: &Path) -> anyhow::Result<()> {
    let output = Command::new("npm")
        .args(["install", "--no-package-lock", "--no-audit", "--no-fund"])
        .arg("--loglevel=error")
        .current_dir(directory)
        .output()
        .await;
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => bail!(
            "--peers needs npm and the network: install Node.js with npm (Debian: apt-get install nodejs npm)"
        ),
        Err(error) => return Err(error).context("npm cannot be run"),
    };
    ensure!(
        output.status.success(),
        "npm install failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
