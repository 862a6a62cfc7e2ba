//! Declarations of what the exports of well-known systems look like, one file per system.

mod google;
mod hubspot;
mod linkedin;
mod mailchimp;
mod outlook;
mod quickbooks;
mod salesforce;
mod stripe;
mod vcard;
mod wellhead;
mod xero;

use crate::Problem;

/// What an export of a well-known system looks like, and where it keeps a person's fields.
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
    /// Columns that its exports have besides the id. The recipe fits if the header has all of them and an id.
    pub signature: &'static [&'static str],
    /// The columns that may hold the system's own id of the person, or a substitute.
    pub external_id: &'static [&'static str],
    /// The same for the first name.
    pub first_name: &'static [&'static str],
    /// The same for the last name.
    pub last_name: &'static [&'static str],
    /// The same for the full name.
    pub full_name: &'static [&'static str],
    /// What separates several values in the id's field; the first one is the id.
    pub parted_by: Option<&'static str>,
    /// How many title rows the system writes above the header: rows with one text, in the id's column.
    pub titles: usize,
    /// How a row with only one text may begin that is the report's closing line and not a person.
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
    signature: &[],
    external_id: &[],
    first_name: &[],
    last_name: &[],
    full_name: &[],
    parted_by: None,
    titles: 0,
    last_words: &[],
    surely_last_words: "",
    note: None,
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

    /// The recipe that fits a header best: the ledger's own, else the one with the longest signature.
    pub(crate) fn fitting(header: &[&str]) -> Option<&'static Self> {
        let own = &RECIPES[0];
        if own.fits(header) {
            return Some(own);
        }
        // `max_by_key` takes the last of several equals; we want the first.
        let fitting = RECIPES.iter().rev().filter(|recipe| recipe.fits(header));
        fitting.max_by_key(|recipe| recipe.signature.len())
    }

    fn fits(&self, header: &[&str]) -> bool {
        let has = |column: &&str| header.iter().any(|name| is_same(name, column));
        self.external_id.iter().any(has) && self.signature.iter().all(has)
    }
}

/// Whether two column names differ at most in case.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use csv::StringRecord;
    use wellhead_core::record::Named;

    use super::*;
    use crate::{Options, Reader, fuzz};

    #[test]
    fn names_are_words_to_type_and_belong_to_one_recipe() {
        for (place, recipe) in RECIPES.iter().enumerate() {
            let is_word = |char: char| char.is_ascii_lowercase() || char == '-';
            assert!(recipe.name.chars().all(is_word), "{}", recipe.name);
            assert_eq!(Recipe::named(recipe.name), Ok(&RECIPES[place]));
            assert!(!recipe.external_id.is_empty(), "{}", recipe.name);
        }
        let problem = Recipe::named("hubspit").unwrap_err().to_string();
        assert!(problem.contains("no recipe 'hubspit'; the recipes are wellhead, google,"));
    }

    #[test]
    fn the_documentation_lists_them() {
        let documentation = include_str!("../../../docs/import.md");
        let rows = RECIPES.iter().map(|recipe| {
            let ids = recipe.external_id.join("` or `");
            let note = recipe.note.unwrap_or_default();
            format!(
                "| `{}` | {} | `{ids}` | {note} |\n",
                recipe.name, recipe.title
            )
        });
        let rows: String = rows.collect();
        assert!(documentation.contains(&rows), "it should have:\n{rows}");
    }

    /// Invented exports, and their recipes.
    const EXPORTS: [(&str, &str); 14] = [
        ("google.csv", "google"),
        ("google-old.csv", "google-old"),
        ("outlook.csv", "outlook"),
        ("outlook-com.csv", "outlook"),
        ("hubspot.csv", "hubspot"),
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

    const OBJECTS: [(&str, &str); 2] = [
        ("hubspot-api.ndjson", "hubspot-api"),
        ("stripe-api.ndjson", "stripe-api"),
    ];

    fn path(export: &str) -> String {
        format!("{}/tests/exports/{export}", env!("CARGO_MANIFEST_DIR"))
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
                let fit = RECIPES.iter().filter(|recipe| recipe.fits(&header));
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
        for (export, _) in EXPORTS.into_iter().chain(OBJECTS) {
            let text = std::fs::read(path(export)).unwrap();
            fuzz::each(100, |random| {
                let mut text = text.clone();
                fuzz::spoil(random, &mut text, &pieces);
                let told = String::from_utf8_lossy(&text).into_owned();
                let Ok(rows) = Reader::open(Cursor::new(text), &Options::default()) else {
                    return;
                };
                let letters = fuzz::letters(&told);
                for row in rows.map_while(Result::ok) {
                    if let Ok(Named::External(id, values)) = row.content {
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
        let header = ["Record ID", "First Name", "Last Name", "Email"];
        assert_eq!(Recipe::fitting(&header).unwrap().name, "hubspot");
        let header = [&header[..], &["External_Person_ID"]].concat();
        assert_eq!(Recipe::fitting(&header).unwrap().name, "wellhead");
        assert_eq!(Recipe::fitting(&["Name", "Email"]), None);
    }
}
