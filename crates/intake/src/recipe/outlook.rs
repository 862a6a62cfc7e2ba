use super::{OF_PEOPLE, Recipe};

/// Outlook, of both kinds, and "Outlook CSV" from Google Contacts.
///
/// The desktop's: `"Title","First Name","Middle Name","Last Name","Suffix","Company",…,"E-mail Address","E-mail
/// Type","E-mail Display Name","E-mail 2 Address",…`. Outlook.com's and the new Outlook's: `First Name,Middle Name,
/// Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,…`. "Import contacts to
/// Outlook" on <https://support.microsoft.com> has the template.
pub(super) const CONTACTS: Recipe = Recipe {
    name: "outlook",
    title: "Outlook contacts",
    signature: &["First Name", "Last Name"],
    external_id: &["E-mail Address"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("email", &["E-mail Address"]),
    ],
    note: Some(
        "the export has no id, so the e-mail address is used instead; contacts without one are rejected",
    ),
    ..OF_PEOPLE
};
