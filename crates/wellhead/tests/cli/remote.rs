//! `wellhead import --server`: rows are sent to a running server, and arrive once.

mod broken;
mod refused;
mod tls;

use std::fmt::Write as _;
use std::process::Command;

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::{Engine, ended, on_both_engines};

on_both_engines![
    the_result_is_that_of_a_local_import,
    a_full_import_sweeps_what_a_local_one_would,
    the_key_determines_the_workspace_and_the_permissions,
    a_connector_is_connected_if_the_key_allows_it,
    a_quota_ends_it_at_once,
];

/// A server with a workspace, a key of the role sync, and a connector that is active there.
struct Far<'a> {
    engine: &'a Engine,
    server: Server,
    workspace: String,
    key: String,
}

impl<'a> Far<'a> {
    fn new(engine: &'a Engine) -> Self {
        let workspace = engine.workspace("Acme");
        let key = key_file(engine, "key", &engine.token(&workspace, "sync"));
        let admin = key_file(engine, "admin", &engine.token(&workspace, "admin"));
        engine.json(&["connector", "create", "crm"]);
        let far = Self {
            engine,
            server: Server::start(engine),
            workspace,
            key,
        };
        let none = engine.file("none.csv", "external_person_id\n");
        let mut connect = far.arguments(&[&none]);
        connect.extend(["--key-file", &admin].map(str::to_owned));
        let connect: Vec<_> = connect.iter().map(String::as_str).collect();
        engine.ends(0, &connect);
        far
    }

    /// An import of this text; the key is added.
    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let base = ["import", "--server", &self.server.url, "--connector", "crm"];
        let direction = ["--direction", "input"];
        let all = [&base[..], &direction, more].concat();
        all.into_iter().map(str::to_owned).collect()
    }

    /// One without a database: a pipeline's machine has none.
    fn command(&self, more: &[&str]) -> Command {
        let mut command = self.engine.command(&[]);
        command
            .args(self.arguments(more))
            .args(["--key-file", &self.key, "--output", "json"])
            .env("WELLHEAD_DATABASE", "sqlite:/no/such/directory/ledger.db");
        command
    }

    #[track_caller]
    fn import(&self, status: i32, more: &[&str]) -> (Value, String) {
        ended(status, &self.command(more).output().unwrap())
    }

    /// The newest run.
    fn run(&self) -> Value {
        let list = [
            "runs",
            "list",
            "--workspace",
            &self.workspace,
            "--limit",
            "1",
        ];
        let id = self.engine.json(&list)[0]["workspace_connector_sync_log_id"].clone();
        let id = id.as_str().unwrap();
        self.engine
            .json(&["runs", "show", id, "--workspace", &self.workspace])
    }

    /// The external ids of the people who have an active link, one entry per link.
    fn active(&self) -> Vec<String> {
        self.engine.query(
            "SELECT p.external_person_id \
             FROM {people_workspace_connectors} l JOIN {peoples} p ON p.pk = l.people_pk \
             WHERE l.deleted_at IS NULL ORDER BY 1",
        )
    }
}

/// A file with a key that no other user can read.
fn key_file(engine: &Engine, name: &str, token: &str) -> String {
    let file = engine.file(name, format!("{token}\n"));
    let mode = Command::new("chmod").args(["600", &file]).status().unwrap();
    assert!(mode.success());
    file
}

/// People with these numbers.
fn people(engine: &Engine, name: &str, numbers: std::ops::Range<usize>) -> String {
    let mut text = String::from("external_person_id,full_name\n");
    for number in numbers {
        writeln!(text, "P{number:05},\"Person, {number}\"").unwrap();
    }
    engine.file(name, text)
}

/// The same without the run's id.
fn without_run(mut summary: Value) -> Value {
    let members = summary.as_object_mut().unwrap();
    let run = members.shift_remove("workspace_connector_sync_log_id");
    assert!(run.unwrap().is_string());
    summary
}

