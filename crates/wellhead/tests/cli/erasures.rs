//! What an erasure destroys is in no table and no file, whatever happens meanwhile; and a restore does not bring it back.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use rand::RngExt;
use serde_json::{Value, json};

use crate::server::{Server, send};
use crate::support::{Engine, is_in, on_both_engines, until};

on_both_engines![
    nothing_is_left_of_an_erased_person,
    an_erasure_survives_kills,
    erasures_are_repeated_after_a_restore,
];

/// What marks a person's names and ids, wherever they are.
fn mark(number: usize) -> String {
    format!("zq{number:05}x")
}

/// Rows of people who are marked in every column.
fn rows(numbers: impl IntoIterator<Item = usize>) -> String {
    let header = "Record ID,external_person_id,first_name,last_name,email\n";
    let row = |number| {
        let mark = mark(number);
        format!("own-{mark},key-{mark},Ada {mark},Of {mark},{mark}@engines.example\n")
    };
    let rows: String = numbers.into_iter().map(row).collect();
    header.to_owned() + &rows
}

/// Imports people from one connector, and gives them to another.
fn import(engine: &Engine, workspace: &str, rows: &str) -> [Value; 2] {
    let file = engine.file("people.csv", rows);
    [("crm", "input"), ("mailer", "output")].map(|(connector, direction)| {
        engine.json(&[
            "import",
            "--workspace",
            workspace,
            "--connector",
            connector,
            "--direction",
            direction,
            "--id",
            "Record ID",
            "--on-suppressed",
            "skip",
            &file,
        ])
    })
}

fn erase(engine: &Engine, workspace: &str, number: usize) -> Value {
    let key = format!("key-{}", mark(number));
    engine.json(&["erasures", "create", &key, "--workspace", workspace])
}

