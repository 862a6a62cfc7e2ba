use super::{OF_PEOPLE, Recipe};

/// Google Contacts, "Google CSV", since 2024.
///
/// `First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name
/// Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,
/// Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,…`: the template that Google offers at
/// <https://contacts.google.com> under Import. Addresses with one label share a field, separated by ` ::: `.
pub(super) const CONTACTS: Recipe = Recipe {
    name: "google",
    title: "Google Contacts",
    signature: &["First Name", "Last Name"],
    external_id: &["E-mail 1 - Value"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("email", &["E-mail 1 - Value"]),
    ],
    parted_by: Some(" ::: "),
    note: NOTE,
    ..OF_PEOPLE
};

/// Google Contacts, "Google CSV", as it was until 2024.
///
/// `Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,
/// Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,
/// Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,
/// E-mail 1 - Type,E-mail 1 - Value,…`
pub(super) const OLD_CONTACTS: Recipe = Recipe {
    name: "google-old",
    title: "Google Contacts, as exported until 2024",
    signature: &["Given Name", "Family Name"],
    external_id: &["E-mail 1 - Value"],
    fields: &[
        ("first_name", &["Given Name"]),
        ("last_name", &["Family Name"]),
        ("full_name", &["Name"]),
        ("email", &["E-mail 1 - Value"]),
    ],
    parted_by: Some(" ::: "),
    note: NOTE,
    ..OF_PEOPLE
};

const NOTE: Option<&str> = Some(
    "the export has no id, so the first e-mail address is used instead; contacts without one are rejected",
);
