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

    /// A key that reads and writes a tenant's links.
    pub(crate) async fn key(&self, database: &Database, tenant: &Tenant) -> anyhow::Result<String> {
        let workspace = Id::Workspace.of(tenant.number).to_string();
        let arguments = ["key", "create", "--workspace", &workspace, "--role", "sync"];
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