fn nothing_is_left_of_an_erased_person(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    import(engine, &workspace, &rows(0..2_000));
    // A row that is rejected names somebody, too.
    let bad = format!(
        "{{\"rejected\":{{\"code\":\"odd\",\"detail\":\"key-{} is odd\"}}}}\n",
        mark(7)
    );
    let file = engine.file("bad.ndjson", bad + "{\"external_person_id\":\"other\"}\n");
    let arguments = [
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        &file,
    ];
    engine.run(&arguments);
    assert!(is_in(&engine.everything(), &mark(7)));
    for number in [7, 1_000, 1_999] {
        let erased = erase(engine, &workspace, number);
        assert!(erased["destroyed_at"].is_string(), "{erased}");
        assert_eq!(erased["open"], 1);
    }
    let left = engine.everything();
    for number in [7, 1_000, 1_999] {
        assert!(!is_in(&left, &mark(number)), "{number} is still there");
    }
    for number in [6, 8, 999, 1_998] {
        assert!(is_in(&left, &mark(number)), "{number} is another");
    }
    let due = engine.json(&["erasures", "due", "--workspace", &workspace]);
    assert_eq!(due.as_array().unwrap().len(), 3);
    assert_eq!(due[0]["connector"], "mailer");
    let [run, _] = import(engine, &workspace, &rows([7, 8]));
    assert_eq!(
        (&run["rejected"], &run["suppressed"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(
        (&run["records_created"], &run["links_touched"]),
        (&json!(0), &json!(1))
    );
    assert!(
        !is_in(&engine.everything(), &mark(7)),
        "it is not logged either"
    );
    let key = format!("key-{}", mark(7));
    let said = engine.fails(&["erasures", "create", &key, "--workspace", &workspace]);
    assert!(said.contains("has no such person"), "{said}");
}

const KILLS: usize = 3;

fn an_erasure_survives_kills(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    import(engine, &workspace, &rows(0..200));
    let token = engine.token(&workspace, "admin");
    let mut server = Server::start(engine);
    let people = format!("{}/v1/people?page[size]=500", server.url);
    let (_, people) = send("GET", &people, Some(&token), None).unwrap();
    let person = |it: &Value| {
        let key = it["attributes"]["external_person_id"].as_str().unwrap();
        let key = key.trim_start_matches("key-").to_owned();
        (it["id"].as_str().unwrap().to_owned(), key)
    };
    let people: Vec<_> = people["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(person)
        .collect();
    let mut left = people.iter();
    let acknowledged = Mutex::new(BTreeSet::new());
    for _ in 0..KILLS {
        let url = server.url.clone();
        thread::scope(|scope| {
            for _ in 0..4 {
                let batch: Vec<_> = left.by_ref().take(10).collect();
                let (url, token, acknowledged) = (&url, &token, &acknowledged);
                scope.spawn(move || {
                    for (person, mark) in batch {
                        let url = format!("{url}/v1/people/{person}/erasures");
                        let document = json!({"data": {"type": "erasure"}});
                        let Ok((status, _)) = send("POST", &url, Some(token), Some(&document))
                        else {
                            return;
                        };
                        assert_eq!(status, 201);
                        acknowledged.lock().unwrap().insert(mark.clone());
                    }
                });
            }
            thread::sleep(Duration::from_millis(rand::rng().random_range(0..500)));
            server.kill();
        });
        server = Server::start(engine);
    }
    until("all jobs are done", || {
        engine.query("SELECT 'x' FROM {jobs} WHERE completed_at IS NULL") == [""; 0]
    });
    server.kill();
    let erasures = engine.json(&["erasures", "list", "--workspace", &workspace]);
    let erasures = erasures.as_array().unwrap();
    let due = engine.json(&["erasures", "due", "--workspace", &workspace]);
    assert_eq!(
        due.as_array().unwrap().len(),
        erasures.len(),
        "one recipient each"
    );
    let everything = engine.everything();
    let mut erased = BTreeSet::new();
    for erasure in erasures {
        assert!(erasure["destroyed_at"].is_string(), "{erasure}");
        let id = erasure["record_id"].as_str().unwrap();
        let (_, mark) = people.iter().find(|(person, _)| person == id).unwrap();
        assert!(!is_in(&everything, mark), "{mark} is still there");
        erased.insert(mark.clone());
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    println!(
        "{} acknowledged, {} erased",
        acknowledged.len(),
        erased.len()
    );
    assert!(acknowledged.is_subset(&erased));
}

fn erasures_are_repeated_after_a_restore(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    import(engine, &workspace, &rows(0..10));
    let restored = engine.copy();
    import(engine, &workspace, &rows(10..12));
    // The last one is not in the backup.
    for number in [3, 5, 11] {
        erase(engine, &workspace, number);
    }
    // One recipient is done.
    engine.execute(
        "UPDATE {recall_notifications} SET status = 'confirmed', evidence = 'T-1' WHERE pk = 1",
    );
    let export = engine.run(&["erasures", "export", "--workspace", &workspace]);
    assert!(export.status.success());
    let register = String::from_utf8(export.stdout).unwrap();
    assert_eq!(register.lines().count(), 3);
    for number in [3, 5, 11] {
        assert!(!register.contains(&mark(number)), "it names nobody");
    }

    let replay = |file: &str, more: &[&str]| {
        let arguments = ["erasures", "replay", file, "--workspace", &workspace];
        [&arguments[..], more]
            .concat()
            .iter()
            .map(|it| (*it).to_owned())
            .collect::<Vec<_>>()
    };
    let damaged = restored.file(
        "damaged.ndjson",
        register.replace("\"record\":\"people\"", "\"record\":\"crowd\""),
    );
    let arguments = replay(&damaged, &[]);
    let said = restored.fails(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.contains("line 1: record"), "{said}");
    assert!(
        is_in(&restored.everything(), &mark(3)),
        "a damaged file changes nothing"
    );

    let file = restored.file("erasures.ndjson", &register);
    for (since, counts) in [
        ("2999-01-01T00:00:00Z", [3, 0, 0, 3, 0, 0]),
        // The backup knows nothing of the last one, and so of nobody who received it.
        ("2020-01-01T00:00:00Z", [3, 3, 0, 0, 0, 1]),
        ("2020-01-01T00:00:00Z", [3, 0, 3, 0, 0, 1]),
    ] {
        let arguments = replay(&file, &["--since", since]);
        let done = restored.json(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let names = [
            "read",
            "repeated",
            "already_erased",
            "left_out",
            "refused",
            "unknown_recipients",
        ];
        assert_eq!(
            names.map(|name| done[name].clone()),
            counts.map(|it: i32| json!(it)),
            "{done}"
        );
    }
    let due = restored.json(&["erasures", "due", "--workspace", &workspace]);
    let due = due.as_array().unwrap().iter();
    let due: Vec<_> = due.map(|it| (&it["status"], &it["evidence"])).collect();
    let (done, open) = (
        (&json!("confirmed"), &json!("T-1")),
        (&json!("pending"), &Value::Null),
    );
    assert_eq!(due, [done, open]);
    let everything = restored.everything();
    for number in [3, 5, 11] {
        assert!(!is_in(&everything, &mark(number)), "{number} is back");
    }
    assert!(is_in(&everything, &mark(4)));
    let [run, _] = import(&restored, &workspace, &rows(0..12));
    assert_eq!(run["suppressed"], 3, "{run}");
    assert_eq!(run["records_created"], 1, "the tenth is new here");
    let again = restored.run(&["erasures", "export", "--workspace", &workspace]);
    let ids = |text: &str| {
        let line =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["erasure_id"].to_string();
        text.lines().map(line).collect::<BTreeSet<_>>()
    };
    let again = String::from_utf8(again.stdout).unwrap();
    assert_eq!(ids(&again), ids(&register), "they keep their ids");
}
