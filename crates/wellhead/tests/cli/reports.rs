//! Disclosure reports, from a database and from a server.

use serde_json::{Value, json};

use crate::server::Server;
use crate::support::{Engine, ended, on_both_engines};

on_both_engines![
    a_report_is_the_same_from_a_database_and_a_server,
    who_is_behind_a_connector_is_recorded,
    what_is_wrong_is_named,
];

/// Two people whom one connector sourced; one of them went on to a mailer.
fn furnish(engine: &Engine) -> String {
    let workspace = engine.workspace("Acme");
    for (connector, direction, rows) in [
        ("crm", "input", "E-1,Ada\nE-2,Bob\n"),
        ("mailer", "output", "E-1,Ada\n"),
    ] {
        let rows = format!("external_person_id,full_name\n{rows}");
        let file = engine.file(&format!("{connector}.csv"), rows);
        engine.json(&[
            "import",
            "--workspace",
            &workspace,
            "--connector",
            connector,
            "--direction",
            direction,
            &file,
        ]);
    }
    workspace
}

fn a_report_is_the_same_from_a_database_and_a_server(engine: &Engine) {
    let workspace = furnish(engine);
    let report = ["report", "E-1", "--workspace", &workspace];
    let found = engine.json(&report);
    assert_eq!(
        found["requested_by"],
        json!({"type": "operator", "id": null})
    );
    let part = &found["report"];
    assert_eq!(part["sources"][0]["connector"], "crm");
    assert_eq!(part["recipients"][0]["connector"], "mailer");
    assert_eq!(part["recipients"][0]["deliveries"], 1);
    assert_eq!(part["unidentified"], json!(["crm", "mailer"]));
    assert!(found["@context"].is_object());

    // Asked for again, by either way, as of the moment that it says.
    let moment = part["as_of"].as_str().unwrap();
    let again = engine.json(&[&report[..], &["--as-of", moment]].concat());
    assert_eq!(again["report"], *part);
    assert_eq!(again["sha256"], found["sha256"]);
    let disconnect = [
        "disconnect",
        "--workspace",
        &workspace,
        "--connector",
        "mailer",
    ];
    engine.json(&disconnect);
    let key = engine.file("key", engine.token(&workspace, "reader"));
    let server = Server::start(engine);
    let asked = ["--server", &server.url, "--key-file", &key];
    let by_server = [&["report", "E-1", "--as-of", moment], &asked[..]].concat();
    let by_server = engine.json(&by_server);
    assert_eq!(by_server["sha256"], found["sha256"]);
    assert_eq!(by_server["requested_by"]["type"], "api_key");
    let id = part["subject"]["id"].as_str().unwrap();
    let now = engine.json(&[&["report", id], &asked[..]].concat());
    assert_eq!(now["report"]["recipients"][0]["status"], "ended");
    let ending = &now["report"]["recipients"][0]["endings"][0];
    assert_eq!(ending["reason"], "disconnected");

    let text = engine.run(&report);
    let text = String::from_utf8(text.stdout).unwrap();
    for part in [
        "Disclosure report of the person",
        "The ledger tells of the time from",
        "crm: delivered",
        "nobody recorded who that is",
        "1 ended: disconnected",
        "No legal name is recorded for: crm, mailer.",
        "SHA-256 ",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    assert!(!text.contains("Ada"), "{text}");
    let table = engine.run(&[&report[..], &["--output", "csv"]].concat());
    let table = String::from_utf8(table.stdout).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 4, "{table}");
    assert!(lines[0].starts_with("part,connector,"), "{table}");
    assert!(lines[1].starts_with("coverage,"), "{table}");
}

fn who_is_behind_a_connector_is_recorded(engine: &Engine) {
    let workspace = furnish(engine);
    let said = engine.json(&[
        "connector",
        "update",
        "mailer",
        "--legal-name",
        "Mailer GmbH",
        "--country",
        "de",
        "--contact",
        "dpo@mailer.example",
    ]);
    assert_eq!(said["legal_name"], "Mailer GmbH");
    assert_eq!(said["country"], "DE");
    assert_eq!(said["purpose"], Value::Null);
    let found = engine.json(&["report", "E-1", "--workspace", &workspace]);
    let legal = &found["report"]["recipients"][0]["legal"];
    assert_eq!(legal[0]["legal_name"], "Mailer GmbH");
    let later = json!(["legal_name", "country", "contact"]);
    assert_eq!(legal[0]["recorded_later"], later);
    assert_eq!(legal[1]["recorded_later"], json!([]));
    assert_eq!(found["report"]["unidentified"], json!(["crm"]));
    let cleared = engine.json(&["connector", "update", "mailer", "--country", ""]);
    assert_eq!(cleared["country"], Value::Null);
    assert_eq!(cleared["legal_name"], "Mailer GmbH");
    let listed = engine.json(&["connector", "list"]);
    assert_eq!(listed[1]["legal_name"], "Mailer GmbH");
}

fn what_is_wrong_is_named(engine: &Engine) {
    let workspace = furnish(engine);
    let here = ["--workspace", &workspace];
    let report = |more: &[&str]| engine.fails(&[&["report"], more, &here[..]].concat());
    let unknown = report(&["E-9"]);
    assert!(unknown.contains("has no person 'E-9'"), "{unknown}");
    let day = "2026-05-10T00:00:00Z";
    let backwards = report(&["E-1", "--from", day, "--to", day]);
    assert!(backwards.contains("is not before --to"), "{backwards}");
    let unknown = engine.fails(&["connector", "update", "shop", "--country", "IE"]);
    assert!(
        unknown.contains("there is no connector 'shop'"),
        "{unknown}"
    );
    for (option, text, why) in [
        ("--country", "UK", "--country is not a two-letter"),
        (
            "--contact",
            "call us",
            "--contact is neither an e-mail address",
        ),
        ("--legal-name", "  ", "--legal-name must not be empty"),
    ] {
        let output = engine.run(&["connector", "update", "crm", option, text]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    }
    let output = engine.run(&["report", "E-1"]);
    let (_, said) = (ended(2, &output), String::from_utf8(output.stderr).unwrap());
    assert!(said.contains("--workspace"), "{said}");
}
