use super::{OF_PEOPLE, Recipe};

/// The columns made from address cards. A card without UID is identified by its first e-mail address.
pub(crate) const HEADER: [&str; 6] = [
    "UID or EMAIL",
    "UID",
    "EMAIL",
    "FN",
    "family name",
    "given name",
];

/// Address cards, with the columns that our card reader makes of them: RFC 6350 (vCard 4.0), RFC 2426 (3.0), and
/// 2.1.
pub(super) const CARDS: Recipe = Recipe {
    name: "vcard",
    title: "vCard address cards",
    signature: &HEADER,
    external_id: &["UID or EMAIL"],
    fields: &[
        ("first_name", &["given name"]),
        ("last_name", &["family name"]),
        ("full_name", &["FN"]),
        ("email", &["EMAIL"]),
    ],
    note: Some(
        "a card without UID is identified by its first e-mail address; cards of groups and places are skipped",
    ),
    ..OF_PEOPLE
};
