use crate::record::{Absent, Declaration, Examples, Field, Sql, Type, Wire, Words};

const STATES: &[&str] = &["draft", "issued", "paid", "canceled"];

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "invoice",
        one: "an invoice",
        many: "invoices",
        about: "The invoices that links are about.",
        link: "Which connector sourced or consumed which invoice, when and in which direction.",
    },
    wire: Wire {
        record: "invoice",
        records_path: "/v1/invoices",
        record_id: "invoice_id",
        link: "invoice_workspace_connector",
        links_path: "/v1/invoice-workspace-connectors",
        links: "invoice_workspace_connectors",
        provenance: "invoice_provenance",
        identity: "invoice_identity",
        identities_path: "/v1/invoice-identities",
        identities: "invoice_identities",
    },
    sql: Sql {
        records: "invoices",
        record_id: "invoice_id",
        links: "invoice_workspace_connectors",
        link_id: "invoice_workspace_connector_id",
        record_pk: "invoice_pk",
        identities: "invoice_identities",
        identity_id: "invoice_identity_id",
        name_index: "idx_invoices_name_key",
        named: "invoice_named",
    },
    external_id: "external_invoice_id",
    fields: &[
        Field::new(
            "reference_number",
            Type::Text(200),
            "RE-2026-0117",
            "The number printed on it.",
        ),
        Field::new(
            "status",
            Type::OneOf(STATES),
            "issued",
            "The invoice's status.",
        )
        .or(Absent::Value("draft")),
        Field::new("issue_date", Type::Date, "2026-05-10", "The date of issue."),
        Field::new(
            "due_date",
            Type::Date,
            "2026-06-09",
            "The date by which it must be paid.",
        ),
        Field::new("currency", Type::Currency, "EUR", "The currency."),
        Field::new(
            "grand_total",
            Type::Money,
            "119.00",
            "The amount to pay, including taxes.",
        ),
    ],
    email: None,
    display: &["reference_number"],
    search: &[],
    telling: &[&["issue_date"], &["grand_total"]],
    examples: Examples {
        record: "2d9a7e35-6f18-4c24-b0e7-4a1d8c5f6b92",
        link: "f4d8e1a6-3c7b-4e92-a1d5-8b0c6e2f9a37",
        identity: "732242fd-a890-4e32-9297-9bfcbbeb508f",
        external_id: "erp-i-2043",
    },
};
