//! `wellhead workspace`: names, sizes, and what a suspension does to a server that runs.

use serde_json::{Value, json};

use crate::server::{Server, get};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![
    a_workspace_has_another_name,
    workspaces_are_listed_with_their_sizes,
    a_running_server_refuses_a_suspended_workspace,
];

fn listed(engine: &Engine, workspace: &str) -> Value {
    let all = engine.json(&["workspace", "list"]);
    let mut all = all.as_array().unwrap().iter();
    let found = all.find(|it| it["workspace_id"] == workspace);
    found.unwrap().clone()
}

fn a_workspace_has_another_name(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let renamed = engine.json(&["workspace", "rename", &workspace, "Acme & Sons"]);
    assert_eq!(renamed["name"], "Acme & Sons");
    assert_eq!(listed(engine, &workspace)["name"], "Acme & Sons");
    let nowhere = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";
    for command in [
        &["workspace", "rename", nowhere, "Acme"][..],
        &["workspace", "suspend", nowhere],
        &["workspace", "resume", nowhere],
    ] {
        let said = engine.fails(command);
        assert!(said.contains("there is no workspace"), "{said}");
    }
    let log = engine.json(&["audit", "list", "--workspace", &workspace]);
    let mut acts = log.as_array().unwrap().iter();
    assert!(acts.any(|it| it["act"] == "update" && it["subject_id"] == workspace));
    assert!(!log.to_string().contains("Sons"), "no names: {log}");
}

fn workspaces_are_listed_with_their_sizes(engine: &Engine) {
    let (workspace, empty) = (engine.workspace("Acme"), engine.workspace("Empty"));
    engine.token(&workspace, "admin");
    let file = engine.file("people.csv", "external_person_id\nP-1\nP-2\nP-3\n");
    engine.json(&[
        "import",
        &file,
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
    ]);
    let sizes = |workspace: &str| {
        let found = listed(engine, workspace);
        ["records", "links", "keys"].map(|name| found[name].as_u64().unwrap())
    };
    assert_eq!(sizes(&workspace), [3, 3, 1]);
    assert_eq!(sizes(&empty), [0, 0, 0]);
    let text = engine.run(&["workspace", "list"]);
    let text = String::from_utf8(text.stdout).unwrap();
    for column in ["suspended_at", "records", "links", "keys"] {
        assert!(text.contains(column), "{text}");
    }
}

fn a_running_server_refuses_a_suspended_workspace(engine: &Engine) {
    let (workspace, other) = (engine.workspace("Acme"), engine.workspace("Other"));
    let (token, theirs) = (
        engine.token(&workspace, "admin"),
        engine.token(&other, "admin"),
    );
    let server = Server::start(engine);
    let people = format!("{}/v1/people", server.url);
    let ask = |token: &str| get(&people, Some(token));
    assert_eq!(ask(&token).0, 200);
    let suspended = engine.json(&["workspace", "suspend", &workspace]);
    assert!(suspended["suspended_at"].is_string());
    // A server believes a key that it knows for some seconds.
    until("the keys are refused", || ask(&token).0 == 403);
    assert_eq!(ask(&token).1["errors"][0]["code"], "workspace_suspended");
    assert_eq!(ask(&theirs).0, 200);
    assert_eq!(
        listed(engine, &workspace)["suspended_at"],
        suspended["suspended_at"]
    );
    let resumed = engine.json(&["workspace", "resume", &workspace]);
    assert_eq!(resumed["suspended_at"], json!(null));
    until("the keys work again", || ask(&token).0 == 200);
}
