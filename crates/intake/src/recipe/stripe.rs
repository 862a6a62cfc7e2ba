use super::{OF_PEOPLE, Recipe};

/// Stripe: customers, exported from the Dashboard.
///
/// `id,Description,Email,Name,Created (UTC),Delinquent,Card ID,…,Plan,Status,…,Total Spend,Payment Count,Refunded
/// Volume,Dispute Losses` and metadata: "Export" under <https://docs.stripe.com/dashboard/basics>.
pub(super) const CUSTOMERS: Recipe = Recipe {
    name: "stripe-customers",
    title: "Stripe customers",
    signature: &["Email", "Created (UTC)", "Delinquent"],
    external_id: &["id"],
    fields: &[("full_name", &["Name"]), ("email", &["Email"])],
    ..OF_PEOPLE
};

/// Stripe: invoices, exported from the Dashboard.
///
/// `id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,…,Customer Email,Customer
/// Name`, or what else is chosen: <https://docs.stripe.com/invoicing/dashboard/manage-invoices>.
pub(super) const INVOICES: Recipe = Recipe {
    name: "stripe-invoices",
    title: "Stripe invoices",
    signature: &["id", "Amount Due", "Number"],
    external_id: &["Customer", "Customer ID"],
    fields: &[
        ("full_name", &["Customer Name"]),
        ("email", &["Customer Email"]),
    ],
    note: Some("the person is the customer of the invoice; the invoices themselves are not kept"),
    ..OF_PEOPLE
};

/// Stripe: customers as the API gives them: <https://docs.stripe.com/api/customers/object>.
pub(super) const API: Recipe = Recipe {
    name: "stripe-api",
    title: "Stripe customers, from the API",
    signature: &["object", "email", "livemode", "invoice_prefix"],
    external_id: &["id"],
    fields: &[("full_name", &["name"]), ("email", &["email"])],
    ..OF_PEOPLE
};
