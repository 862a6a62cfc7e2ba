use std::path::Path;
use std::process::Stdio;

use anyhow::ensure;
use tokio::process::{Child, Command};

use super::{Tally, Target};

/// A process that attacks.
pub(crate) struct Attacker {
    process: Child,
}

impl Attacker {
    pub(crate) fn start(program: &Path, target: &Target) -> anyhow::Result<Self> {
        let process = Command::new(program)
            .arg("attack")
            .args(target.arguments())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        Ok(Self { process })
    }

    /// Ends the attack, and tells what came of it.
    pub(crate) async fn stop(self) -> anyhow::Result<Tally> {
        // Its standard input ends with this.
        let output = self.process.wait_with_output().await?;
        ensure!(output.status.success(), "the attacker ended with an error");
        let tally = Tally::from_json(&output.stdout)?;
        ensure!(tally.begun() > 0, "the attacker did nothing");
        Ok(tally)
    }
}