fn the_result_is_that_of_a_local_import(engine: &Engine) {
    let far = Far::new(engine);
    let near = engine.workspace("Near");
    let csv = engine.file(
        "people.csv",
        "external_person_id,first_name,full_name\nA,Ada,\n,Nobody,\nB\nC,,\"C, \"\"D\"\"\"\nA,Ada,\n",
    );
    let ndjson = "{\"external_person_id\":\"C\"}\n\nnonsense\n{\"external_person_id\":7}\n";
    let ndjson = engine.file("people.ndjson", ndjson);
    let bad = engine.file("bad.csv", "external_person_id\n\u{0}\n");
    let mapped = engine.file("mapped.csv", "Mail,full_name\nd@example.org,Dora\n");
    for (status, files) in [
        (3, &[&csv[..], &ndjson][..]),
        (3, &[&ndjson, &csv]),
        (1, &[&bad]),
        (1, &["--max-rejected", "0", &csv]),
        (0, &["--map", "external_person_id=Mail", &mapped]),
    ] {
        let base = [
            "import",
            "--workspace",
            &near,
            "--connector",
            "crm",
            "--direction",
            "input",
        ];
        let (local, told_locally) = engine.ends(status, &[&base[..], files].concat());
        let (remote, told) = far.import(status, files);
        let kept = |workspace: &str, summary: &Value| {
            let run = summary["workspace_connector_sync_log_id"].as_str().unwrap();
            engine.rejections(workspace, run)
        };
        let locally = kept(&near, &local);
        assert_eq!(kept(&far.workspace, &remote), locally, "{files:?}");
        assert_eq!(locally.is_empty(), status == 0, "{files:?}");
        assert_eq!(without_run(remote), without_run(local), "{files:?}");
        let rows = |said: &str| -> Vec<String> {
            let rows = said.lines().filter(|line| !line.starts_with("wellhead:"));
            rows.map(str::to_owned).collect()
        };
        assert_eq!(rows(&told), rows(&told_locally));
    }
    let names = engine.query(
        "SELECT COALESCE(full_name, '') FROM {peoples} ORDER BY external_person_id, workspace_pk",
    );
    let pairs: Vec<_> = names.chunks(2).collect();
    assert!(pairs.iter().all(|pair| pair[0] == pair[1]), "{pairs:?}");
    let run = far.run();
    assert_eq!(
        (&run["trigger_type"], &run["mode"]),
        (&json!("manual"), &json!("incremental"))
    );
}

fn a_full_import_sweeps_what_a_local_one_would(engine: &Engine) {
    let far = Far::new(engine);
    let all = people(engine, "all.csv", 0..1_200);
    let (done, _) = far.import(0, &["--full", &all]);
    assert_eq!(done["links_created"], 1_200);
    let others = people(engine, "others.csv", 700..1_300);
    let (done, said) = far.import(1, &["--dry-run", "--full", &others]);
    let counted = json!({
        "read": 600, "good": 600, "rejected": 0, "links_active": 1_200, "would_sweep": 700,
    });
    assert_eq!(done, counted);
    assert!(said.contains("700 of 1200 links"), "{said}");
    let (done, said) = far.import(1, &["--full", &others]);
    assert!(said.contains("700 of 1200 links, more than 50 %"), "{said}");
    assert_eq!(done["status"], "error");
    assert_eq!(far.active().len(), 1_300);
    let why = far.run()["error"].as_str().unwrap().to_owned();
    assert!(why.contains("nothing was swept"), "{why}");
    let (done, _) = far.import(0, &["--full", "--sweep-limit", "60", &others]);
    assert_eq!(done["links_swept"], 700);
    assert_eq!(far.active()[0], "P00700");
    let none = people(engine, "none.csv", 0..0);
    let (_, said) = far.import(1, &["--full", "--confirm-sweep", &none]);
    assert!(said.contains("all 600 links"), "{said}");
    let bad = engine.file("bad.csv", "external_person_id\n\u{0}\n");
    let (_, said) = far.import(1, &["--full", &others, &bad]);
    assert!(said.contains("a line was rejected"), "{said}");
}

