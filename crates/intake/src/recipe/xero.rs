use super::{OF_PEOPLE, Recipe};

/// Xero: contacts, as exported and as in the template for imports.
///
/// `*ContactName,AccountNumber,EmailAddress,FirstName,LastName,POAttentionTo,POAddressLine1,…`: "Import contacts
/// into Xero" on <https://help.xero.com/us/Contacts_Import>. Only the contact's name is always present, and Xero
/// identifies contacts by
/// it; account numbers may be missing.
pub(super) const CONTACTS: Recipe = Recipe {
    name: "xero",
    title: "Xero contacts",
    signature: &["AccountNumber", "EmailAddress", "FirstName", "LastName"],
    external_id: &["*ContactName", "ContactName"],
    fields: &[
        ("first_name", &["FirstName"]),
        ("last_name", &["LastName"]),
        ("full_name", &["*ContactName", "ContactName"]),
        ("email", &["EmailAddress"]),
    ],
    note: Some(
        "the export has no id, so the contact's name is used instead, which is unique in Xero; if every contact has an \
         account number, --id AccountNumber is better",
    ),
    ..OF_PEOPLE
};
