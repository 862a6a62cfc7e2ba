use crate::record::{Declaration, Examples, Field, Sql, Type, Wire, Words};

const SORTS: &[&str] = &[
    "deposit",
    "credit",
    "loan",
    "investment",
    "payroll",
    "other",
];

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "account",
        one: "an account",
        many: "accounts",
        about: "The accounts that links are about.",
        link: "Which connector sourced or consumed which account, when and in which direction.",
    },
    wire: Wire {
        record: "account",
        records_path: "/v1/accounts",
        record_id: "account_id",
        link: "account_workspace_connector",
        links_path: "/v1/account-workspace-connectors",
        links: "account_workspace_connectors",
        provenance: "account_provenance",
        identity: "account_identity",
        identities_path: "/v1/account-identities",
        identities: "account_identities",
    },
    sql: Sql {
        records: "accounts",
        record_id: "account_id",
        links: "account_workspace_connectors",
        link_id: "account_workspace_connector_id",
        record_pk: "account_pk",
        identities: "account_identities",
        identity_id: "account_identity_id",
        name_index: "idx_accounts_name_key",
        named: "account_named",
    },
    external_id: "account_external_id",
    fields: &[
        Field::new(
            "account_name",
            Type::Text(500),
            "Current account",
            "The name in daily use.",
        ),
        Field::new(
            "type",
            Type::OneOf(SORTS),
            "deposit",
            "The kind of account.",
        )
        .required(),
        Field::new("currency", Type::Currency, "EUR", "The currency."),
        Field::new(
            "iban_last4",
            Type::IbanLast4,
            "3000",
            "The last four characters of its IBAN.",
        ),
    ],
    email: None,
    display: &["account_name"],
    search: &[],
    telling: &[&["iban_last4"]],
    examples: Examples {
        record: "8e2c4f60-1a9b-4b7e-8d35-2c7f9e0a5b43",
        link: "e7b3c5d9-2f4a-4a61-9b08-3c5e7f1d2a64",
        identity: "4a800646-417a-4105-bc31-99944567ceb1",
        external_id: "bank-a-7",
    },
};
