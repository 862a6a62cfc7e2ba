use std::io::{Cursor, Write};

use rand::RngExt;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::fuzz;

/// A row's number, and its texts or why it is refused.
type Told = (u64, Result<Vec<String>, String>);

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn rows(bytes: &[u8], sheet: Option<&str>) -> Result<Vec<Told>, String> {
    let mut sheet = Sheet::open(file(bytes), sheet).map_err(|error| error.to_string())?;
    let mut row = StringRecord::new();
    let mut told = Vec::new();
    while let Some(TableRow { line, refused }) =
        sheet.next(&mut row).map_err(|error| error.to_string())?
    {
        told.push(match refused {
            None => (line, Ok(row.iter().map(str::to_owned).collect())),
            Some(refused) => (line, Err(refused.detail)),
        });
    }
    assert!(row.is_empty());
    Ok(told)
}

fn good(line: u64, texts: &[&str]) -> Told {
    let texts = texts.iter().map(|text| (*text).to_owned());
    (line, Ok(texts.collect()))
}

/// An archive of these parts; long ones are compressed.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let method = if part.len() > 1_000 {
            CompressionMethod::Deflated
        } else {
            CompressionMethod::Stored
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).unwrap();
        archive.write_all(part).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with this sheet and these shared texts.
fn workbook(sheet: &[u8], shared_texts: &[u8]) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            br#"<Relationships><Relationship Id="rId1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<workbook><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", shared_texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// Replaces bytes everywhere.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = bytes.to_vec();
    let places = (0..bytes.len()).filter(|place| bytes[*place..].starts_with(from));
    for place in places {
        replaced[place..place + from.len()].copy_from_slice(to);
    }
    assert_ne!(replaced, bytes);
    replaced
}

#[test]
fn cells_of_every_kind() {
    let mut workbook = Workbook::new();
    let hidden = workbook.add_worksheet().set_name("Hidden").unwrap();
    hidden.set_hidden(true);
    hidden.write(0, 0, "not this").unwrap();
    let sheet = workbook.add_worksheet().set_name("People & more").unwrap();
    sheet.set_active(true);
    let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let time = ExcelDateTime::parse_from_str("2024-03-03T12:30:00").unwrap();
    let day = ExcelDateTime::parse_from_str("2024-03-03").unwrap();
    sheet.write_row(0, 0, ["id", "name", "", "more"]).unwrap();
    sheet.write(1, 0, 1001).unwrap();
    sheet
        .write(1, 1, "Zoë <Müller> & \"co\"\nsecond line")
        .unwrap();
    sheet.write(2, 0, 123_456_789_012_345_f64).unwrap();
    sheet.write(2, 3, 0.25).unwrap();
    sheet.write_blank(3, 0, &date).unwrap();
    sheet.write_with_format(4, 0, &time, &date).unwrap();
    sheet.write_with_format(4, 1, &day, &date).unwrap();
    sheet.write(4, 3, true).unwrap();
    sheet
        .write(6, 0, Formula::new("=1+1").set_result("2"))
        .unwrap();
    sheet
        .write(6, 1, Formula::new("=NA()").set_result("#N/A"))
        .unwrap();
    sheet.write(7, 0, "  ").unwrap();
    sheet.write(8, 0, 999_999_999_999_999_f64).unwrap();
    sheet.write(9, 0, 1.234_567_890_123_46e18).unwrap();
    // Excel rounds a 16-digit id, although the file could hold it.
    sheet.write(10, 0, 1_000_000_000_000_000_f64).unwrap();
    sheet.write(11, 1, -4_876_876_000_000_210_f64).unwrap();
    sheet.write(12, 0, "after").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();

    let large = |cell| {
        format!(
            "the cell {cell} holds a number of which Excel keeps only the first 15 digits: write it as text"
        )
    };
    assert_eq!(
        rows(&bytes, None).unwrap(),
        [
            good(1, &["id", "name", "", "more"]),
            good(2, &["1001", "Zoë <Müller> & \"co\"\nsecond line", "", ""]),
            good(3, &["123456789012345", "", "", "0.25"]),
            good(5, &["2024-03-03T12:30:00", "2024-03-03", "", "TRUE"]),
            good(7, &["2", "", "", ""]),
            good(9, &["999999999999999", "", "", ""]),
            (10, Err(large("A10"))),
            (11, Err(large("A11"))),
            (12, Err(large("B12"))),
            good(13, &["after", "", "", ""]),
        ]
    );
    let hidden = rows(&bytes, Some("Hidden")).unwrap();
    assert_eq!(hidden, [good(1, &["not this"])]);
    let missing = rows(&bytes, Some("Other")).unwrap_err();
    assert_eq!(
        missing,
        "the workbook has no such sheet, only Hidden, People & more"
    );
}

