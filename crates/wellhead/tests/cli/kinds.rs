//! Every kind of record: imported, swept, disconnected and shown like people.

use std::fmt::Write;

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{Engine, ended, on_both_engines};
use crate::way::{Way, on_both_engines_either_way};

on_both_engines_either_way![
    each_is_imported,
    a_full_import_sweeps_only_its_own_and_a_disconnect_takes_all,
    bad_values_are_rejected_with_member_and_reason,
    a_row_without_required_fields_is_good_for_a_known_record,
];

mod commands {
    use super::{
        Engine, jobs_are_of_one_kind, on_both_engines, runs_are_listed_and_opened_by_kind,
    };

    on_both_engines![runs_are_listed_and_opened_by_kind, jobs_are_of_one_kind];
}

/// A table of this many records of a kind, each with its own id and the values of the declaration's examples.
fn table(engine: &Engine, kind: Kind, rows: usize) -> String {
    let fields = kind.fields().iter();
    let mut text = kind.declaration().external_id.to_owned();
    for field in fields.clone() {
        write!(text, ",{}", field.name).unwrap();
    }
    for row in 0..rows {
        write!(text, "\nR{row}").unwrap();
        for field in fields.clone() {
            write!(text, ",\"{}\"", field.example).unwrap();
        }
    }
    engine.file(&format!("{kind}-{rows}.csv"), text)
}

#[track_caller]
fn import(
    engine: &Way,
    workspace: &str,
    kind: Kind,
    status: i32,
    more: &[&str],
) -> (Value, String) {
    let of_kind = [&["--record", kind.as_str()], more].concat();
    ended(
        status,
        &engine.import(workspace, &of_kind).output().unwrap(),
    )
}

/// How many active links there are to records of a kind.
fn active(engine: &Engine, kind: Kind) -> usize {
    let links = kind.sql().links;
    let links = format!("SELECT 'x' FROM {{{links}}} WHERE deleted_at IS NULL");
    engine.query(&links).len()
}

/// The external ids of a kind's records.
fn ids(engine: &Engine, kind: Kind) -> Vec<String> {
    let (records, id) = (kind.sql().records, kind.declaration().external_id);
    engine.query(&format!("SELECT {id} FROM {{{records}}} ORDER BY {id}"))
}

fn each_is_imported(engine: &Way) {
    let workspace = engine.workspace("Acme");
    for kind in Kind::ALL {
        let file = table(engine, kind, 2);
        for counts in [[2, 0, 2, 0], [0, 2, 0, 2]] {
            let (done, _) = import(engine, &workspace, kind, 0, &[&file]);
            assert_eq!(done["record"], kind.as_str());
            let names = [
                "records_created",
                "records_matched",
                "links_created",
                "links_touched",
            ];
            assert_eq!(names.map(|name| done[name].clone()), counts, "{done}");
        }
        assert_eq!(ids(engine, kind), ["R0", "R1"]);
        let base = ["provenance", "--workspace", &workspace];
        let tree = engine.run(&[&base[..], &["--record", kind.as_str(), "R1"]].concat());
        let tree = String::from_utf8(tree.stdout).unwrap();
        let display = kind.declaration().display[0];
        let shown = kind.declaration().field(display).unwrap().example;
        assert!(tree.starts_with(&format!("{shown} (")), "{tree}");
        assert!(tree.contains("1 link, 1 active"), "{tree}");
    }
    let said = engine.fails(&[
        "provenance",
        "--workspace",
        &workspace,
        "--record",
        "invoice",
        "R2",
    ]);
    assert!(said.contains("has no invoice 'R2'"), "{said}");
}

fn a_full_import_sweeps_only_its_own_and_a_disconnect_takes_all(engine: &Way) {
    let workspace = engine.workspace("Acme");
    for kind in Kind::ALL {
        let three = table(engine, kind, 3);
        import(engine, &workspace, kind, 0, &["--full", &three]);
    }
    let two = table(engine, Kind::Company, 2);
    let full = ["--full", &two];
    let rehearsed = [&["--dry-run"], &full[..]].concat();
    let (counted, _) = import(engine, &workspace, Kind::Company, 0, &rehearsed);
    assert_eq!(
        [&counted["links_active"], &counted["would_sweep"]],
        [3, 1],
        "{counted}"
    );
    let (done, _) = import(engine, &workspace, Kind::Company, 0, &full);
    assert_eq!([&done["links_touched"], &done["links_swept"]], [2, 1]);
    for kind in Kind::ALL {
        let expected = if kind == Kind::Company { 2 } else { 3 };
        assert_eq!(active(engine, kind), expected, "{kind}");
    }
    let base = ["disconnect", "--workspace", &workspace];
    let jobs = engine.json(&[&base[..], &["--connector", "crm"]].concat());
    let links = 3 * Kind::COUNT - 1;
    assert_eq!(
        (&jobs[0]["changed"], &jobs[0]["record"]),
        (&json!(links), &Value::Null)
    );
    for kind in Kind::ALL {
        assert_eq!(active(engine, kind), 0, "{kind}");
    }
}

