//! The message about a header that lacks something.

use wellhead_core::record::{Kind, Named};

use super::Wanted;
use super::named::Names;
use super::telling::{list, quoted, word};
use crate::Problem;

/// Characters that separate fields in some dialect, and their names.
const PARTING: [(char, &str); 4] = [(',', "','"), (';', "';'"), ('\t', "a tab"), ('|', "'|'")];

/// What a row lacks to be the header, what it has, and what to type next.
pub(super) fn problem(names: &Names<'_>, wanted: &Wanted) -> Problem {
    Problem(told(names, wanted))
}

fn told(names: &Names<'_>, wanted: &Wanted) -> String {
    let has = list(names.filled());
    let member = wanted.record.declaration().external_id;
    if let Some(parting) = parting(names) {
        return format!(
            "it has one column, {has}; its fields seem to be separated by {parting}: leave out --delimiter"
        );
    }
    if let Some((member, column)) = wanted.map.iter().find(|(_, column)| !names.has(column)) {
        let column = quoted(column);
        return format!("no column {column} for {member}; it has {has}");
    }
    if let Some(value) = names.filled().find(|name| is_value(name)) {
        let value = quoted(value);
        return format!(
            "the first line seems to be a row, because {value} is not a column name: add a line above it that names \
             the columns, including {} or {member}",
            Named::MEMBER
        );
    }
    let id = likely_id(names, wanted.record);
    let hint = match id.and_then(word) {
        Some(word) => format!("use --id {word}"),
        None => "say which one is the id, with --id COLUMN".to_owned(),
    };
    match wanted.from.filter(|recipe| !recipe.is_own()) {
        Some(recipe) => {
            let (title, ids) = (recipe.title, recipe.external_id.join("' or '"));
            format!("no column '{ids}', which {title} should have; it has {has}: {hint}")
        }
        None => format!(
            "no column {} or {member}; it has {has}: {hint}",
            Named::MEMBER
        ),
    }
}

/// What seems to separate the fields of a header that was read as one field.
fn parting(names: &Names<'_>) -> Option<&'static str> {
    let mut filled = names.filled();
    let (Some(only), None) = (filled.next(), filled.next()) else {
        return None;
    };
    let count = |char| only.matches(char).count();
    let parting = PARTING.into_iter().max_by_key(|(char, _)| count(*char));
    parting
        .filter(|(char, _)| count(*char) > 0)
        .map(|(_, called)| called)
}

/// Whether a text is a value rather than a column name: a number, a date, an address.
fn is_value(text: &str) -> bool {
    let is_number = text.contains(|char: char| char.is_ascii_digit())
        && text
            .chars()
            .all(|char| char.is_ascii_digit() || ".,-+:/() ".contains(char));
    is_number || text.contains('@') || text.contains("://")
}

/// The column most likely to hold the id, the first among equals; `None` if none looks like one.
fn likely_id<'a>(names: &Names<'a>, record: Kind) -> Option<&'a str> {
    let names = names.filled().map(|name| (likeliness(name, record), name));
    let mut likely: Vec<_> = names.filter(|(likeliness, _)| *likeliness > 0).collect();
    likely.sort_by_key(|(likeliness, _)| std::cmp::Reverse(*likeliness));
    likely.first().map(|(_, name)| *name)
}

/// What systems call a person.
const PERSON: [&str; 8] = [
    "contact",
    "customer",
    "client",
    "user",
    "member",
    "lead",
    "employee",
    "subscriber",
];

/// How likely a column with this name holds the id of a record of this kind. Higher is likelier.
fn likeliness(name: &str, record: Kind) -> u8 {
    let words = words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&&**word));
    let is_id = has(&["id", "uid", "uuid", "guid", "identifier", "key"]);
    let is_number = has(&["no", "nr", "number"]);
    let is_mail = record == Kind::People
        && has(&["email", "mail"])
        && !has(&["type", "label", "display", "status"]);
    let is_called =
        |kind: Kind| has(&[kind.declaration().words.noun]) || kind == Kind::People && has(&PERSON);
    let is_own = has(&["record", "external"]) || is_called(record);
    let mut others = Kind::ALL.into_iter().filter(|kind| *kind != record);
    let is_of_another = has(&["owner", "parent", "list"]) || others.any(is_called);
    match () {
        () if is_id && is_own && !is_of_another => 6,
        () if is_id && words.len() == 1 => 5,
        () if is_mail && !is_of_another => 4,
        () if is_number && is_own => 3,
        () if is_id => 2,
        () if is_mail => 1,
        () => 0,
    }
}