fn the_key_determines_the_workspace_and_the_permissions(engine: &Engine) {
    let far = Far::new(engine);
    let two = people(engine, "two.csv", 0..2);
    let import = |key: Option<&str>, more: &[&str]| {
        let mut command = engine.command(&[]);
        command.args(far.arguments(&[more, &[&two]].concat()));
        command.env_remove("WELLHEAD_KEY");
        if let Some(key) = key {
            command.env("WELLHEAD_KEY", key);
        }
        command.output().unwrap()
    };
    let token = std::fs::read_to_string(&far.key).unwrap();
    let (_, said) = ended(1, &import(None, &[]));
    assert!(
        said.contains("--key-file") && said.contains("WELLHEAD_KEY"),
        "{said}"
    );
    ended(0, &import(Some(&token), &[]));
    ended(0, &import(Some(&token), &["--workspace", &far.workspace]));
    let other = engine.workspace("Other");
    let (_, said) = ended(1, &import(Some(&token), &["--workspace", &other]));
    assert!(said.contains("does not belong to the workspace"), "{said}");
    let (_, said) = ended(1, &import(Some("whk_wrong"), &[]));
    assert!(
        said.contains("unknown or revoked (401 unauthenticated)"),
        "{said}"
    );
    let (_, said) = ended(2, &import(None, &["--key-file", &token]));
    assert!(said.contains("--key-file takes a file"), "{said}");
    assert!(!said.contains(token.trim()), "{said}");
    let reader = engine.token(&far.workspace, "reader");
    let (_, said) = ended(1, &import(Some(&reader), &[]));
    assert!(said.contains("the key's role is reader"), "{said}");
    let open = engine.file("open", &token);
    let (_, said) = ended(0, &import(None, &["--key-file", &open]));
    assert!(said.contains("others can read the key"), "{said}");
    let (_, said) = ended(0, &import(None, &["--key-file", &far.key]));
    assert!(!said.contains("others can read"), "{said}");
    let piped = far.arguments(&["--key-file", "-", &two]);
    let piped: Vec<_> = piped.iter().map(String::as_str).collect();
    ended(0, &engine.pipe(&piped, &token));
}

fn a_connector_is_connected_if_the_key_allows_it(engine: &Engine) {
    let far = Far::new(engine);
    let two = people(engine, "two.csv", 0..2);
    let import = |status, slug: &str, key: &str| {
        let mut command = engine.command(&["import", "--server", &far.server.url]);
        command.args(["--connector", slug, "--direction", "output", &two]);
        ended(status, &command.args(["--key-file", key]).output().unwrap()).1
    };
    let said = import(1, "shop", &far.key);
    assert!(
        said.contains("no connector 'shop'") && said.contains("crm"),
        "{said}"
    );
    engine.json(&["connector", "create", "shop"]);
    let said = import(1, "shop", &far.key);
    assert!(said.contains("admin"), "{said}");
    let admin = key_file(engine, "admin", &engine.token(&far.workspace, "admin"));
    let said = import(0, "shop", &admin);
    assert!(said.contains("'shop' is now connected"), "{said}");
    import(0, "shop", &far.key);
    engine.json(&[
        "disconnect",
        "--workspace",
        &far.workspace,
        "--connector",
        "shop",
    ]);
    let said = import(1, "shop", &far.key);
    assert!(said.contains("'shop' is disconnected"), "{said}");
}

fn a_quota_ends_it_at_once(engine: &Engine) {
    let far = Far::new(engine);
    engine.json(&["workspace", "limit", &far.workspace, "--links", "1"]);
    let file = engine.file("two.csv", "external_person_id\nA\nB\n");
    let (_, said) = far.import(1, &[&file]);
    assert!(
        said.contains("the workspace may have 1 active links"),
        "{said}"
    );
    assert!(!said.contains("retrying"), "{said}");
    assert_eq!(far.run()["status"], "error");
}
