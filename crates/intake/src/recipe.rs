//! Declarations of what the exports of well-known systems look like, one file per system.

mod google;
mod hubspot;
mod linkedin;
mod mailchimp;
mod outlook;
mod quickbooks;
mod salesforce;
mod stripe;
pub(crate) mod vcard;
mod wellhead;
mod xero;

use wellhead_core::record::{Kind, Named};

use crate::Problem;

/// What an export of a well-known system looks like, and where it keeps a record's fields.
///
/// A list of columns is in order of preference, because systems rename them: the first one that the header has
/// counts. Case does not matter. Columns are columns of a table or members of JSON objects; `a.b` is a member of a
/// nested object.
#[derive(Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Its name for `--from`, such as `hubspot`.
    pub name: &'static str,
    /// Its title for people: "HubSpot contacts".
    pub title: &'static str,
    /// The kind of its records; `None` for the ledger's own columns, which every kind has.
    pub record: Option<Kind>,
    /// Columns that its exports have besides the id. The recipe fits if the header has all of them and an id.
    pub signature: &'static [&'static str],
    /// The columns that may hold the system's own id of the record, or a substitute.
    pub external_id: &'static [&'static str],
    /// The same for fields of the kind, by name.
    pub fields: &'static [(&'static str, &'static [&'static str])],
    /// What separates several values in a field with ids or addresses; the first one counts.
    pub parted_by: Option<&'static str>,
    /// How many title rows the system writes above the header: rows with one text, in the id's column.
    pub titles: usize,
    /// How a row with only one text may begin that is the report's closing line and not a record.
    pub last_words: &'static [&'static str],
    /// Further text in that row that no person's name could have. Without it the row is rejected.
    pub surely_last_words: &'static str,
    /// A note for the user, such as that the export has no id and the e-mail address is used.
    pub note: Option<&'static str>,
}

/// Every recipe, in the order shown to users.
pub const RECIPES: &[Recipe] = &[
    wellhead::WELLHEAD,
    google::CONTACTS,
    google::OLD_CONTACTS,
    outlook::CONTACTS,
    hubspot::CONTACTS,
    hubspot::API,
    hubspot::COMPANIES,
    hubspot::COMPANIES_API,
    salesforce::CONTACTS,
    salesforce::LEADS,
    salesforce::API,
    mailchimp::AUDIENCE,
    stripe::CUSTOMERS,
    stripe::INVOICES,
    stripe::API,
    linkedin::CONNECTIONS,
    quickbooks::CUSTOMERS,
    xero::CONTACTS,
    vcard::CARDS,
];

/// The defaults of a declaration.
const NOTHING: Recipe = Recipe {
    name: "",
    title: "",
    record: None,
    signature: &[],
    external_id: &[],
    fields: &[],
    parted_by: None,
    titles: 0,
    last_words: &[],
    surely_last_words: "",
    note: None,
};

/// The same, of people.
const OF_PEOPLE: Recipe = Recipe {
    record: Some(Kind::People),
    ..NOTHING
};

/// The same, of companies.
const OF_COMPANIES: Recipe = Recipe {
    record: Some(Kind::Company),
    ..NOTHING
};

impl Recipe {
    /// The recipe with this name for `--from`.
    ///
    /// # Errors
    /// If there is none; the problem lists them all.
    pub fn named(name: &str) -> Result<&'static Self, Problem> {
        RECIPES
            .iter()
            .find(|recipe| recipe.name == name)
            .ok_or_else(|| {
                let names: Vec<_> = RECIPES.iter().map(|recipe| recipe.name).collect();
                let names = names.join(", ");
                Problem(format!(
                    "there is no recipe '{name}'; the recipes are {names}"
                ))
            })
    }

    /// The recipe of a kind that fits a header best: the ledger's own, else the one with the longest signature.
    pub(crate) fn fitting(kind: Kind, header: &[&str]) -> Option<&'static Self> {
        // `max_by_key` takes the last of several equals; we want the first.
        let fitting = RECIPES
            .iter()
            .rev()
            .filter(|recipe| recipe.fits(kind, header));
        fitting.max_by_key(|recipe| (recipe.is_own(), recipe.signature.len()))
    }

    /// Whether it describes the ledger's own columns, and not another system's.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.record.is_none()
    }

    /// The columns that may hold the id of a record; of the ledger's own, one for each kind.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        if self.is_own() {
            let keys = Kind::ALL.map(|kind| kind.declaration().external_id);
            [Named::MEMBER].into_iter().chain(keys).collect()
        } else {
            self.external_id.to_vec()
        }
    }

    /// The columns that may hold a field.
    pub(crate) fn columns(&self, field: &str) -> &'static [&'static str] {
        let mut fields = self.fields.iter();
        let columns = fields.find(|(name, _)| *name == field);
        columns.map_or(&[], |(_, columns)| columns)
    }

    fn fits(&self, kind: Kind, header: &[&str]) -> bool {
        if self.is_own() {
            let ids = [Named::MEMBER, kind.declaration().external_id];
            let is_id = |name: &&str| ids.iter().any(|id| is_alike(name, id));
            return header.iter().any(is_id);
        }
        let has = |column: &&str| header.iter().any(|name| is_same(name, column));
        self.record == Some(kind)
            && self.external_id.iter().any(has)
            && self.signature.iter().all(has)
    }
}