/// The words of a name, in lower case; `recordId` and `RECORD_ID` have two each.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for char in name.chars() {
        let is_start = char.is_uppercase() && before.is_lowercase();
        if is_start || !char.is_alphanumeric() {
            words.push(String::new());
        }
        if char.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(char.to_lowercase());
        }
        before = char;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;
    use wellhead_core::record::Kind;

    use super::super::{Columns, Wanted};
    use crate::Recipe;

    fn problem(rows: &[&[&str]], wanted: &Wanted) -> String {
        let rows: Vec<_> = rows.iter().map(|row| StringRecord::from(*row)).collect();
        Columns::locate(&rows, wanted).unwrap_err().to_string()
    }

    #[track_caller]
    fn says(header: &[&str], expected: &str) {
        assert_eq!(problem(&[header], &Wanted::default()), expected);
    }

    #[test]
    fn names_what_it_has_and_what_to_type() {
        says(
            &["Record ID", "Email"],
            "no column external_id or external_person_id; it has Record ID, Email: use --id 'Record ID'",
        );
        says(
            &["Name", "", "E-mail"],
            "no column external_id or external_person_id; it has Name, E-mail: use --id E-mail",
        );
        says(
            &["Name\u{1b}[2J"],
            r"no column external_id or external_person_id; it has Name\u{1b}[2J: say which one is the id, with --id COLUMN",
        );
    }

    #[test]
    fn guesses_the_id() {
        for (names, expected) in [
            (
                &["Name", "Company ID", "email", "contactId"][..],
                "contactId",
            ),
            (&["Name", "Owner ID", "E-Mail Address"], "E-Mail Address"),
            (&["Name", "E-mail Type", "UUID", "Email"], "UUID"),
            (&["Name", "Customer no.", "Company key"], "Customer no."),
        ] {
            let names = super::Names(names.to_vec());
            let likely = super::likely_id(&names, Kind::People);
            assert_eq!(likely, Some(expected), "{:?}", names.0);
        }
        let names = super::Names(vec!["Name", "Town"]);
        assert_eq!(super::likely_id(&names, Kind::People), None);
    }

    #[test]
    fn guesses_the_id_of_other_kinds() {
        for (record, names, expected) in [
            (
                Kind::Company,
                &["Name", "Contact ID", "Company ID"][..],
                Some("Company ID"),
            ),
            (
                Kind::Invoice,
                &["Customer ID", "Invoice Number", "Email"],
                Some("Invoice Number"),
            ),
            (Kind::Transaction, &["Account ID", "id"], Some("id")),
            (Kind::Document, &["Name", "Email"], None),
        ] {
            let names = super::Names(names.to_vec());
            assert_eq!(super::likely_id(&names, record), expected, "{:?}", names.0);
        }
    }

    #[test]
    fn recognises_a_header_with_another_delimiter() {
        says(
            &["external_person_id;full_name"],
            "it has one column, external_person_id;full_name; its fields seem to be separated by ';': \
             leave out --delimiter",
        );
        says(
            &["id\tname"],
            r"it has one column, id\tname; its fields seem to be separated by a tab: leave out --delimiter",
        );
    }

    #[test]
    fn recognises_a_row_that_is_not_a_header() {
        for row in [
            &["1001", "Ada", "Example"],
            &["Ada", "Example", "ada@example.com"],
            &["Ada", "Example", "2024-03-03"],
        ] {
            let problem = problem(&[row], &Wanted::default());
            assert!(
                problem.starts_with("the first line seems to be a row"),
                "{problem}"
            );
        }
    }

    #[test]
    fn a_requested_column_is_missing() {
        let map = vec![("full_name".to_owned(), "Nome".to_owned())];
        let wanted = Wanted {
            map,
            ..Wanted::default()
        };
        assert_eq!(
            problem(&[&["external_person_id", "Name"]], &wanted),
            "no column 'Nome' for full_name; it has external_person_id, Name"
        );
        let from = Recipe::named("hubspot").ok();
        let wanted = Wanted {
            from,
            ..Wanted::default()
        };
        assert_eq!(
            problem(&[&["First Name", "Email"]], &wanted),
            "no column 'Record ID' or 'Record ID - Contact', which HubSpot contacts should have; it has First Name, \
             Email: use --id Email"
        );
    }

    #[test]
    fn the_row_with_most_texts_is_meant() {
        let rows: [&[&str]; 4] = [&["My report"], &[], &["Name", "Mail"], &["Ada", "Example"]];
        let problem = problem(&rows, &Wanted::default());
        assert!(
            problem.contains("it has Name, Mail: use --id Mail"),
            "{problem}"
        );
        assert!(super::super::Columns::locate(&[], &Wanted::default()).is_err());
    }
}
