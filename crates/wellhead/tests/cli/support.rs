//! A database of either engine, and the binary as a user runs it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::scratch;

/// A fresh, empty database, and a directory for files.
pub(crate) struct Engine {
    pub(crate) url: String,
    pub(crate) directory: tempfile::TempDir,
}

impl Engine {
    pub(crate) fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("ledger.db").display());
        Self { url, directory }
    }

    pub(crate) fn postgres() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        Self {
            url: runtime.block_on(scratch::database("cli")),
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// Runs SQL of the tests' own behind the binary's back.
    pub(crate) fn execute(&self, sql: &str) {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch(sql).unwrap();
        } else {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let client = scratch::connect(&self.url).await;
                client.batch_execute(sql).await.unwrap();
            });
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wellhead"));
        command
            .args(arguments)
            .env("WELLHEAD_DATABASE", &self.url)
            .current_dir(self.directory.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that succeeds, and reads its JSON.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--output", "json"]].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs a command that fails, and reads what it says.
    #[track_caller]
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub(crate) fn pipe(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        child.wait_with_output().unwrap()
    }

    pub(crate) fn workspace(&self, name: &str) -> String {
        let made = self.json(&["workspace", "create", name]);
        made["workspace_id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn token(&self, workspace: &str, role: &str) -> String {
        let made = self.json(&["key", "create", "--workspace", workspace, "--role", role]);
        made["token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.directory.path().join(name);
        std::fs::write(&path, content).unwrap();
        path_text(&path)
    }
}

fn path_text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Makes one test an engine of each function named.
macro_rules! on_both_engines {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $case() { super::$case(&super::Engine::sqlite()); })+
        }
        mod postgres {
            $(#[test] fn $case() { super::$case(&super::Engine::postgres()); })+
        }
    };
}
pub(crate) use on_both_engines;