/// Whether two column names differ at most in case.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}

/// Whether two column names differ at most in case, and in what stands between their words: `Due Date`, `due-date` and
/// `dueDate` are alike.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> {
        let letters = name.chars().filter(|char| !" _-".contains(*char));
        letters.flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use csv::StringRecord;

    use super::*;
    use crate::{Options, Reader, fuzz};

    #[test]
    fn names_are_words_to_type_and_belong_to_one_recipe() {
        for (place, recipe) in RECIPES.iter().enumerate() {
            let is_word = |char: char| char.is_ascii_lowercase() || char == '-';
            assert!(recipe.name.chars().all(is_word), "{}", recipe.name);
            assert_eq!(Recipe::named(recipe.name), Ok(&RECIPES[place]));
            assert!(!recipe.ids().is_empty(), "{}", recipe.name);
        }
        let problem = Recipe::named("hubspit").unwrap_err().to_string();
        assert!(problem.contains("no recipe 'hubspit'; the recipes are wellhead, google,"));
    }

    #[test]
    fn the_documentation_lists_them() {
        let documentation = include_str!("../../../docs/import.md");
        let rows = RECIPES.iter().map(|recipe| {
            let ids = recipe.ids().join("` or `");
            let record = recipe.record.map_or("any", Kind::as_str);
            let note = recipe.note.unwrap_or_default();
            format!(
                "| `{}` | {record} | {} | `{ids}` | {note} |\n",
                recipe.name, recipe.title
            )
        });
        let rows: String = rows.collect();
        let table = format!(
            "\n\n| `--from` | `--record` | what it is | the id | |\n|---|---|---|---|---|\n{rows}\n"
        );
        assert!(documentation.contains(&table), "it should have:{table}");
    }

    #[test]
    fn the_documentation_lists_the_members_of_each_kind() {
        let documentation = include_str!("../../../docs/import.md");
        for kind in Kind::ALL {
            let fields = kind.fields().iter().map(|field| {
                let star = if field.is_required() { "\\*" } else { "" };
                format!("`{}`{star}", field.name)
            });
            let fields = fields.collect::<Vec<_>>().join(", ");
            let id = kind.declaration().external_id;
            let row = format!("| `{kind}` | `{id}` | {fields} |\n");
            assert!(documentation.contains(&row), "it should have:\n{row}");
        }
    }

    #[test]
    fn they_name_fields_of_their_kind() {
        for recipe in RECIPES {
            for (field, columns) in recipe.fields {
                let record = recipe
                    .record
                    .expect("the ledger's own names no other columns");
                assert!(record.declaration().field(field).is_some(), "{field}");
                assert!(!columns.is_empty(), "{}: {field}", recipe.name);
            }
        }
    }

    #[test]
    fn names_may_be_written_in_several_ways() {
        for alike in ["Due Date", "due-date", "dueDate", "DUE_DATE", "due_date"] {
            assert!(is_alike(alike, "due_date"), "{alike}");
        }
        assert!(!is_alike("due", "due_date"));
        assert!(!is_alike("Due Date (UTC)", "due_date"));
    }

    /// Invented exports, and their recipes.
    const EXPORTS: [(&str, &str); 15] = [
        ("google.csv", "google"),
        ("google-old.csv", "google-old"),
        ("outlook.csv", "outlook"),
        ("outlook-com.csv", "outlook"),
        ("hubspot.csv", "hubspot"),
        ("hubspot-companies.csv", "hubspot-companies"),
        ("salesforce-contacts.csv", "salesforce-contacts"),
        ("salesforce-leads.csv", "salesforce-leads"),
        ("salesforce-api.csv", "salesforce-api"),
        ("mailchimp.csv", "mailchimp"),
        ("stripe-customers.csv", "stripe-customers"),
        ("stripe-invoices.csv", "stripe-invoices"),
        ("linkedin.csv", "linkedin"),
        ("quickbooks.csv", "quickbooks"),
        ("xero.csv", "xero"),
    ];

    const OBJECTS: [(&str, &str); 3] = [
        ("hubspot-api.ndjson", "hubspot-api"),
        ("hubspot-companies-api.ndjson", "hubspot-companies-api"),
        ("stripe-api.ndjson", "stripe-api"),
    ];

    fn path(export: &str) -> String {
        format!("{}/tests/exports/{export}", env!("CARGO_MANIFEST_DIR"))
    }

    /// The kind of the recipe of this name.
    fn record(recipe: &str) -> Kind {
        Recipe::named(recipe).unwrap().record.unwrap()
    }

    /// Each row of an invented export; one of the first is its header.
    fn rows(export: &str) -> Vec<StringRecord> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .flexible(true)
            .has_headers(false)
            .from_path(path(export))
            .unwrap();
        reader.records().map(Result::unwrap).collect()
    }

    #[test]
    fn one_fitting_recipe_has_the_longest_signature() {
        for (export, expected) in EXPORTS {
            let rows = rows(export);
            let fitting = rows.iter().map(|row| {
                let header: Vec<_> = row.iter().collect();
                let fit = RECIPES
                    .iter()
                    .filter(|recipe| recipe.fits(record(expected), &header));
                let mut fit: Vec<_> = fit.map(|it| (it.signature.len(), it.name)).collect();
                fit.sort_unstable();
                fit
            });
            let fitting: Vec<_> = fitting.filter(|fit| !fit.is_empty()).collect();
            let [fit] = &fitting[..] else {
                panic!("{export} should have one header, not {fitting:?}")
            };
            let (length, best) = fit[fit.len() - 1];
            assert_eq!(best, expected, "{export}");
            let ties = fit.iter().filter(|(other, _)| *other == length);
            assert_eq!(ties.count(), 1, "{export} fits {fit:?}");
        }
    }

    #[test]
    fn a_damaged_export_invents_nobody() {
        let pieces = [
            ",", "\n", "\"", ";", "\r", " ::: ", "\u{feff}", "Id", "URL", "@", "é", "{", "}",
        ];
        for (export, recipe) in EXPORTS.into_iter().chain(OBJECTS) {
            let text = std::fs::read(path(export)).unwrap();
            let mut options = Options::default();
            options.wanted.record = record(recipe);
            fuzz::each(100, |random| {
                let mut text = text.clone();
                fuzz::spoil(random, &mut text, &pieces);
                let told = String::from_utf8_lossy(&text).into_owned();
                let Ok(rows) = Reader::open(Cursor::new(text), &options) else {
                    return;
                };
                let letters = fuzz::letters(&told);
                for row in rows.map_while(Result::ok) {
                    if let Ok(Named {
                        values, known_as, ..
                    }) = row.content
                    {
                        let id = known_as.unwrap();
                        let texts = values.iter().flatten().map(ToString::to_string);
                        for known in texts.chain([id.to_string()]) {
                            assert!(
                                letters.contains(&fuzz::letters(&known)),
                                "{known} in {told}"
                            );
                        }
                    }
                }
            });
        }
    }

    #[test]
    fn the_ledgers_own_id_comes_first() {
        let fitting = |header: &[&str]| {
            let recipe = Recipe::fitting(Kind::People, header);
            recipe.map(|recipe| recipe.name)
        };
        let header = ["Record ID", "First Name", "Last Name", "Email"];
        assert_eq!(fitting(&header), Some("hubspot"));
        let header = [&header[..], &["External_Person_ID"]].concat();
        assert_eq!(fitting(&header), Some("wellhead"));
        assert_eq!(fitting(&["Name", "Email"]), None);
    }

    #[test]
    fn another_kinds_recipe_does_not_fit() {
        let header = ["Record ID", "Company name", "Company Domain Name"];
        for kind in Kind::ALL {
            let fitting = Recipe::fitting(kind, &header).map(|recipe| recipe.name);
            let expected = (kind == Kind::Company).then_some("hubspot-companies");
            assert_eq!(fitting, expected, "{kind}");
        }
    }
}