fn bad_values_are_rejected_with_member_and_reason(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let table = engine.file(
        "invoices.csv",
        "External Invoice ID,Due Date,currency,Grand Total\n\
         1,2026-05-10,eur,119.00\n\
         2,2026-02-30,EUR,1\n\
         3,2026-05-10,EURO,1\n\
         4,2026-05-10,EUR,\"1.234,50\"\n",
    );
    let (done, said) = import(engine, &workspace, Kind::Invoice, 3, &[&table]);
    assert_eq!([&done["records_created"], &done["rejected"]], [1, 3]);
    for rejection in [
        "invoices.csv:3: due_date is not a day in the calendar",
        "invoices.csv:4: currency is not an ISO 4217 currency",
        "invoices.csv:5: grand_total is not an amount",
    ] {
        assert!(said.contains(rejection), "{said}");
    }
    let objects = engine.file(
        "documents.ndjson",
        "{\"external_document_id\":\"1\",\"filename\":\"a.pdf\",\"size\":42}\n\
         {\"external_document_id\":\"2\",\"filename\":\"a.pdf\",\"content_checksum\":\"abc\"}\n\
         {\"external_document_id\":\"3\",\"full_name\":\"Ada\"}\n",
    );
    let (done, said) = import(engine, &workspace, Kind::Document, 3, &[&objects]);
    assert_eq!([&done["records_created"], &done["rejected"]], [1, 2]);
    for rejection in [
        "documents.ndjson:2: content_checksum is not a SHA-256",
        "documents.ndjson:3: there is no member \"full_name\"",
    ] {
        assert!(said.contains(rejection), "{said}");
    }
}

fn a_row_without_required_fields_is_good_for_a_known_record(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let known = engine.file("known.csv", "external_company_id,name\n1/a b,Acme\n");
    import(engine, &workspace, Kind::Company, 0, &[&known]);
    // The second is unknown; the third is created by the row above it.
    let mixed = "external_company_id,name\n1/a b,\n2,\n3,Third\n3,\n";
    let mixed = engine.file("mixed.csv", mixed);
    let rejection = "mixed.csv:3: name is missing: no company has this external_company_id yet";
    let (checked, said) = import(engine, &workspace, Kind::Company, 3, &["--dry-run", &mixed]);
    assert_eq!(checked, json!({ "read": 4, "good": 3, "rejected": 1 }));
    assert!(said.contains(rejection), "{said}");
    let (_, said) = import(engine, &workspace, Kind::Company, 1, &["--strict", &mixed]);
    assert!(said.contains(rejection), "{said}");
    assert!(said.contains("nothing was written"), "{said}");
    assert_eq!(ids(engine, Kind::Company), ["1/a b"]);
    let (done, said) = import(engine, &workspace, Kind::Company, 3, &[&mixed]);
    assert!(said.contains(rejection), "{said}");
    assert_eq!(
        ["records_created", "records_matched", "rejected"].map(|name| done[name].clone()),
        [1, 2, 1],
        "{done}"
    );
    // If the column is missing, that is reported before a row is read.
    let narrow = engine.file("narrow.csv", "external_company_id\n3\n");
    let (_, said) = import(engine, &workspace, Kind::Company, 0, &["--strict", &narrow]);
    assert!(
        said.contains("no column for name, which a new company needs"),
        "{said}"
    );
}

/// Imports this many records of a kind, directly into the database.
fn straight(engine: &Engine, workspace: &str, kind: Kind, more: &[&str]) -> Vec<String> {
    let file = table(engine, kind, 2);
    let base = ["import", "--workspace", workspace, "--connector", "crm"];
    let rest = ["--direction", "input", "--record", kind.as_str(), &file];
    let all = [&base[..], &rest, more].concat();
    all.into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn imports(engine: &Engine, workspace: &str, kind: Kind, more: &[&str]) {
    let arguments = straight(engine, workspace, kind, more);
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    engine.json(&arguments);
}

fn runs_are_listed_and_opened_by_kind(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for kind in [Kind::People, Kind::Company, Kind::Invoice] {
        imports(engine, &workspace, kind, &[]);
    }
    let list = ["runs", "list", "--workspace", &workspace];
    assert_eq!(engine.json(&list).as_array().unwrap().len(), 3);
    let companies = [&list[..], &["--record", "company"]].concat();
    let runs = engine.json(&companies);
    assert_eq!(runs.as_array().unwrap().len(), 1);
    assert_eq!(runs[0]["record"], "company");
    let text = String::from_utf8(engine.run(&companies).stdout).unwrap();
    let header: Vec<_> = text.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header[..3], ["run_id", "connector", "record"]);

    engine.execute(
        "UPDATE {workspace_connector_sync_logs} SET status = 'in_progress', completed_at = NULL \
         WHERE record = 'company'",
    );
    let again = straight(engine, &workspace, Kind::Company, &[]);
    let again: Vec<_> = again.iter().map(String::as_str).collect();
    let said = engine.fails(&again);
    assert!(
        said.contains("is open for 'crm', company, input:"),
        "{said}"
    );
    imports(engine, &workspace, Kind::Invoice, &[]);
}

