//! `wellhead workspace`: names, sizes, and what a suspension does to a server that runs.

use serde_json::{Value, json};

use crate::server::{Server, get};
use crate::support::{Engine, ended, on_both_engines, until};

on_both_engines![
    a_workspace_has_another_name,
    workspaces_are_listed_with_their_sizes,
    a_running_server_refuses_a_suspended_workspace,
    a_workspace_has_limits_until_they_are_lifted,
    an_import_ends_at_a_quota,
    a_running_server_notices_limits,
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

const LIMITS: [&str; 4] = [
    "requests_per_second",
    "max_deliveries",
    "max_records",
    "max_links",
];

fn limits(view: &Value) -> Value {
    LIMITS.map(|name| view[name].clone()).into()
}

fn a_workspace_has_limits_until_they_are_lifted(engine: &Engine) {
    let (workspace, other) = (engine.workspace("Acme"), engine.workspace("Other"));
    let limit = |more: &[&str]| engine.json(&[&["workspace", "limit", &workspace], more].concat());
    let none = json!([null, null, null, null]);
    assert_eq!(limits(&limit(&[])), none);
    let set = limit(&["--requests-per-second", "50", "--records", "1000"]);
    assert_eq!(set["name"], "Acme");
    assert_eq!(limits(&set), json!([50, null, 1_000, null]));
    let set = limit(&["--deliveries", "2", "--links", "0", "--records", "none"]);
    assert_eq!(limits(&set), json!([50, 2, null, 0]));
    assert_eq!(limit(&[]), set);
    assert_eq!(limits(&listed(engine, &workspace)), limits(&set));
    assert_eq!(limits(&listed(engine, &other)), none);
    let text = engine.run(&[
        "workspace",
        "limit",
        &workspace,
        "--requests-per-second",
        "default",
    ]);
    let text = String::from_utf8(text.stdout).unwrap();
    let cells = text.lines().filter_map(|it| it.split_whitespace().last());
    let cells: Vec<_> = cells.skip(1).collect();
    assert_eq!(cells, ["Acme", "default", "2", "none", "0"], "{text}");
    for (wrong, why) in [
        (
            ["--requests-per-second", "0"],
            "a number from 1 to 4294967295, or 'default'",
        ),
        (["--deliveries", "none"], "or 'default'"),
        (["--records", "-1"], "unexpected argument"),
        (
            ["--links", "9223372036854775808"],
            "a number from 0 to 9223372036854775807, or 'none'",
        ),
    ] {
        let wrong = [&["workspace", "limit", &workspace], &wrong[..]].concat();
        let said = ended(2, &engine.run(&wrong)).1;
        assert!(said.contains(why), "{said}");
    }
    let nowhere = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";
    for more in [&[][..], &["--links", "1"]] {
        let said = engine.fails(&[&["workspace", "limit", nowhere], more].concat());
        assert!(said.contains("there is no workspace"), "{said}");
    }
    let log = engine.json(&["audit", "list", "--workspace", &workspace]);
    let acts = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["act"] == "limit");
    assert_eq!(acts.count(), 3, "{log}");
}

fn an_import_ends_at_a_quota(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    engine.json(&["workspace", "limit", &workspace, "--records", "2"]);
    let file = engine.file("people.csv", "external_person_id\nP-1\nP-2\nP-3\n");
    let import = [
        "import",
        &file,
        "--workspace",
        &workspace,
        "--connector",
        "crm",
    ];
    let import = [&import[..], &["--direction", "input"]].concat();
    let said = engine.fails(&import);
    let why = "the workspace may have 2 active records, and with this it would have 3";
    assert!(said.contains(why), "{said}");
    let run = &engine.json(&["runs", "list", "--workspace", &workspace])[0];
    assert_eq!(run["status"], "error", "{run}");
    assert_eq!(listed(engine, &workspace)["records"], 0);
    engine.json(&["workspace", "limit", &workspace, "--records", "3"]);
    engine.json(&import);
    assert_eq!(listed(engine, &workspace)["records"], 3);
    engine.counts_are_right();
}

fn a_running_server_notices_limits(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "sync");
    let server = Server::start(engine);
    let people = format!("{}/v1/people", server.url);
    let wait = || (0..20).any(|_| get(&people, Some(&token)).0 == 429);
    assert!(!wait());
    engine.json(&[
        "workspace",
        "limit",
        &workspace,
        "--requests-per-second",
        "1",
    ]);
    until("the key has to wait", wait);
}
