//! Every system's export, in every encoding and format it may come in: they all yield the same records.

use std::fmt::Write as _;

use csv::StringRecord;
use rust_xlsxwriter::Workbook;
use wellhead_intake::{Options, Reader, Recipe, Unreadable};

/// An export: its file, its recipe and its records, each as the id and the fields: `id|first|last|full`.
const EXPORTS: [(&str, &str, [&str; 3]); 19] = [
    (
        "wellhead.csv",
        "wellhead",
        [
            "P-1|Zoë|Müller|Zoë Müller|",
            "P-2||Example||",
            "0003|||Bob, the third|",
        ],
    ),
    (
        "google.csv",
        "google",
        [
            "zoe@example.com|Zoë|Müller||zoe@example.com",
            "Ann@example.com|Ann|Example, Jr.||Ann@example.com",
            "bob@example.com|Bob|||bob@example.com",
        ],
    ),
    (
        "google-old.csv",
        "google-old",
        [
            "zoe@example.com|Zoë|Müller|Zoë Müller|zoe@example.com",
            "ann@example.com|Ann|Example|Ann Example, Jr.|ann@example.com",
            "bob@example.com|Bob||Bob|bob@example.com",
        ],
    ),
    (
        "outlook.csv",
        "outlook",
        [
            "zoe@example.com|Zoë|Müller||zoe@example.com",
            "/o=Example/cn=ann|Ann|Example||/o=Example/cn=ann",
            "bob@example.com|Bob|||bob@example.com",
        ],
    ),
    (
        "outlook-com.csv",
        "outlook",
        [
            "zoe@example.com|Zoë|Müller||zoe@example.com",
            "ann@example.com|Ann|Example||ann@example.com",
            "bob@example.com|Bob|||bob@example.com",
        ],
    ),
    (
        "hubspot.csv",
        "hubspot",
        [
            "101|Zoë|Müller||zoe@example.com",
            "102|Ann|Example||",
            "90071992547409931||||bob@example.com",
        ],
    ),
    (
        "hubspot-api.ndjson",
        "hubspot-api",
        [
            "101|Zoë|Müller||zoe@example.com",
            "102|Ann|Example||ann@example.com",
            "90071992547409931||||bob@example.com",
        ],
    ),
    ("hubspot-companies.csv", "hubspot-companies", COMPANIES),
    (
        "hubspot-companies-api.ndjson",
        "hubspot-companies-api",
        COMPANIES,
    ),
    (
        "salesforce-contacts.csv",
        "salesforce-contacts",
        [
            "0035e00000AbCdE|Zoë|Müller||zoe@example.com",
            "0035e00000aBcDe|Ann|Example||",
            "0035e00000AbCdF||Bob||",
        ],
    ),
    (
        "salesforce-leads.csv",
        "salesforce-leads",
        [
            "00Q5e00000AbCdE|Zoë|Müller||",
            "00Q5e00000AbCdF|Ann|Example||",
            "00Q5e00000AbCdG||Bob||",
        ],
    ),
    (
        "salesforce-api.csv",
        "salesforce-api",
        [
            "0035e00000AbCdEAAV|Zoë|Müller|Zoë Müller|zoe@example.com",
            "0035e00000aBcDeAAV|Ann|Example|Ann Example|",
            "0035e00000AbCdFAAV||Bob|Bob|",
        ],
    ),
    (
        "mailchimp.csv",
        "mailchimp",
        [
            "44877845|Zoë|Müller||zoe@example.com",
            "44877846|Ann|Example||ann@example.com",
            "44877847||||bob@example.com",
        ],
    ),
    (
        "stripe-customers.csv",
        "stripe-customers",
        [
            "cus_Example0000001|||Zoë Müller|zoe@example.com",
            "cus_Example0000002|||Example, Ann|ann@example.com",
            "cus_Example0000003||||bob@example.com",
        ],
    ),
    (
        "stripe-invoices.csv",
        "stripe-invoices",
        [
            "cus_Example0000001|||Zoë Müller|",
            "cus_Example0000002|||Example, Ann|",
            "cus_Example0000003||||",
        ],
    ),
    (
        "linkedin.csv",
        "linkedin",
        [
            "https://www.example.com/in/zoe-m%C3%BCller|Zoë|Müller||",
            "https://www.example.com/in/ann-example|Ann|Example||ann@example.com",
            "https://www.example.com/in/bob|Bob|||",
        ],
    ),
    (
        "quickbooks.csv",
        "quickbooks",
        [
            "Müller GmbH|||Zoë Müller|zoe@example.com",
            "Example, Ltd.:Second site|||Ann Example|",
            "Bob||||",
        ],
    ),
    (
        "xero.csv",
        "xero",
        [
            "Müller GmbH|Zoë|Müller|Müller GmbH|zoe@example.com",
            "Example, Ltd.|Ann|Example|Example, Ltd.|",
            "Bob|||Bob|",
        ],
    ),
    (
        "stripe-api.ndjson",
        "stripe-api",
        [
            "cus_Example0000001|||Zoë Müller|zoe@example.com",
            "cus_Example0000002|||Example, Ann|ann@example.com",
            "cus_Example0000003||||",
        ],
    ),
];

