//! `wellhead import` with real-world files: exactly the records in them are imported.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Engine, ended};
use crate::way::{Way, on_both_engines_either_way};

on_both_engines_either_way![
    a_lone_cr_loses_no_link,
    the_lines_of_a_note_are_not_people,
    stray_quotes_end_the_import_and_sweep_nothing,
    rows_may_lack_and_add_empty_fields,
    a_byte_order_mark_is_not_part_of_a_line,
    a_repeated_member_is_rejected,
    pipes_do_not_depend_on_chunks,
    a_whole_number_is_an_id,
    people_are_named_by_their_public_id_too,
    other_encodings_and_packings_are_read,
    arrays_and_other_systems_objects_are_read,
    unsupported_formats_are_named,
];

/// Imports into a workspace and expects this exit code; returns the result and the messages.
#[track_caller]
fn import(engine: &Way, workspace: &str, status: i32, more: &[&str]) -> (Value, String) {
    ended(status, &engine.import(workspace, more).output().unwrap())
}

/// What the people in the workspace are called, by the key that systems share or by the connector's own id.
fn people(engine: &Engine) -> Vec<String> {
    engine.query(
        "SELECT coalesce(p.external_person_id, i.external_id) FROM {peoples} p \
         LEFT JOIN {people_identities} i ON i.people_pk = p.pk ORDER BY 1",
    )
}

/// All names in the workspace, by external id.
fn names(engine: &Engine) -> Vec<String> {
    engine.query("SELECT full_name FROM {peoples} ORDER BY external_person_id")
}

fn active_links(engine: &Engine) -> usize {
    let links = "SELECT 'x' FROM {people_workspace_connectors} WHERE deleted_at IS NULL";
    engine.query(links).len()
}

fn a_lone_cr_loses_no_link(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let text = "external_person_id,full_name\n1,Ada\n2,Bob\n3,Cleo\n4,Dora\n";
    let first = engine.file("first.csv", text);
    let mixed = engine.file("mixed.csv", text.replace("Bob\n", "Bob\r"));
    let mac = engine.file("mac.csv", text.replace('\n', "\r"));
    import(engine, &workspace, 0, &["--full", &first]);
    for file in [&mixed, &mac] {
        let (done, _) = import(engine, &workspace, 0, &["--full", file]);
        assert_eq!([&done["read"], &done["links_swept"]], [4, 0], "{done}");
    }
    assert_eq!(active_links(engine), 4);
    let within = engine.file("within.csv", text.replace("Dora", "Dora\rLane"));
    let (done, said) = import(engine, &workspace, 1, &["--full", &within]);
    assert_eq!([&done["read"], &done["rejected"]], [5, 1], "{done}");
    assert!(said.contains("within.csv:6: "), "{said}");
    assert_eq!(active_links(engine), 4);
}

fn the_lines_of_a_note_are_not_people(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let mut text = String::from("external_person_id,full_name,note\n1,Ada,\"");
    for line in 0..1_800 {
        writeln!(
            text,
            "{line:04} Talked to the customer,who was \"\"content\"\"."
        )
        .unwrap();
    }
    text += "\"\n2,Bob,\n3,Cleo,\"x\"\n";
    let file = engine.file("note.csv", text);
    let (done, _) = import(engine, &workspace, 0, &[&file]);
    assert_eq!(done["records_created"], 3);
    assert_eq!(people(engine), ["1", "2", "3"]);
}

fn stray_quotes_end_the_import_and_sweep_nothing(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let good = engine.file(
        "good.csv",
        "external_person_id,full_name\n1,Ada\n2,Bob\n9,Zoe\n",
    );
    import(engine, &workspace, 0, &["--full", &good]);
    for (name, row) in [
        (
            "stray.csv",
            "2,\"Bob \"the rock\" said\nand then,he left\"\n3,Cleo\n",
        ),
        ("open.csv", "2,\"Bob\nand then,he left\n3,Cleo\n"),
    ] {
        let file = engine.file(name, format!("external_person_id,full_name\n1,Ada\n{row}"));
        for more in [
            &["--full"][..],
            &["--full", "--confirm-sweep"],
            &["--dry-run"],
            &["--strict"],
        ] {
            let (_, said) = import(engine, &workspace, 1, &[&[&*file], more].concat());
            assert!(said.contains(&format!("{name}: line 3: ")), "{said}");
        }
        assert_eq!(people(engine), ["1", "2", "9"]);
        assert_eq!(active_links(engine), 3);
    }
}

