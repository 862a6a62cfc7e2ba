use super::{OF_PEOPLE, Recipe};

/// LinkedIn: connections, from "Get a copy of your data".
///
/// A preamble of notes and an empty line, then `First Name,Last Name,URL,Email Address,Company,Position,Connected
/// On`: "Export connections from LinkedIn" on <https://www.linkedin.com/help>. Older ones have no URL.
pub(super) const CONNECTIONS: Recipe = Recipe {
    name: "linkedin",
    title: "LinkedIn connections",
    signature: &["First Name", "Last Name", "Connected On"],
    external_id: &["URL", "Email Address"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("email", &["Email Address"]),
    ],
    note: Some("the export has no id, so the profile's URL is used instead; people can change it"),
    ..OF_PEOPLE
};
