use super::{NOTHING, Recipe};

/// QuickBooks Online: the report "Customer Contact List", as CSV or Excel.
///
/// The company, the report's name and an empty line, then `Customer,Phone Numbers,Email,Full Name,Billing Address,
/// Shipping Address`, in newer reports `Customer full name,…`; below the rows a total or the time of the report.
/// QuickBooks allows a customer's name once.
pub(super) const CUSTOMERS: Recipe = Recipe {
    name: "quickbooks",
    title: "QuickBooks customer contact list",
    signature: &["Phone Numbers", "Full Name"],
    external_id: &["Customer full name", "Customer"],
    full_name: &["Full Name"],
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
    note: Some(
        "the report has no id, so the customer's name stands in, which QuickBooks allows once; people can change it",
    ),
    ..NOTHING
};