#[test]
fn more_rows_than_are_handed_over_at_once() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..2_000 {
        sheet.write(row, 0, row).unwrap();
    }
    let rows = rows(&workbook.save_to_buffer().unwrap(), None).unwrap();
    let numbers: Vec<_> = rows.iter().map(|(line, _)| *line).collect();
    assert_eq!(numbers, (1..=2_000).collect::<Vec<_>>());
    assert_eq!(rows[1_999], good(2_000, &["1999"]));
}

#[test]
fn dropping_a_sheet_ends_its_thread() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..5_000 {
        sheet.write(row, 0, row).unwrap();
    }
    let file = file(&workbook.save_to_buffer().unwrap());
    let mut sheet = Sheet::open(file, None).unwrap();
    assert_eq!(sheet.name(), "Sheet1");
    sheet.next(&mut StringRecord::new()).unwrap();
    drop(sheet);
}

#[test]
fn other_files_are_told_from_workbooks() {
    let types = ("[Content_Types].xml", &b"<Types/>"[..]);
    for (bytes, expected) in [
        (
            archive(&[("people.csv", b"id\n1\n")]),
            "a ZIP archive, with people.csv: unpack it",
        ),
        (
            archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")]),
            "an OpenDocument file (.ods)",
        ),
        (
            archive(&[types, ("xl/workbook.bin", b"x")]),
            "a binary Excel file (.xlsb)",
        ),
        (archive(&[types]), "the workbook is damaged"),
        (
            b"PK\x03\x04 and no more".to_vec(),
            "the workbook is damaged",
        ),
        (Vec::new(), "the workbook is damaged"),
    ] {
        let message = rows(&bytes, None).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_workbook_is_read_whole_or_not_at_all() {
    let sheet =
        br#"<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>"#;
    let bytes = workbook(sheet, b"<sst/>");
    assert_eq!(rows(&bytes, None).unwrap(), [good(1, &["7"])]);
    let damaged = replaced(&bytes, b"<v>7</v>", b"<v>8</v>");
    let message = rows(&damaged, None).unwrap_err();
    assert!(message.contains("checksum"), "{message}");
    assert!(rows(&bytes[..bytes.len() - 1], None).is_err());
}

#[test]
fn bombs_are_refused() {
    let sheet = |cells: &[u8]| [b"<worksheet><sheetData>", cells].concat();
    let row = br#"<row r="1"><c r="A1" t="inlineStr"><is><t>"#;
    let spaces = b" ".repeat(80 << 20);
    let text = sheet(&[row, &spaces[..]].concat());
    let count = br#"<sst uniqueCount="9000000000000000000"></sst>"#;
    let empty = sheet(b"</sheetData></worksheet>");
    let formats = [b"<cellXfs>", &b"<xf/>".repeat(300_000)[..]].concat();
    let types = ("[Content_Types].xml", &b"<Types/>"[..]);
    let honest = workbook(&text, b"<sst/>");
    let size = u32::try_from(text.len()).unwrap().to_le_bytes();
    let lying = replaced(&honest, &size, &[0, 1, 0, 0]);
    for (bytes, expected) in [
        (honest, "it expands to many times its size"),
        (lying, "larger than its declared"),
        (workbook(&empty, count), "counts of cells or texts"),
        (
            archive(&[types, ("xl/styles.xml", &formats)]),
            "too many texts or formats",
        ),
    ] {
        let message = rows(&bytes, None).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }
    let names: Vec<_> = (0..10_001).map(|part| format!("xl/{part}")).collect();
    let parts: Vec<_> = names.iter().map(|name| (&**name, &b""[..])).collect();
    let message = rows(&archive(&parts), None).unwrap_err();
    assert!(message.contains("too many parts"), "{message}");
}

#[test]
fn impossible_cell_positions() {
    let fails = |cells: &str| {
        let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        rows(&workbook(sheet.as_bytes(), b"<sst/>"), None).unwrap_err()
    };
    let cell = |place: &str| format!("<row><c r=\"{place}\"><v>1</v></c></row>");
    for place in ["A99999999", "AAAAAAAA1", "A0", "1A", "", "é1"] {
        let message = fails(&cell(place));
        assert!(message.contains("counts of cells"), "{place}: {message}");
    }
    let message = fails(&cell("A1048577"));
    assert!(message.contains("an invalid number"), "{message}");
    let message = fails(&(cell("A3") + &cell("A2")));
    assert!(
        message.starts_with("line 3: the workbook is damaged"),
        "{message}"
    );
    let message = fails("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>");
    assert!(
        message.contains("line 2: the workbook is damaged: the cells"),
        "{message}"
    );
    let message = fails("<row><c r=\"A1\" t=\"s\"><v>7</v></c></row>");
    assert!(message.contains("not found in shared strings"), "{message}");
}

#[test]
fn a_damaged_workbook_invents_nobody() {
    let texts = b"<sst count=\"4\" uniqueCount=\"4\"><si><t>id</t></si><si><t>name</t></si><si><t>P-1</t></si>\
        <si><t xml:space=\"preserve\">Zoe </t></si></sst>";
    let sheet = b"<worksheet><dimension ref=\"A1:B4\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>P-2</t></is></c><c r=\"B4\"><f>1+1</f><v>2</v></c></row>\
        </sheetData></worksheet>";
    let pieces = [
        "<",
        ">",
        "</",
        "/>",
        "\"",
        "&",
        ";",
        "&#80;",
        "<c>",
        "</c>",
        "<row>",
        "r=\"B9\"",
        "<v>3</v>",
        "t=\"s\"",
        "9",
        "A",
        ":",
        "1e300",
        "-",
        "<![CDATA[",
        "]]>",
        "<!--",
    ];
    fuzz::each(300, |random| {
        let (mut sheet, mut texts) = (sheet.to_vec(), texts.to_vec());
        fuzz::spoil(random, &mut sheet, &pieces);
        fuzz::spoil(random, &mut texts, &pieces);
        let mut bytes = workbook(&sheet, &texts);
        if random.random_ratio(1, 4) {
            fuzz::spoil(random, &mut bytes, &pieces);
        }
        let mut letters = String::new();
        for part in String::from_utf8_lossy(&[texts, sheet].concat())
            .replace("&#80;", "P")
            .split('<')
        {
            letters += &fuzz::letters(part.split_once('>').map_or("", |(_, text)| text));
        }
        let told = rows(&bytes, None).unwrap_or_default();
        for text in told
            .into_iter()
            .filter_map(|(_, texts)| texts.ok())
            .flatten()
        {
            let text = fuzz::letters(&text);
            // Numbers are written differently, and some places have no text.
            let is_here = letters.contains(&text) || text.parse::<f64>().is_ok();
            assert!(
                is_here || text == "TRUE" || text == "FALSE",
                "{text} in {letters}"
            );
        }
    });
}
