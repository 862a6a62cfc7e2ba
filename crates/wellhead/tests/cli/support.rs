//! A database of either engine, and the binary as a user runs it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{scratch, scratch_ledger};

/// A fresh database with nothing in the ledger, and a directory for files.
pub(crate) struct Engine {
    pub(crate) url: String,
    pub(crate) directory: tempfile::TempDir,
    /// What runs.
    program: PathBuf,
    _database: Option<scratch::Database>,
}

fn this_program() -> PathBuf {
    env!("CARGO_BIN_EXE_wellhead").into()
}

impl Engine {
    /// The tables are made once in a process, and then copied: to make them takes longer than most tests.
    pub(crate) fn sqlite() -> Self {
        static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let template = Engine::nothing();
            template.json(&["migrate"]);
            fs::read(template.directory.path().join("ledger.db")).unwrap()
        });
        let engine = Self::nothing();
        fs::write(engine.directory.path().join("ledger.db"), &*TEMPLATE).unwrap();
        engine
    }

    /// No SQLite file yet.
    pub(crate) fn nothing() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("ledger.db").display());
        Self {
            url,
            directory,
            program: this_program(),
            _database: None,
        }
    }

    /// Likewise.
    pub(crate) fn postgres() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let database = runtime.block_on(scratch_ledger::database("cli"));
        Self {
            url: database.to_string(),
            directory: tempfile::tempdir().unwrap(),
            program: this_program(),
            _database: Some(database),
        }
    }

    /// The same database, over which another program runs.
    pub(crate) fn run_by(&self, program: PathBuf) -> Self {
        Self {
            url: self.url.clone(),
            directory: tempfile::tempdir().unwrap(),
            program,
            _database: None,
        }
    }

    /// Whether the database is a file.
    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// SQL with a placeholder `{table}` for a table of the ledger.
    fn sql(&self, sql: &str) -> String {
        let schema = if self.is_sqlite() { "" } else { "core_api." };
        sql.replace('{', schema).replace('}', "")
    }

    /// Runs SQL of the test directly on the database; `{table}` stands for a table of the ledger.
    pub(crate) fn execute(&self, sql: &str) {
        let sql = &self.sql(sql);
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

    /// The public id in `column` of the only row of `rest`, such as `FROM {peoples}`.
    pub(crate) fn id(&self, column: &str, rest: &str) -> String {
        let column = if self.is_sqlite() {
            format!("lower(hex({column}))")
        } else {
            format!("{column}::text")
        };
        let found = self.query(&format!("SELECT {column} {rest}"));
        let [id] = &found[..] else {
            panic!("not one: {found:?}")
        };
        hyphenated(id)
    }

    /// The rows of a query for one text column; `{table}` stands for a table of the ledger.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        let sql = self.sql(sql);
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let connection = rusqlite::Connection::open(path).unwrap();
            let mut statement = connection.prepare(&sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        } else {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let client = scratch::connect(&self.url).await;
                let rows = client.query(&sql, &[]).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            })
        }
    }

    /// All that the database holds: the bytes of an SQLite file and its log, or a PostgreSQL dump.
    pub(crate) fn everything(&self) -> Vec<u8> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let mut bytes = fs::read(path).unwrap();
            bytes.extend(fs::read(format!("{path}-wal")).unwrap_or_default());
            return bytes;
        }
        let program = std::env::var("WELLHEAD_TEST_PG_DUMP");
        let program = program.unwrap_or_else(|_| "pg_dump".to_owned());
        let dumped = Command::new(&program)
            .args(["--dbname", &self.url])
            .output();
        let dumped = dumped.unwrap_or_else(|error| {
            panic!("{program}: {error}; WELLHEAD_TEST_PG_DUMP should name PostgreSQL's pg_dump")
        });
        assert!(dumped.status.success(), "{dumped:?}");
        dumped.stdout
    }

    /// A copy of the database as it is now, as a restored backup would be. Nobody may be connected to it.
    pub(crate) fn copy(&self) -> Self {
        if self.is_sqlite() {
            let copy = Self::nothing();
            let path = copy.url.strip_prefix("sqlite:").unwrap();
            self.execute(&format!("VACUUM INTO '{path}'"));
            return copy;
        }
        let copy = Self::postgres();
        let name = copy.database();
        Self::administer(&format!("DROP DATABASE {name}"));
        self.throw_out();
        Self::administer(&format!(
            "CREATE DATABASE {name} TEMPLATE {}",
            self.database()
        ));
        copy
    }

    /// Closes a PostgreSQL database to new connections, and ends the existing ones.
    pub(crate) fn close_doors(&self) {
        self.doors("false");
        self.throw_out();
    }

    /// Opens it again.
    pub(crate) fn open_doors(&self) {
        self.doors("true");
    }

    /// Ends all connections to a PostgreSQL database.
    pub(crate) fn throw_out(&self) {
        let database = self.database();
        Self::administer(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        ));
    }

    /// Stops the PostgreSQL server as in a crash and starts it again, with the command in
    /// `WELLHEAD_TEST_POSTGRES_RESTART`.
    pub(crate) fn restart() {
        let command = std::env::var("WELLHEAD_TEST_POSTGRES_RESTART").expect(
            "WELLHEAD_TEST_POSTGRES_RESTART should restart the server; ./scripts/test sets it",
        );
        let done = Command::new("sh").args(["-c", &command]).status();
        assert!(done.expect("a shell").success(), "{command}");
    }

    fn doors(&self, are_open: &str) {
        let database = self.database();
        Self::administer(&format!(
            "ALTER DATABASE {database} ALLOW_CONNECTIONS {are_open}"
        ));
    }

    fn database(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    /// Runs SQL from another database.
    fn administer(sql: &str) {
        let elsewhere = Self {
            url: scratch::server(),
            directory: tempfile::tempdir().unwrap(),
            program: this_program(),
            _database: None,
        };
        elsewhere.execute(sql);
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env("WELLHEAD_DATABASE", &self.url)
            .env("TMPDIR", self.directory.path())
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

    /// Runs a command that exits with this code; its JSON, if it prints any, and its messages.
    #[track_caller]
    pub(crate) fn ends(&self, status: i32, arguments: &[&str]) -> (Value, String) {
        let output = self.run(&[arguments, &["--output", "json"]].concat());
        ended(status, &output)
    }

    /// The rejected lines that a run keeps, without what differs from run to run.
    pub(crate) fn rejections(&self, workspace: &str, run: &str) -> Vec<Value> {
        let shown = self.json(&["runs", "show", run, "--workspace", workspace]);
        let mut lines = shown["rejections"].as_array().unwrap().clone();
        for line in &mut lines {
            let line = line.as_object_mut().unwrap();
            for member in ["rejection_id", "delivery", "created_at"] {
                assert!(line.shift_remove(member).unwrap().is_string());
            }
        }
        lines
    }

    /// Runs a command that fails; returns its messages.
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
        // A command that refuses its input does not read it.
        stdin.write_all(input.as_bytes()).ok();
        drop(stdin);
        child.wait_with_output().unwrap()
    }

    /// Checks that the counts that are kept are what a recount finds, whatever a test has done.
    pub(crate) fn counts_are_right(&self) {
        self.ends(0, &["doctor", "--counts", "--dry-run"]);
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
        fs::write(&path, content).unwrap();
        path_text(&path)
    }
}

