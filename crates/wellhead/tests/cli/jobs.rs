//! `wellhead disconnect`, `dedupe` and `invalidate`.

use std::fmt::Write;

use serde_json::Value;

use crate::support::{Engine, on_both_engines};

on_both_engines![
    disconnects_and_takes_no_more,
    keeps_the_oldest_of_twins,
    invalidates_links_that_match_all_options,
    an_unknown_connector_is_named,
];

fn import(engine: &Engine, workspace: &str, connector: &str, direction: &str, people: usize) {
    let mut text = String::from("external_person_id\n");
    for number in 0..people {
        writeln!(text, "P{number:04}").unwrap();
    }
    let file = engine.file("people.csv", text);
    engine.json(&[
        "import",
        "--workspace",
        workspace,
        "--connector",
        connector,
        "--direction",
        direction,
        "--on-duplicate",
        "append",
        &file,
    ]);
}

/// How many active links a connector has, in both directions.
fn active(engine: &Engine, connector: &str) -> String {
    let counted = engine.query(&format!(
        "SELECT CAST(count(*) AS TEXT) FROM {{people_workspace_connectors}} l \
         JOIN {{workspace_connectors}} w ON w.pk = l.workspace_connector_pk \
         JOIN {{connectors}} c ON c.pk = w.connector_pk \
         WHERE l.deleted_at IS NULL AND c.slug = '{connector}'"
    ));
    counted.into_iter().next().unwrap()
}

/// Runs a command that opens one job, and returns how many links it changed.
fn changed(engine: &Engine, arguments: &[&str]) -> Value {
    let jobs = engine.json(arguments);
    assert_eq!(jobs.as_array().unwrap().len(), 1, "{jobs}");
    assert_eq!(jobs[0]["status"], "success");
    jobs[0]["changed"].clone()
}

fn disconnects_and_takes_no_more(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for (connector, direction) in [("crm", "input"), ("crm", "output"), ("shop", "input")] {
        import(engine, &workspace, connector, direction, 2_500);
    }
    let disconnect = [
        "disconnect",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
    ];
    let rehearsed = [&disconnect[..], &["--dry-run"]].concat();
    assert_eq!(changed(engine, &rehearsed), 5_000);
    assert_eq!(active(engine, "crm"), "5000", "it only counted");
    assert_eq!(changed(engine, &disconnect), 5_000);
    assert_eq!(active(engine, "crm"), "0");
    assert_eq!(active(engine, "shop"), "2500");
    assert_eq!(changed(engine, &disconnect), 0, "twice does no harm");
    let file = engine.file("one.csv", "external_person_id\nA\n");
    let said = engine.fails(&[
        "import",
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
        &file,
    ]);
    assert!(said.contains("'crm' is disconnected"), "{said}");
    assert!(said.contains("/v1/workspace-connectors/"), "{said}");
}

fn keeps_the_oldest_of_twins(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for (connector, people) in [("crm", 30), ("crm", 20), ("crm", 10), ("shop", 5)] {
        import(engine, &workspace, connector, "input", people);
    }
    import(engine, &workspace, "shop", "input", 5);
    import(engine, &workspace, "shop", "output", 5);
    let dedupe = ["dedupe", "--workspace", &workspace];
    let of_shop = [&dedupe[..], &["--connector", "shop"]].concat();
    assert_eq!(changed(engine, &[&dedupe[..], &["--dry-run"]].concat()), 35);
    assert_eq!(changed(engine, &of_shop), 5);
    assert_eq!(active(engine, "shop"), "10");
    assert_eq!(active(engine, "crm"), "60");
    assert_eq!(changed(engine, &dedupe), 30);
    assert_eq!(active(engine, "crm"), "30");
    let kept = engine.query(
        "SELECT p.external_person_id FROM {people_workspace_connectors} l \
         JOIN {peoples} p ON p.pk = l.people_pk \
         WHERE l.deleted_at IS NULL AND EXISTS ( \
             SELECT 1 FROM {people_workspace_connectors} twin \
             WHERE twin.people_pk = l.people_pk AND twin.direction = l.direction \
             AND twin.workspace_connector_pk = l.workspace_connector_pk \
             AND twin.created_at < l.created_at)",
    );
    assert_eq!(kept, [""; 0], "no younger one was kept");
    assert_eq!(changed(engine, &dedupe), 0);
}

fn invalidates_links_that_match_all_options(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for direction in ["input", "output"] {
        import(engine, &workspace, "crm", direction, 5);
    }
    import(engine, &workspace, "shop", "input", 5);
    let invalidate = |more: &[&str]| {
        changed(
            engine,
            &[&["invalidate", "--workspace", &workspace], more].concat(),
        )
    };
    let (past, future) = ("2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z");
    assert_eq!(invalidate(&["--until", past]), 0);
    assert_eq!(invalidate(&["--since", future]), 0);
    let crm = ["--connector", "crm", "--direction", "output"];
    assert_eq!(invalidate(&[&crm[..], &["--dry-run"]].concat()), 5);
    assert_eq!(invalidate(&crm), 5);
    assert_eq!(invalidate(&crm), 0);
    let nobody = "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4";
    assert_eq!(invalidate(&["--person", nobody]), 0);
    let all = ["--since", past, "--until", future];
    assert_eq!(invalidate(&all), 10);
    let said = engine.fails(&["invalidate", "--workspace", &workspace]);
    assert!(said.contains("--connector"), "{said}");
}

fn an_unknown_connector_is_named(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    engine.json(&["connector", "create", "crm"]);
    for command in ["disconnect", "dedupe", "invalidate"] {
        for connector in ["crm", "shop"] {
            let base = ["--workspace", &workspace, "--connector", connector];
            let said = engine.fails(&[&[command], &base[..]].concat());
            let expected = format!("has no connector '{connector}'");
            assert!(said.contains(&expected), "{said}");
        }
    }
}
