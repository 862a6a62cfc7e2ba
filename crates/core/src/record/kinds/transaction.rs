use crate::record::{Declaration, Examples, Field, Sql, Type, Wire, Words};

const STATES: &[&str] = &["pending", "booked", "canceled"];

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "transaction",
        one: "a transaction",
        many: "transactions",
        about: "The transactions that links are about.",
        link: "Which connector sourced or consumed which transaction, when and in which direction.",
    },
    wire: Wire {
        record: "transaction",
        records_path: "/v1/transactions",
        record_id: "transaction_id",
        link: "transaction_workspace_connector",
        links_path: "/v1/transaction-workspace-connectors",
        links: "transaction_workspace_connectors",
        provenance: "transaction_provenance",
        identity: "transaction_identity",
        identities_path: "/v1/transaction-identities",
        identities: "transaction_identities",
    },
    sql: Sql {
        records: "transactions",
        record_id: "transaction_id",
        links: "transaction_workspace_connectors",
        link_id: "transaction_workspace_connector_id",
        record_pk: "transaction_pk",
        identities: "transaction_identities",
        identity_id: "transaction_identity_id",
        name_index: "idx_transactions_name_key",
        named: "transaction_named",
    },
    external_id: "transaction_external_id",
    fields: &[
        Field::new(
            "description",
            Type::Text(500),
            "Analytical Engines Ltd, RE-2026-0117",
            "The text on the statement.",
        ),
        Field::new(
            "amount",
            Type::Money,
            "-119.00",
            "The amount: positive for money in, negative for money out.",
        ),
        Field::new("currency", Type::Currency, "EUR", "The currency."),
        Field::new(
            "booking_date",
            Type::Date,
            "2026-05-12",
            "When it was booked.",
        ),
        Field::new(
            "value_date",
            Type::Date,
            "2026-05-13",
            "The date from which it counts.",
        ),
        Field::new(
            "status",
            Type::OneOf(STATES),
            "booked",
            "The transaction's status.",
        ),
    ],
    email: None,
    display: &["description"],
    search: &[],
    telling: &[&["amount", "booking_date"]],
    examples: Examples {
        record: "b6e1f3c8-9d42-4f57-8a6b-7e3c0d9f1a25",
        link: "07c9a4b2-5e8d-4d13-b6f0-1a3e5c7d9b84",
        identity: "df7142dc-af29-46f8-b774-4cca4d909eb2",
        external_id: "bank-t-90811",
    },
};
