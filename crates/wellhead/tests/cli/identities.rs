//! Three systems that know the same people by ids of their own.

use serde_json::{Value, json};

use crate::support::{Engine, ended};
use crate::way::{Way, on_both_engines_either_way};

on_both_engines_either_way![
    three_systems_know_three_people,
    rows_whose_names_disagree_are_rejected_or_settled,
    a_shared_key_is_declared,
    a_check_knows_what_the_import_would_do,
    known_people_are_updated_when_that_is_wanted,
];

const HUBSPOT: &str = "Record ID,First Name,Last Name,Email\n\
    501,Ada,Lovelace,Ada@X.io\n502,Bob,Byron,bob@x.io\n503,Eve,King,\n";
const MAILCHIMP: &str = "Email Address,First Name,Last Name,LEID,EUID\n\
    ada@x.io,Ada,Lovelace,leid-1,e1\nBOB@x.io,Bob,Byron,leid-2,e2\n";
const STRIPE: &str = "id,Email,Name,Created (UTC),Delinquent\n\
    501,bob@x.io,Bob,2026-01-01,false\ncus_1,ada@x.io ,Ada L.,2026-01-01,false\n";

#[track_caller]
fn import(way: &Way, connector: &str, workspace: &str, status: i32, more: &[&str]) -> Value {
    let output = way
        .import_from(connector, workspace, more)
        .output()
        .unwrap();
    ended(status, &output).0
}

/// Creates the connectors that an import through a server does not create itself.
fn systems(way: &Way) {
    for connector in ["hubspot", "mailchimp", "stripe"] {
        way.json(&["connector", "create", connector]);
    }
}

fn created(summary: &Value) -> [u64; 2] {
    ["records_created", "records_matched"].map(|count| summary[count].as_u64().unwrap())
}

/// Who is called what by which connector, by name.
fn known_as(engine: &Engine) -> Vec<String> {
    engine.query(
        "SELECT p.full_name || ' ' || c.slug || ' ' || i.external_id FROM {people_identities} i \
         JOIN {peoples} p ON p.pk = i.people_pk \
         JOIN {workspace_connectors} w ON w.pk = i.workspace_connector_pk \
         JOIN {connectors} c ON c.pk = w.connector_pk ORDER BY 1",
    )
}

fn links(engine: &Engine) -> usize {
    engine
        .query("SELECT 'x' FROM {people_workspace_connectors}")
        .len()
}

fn three_systems_know_three_people(way: &Way) {
    systems(way);
    let workspace = way.workspace("Acme");
    let hubspot = way.file("hubspot.csv", HUBSPOT);
    let mailchimp = way.file("mailchimp.csv", MAILCHIMP);
    let stripe = way.file("stripe.csv", STRIPE);
    let by_email = ["--match", "email"];
    let runs = [
        ("hubspot", vec![&*hubspot], [3, 0]),
        ("mailchimp", [&by_email[..], &[&mailchimp]].concat(), [0, 2]),
        ("stripe", [&by_email[..], &[&stripe]].concat(), [0, 2]),
    ];
    for (connector, more, expected) in &runs {
        let done = import(way, connector, &workspace, 0, more);
        assert_eq!(created(&done), *expected, "{done}");
    }
    provenance_tells_names(way, &workspace);
    assert_eq!(
        known_as(way),
        [
            "Ada Lovelace hubspot 501",
            "Ada Lovelace mailchimp leid-1",
            "Ada Lovelace stripe cus_1",
            "Bob Byron hubspot 502",
            "Bob Byron mailchimp leid-2",
            "Bob Byron stripe 501",
            "Eve King hubspot 503",
        ]
    );
    assert_eq!(links(way), 7);
    // The rule was set for good, and the next run creates nobody.
    for (connector, more, [made, matched]) in &runs {
        let file = more.last().unwrap();
        let done = import(way, connector, &workspace, 0, &[file]);
        assert_eq!(created(&done), [0, made + matched], "{done}");
    }
    assert_eq!(links(way), 7);
}

fn provenance_tells_names(engine: &Engine, workspace: &str) {
    let ada = engine.id(
        "people_id",
        "FROM {peoples} WHERE full_name = 'Ada Lovelace'",
    );
    let command = ["provenance", "--workspace", workspace, &ada];
    let told = engine.json(&command);
    let told = told.as_array().unwrap().iter();
    let told: Vec<_> = told
        .map(|it| {
            assert_eq!(it["connections"].as_array().unwrap().len(), 1);
            (it["connector"].as_str().unwrap(), it["known_as"].clone())
        })
        .collect();
    let expected = [
        ("hubspot", "501"),
        ("mailchimp", "leid-1"),
        ("stripe", "cus_1"),
    ];
    assert_eq!(
        told,
        expected.map(|(connector, name)| (connector, json!([name])))
    );
    let tree = String::from_utf8(engine.run(&command).stdout).unwrap();
    assert!(tree.contains("hubspot, as 501 "), "{tree}");
}

