//! Every format in every encoding and compression.

use super::*;

const PEOPLE: [(&str, &str); 3] = [
    ("1", "Zoë Müller"),
    ("2", "Lovelace, \"Ada\""),
    ("3", "Ål;sen €"),
];

/// The same people in each format: its name, its text, and the lines of its rows.
fn formats() -> Vec<(Format, String, [u64; 3])> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let table = |delimiter: &str, end: &str| {
        let row = |(id, name): &(&str, &str)| format!("{id}{delimiter}{}{end}", quoted(name));
        let header = format!("external_person_id{delimiter}full_name{end}");
        header + &PEOPLE.iter().map(row).collect::<String>()
    };
    let object = |(id, name): &(&str, &str)| {
        format!(
            "{{\"external_person_id\":\"{id}\",\"full_name\":{}}}",
            serde_json::json!(name)
        )
    };
    let objects: Vec<_> = PEOPLE.iter().map(object).collect();
    let card = |(id, name): &(&str, &str)| {
        let name = name.replace(',', "\\,").replace(';', "\\;");
        format!("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:{id}\r\nFN:{name}\r\nEND:VCARD\r\n")
    };
    let mut formats = Vec::new();
    for delimiter in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            formats.push((Format::Csv, table(delimiter, end), [2, 3, 4]));
        }
    }
    formats.push((
        Format::Csv,
        "sep=;\r\n".to_owned() + &table(";", "\r\n"),
        [3, 4, 5],
    ));
    for end in ["\n", "\r\n"] {
        formats.push((Format::Ndjson, objects.join(end), [1, 2, 3]));
        let array = format!("[{end}  {}{end}]{end}", objects.join(&format!(" ,{end}")));
        formats.push((Format::Json, array, [2, 3, 4]));
        let pretty: Vec<_> = objects
            .iter()
            .map(|it| it.replace(',', &format!(",{end}")))
            .collect();
        // That also split "Lovelace, Ada", but no line may end inside a string.
        let pretty: Vec<_> = pretty
            .iter()
            .map(|it| it.replace(&format!("Lovelace,{end}"), "Lovelace,"))
            .collect();
        formats.push((Format::Json, pretty.join(end), [1, 3, 5]));
    }
    formats.push((Format::Json, format!("[{}]", objects.join(",")), [1, 1, 1]));
    formats.push((Format::Vcard, PEOPLE.iter().map(card).collect(), [1, 6, 11]));
    formats
}

/// A text in each encoding: its name, what the user is told, and the bytes.
fn encodings(text: &str) -> Vec<(&'static str, Option<&'static str>, Vec<u8>)> {
    let marked = "\u{feff}".to_owned() + text;
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    };
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    vec![
        ("UTF-8", None, text.as_bytes().to_vec()),
        ("UTF-8", None, marked.clone().into_bytes()),
        ("UTF-16LE", None, utf_16(&marked, u16::to_le_bytes)),
        ("UTF-16BE", None, utf_16(&marked, u16::to_be_bytes)),
        ("UTF-16LE", Some("utf-16"), utf_16(text, u16::to_le_bytes)),
        ("windows-1252", None, windows.clone()),
        ("windows-1252", Some("latin1"), windows),
    ]
}

fn packed(bytes: &[u8]) -> [(Option<crate::Compression>, Vec<u8>); 3] {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    [
        (None, bytes.to_vec()),
        (Some(crate::Compression::Gzip), gzip.finish().unwrap()),
        (
            Some(crate::Compression::Zstd),
            zstd::encode_all(bytes, 1).unwrap(),
        ),
    ]
}

#[test]
fn every_variant_yields_the_same_people() {
    for (format, text, lines) in formats() {
        let people = PEOPLE.iter().map(|(id, name)| format!("{id} {name}"));
        let expected: Vec<_> = lines.into_iter().zip(people.map(Ok)).collect();
        for (name, asked, bytes) in encodings(&text) {
            let options = Options {
                encoding: asked.map(str::to_owned),
                ..Options::default()
            };
            for (compression, bytes) in packed(&bytes) {
                let what = format!("{format} in {name}, {compression:?}: {text:?}");
                assert_eq!(
                    read_with(&bytes, &options),
                    (expected.clone(), None),
                    "{what}"
                );
                let mut reader = Reader::open(io::Cursor::new(bytes), &options).unwrap();
                assert!(reader.by_ref().all(|row| row.is_ok()));
                let understood = reader.understood();
                assert_eq!(understood.format, format, "{what}");
                assert_eq!(understood.encoding, Some(name), "{what}");
                assert_eq!(understood.compression, compression, "{what}");
            }
        }
    }
}
