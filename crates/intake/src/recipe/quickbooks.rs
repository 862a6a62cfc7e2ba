use super::{OF_PEOPLE, Recipe};

/// QuickBooks Online: the report "Customer Contact List", as CSV or Excel.
///
/// The company, the report's name and an empty line, then `Customer,Phone Numbers,Email,Full Name,Billing Address,
/// Shipping Address`, in newer reports `Customer full name,…`; below the rows a total or the time of the report.
/// QuickBooks keeps a customer's name unique. A customer may be called "Total" or "Monday, Ann", but not like the
/// time,
/// which is "Monday, May 4, 2026 11:11 AM GMT-05:00".
pub(super) const CUSTOMERS: Recipe = Recipe {
    name: "quickbooks",
    title: "QuickBooks customer contact list",
    signature: &["Phone Numbers", "Full Name"],
    external_id: &["Customer full name", "Customer"],
    fields: &[("full_name", &["Full Name"]), ("email", &["Email"])],
    titles: 2,
    last_words: &[
        "Total",
        "Monday, ",
        "Tuesday, ",
        "Wednesday, ",
        "Thursday, ",
        "Friday, ",
        "Saturday, ",
        "Sunday, ",
    ],
    surely_last_words: " GMT",
    note: Some(
        "the report has no id, so the customer's name is used instead, which is unique in QuickBooks; people can change it",
    ),
    ..OF_PEOPLE
};