fn rows_whose_names_disagree_are_rejected_or_settled(way: &Way) {
    let workspace = way.workspace("Acme");
    let first = "{\"external_id\":\"501\",\"external_person_id\":\"E-1\"}\n\
        {\"external_person_id\":\"E-2\"}\n";
    let first = way.file("a.ndjson", first);
    import(way, "crm", &workspace, 0, &[&first]);
    let second = "{\"external_id\":\"501\",\"external_person_id\":\"E-2\"}\n\
        {\"external_id\":\"501\"}\n";
    let second = way.file("b.ndjson", second);
    let checked = import(way, "crm", &workspace, 3, &["--dry-run", &second]);
    assert_eq!([&checked["good"], &checked["rejected"]], [1, 1]);
    let done = import(way, "crm", &workspace, 3, &[&second]);
    assert_eq!([&done["rejected"], &done["conflicts"]], [1, 1]);
    let by_identity = ["--on-conflict", "identity", &second];
    let checked = [&["--dry-run"][..], &by_identity].concat();
    let checked = import(way, "crm", &workspace, 0, &checked);
    assert_eq!([&checked["good"], &checked["rejected"]], [2, 0]);
    let done = import(way, "crm", &workspace, 0, &by_identity);
    assert_eq!([&done["rejected"], &done["conflicts"]], [0, 1]);
    let kept = way.json(&[
        "runs",
        "show",
        done["workspace_connector_sync_log_id"].as_str().unwrap(),
        "--workspace",
        &workspace,
    ]);
    assert_eq!(kept["rejections"][0]["code"], "identity_conflict");
    assert_eq!(kept["rejections"][0]["taken"], true);
}

/// Staff numbers that two systems share.
fn a_shared_key_is_declared(way: &Way) {
    systems(way);
    let workspace = way.workspace("Acme");
    let hubspot = "Record ID,First Name,Last Name,Email,Staff no.\n\
        501,Ada,Lovelace,,7\n502,Bob,Byron,,8\n";
    let hubspot = way.file("hubspot.csv", hubspot);
    let payroll = way.file("payroll.csv", "No,Staff,Name\n501,8,Bob\n9,7,Ada\n");
    import(
        way,
        "hubspot",
        &workspace,
        0,
        &["--key", "Staff no.", &hubspot],
    );
    let columns = [
        "--id",
        "No",
        "--key",
        "Staff",
        "--map",
        "full_name=Name",
        &payroll,
    ];
    let done = import(way, "stripe", &workspace, 0, &columns);
    assert_eq!(created(&done), [0, 2]);
    assert_eq!(
        known_as(way),
        [
            "Ada Lovelace hubspot 501",
            "Ada Lovelace stripe 9",
            "Bob Byron hubspot 502",
            "Bob Byron stripe 501",
        ]
    );
}

fn a_check_knows_what_the_import_would_do(way: &Way) {
    systems(way);
    let workspace = way.workspace("Acme");
    let hubspot = way.file("hubspot.csv", HUBSPOT);
    import(way, "hubspot", &workspace, 0, &[&hubspot]);
    let less = HUBSPOT.replace("502,Bob,Byron,bob@x.io\n", "504,Zoe,Byron,\n");
    let less = way.file("less.csv", less);
    let checked = import(
        way,
        "hubspot",
        &workspace,
        0,
        &["--full", "--dry-run", &less],
    );
    assert_eq!(
        [&checked["links_active"], &checked["would_sweep"]],
        [3, 1],
        "{checked}"
    );
    let done = import(way, "hubspot", &workspace, 0, &["--full", &less]);
    assert_eq!([&done["links_swept"], &done["records_created"]], [1, 1]);
}

fn known_people_are_updated_when_that_is_wanted(way: &Way) {
    systems(way);
    let workspace = way.workspace("Acme");
    let file = |name: &str, last: &str| {
        let row = format!("external_person_id,first_name,last_name\nE-1,Ada,{last}\n");
        way.file(name, row)
    };
    let [byron, king] = [file("byron.csv", "Byron"), file("king.csv", "King")];
    let outcome = |done: &Value| [&done["records_updated"], &done["values_kept"]].map(Value::clone);
    let names = || way.query("SELECT p.full_name FROM {peoples} p");
    import(way, "hubspot", &workspace, 0, &[&byron]);
    let kept = import(way, "stripe", &workspace, 0, &[&king]);
    assert_eq!(outcome(&kept), [0, 0]);
    assert_eq!(names(), ["Ada Byron"]);
    let update = |connector: &str, more: &[&str]| {
        let more = [&["--on-known", "update"], more].concat();
        import(way, connector, &workspace, 0, &more)
    };
    let updated = update("stripe", &[&king]);
    assert_eq!(outcome(&updated), [1, 0]);
    assert_eq!(names(), ["Ada King"]);
    let run = updated["workspace_connector_sync_log_id"].as_str().unwrap();
    let shown = way.json(&["runs", "show", run, "--workspace", &workspace]);
    assert_eq!(outcome(&shown), [1, 0], "{shown}");
    assert_eq!(
        outcome(&update("hubspot", &["--rank", "1", &byron])),
        [1, 0]
    );
    assert_eq!(outcome(&update("stripe", &[&king])), [0, 1]);
    assert_eq!(outcome(&update("stripe", &["--rank", "1", &king])), [1, 0]);
    assert_eq!(
        outcome(&update("stripe", &["--rank", "none", &king])),
        [0, 0]
    );
    assert_eq!(
        outcome(&update("hubspot", &["--rank", "none", &byron])),
        [1, 0]
    );
    assert_eq!(names(), ["Ada Byron"]);
}
