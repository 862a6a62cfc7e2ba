use std::path::PathBuf;
use std::process::Output;

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::process::Command;

use crate::database::Database;
use crate::ledger::{Id, Tenant};

/// The release binary, used like a user does.
#[derive(Debug, Clone)]
pub(crate) struct Wellhead {
    pub(crate) program: PathBuf,
}

impl Wellhead {
    /// A command on `database`.
    pub(crate) fn command(&self, database: &Database, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env("WELLHEAD_DATABASE", database.url())
            .kill_on_drop(true);
        command
    }

    /// Runs a command that succeeds, and reads its JSON.
    pub(crate) async fn run(
        &self,
        database: &Database,
        arguments: &[&str],
    ) -> anyhow::Result<Value> {
        let mut command = self.command(database, arguments);
        command.args(["--output", "json"]);
        let output = command
            .output()
            .await
            .with_context(|| format!("{} cannot be run", self.program.display()))?;
        let Output {
            status,
            stdout,
            stderr,
        } = output;
        ensure!(
            status.success(),
            "wellhead {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&stderr)
        );
        Ok(serde_json::from_slice(&stdout)?)
    }

    /// Counts anew what loading past the service did not count. A binary of before has no such command.
    pub(crate) async fn recount(&self, database: &Database) -> anyhow::Result<()> {
        const UNKNOWN_COMMAND: i32 = 2;
        let mut command = self.command(database, &["doctor", "--counts"]);
        let output = command.output().await?;
        // 1 says that something was wrong, which it was.
        ensure!(
            matches!(output.status.code(), Some(0 | 1 | UNKNOWN_COMMAND)),
            "wellhead doctor: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    /// A key for a tenant, with a role such as `sync`, which reads and writes links.
    pub(crate) async fn key(
        &self,
        database: &Database,
        tenant: &Tenant,
        role: &str,
    ) -> anyhow::Result<String> {
        let workspace = Id::Workspace.of(tenant.number).to_string();
        let arguments = ["key", "create", "--workspace", &workspace, "--role", role];
        let made = self.run(database, &arguments).await?;
        let token = made["token"].as_str().context("a key has a token")?;
        Ok(token.to_owned())
    }

    pub(crate) async fn version(&self) -> anyhow::Result<String> {
        let output = Command::new(&self.program).arg("--version").output().await;
        let output = output.with_context(|| format!("{}", self.program.display()))?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}