/// The JSON and the messages of a command that exited with this code.
#[track_caller]
pub(crate) fn ended(status: i32, output: &Output) -> (Value, String) {
    assert_eq!(output.status.code(), Some(status), "{output:?}");
    let printed = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (printed, String::from_utf8(output.stderr.clone()).unwrap())
}

/// A public id as SQLite shows its bytes or as PostgreSQL shows it, with hyphens.
fn hyphenated(id: &str) -> String {
    let hex = id.replace('-', "");
    let ends = [0, 8, 12, 16, 20, 32];
    let parts: Vec<_> = ends.windows(2).map(|it| &hex[it[0]..it[1]]).collect();
    parts.join("-")
}

fn path_text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// Whether a text is somewhere in these bytes.
pub(crate) fn is_in(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|it| it == text.as_bytes())
}

/// Waits for a condition; fails if it takes implausibly long.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_mins(1), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Makes a test for each engine of every function named.
macro_rules! on_both_engines {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $case() {
                let engine = super::Engine::sqlite();
                super::$case(&engine);
                engine.counts_are_right();
            })+
        }
        mod postgres {
            $(#[test] fn $case() {
                let engine = super::Engine::postgres();
                super::$case(&engine);
                engine.counts_are_right();
            })+
        }
    };
}
pub(crate) use on_both_engines;