fn jobs_are_of_one_kind(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    for kind in [Kind::People, Kind::Company] {
        for _ in 0..2 {
            imports(engine, &workspace, kind, &["--on-duplicate", "append"]);
        }
    }
    let changed = |arguments: &[&str]| {
        let [command, rest @ ..] = arguments else {
            unreachable!("a command has a name")
        };
        let base = [command, "--workspace", &workspace];
        let jobs = engine.json(&[&base[..], rest].concat());
        assert_eq!(jobs[0]["status"], "success", "{jobs}");
        (jobs[0]["record"].clone(), jobs[0]["changed"].clone())
    };
    let company = json!("company");
    assert_eq!(changed(&["dedupe"]), (json!("people"), json!(2)));
    assert_eq!(active(engine, Kind::Company), 4);
    let dedupe = ["dedupe", "--record", "company"];
    assert_eq!(changed(&dedupe), (company.clone(), json!(2)));
    let links = [active(engine, Kind::People), active(engine, Kind::Company)];
    assert_eq!(links, [2, 2]);
    let one = engine.id(
        "company_id",
        "FROM {companies} WHERE external_company_id = 'R0'",
    );
    let invalidate = ["invalidate", "--record", "company", "--id", &one];
    assert_eq!(changed(&invalidate), (company.clone(), json!(1)));
    let invalidate = ["invalidate", "--record", "company", "--connector", "crm"];
    assert_eq!(changed(&invalidate), (company, json!(1)));
    let links = [active(engine, Kind::People), active(engine, Kind::Company)];
    assert_eq!(links, [2, 0]);
}

/// This does not depend on the database.
#[test]
fn options_for_another_kind_are_refused() {
    let engine = Engine::sqlite();
    let workspace = engine.workspace("Acme");
    let file = engine.file("companies.csv", "external_company_id,name\n1,Acme\n");
    let base = ["import", "--workspace", &workspace, "--connector", "crm"];
    let base = [&base[..], &["--direction", "input", &file]].concat();
    for (more, part) in [
        (
            &["--record", "firm"][..],
            "people, company, account, invoice, transaction, document",
        ),
        (
            &["--record", "company", "--from", "hubspot"],
            "the recipe 'hubspot' is for people, not for companies",
        ),
        (
            &["--from", "hubspot-companies"],
            "the recipe 'hubspot-companies' is for companies, not for people",
        ),
        (
            &["--record", "company", "--map", "full_name=name"],
            "the members are external_id, external_company_id, name, domain, registered_name, tax_id, country",
        ),
        (
            &["--record", "company", "--format", "vcard"],
            "vCard is for people, and not for companies",
        ),
    ] {
        let (_, said) = engine.ends(2, &[&base[..], more].concat());
        assert!(said.contains(part), "{said}");
    }
    for command in [
        &["runs", "list"][..],
        &["provenance", "1"],
        &["dedupe"],
        &["invalidate", "--connector", "crm"],
    ] {
        let unknown = ["--workspace", &workspace, "--record", "firm"];
        let (_, said) = engine.ends(2, &[command, &unknown].concat());
        assert!(
            said.contains("[possible values: people, company,"),
            "{said}"
        );
    }
    let (_, said) = engine.ends(
        2,
        &[
            "invalidate",
            "--workspace",
            &workspace,
            "--record",
            "company",
        ],
    );
    assert!(
        said.contains("--connector"),
        "a kind alone would be all: {said}"
    );
    let card = engine.file("card.vcf", "BEGIN:VCARD\nUID:1\nFN:Ada\nEND:VCARD\n");
    let base = ["import", "--workspace", &workspace, "--connector", "crm"];
    let rest = ["--direction", "input", "--record", "document", &card];
    let (_, said) = engine.ends(1, &[&base[..], &rest].concat());
    assert!(
        said.contains("vCard is for people, and not for documents"),
        "{said}"
    );
}
