use std::str::FromStr;

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use wellhead_core::record::{Kind, Named};
use wellhead_intake::{Format, Options, Recipe, Wanted};

use crate::cli::Usage;

/// The format of the files, and where they have a record's members.
#[derive(Debug, Args)]
#[command(next_help_heading = "Format of the files")]
pub(super) struct Form {
    /// Their format, if it cannot be detected
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: FormatWord,
    /// Their encoding, if it cannot be detected, such as windows-1252 or utf-16le
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The field separator of CSV, if the header does not show it; 'tab' for a tab
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    delimiter: Option<char>,
    /// The sheet of a workbook to read, instead of the first
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The system that exported the files, if its columns do not identify it
    #[arg(long, value_name = "SYSTEM", value_parser = Recipe::named)]
    from: Option<&'static Recipe>,
    /// The column, or member of JSON, with the system's own id of the record
    ///
    /// It counts for this connector alone: another system's equal id is another record. The same as `--map external_id=COLUMN`.
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// The column, or member of JSON, with a key that the workspace's systems share, such as an employee number
    ///
    /// Every connector's rows with the same key are about the same record. The same as --map with the kind's key, such
    /// as `external_person_id=COLUMN`.
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Where to find a member that the header names differently, such as `full_name=Name`
    ///
    /// The members are `external_id`, the kind's key and its fields. A nested member of JSON is given by its
    /// path, such as `full_name=properties.name`.
    #[arg(long, value_name = "MEMBER=COLUMN")]
    map: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum FormatWord {
    /// Detect it from the contents
    #[default]
    Auto,
    /// Separated values with a header
    Csv,
    /// One JSON object per line
    Ndjson,
    /// A JSON array, or a sequence of objects
    Json,
    /// An Excel workbook
    Xlsx,
    /// Address cards
    Vcard,
}

impl Form {
    /// The reader's name for it.
    pub(super) fn options(&self, record: Kind) -> Options {
        let key = record.declaration().external_id;
        let names = [(Named::MEMBER, &self.id), (key, &self.key)];
        let names = names
            .into_iter()
            .filter_map(|(member, column)| Some((member.to_owned(), column.clone()?)));
        let map = self.map.iter().cloned();
        Options {
            format: match self.format {
                FormatWord::Auto => None,
                FormatWord::Csv => Some(Format::Csv),
                FormatWord::Ndjson => Some(Format::Ndjson),
                FormatWord::Json => Some(Format::Json),
                FormatWord::Xlsx => Some(Format::Xlsx),
                FormatWord::Vcard => Some(Format::Vcard),
            },
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            wanted: Wanted {
                record,
                from: self.from,
                map: names
                    .chain(map.map(|Entry(member, column)| (member, column)))
                    .collect(),
            },
        }
    }

    /// Checks the options that do not depend on the files.
    pub(super) fn check(&self, record: Kind) -> anyhow::Result<()> {
        let checked = self.options(record).check();
        checked.map_err(|error| Usage(error.to_string()).into())
    }
}

fn delimiter(text: &str) -> anyhow::Result<char> {
    match text {
        "tab" | "\\t" => Ok('\t'),
        text => text
            .parse()
            .map_err(|_| anyhow!("give one character, such as ';', or 'tab'")),
    }
}

/// `MEMBER=COLUMN`
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry(String, String);

impl FromStr for Entry {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let Some((member, column)) = text.split_once('=') else {
            bail!("use the form MEMBER=COLUMN, such as external_person_id=email");
        };
        if column.is_empty() {
            bail!("the column has no name");
        }
        Ok(Self(member.to_owned(), column.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use clap::{Parser, error::ErrorKind};

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        form: Form,
    }

    fn form(words: &[&str]) -> Result<Form, ErrorKind> {
        let line = Line::try_parse_from([&["import"], words].concat());
        line.map(|line| line.form).map_err(|error| error.kind())
    }

    #[test]
    fn says_where_members_are() {
        let form = form(&["--id", "Record ID", "--map", "full_name=Name = all"]).unwrap();
        let pair = |member: &str, column: &str| (member.to_owned(), column.to_owned());
        let expected = [
            pair("external_id", "Record ID"),
            pair("full_name", "Name = all"),
        ];
        assert_eq!(form.options(Kind::People).wanted.map, expected);
        assert!(form.check(Kind::People).is_ok());
        assert!(
            form.check(Kind::Company).is_err(),
            "full_name is a person's"
        );
    }

    #[test]
    fn the_key_is_the_kinds() {
        let form = form(&["--key", "Key"]).unwrap();
        for record in Kind::ALL {
            let wanted = form.options(record).wanted;
            let id = record.declaration().external_id.to_owned();
            assert_eq!(wanted.map, [(id, "Key".to_owned())]);
            assert!(form.check(record).is_ok());
        }
    }

    #[test]
    fn invalid_options_are_reported_before_a_file_is_opened() {
        for words in [
            ["--map", "email"],
            ["--map", "first_name="],
            ["--delimiter", "tabs"],
            ["--from", "nowhere"],
            ["--format", "pdf"],
        ] {
            let refused = form(&words).unwrap_err();
            assert!(matches!(
                refused,
                ErrorKind::ValueValidation | ErrorKind::InvalidValue
            ));
        }
        for words in [
            &["--map", "nickname=x"][..],
            &["--id", "a", "--map", "external_id=b"],
            &["--key", "a", "--map", "external_person_id=b"],
            &["--encoding", "ebcdic"],
            &["--delimiter", "\""],
            &["--delimiter", "é"],
        ] {
            assert!(
                form(words).unwrap().check(Kind::People).is_err(),
                "{words:?}"
            );
        }
    }

    #[test]
    fn a_tab_can_be_typed() {
        for word in ["tab", "\\t", "\t"] {
            let form = form(&["--delimiter", word]).unwrap();
            assert_eq!(form.options(Kind::People).delimiter, Some('\t'));
        }
    }
}