fn rows_may_lack_and_add_empty_fields(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let text =
        "full_name,external_person_id,note,\nAda,1\nBob,2,,,,\nCleo,3,x,\n,,,\nDora,4,,,shifted\n";
    let file = engine.file("ragged.csv", text);
    let (done, said) = import(engine, &workspace, 3, &[&file]);
    assert_eq!([&done["read"], &done["rejected"]], [4, 1], "{done}");
    assert!(
        said.contains("ragged.csv:6: 5 fields where the header has 4"),
        "{said}"
    );
    assert_eq!(people(engine), ["1", "2", "3"]);
}

fn a_byte_order_mark_is_not_part_of_a_line(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let lines = "{\"external_person_id\":\"1\"}\n{\"external_person_id\":\"2\"}\n";
    let table = "external_person_id\n1\n2\n";
    for (name, text) in [("people.ndjson", lines), ("people.csv", table)] {
        let file = engine.file(name, format!("\u{feff}{text}"));
        let (done, _) = import(engine, &workspace, 0, &["--full", &file]);
        assert_eq!([&done["read"], &done["rejected"]], [2, 0], "{done}");
    }
    assert_eq!(people(engine), ["1", "2"]);
}

fn a_repeated_member_is_rejected(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let text = "{\"external_person_id\":\"1\"}\n\
        {\"external_person_id\":\"2\",\"external_person_id\":\"3\"}\n\
        {\"external_person_id\":\"4\",\"full_name\":\"D\",\"full_name\":\"E\"}\n";
    let file = engine.file("people.ndjson", text);
    let (done, said) = import(engine, &workspace, 3, &[&file]);
    assert_eq!([&done["read"], &done["rejected"]], [3, 2], "{done}");
    assert!(
        said.contains("people.ndjson:2: the member \"external_person_id\" is given more than once"),
        "{said}"
    );
    // Nor in another system's file, whatever the member.
    let text = "{\"id\":\"5\",\"tags\":{\"a\":1,\"a\":2}}\n{\"id\":\"6\",\"tags\":{}}\n";
    let file = engine.file("other.ndjson", text);
    let (_, said) = import(engine, &workspace, 3, &["--id", "id", &file]);
    assert!(
        said.contains("other.ndjson:1: the member \"a\" is given more than once"),
        "{said}"
    );
    assert_eq!(people(engine), ["1", "6"]);
}

