//! How fast files are read, and in how much memory.
//!
//! `cargo run --release -p wellhead-intake --example rate -- make 1000000 people.xlsx` makes a file of that many
//! invented people, `.csv`, `.ndjson`, `.vcf` or `.xlsx`; `… --example rate -- people.xlsx` reads it.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use rust_xlsxwriter::Workbook;
use wellhead_intake::{Options, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["make", rows, file] => make(rows.parse()?, Path::new(file)),
        [file] => read(file),
        _ => Err("rate FILE, or rate make ROWS FILE".into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "to measure is what it is for")]
fn read(file: &str) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let reader = Reader::open(File::open(file)?, &Options::default())?;
    println!("{}, opened in {:.1?}", reader.understood(), start.elapsed());
    let (mut rows, mut rejected) = (0_u32, 0);
    for row in reader {
        rows += 1;
        rejected += u32::from(row?.content.is_err());
    }
    let took = start.elapsed();
    let rate = f64::from(rows) / took.as_secs_f64();
    println!("{rows} rows, {rejected} rejected, in {took:.1?}: {rate:.0} rows/s");
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("at most in memory: {}", peak.unwrap_or_default());
    }
    Ok(())
}

const COLUMNS: [&str; 5] = ["Record ID", "First Name", "Last Name", "Email", "Company"];

/// What is in the columns of a person.
fn person(id: u32) -> [String; 5] {
    [
        id.to_string(),
        format!("First {id}"),
        format!("Last {id}"),
        format!("person{id}@example.com"),
        format!("Company {}", id % 1_000),
    ]
}

fn make(rows: u32, path: &Path) -> Result<(), Box<dyn Error>> {
    let kind = path.extension().and_then(|kind| kind.to_str());
    match kind {
        Some("csv") => lines(rows, path, &COLUMNS.join(","), |it| it.join(",")),
        Some("ndjson") => lines(rows, path, "", |it| {
            let members = COLUMNS.into_iter().zip(it);
            let members = members.map(|(name, text)| format!("\"{name}\":\"{text}\""));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }),
        Some("vcf") => lines(rows, path, "", |[id, first, last, email, _]| {
            format!(
                "BEGIN:VCARD\r\nVERSION:3.0\r\nN:{last};{first};;;\r\nFN:{first} {last}\r\nUID:{id}\r\n\
                 EMAIL;type=INTERNET:{email}\r\nEND:VCARD\r"
            )
        }),
        Some("xlsx") => {
            let mut workbook = Workbook::new();
            let sheet = workbook.add_worksheet();
            sheet.write_row(0, 0, COLUMNS)?;
            for row in 1..=rows {
                sheet.write(row, 0, row)?;
                for (column, text) in (1..).zip(&person(row)[1..]) {
                    sheet.write(row, column, text)?;
                }
            }
            return Ok(workbook.save(path)?);
        }
        _ => return Err("it should end with .csv, .ndjson, .vcf or .xlsx".into()),
    }?;
    Ok(())
}

fn lines(
    rows: u32,
    path: &Path,
    header: &str,
    line: impl Fn([String; 5]) -> String,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    if !header.is_empty() {
        writeln!(file, "{header}")?;
    }
    for row in 1..=rows {
        writeln!(file, "{}", line(person(row)))?;
    }
    file.flush()
}
