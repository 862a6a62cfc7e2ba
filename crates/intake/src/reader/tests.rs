use std::io::Write as _;

use wellhead_core::record::Named;

use super::*;
use crate::testing::{Slow, code, name, scribble};
use crate::{Recipe, fuzz};

mod bounds;
mod crossed;

/// Each row's line, and its id and full name or the code of its refusal; and the error at the end.
type Found = (Vec<(u64, Result<String, &'static str>)>, Option<String>);

/// Reads a source to its end.
fn all(input: impl Read + Send + 'static, options: &Options) -> Found {
    let reader = match Reader::open(input, options) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let mut rows = Vec::new();
    for row in reader {
        match row {
            Ok(Row { line, content }) => {
                let content = content.map(|named| shown(&named)).map_err(code);
                rows.push((line, content));
            }
            Err(error) => return (rows, Some(error.to_string())),
        }
    }
    (rows, None)
}

fn shown(named: &Named) -> String {
    let name = name(named).unwrap();
    match named.values.get(2) {
        Some(full) => format!("{name} {full}"),
        None => name,
    }
}

/// The same, checking that it does not depend on how the bytes arrive.
#[track_caller]
fn read_with(bytes: &[u8], options: &Options) -> Found {
    let whole = all(Slow::new(bytes, 1 << 20), options);
    for size in [1, 3] {
        assert_eq!(all(Slow::new(bytes, size), options), whole, "by {size}");
    }
    whole
}

#[track_caller]
fn read(bytes: impl AsRef<[u8]>) -> Found {
    read_with(bytes.as_ref(), &Options::default())
}

fn good(line: u64, person: &str) -> (u64, Result<String, &'static str>) {
    (line, Ok(person.to_owned()))
}

fn options(id: &str) -> Options {
    let map = vec![("external_person_id".to_owned(), id.to_owned())];
    let wanted = Wanted {
        map,
        ..Wanted::default()
    };
    Options {
        wanted,
        ..Options::default()
    }
}

#[test]
fn a_lone_cr_ends_a_row() {
    for end in ["\r", "\n", "\r\n"] {
        let text = format!("external_person_id,full_name{end}1,Ada{end}2,Bob{end}{end}3,Cleo");
        let rows = vec![good(2, "1 Ada"), good(3, "2 Bob"), good(5, "3 Cleo")];
        assert_eq!(read(text), (rows, None), "{end:?}");
    }
    let mixed = "external_person_id,full_name\n1,Ada\n2,Bob\r3,Cleo\n";
    let rows = vec![good(2, "1 Ada"), good(3, "2 Bob"), good(4, "3 Cleo")];
    assert_eq!(read(mixed), (rows, None));
    // The text after the CR is a row of its own, and a bad one; no name is silently cut short.
    let within = "external_person_id,full_name\n1,Ada\rLovelace\n2,Bob\n";
    let rows = vec![good(2, "1 Ada"), (3, Err("field_count")), good(4, "2 Bob")];
    assert_eq!(read(within), (rows, None));
}

#[test]
fn the_lines_of_a_note_are_not_people() {
    let note = "Talked to the customer, who was content.\n".repeat(5_000);
    let text = format!(
        "external_person_id,full_name,note\n1,Ada,\"{note}\"\n2,Bob,\"\"\"x\"\"\"\n3,Cleo,\n"
    );
    let rows = vec![
        good(2, "1 Ada"),
        good(5_003, "2 Bob"),
        good(5_004, "3 Cleo"),
    ];
    assert_eq!(read(text), (rows, None));
    let stray = "external_person_id,full_name\n1,Ada\n2,\"Bob \"the\nand then, no\"\n3,Cleo\n";
    let (rows, error) = read(stray);
    assert_eq!(rows, [good(2, "1 Ada")]);
    let error = error.unwrap();
    assert!(
        error.starts_with("line 3: something follows the closing quote"),
        "{error}"
    );
    let open = "external_person_id,full_name\n1,Ada\n2,\"Bob\n3,Cleo\n4,Dora\n";
    let (rows, error) = read(open);
    assert_eq!(rows, [good(2, "1 Ada")]);
    assert!(error.unwrap().starts_with("line 3: the quote"));
    // A damaged header is no header.
    let (rows, error) = read("external_person_id,\"full\"name\n1,Ada\n");
    assert_eq!(rows, []);
    assert!(error.unwrap().starts_with("line 1: "));
}

#[test]
fn rows_may_lack_and_add_empty_fields_at_their_end() {
    let text =
        "external_person_id,full_name,email,\n1,Ada\n2,Bob,b@example.org,,,\n3\n4,D,,,x\n,,,\n";
    let rows = vec![
        good(2, "1 Ada"),
        good(3, "2 Bob"),
        (4, Err("field_count")),
        (5, Err("field_count")),
    ];
    assert_eq!(read(text), (rows, None));
}

#[test]
fn rows_with_invalid_text_are_refused() {
    let text = b"external_person_id,full_name\n1,Zo\xc3\xab\n2,\xff\n3,\xc3\n\xa9,x\n4,D\n";
    let rows = vec![
        good(2, "1 Zoë"),
        (3, Err("not_utf8")),
        (4, Err("not_utf8")),
        (5, Err("not_utf8")),
        good(6, "4 D"),
    ];
    assert_eq!(read(text), (rows, None));
    // Halves of one character in two fields.
    let halves = b"external_person_id,full_name\n1,Zo\xc3\xab\n2\xc3,\xa9\n";
    assert_eq!(read(halves).0[1], (3, Err("not_utf8")));
    let lines = b"{\"external_person_id\":\"\xc3\xab\"}\n{\"external_person_id\":\"\xff\"}\n";
    let rows = vec![good(1, "ë"), (2, Err("not_utf8"))];
    assert_eq!(read(lines), (rows, None));
}

#[test]
fn understood_says_what_is_read() {
    let text = "sep=;\nExternal_Person_ID;full_name;\"x;y\"\n1;Ada;\n";
    let packed = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let reader = Reader::open(io::Cursor::new(packed), &Options::default()).unwrap();
    let understood = reader.understood();
    assert_eq!(understood.header_line, Some(2));
    assert_eq!(
        understood.to_string(),
        "CSV with ';' between fields, gzip; external_person_id is 'External_Person_ID', full_name is 'full_name'"
    );
    let text = "{\"Record ID\":7,\"properties\":{\"name\":\"Ada\"},\"email\":null}\n";
    let mut options = options("Record ID");
    let name = ("full_name".to_owned(), "properties.name".to_owned());
    options.wanted.map.push(name);
    let reader = Reader::open(text.as_bytes(), &options).unwrap();
    let said = reader.understood().to_string();
    assert!(
        said.starts_with("NDJSON; external_person_id is 'Record ID', "),
        "{said}"
    );
    let end = "full_name is 'properties.name', email is 'email'";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn notices_come_as_soon_as_possible() {
    let text = [
        "external_person_id,full_name\n1,Ada\n".as_bytes(),
        b"2,Zo\xeb\n",
    ]
    .concat();
    let mut reader = Reader::open(Slow::new(&text, 1), &Options::default()).unwrap();
    assert_eq!(reader.understood().encoding, None);
    assert!(reader.understood().notices.is_empty());
    assert_eq!(reader.by_ref().flatten().count(), 2);
    assert_eq!(reader.understood().encoding, Some("windows-1252"));
    let [notice] = &reader.understood().notices[..] else {
        panic!("{:?}", reader.understood().notices);
    };
    assert!(notice.contains("Windows-1252"), "{notice}");
}

#[test]
fn messages_have_nothing_that_a_terminal_would_act_on() {
    let texts = [
        "id\u{1b}[2J,x\n1,2\n",
        "{\"external_person_id\":\"1\",\"\\u001b[2J\u{7}\":1}\n",
        "external_person_id,\u{9b}x\n1,\"\u{1b}\"y\n",
        "external_person_id\n1,\u{1b}[2J\n",
        "[{\u{1b}\n",
    ];
    for text in texts {
        let told = match Reader::open(text.as_bytes(), &Options::default()) {
            Err(error) => error.to_string(),
            Ok(mut reader) => {
                let understood = reader.understood().to_string();
                let rows = reader.by_ref().map(|row| match row {
                    Ok(row) => row.content.unwrap_err().detail,
                    Err(error) => error.to_string(),
                });
                let rows: Vec<_> = rows.collect();
                rows.join(" ") + &understood + &reader.understood().notices.join(" ")
            }
        };
        assert!(!told.contains(char::is_control), "{told:?}");
        assert!(told.len() > 20, "{told}");
    }
}

#[test]
fn a_failing_source_keeps_the_rows_before_the_failure() {
    let text = b"external_person_id\n1\n2\n3";
    let (rows, error) = all(Slow::new(text, 5).failing(), &Options::default());
    assert_eq!(rows, [good(2, "1"), good(3, "2")]);
    assert_eq!(error.unwrap(), "the line is dead");
}

#[test]
fn a_format_can_be_forced() {
    let csv = Options {
        format: Some(Format::Csv),
        ..options("{id")
    };
    assert_eq!(read_with(b"{id,x\n1,2\n", &csv), (vec![good(2, "1")], None));
    let forced = |format, bytes: &[u8]| {
        let format = Some(format);
        let options = Options {
            format,
            ..Options::default()
        };
        read_with(bytes, &options)
    };
    let object = b"{\"external_person_id\":\"1\"}";
    for format in [Format::Ndjson, Format::Json] {
        assert_eq!(forced(format, object), (vec![good(1, "1")], None));
    }
    let error = forced(Format::Xlsx, object).1.unwrap();
    assert!(error.contains("not an Excel file"), "{error}");
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let refused = |options: Options| options.check().unwrap_err().to_string();
    let encoding = Some("klingon".to_owned());
    assert!(
        refused(Options {
            encoding,
            ..Options::default()
        })
        .contains("'klingon'")
    );
    let delimiter = Some('é');
    assert!(
        refused(Options {
            delimiter,
            ..Options::default()
        })
        .contains("'é'")
    );
    let mut twice = options("a");
    twice.wanted.map.extend(options("b").wanted.map);
    assert!(refused(twice).contains("mapped twice"));
    assert!(options("a").check().is_ok());
}

#[test]
fn another_systems_objects_are_recognised_by_their_members() {
    let from = Recipe::named("stripe-api").unwrap();
    let text = "{\"id\":\"cus_1\",\"object\":\"customer\",\"email\":null,\"livemode\":true,\
        \"invoice_prefix\":\"A\",\"name\":\"Ada\"}\n{\"object\":\"customer\",\"name\":\"Bob\"}\n";
    let rows = vec![good(1, "cus_1 Ada"), (2, Err("missing_member"))];
    assert_eq!(read(text), (rows.clone(), None));
    let reader = Reader::open(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(reader.understood().recipe, Some(from));
    let mut forced = Options::default();
    forced.wanted.from = Some(from);
    let short = "{\"id\":\"cus_1\",\"name\":\"Ada\",\"x\":1}\n{\"x\":\"Bob\"}\n";
    assert_eq!(read_with(short.as_bytes(), &forced), (rows, None));
}

#[test]
fn an_unknown_source_is_refused_with_a_hint() {
    let text = "{\"email\":\"a@example.org\",\"Record ID\":7}\n";
    let mut reader = Reader::open(text.as_bytes(), &Options::default()).unwrap();
    let notice = &reader.understood().notices[0];
    assert!(notice.contains("use --id 'Record ID'"), "{notice}");
    let refused = reader.next().unwrap().unwrap().content.unwrap_err();
    assert_eq!(refused.code, "missing_member");
    assert!(refused.detail.contains("--id MEMBER"), "{refused}");
    let rows = vec![good(1, "7")];
    assert_eq!(
        read_with(text.as_bytes(), &options("Record ID")),
        (rows, None)
    );
}

#[test]
fn splitting_and_reading_go_together() {
    let alphabet: [&[u8]; 12] = [
        b"\"",
        b",",
        b",",
        b"\n",
        b"\r",
        b"\r\n",
        b"a",
        b"\xc3\xab",
        b"\xeb",
        b";",
        b"\xef\xbb\xbf",
        b" ",
    ];
    fuzz::each(3_000, |rng| {
        let mut bytes = b"external_person_id,full_name\n".to_vec();
        bytes.extend(scribble(rng, &alphabet, 30));
        let (rows, error) = read(&bytes);
        assert!(rows.is_sorted_by_key(|(line, _)| *line));
        // Every name that was read must occur in the source.
        let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
        let utf_8 = String::from_utf8_lossy(&bytes);
        for person in rows.iter().filter_map(|(_, content)| content.as_ref().ok()) {
            let id = person
                .split(' ')
                .next()
                .unwrap()
                .split(['\n', '"'])
                .next()
                .unwrap();
            assert!(
                text.contains(id) || utf_8.contains(id),
                "{person:?} in {text:?}"
            );
        }
        assert!(error.is_none_or(|error| error.starts_with("line ")));
    });
}

/// The rows of a source of another kind, as text or as the reason why they are refused; then the notices.
fn records(record: Kind, text: &str, map: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let own = |(member, column): &(&str, &str)| ((*member).to_owned(), (*column).to_owned());
    let wanted = Wanted {
        record,
        map: map.iter().map(own).collect(),
        ..Wanted::default()
    };
    let options = Options {
        wanted,
        ..Options::default()
    };
    let mut reader = Reader::open(Slow::new(text.as_bytes(), 7), &options).unwrap();
    let rows = reader.by_ref().map(|row| match row.unwrap().content {
        Ok(named) => {
            let values = named.values.iter().flatten().map(ToString::to_string);
            let texts: Vec<_> = name(&named).into_iter().chain(values).collect();
            texts.join("|")
        }
        Err(refused) => format!("{}: {refused}", refused.code),
    });
    (rows.collect(), reader.understood().notices.clone())
}

#[test]
fn tables_of_other_kinds() {
    let text = "External Invoice ID,Reference Number,Due Date,Currency,Grand Total,Status\n\
        1,F-1,2026-05-10,eur,119.00,Paid\n\
        2,F-2,2026-02-30,EUR,1,\n\
        3,F-3,,EURO,1,\n\
        4,F-4,,EUR,\"1,5\",\n\
        5,,,,,overdue\n\
        ,F-6,,,,\n";
    let (rows, notices) = records(Kind::Invoice, text, &[]);
    assert_eq!(
        rows,
        [
            "1|F-1|paid|2026-05-10|EUR|119.00",
            "invalid_value: due_date is not a day in the calendar",
            "invalid_value: currency is not an ISO 4217 currency, such as EUR",
            "invalid_value: grand_total is not an amount: write digits, with a point before the decimals, such as \
             119.00",
            "invalid_value: status is not one of draft, issued, paid, canceled",
            "missing_member: external_invoice_id is missing: 'External Invoice ID' is empty",
        ]
    );
    assert!(notices.is_empty(), "{notices:?}");
}

#[test]
fn a_table_without_what_a_new_record_needs_says_so() {
    let (rows, notices) = records(
        Kind::Company,
        "external_company_id,domain\n1,a.example\n",
        &[],
    );
    assert_eq!(rows, ["1|a.example"], "the workspace may know it");
    let expected = "no column for name, which a new company needs: companies that the workspace knows are taken, and \
                    others are rejected";
    assert_eq!(notices, [expected]);
}

#[test]
fn objects_of_other_kinds() {
    let own = "{\"external_document_id\":7,\"filename\":\"a.pdf\",\"size\":42}\n\
        {\"document_id\":\"9b8c7a6d-5e4f-4210-b1a0-c9d8e7f6a5b4\"}\n\
        {\"external_document_id\":\"8\",\"full_name\":\"Ada\"}\n\
        {\"external_person_id\":\"9\"}\n";
    let (rows, _) = records(Kind::Document, own, &[]);
    assert_eq!(rows[0], "7|a.pdf|42");
    assert_eq!(rows[1], "id 9b8c7a6d-5e4f-4210-b1a0-c9d8e7f6a5b4");
    assert!(
        rows[2].starts_with("unknown_member: there is no member \"full_name\""),
        "{rows:?}"
    );
    assert!(rows[3].starts_with("missing_member: "), "{rows:?}");

    let foreign = "{\"key\":\"d1\",\"file\":{\"bytes\":42,\"sum\":null},\"Media Type\":\"text/csv\",\"other\":1}\n\
        {\"key\":\"d2\",\"file\":{\"bytes\":-1}}\n\
        {\"key\":\"d3\",\"file\":{\"bytes\":\"42\"}}\n";
    let map = [
        ("external_document_id", "key"),
        ("size", "file.bytes"),
        ("content_checksum", "file.sum"),
    ];
    let (rows, _) = records(Kind::Document, foreign, &map);
    assert_eq!(
        rows,
        [
            "d1|text/csv|42",
            "invalid_value: size is not a number of bytes from 0 to 9223372036854775807",
            "invalid_value: size is not a number",
        ]
    );
    let foreign = "{\"id\":\"t1\",\"amount\":-7,\"booking_date\":\"2026-05-10\"}\n{\"id\":\"t2\",\"amount\":1.5}\n";
    let (rows, _) = records(
        Kind::Transaction,
        foreign,
        &[("transaction_external_id", "id")],
    );
    assert_eq!(rows[0], "t1|-7|2026-05-10");
    assert!(
        rows[1].starts_with("invalid_value: amount has decimals"),
        "{rows:?}"
    );
}

#[test]
fn cards_are_for_people_only() {
    let card = "BEGIN:VCARD\nUID:1\nFN:Ada\nEND:VCARD\n";
    let mut options = Options::default();
    assert_eq!(read_with(card.as_bytes(), &options).0.len(), 1);
    options.wanted.record = Kind::Company;
    let expected = Some("vCard is for people, and not for companies".to_owned());
    assert_eq!(read_with(card.as_bytes(), &options), (Vec::new(), expected));
    options.format = Some(Format::Vcard);
    assert!(options.check().is_err());
}