/// Pipes the pieces into an import, with a pause between them.
fn piped(engine: &Way, workspace: &str, pieces: &[&[u8]]) -> Output {
    let mut child = engine
        .import(workspace, &["-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for piece in pieces {
        stdin.write_all(piece).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn pipes_do_not_depend_on_chunks(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let lines: &[u8] =
        b"\xef\xbb\xbf\n {\"external_person_id\":\"1\",\"full_name\":\"Zo\xc3\xab\"}\n";
    let table: &[u8] = b"\xef\xbb\xbfexternal_person_id;full_name\r\n1;Zo\xc3\xab\r\n";
    for text in [lines, table] {
        for end in [1, 3, 4, 5, 8, text.len() - 4] {
            let output = piped(engine, &workspace, &[&text[..end], &text[end..]]);
            let (done, _) = ended(0, &output);
            assert_eq!([&done["read"], &done["rejected"]], [1, 0], "{done}");
        }
    }
    assert_eq!(people(engine), ["1"]);
    assert_eq!(names(engine), ["Zoë"]);
}

fn a_whole_number_is_an_id(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let text = "{\"external_person_id\":7}\n{\"external_person_id\":\"7\"}\n{\"external_person_id\":1e5}\n";
    let file = engine.file("people.ndjson", text);
    let (done, said) = import(engine, &workspace, 3, &[&file]);
    assert_eq!(
        [&done["records_created"], &done["rejected"]],
        [1, 1],
        "{done}"
    );
    assert!(said.contains("people.ndjson:3: "), "{said}");
    assert_eq!(people(engine), ["7"]);
}

fn people_are_named_by_their_public_id_too(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("people.csv", "external_person_id\n1\n2\n");
    import(engine, &workspace, 0, &["--full", &file]);
    let known = engine.id("people_id", "FROM {peoples} WHERE external_person_id = '1'");
    let known = format!("{{\"people_id\":\"{known}\"}}\n{{\"external_person_id\":\"2\"}}\n");
    let good = engine.file("good.ndjson", &known);
    let nobody = "{\"people_id\":\"9b8c7a6d-5e4f-4210-b1a0-c9d8e7f6a5b4\"}\n";
    let bad = engine.file("bad.ndjson", known + nobody);
    let (checked, _) = import(engine, &workspace, 0, &["--full", "--dry-run", &good]);
    assert_eq!(
        [&checked["good"], &checked["would_sweep"]],
        [2, 0],
        "{checked}"
    );
    let (done, _) = import(engine, &workspace, 0, &["--full", &good]);
    assert_eq!(
        [&done["links_touched"], &done["links_swept"]],
        [2, 0],
        "{done}"
    );
    let told = "bad.ndjson:3: this workspace has no person with this people_id";
    for (more, status) in [(&["--dry-run"][..], 3), (&["--strict"], 1), (&[], 3)] {
        let (done, said) = import(engine, &workspace, status, &[more, &[&bad]].concat());
        assert_eq!(
            [&done["read"], &done["rejected"]],
            [3, 1],
            "{more:?}: {done}"
        );
        assert!(said.contains(told), "{more:?}: {said}");
        assert_eq!(done["links_touched"].is_null(), !more.is_empty(), "{done}");
    }
}

fn other_encodings_and_packings_are_read(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let text = "external_person_id\tfull_name\r\n1\tZoë Müller\r\n2\tÅsa\r\n";
    let utf_16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|char| u8::try_from(u32::from(char)).unwrap())
        .collect();
    let wide = engine.file("excel.txt", utf_16);
    let (_, said) = import(engine, &workspace, 0, &[&wide]);
    assert!(
        said.contains("excel.txt: CSV with tabs between fields, UTF-16LE; "),
        "{said}"
    );
    assert_eq!(names(engine), ["Zoë Müller", "Åsa"]);
    let other = engine.workspace("Other");
    let narrow = engine.file("old.txt", latin);
    let (_, said) = import(engine, &other, 0, &[&narrow]);
    assert!(
        said.contains("old.txt: it is not UTF-8 and was read as Windows-1252"),
        "{said}"
    );
    let twice = ["Zoë Müller", "Zoë Müller", "Åsa", "Åsa"];
    assert_eq!(names(engine), twice);
    let (_, said) = import(engine, &other, 0, &["--encoding", "latin1", &narrow]);
    assert!(!said.contains("not UTF-8"), "{said}");
    let (_, said) = import(engine, &other, 1, &["--encoding", "utf-8", &narrow]);
    assert!(said.contains("old.txt:2: not UTF-8"), "{said}");
    let (_, said) = import(engine, &other, 2, &["--encoding", "ebcdic", &narrow]);
    assert!(said.contains("there is no encoding 'ebcdic'"), "{said}");
}

fn arrays_and_other_systems_objects_are_read(engine: &Way) {
    let workspace = engine.workspace("Acme");
    let own = "[\n  {\"external_person_id\": 1, \"full_name\": \"Ada\"},\n  {\"external_person_id\": \"2\"}\n]\n";
    let array = engine.file("people.json", own);
    let (done, _) = import(engine, &workspace, 0, &[&array]);
    assert_eq!(done["records_created"], 2);
    let other = "{\"id\":3,\"properties\":{\"name\":\"Cleo\",\"email\":\"c@example.org\"}}\n";
    let file = engine.file("other.ndjson", other);
    let (_, said) = import(engine, &workspace, 1, &[&file]);
    assert!(said.contains("use --id id"), "{said}");
    let mapped = ["--id", "id", "--map", "full_name=properties.name", &file];
    import(engine, &workspace, 0, &mapped);
    assert_eq!(people(engine), ["1", "2", "3"]);
    let cut = engine.file("cut.json", &own[..own.len() - 4]);
    let (_, said) = import(engine, &workspace, 1, &["--full", &cut]);
    assert!(
        said.contains("cut.json: line 3: the JSON ends too early"),
        "{said}"
    );
    assert_eq!(active_links(engine), 3);
}

fn unsupported_formats_are_named(engine: &Way) {
    let workspace = engine.workspace("Acme");
    for (bytes, told) in [
        (&b"%PDF-1.7\n"[..], "this is a PDF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Excel file of the old kind",
        ),
        (b"<!doctype html><title>Log in</title>", "a web page"),
        (b"i\0d\0\n\x001\0\n\0", "UTF-16 without a byte order mark"),
        (b"", "it is empty"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\xff", "the file was cut off"),
    ] {
        let file = engine.file("people", bytes);
        let (_, said) = import(engine, &workspace, 1, &[&file]);
        assert!(said.contains(told), "{said}");
    }
}