/// Their countries are in words, which are not taken.
const COMPANIES: [&str; 3] = [
    "9001|Analytical Engines|engines.example|||",
    "9002|Müller, Zoë & Co.|mueller.example|||",
    "9003|Nordlicht||||",
];

const CARDS: [&str; 3] = [
    "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1|Zoë|Müller|Zoë Müller|zoe@example.com",
    "ann@example.com|Ann|Example, Jr.|Ann Example, Jr.|ann@example.com",
    "bob-3|Bob||Bob «the third»|",
];

const LINE_ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

fn export(file: &str) -> String {
    let path = format!("{}/tests/exports/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The recipe and the records read from a source, for the kind of the expected recipe.
fn read(source: Vec<u8>, expected: &str) -> Result<(&'static str, Vec<String>), Unreadable> {
    let expected = Recipe::named(expected).unwrap();
    let mut options = Options::default();
    options.wanted.record = expected.record.unwrap_or_default();
    let reader = Reader::open(std::io::Cursor::new(source), &options)?;
    let recipe = reader.understood().recipe.map_or("", |recipe| recipe.name);
    let named = reader.map(|row| {
        Ok(match row?.content {
            Ok(named) => {
                // The ledger's own have the key that systems share, and the others an id of their system's.
                let (own, shared) = (named.known_as.as_ref(), named.external_id());
                assert!(own.is_some() != shared.is_some(), "{named:?}");
                let id = own.or(shared).unwrap();
                named
                    .values
                    .iter()
                    .fold(id.to_string(), |mut record, value| {
                        let value = value.map(ToString::to_string).unwrap_or_default();
                        write!(record, "|{value}").unwrap();
                        record
                    })
            }
            other => format!("{other:?}"),
        })
    });
    Ok((recipe, named.collect::<Result<_, Unreadable>>()?))
}

#[track_caller]
fn comes_to(source: Vec<u8>, recipe: &str, named: &[&str], how: &str) {
    let read = read(source, recipe).unwrap_or_else(|error| panic!("{recipe} {how}: {error}"));
    assert_eq!(read.0, recipe, "{how}");
    assert_eq!(read.1, named, "{recipe} {how}");
}

/// A text in each encoding that is detected.
fn encoded(text: &str) -> [(&'static str, Vec<u8>); 5] {
    let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
    let (windows, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!is_lossy, "{text}");
    [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", format!("\u{feff}{text}").into_bytes()),
        ("UTF-16LE", units().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16BE", units().flat_map(u16::to_be_bytes).collect()),
        ("Windows-1252", windows.into_owned()),
    ]
}

/// The records of a table, including notes. An empty line is an empty record.
fn records(file: &str) -> Vec<StringRecord> {
    let text = export(file);
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records: Vec<_> = reader.records().map(Result::unwrap).collect();
    if file == "linkedin.csv" {
        records.insert(2, StringRecord::new());
    }
    records
}

fn table(records: &[StringRecord], delimiter: char, end: &str) -> String {
    let mut table = String::new();
    for record in records {
        let fields: Vec<_> = record
            .iter()
            .map(|field| {
                if field.contains([delimiter, '"', '\n', '\r']) {
                    format!("\"{}\"", field.replace('"', "\"\"").replace('\n', end))
                } else {
                    field.to_owned()
                }
            })
            .collect();
        table += &fields.join(&delimiter.to_string());
        table += end;
    }
    table
}

#[test]
fn tables() {
    for (file, recipe, named) in EXPORTS
        .into_iter()
        .filter(|(file, ..)| file.ends_with("csv"))
    {
        let records = records(file);
        for delimiter in [',', ';', '\t', '|'] {
            for end in LINE_ENDS {
                let table = table(&records, delimiter, end);
                for (encoding, source) in encoded(&table) {
                    let how = format!("by {delimiter:?} with {end:?} in {encoding}");
                    comes_to(source, recipe, &named, &how);
                }
            }
        }
        comes_to(export(file).into_bytes(), recipe, &named, "as it is");
    }
}

#[test]
fn workbooks() {
    for (file, recipe, named) in EXPORTS
        .into_iter()
        .filter(|(file, ..)| file.ends_with("csv"))
    {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, record) in (0..).zip(records(file)) {
            for (column, field) in (0..).zip(&record) {
                sheet.write(row, column, field).unwrap();
            }
        }
        let source = workbook.save_to_buffer().unwrap();
        comes_to(source, recipe, &named, "in a workbook");
    }
}

#[test]
fn objects_with_the_same_members() {
    for (file, recipe, named) in EXPORTS
        .into_iter()
        .filter(|(file, ..)| file.ends_with("csv"))
    {
        let records = records(file);
        let widest = records.iter().map(StringRecord::len).max();
        let is_header = |record: &&StringRecord| {
            Some(record.len()) == widest && record.iter().all(|name| !name.is_empty())
        };
        let header = records
            .iter()
            .position(|record| is_header(&record))
            .unwrap();
        let objects = records[header + 1..]
            .iter()
            .take(named.len())
            .map(|record| {
                // The ledger's own lines allow no unknown member, because it may be a typo.
                let is_known = |name: &str| recipe != "wellhead" || name != "notes";
                let members = records[header].iter().zip(record);
                let members = members.filter(|(name, _)| is_known(name));
                let members = members.map(|(name, text)| (name.to_owned(), text.into()));
                serde_json::Value::Object(members.collect())
            });
        let objects: Vec<_> = objects.collect();
        let lines: Vec<_> = objects.iter().map(ToString::to_string).collect();
        for end in ["\n", "\r\n"] {
            comes_to(lines.join(end).into_bytes(), recipe, &named, "as NDJSON");
        }
        let array = serde_json::to_string_pretty(&objects).unwrap();
        comes_to(array.into_bytes(), recipe, &named, "as an array");
    }
}

#[test]
fn objects_from_an_api() {
    for (file, recipe, named) in EXPORTS
        .into_iter()
        .filter(|(file, ..)| file.ends_with("ndjson"))
    {
        let text = export(file);
        for end in ["\n", "\r\n"] {
            for (encoding, source) in encoded(&text.replace('\n', end)) {
                comes_to(
                    source,
                    recipe,
                    &named,
                    &format!("with {end:?} in {encoding}"),
                );
            }
        }
    }
}

#[test]
fn cards() {
    let text = export("vcard.vcf");
    for end in LINE_ENDS {
        for (encoding, source) in encoded(&text.replace('\n', end)) {
            comes_to(
                source,
                "vcard",
                &CARDS,
                &format!("with {end:?} in {encoding}"),
            );
        }
    }
}
