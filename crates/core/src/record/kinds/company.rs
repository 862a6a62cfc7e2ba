use crate::record::{Declaration, Examples, Field, Sql, Type, Wire, Words};

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "company",
        one: "a company",
        many: "companies",
        about: "The companies that links are about.",
        link: "Which connector sourced or consumed which company, when and in which direction.",
    },
    wire: Wire {
        record: "company",
        records_path: "/v1/companies",
        record_id: "company_id",
        link: "company_workspace_connector",
        links_path: "/v1/company-workspace-connectors",
        links: "company_workspace_connectors",
        provenance: "company_provenance",
        identity: "company_identity",
        identities_path: "/v1/company-identities",
        identities: "company_identities",
    },
    sql: Sql {
        records: "companies",
        record_id: "company_id",
        links: "company_workspace_connectors",
        link_id: "company_workspace_connector_id",
        record_pk: "company_pk",
        identities: "company_identities",
        identity_id: "company_identity_id",
        name_index: "idx_companies_name_key",
        named: "company_named",
    },
    external_id: "external_company_id",
    fields: &[
        Field::new(
            "name",
            Type::Text(500),
            "Analytical Engines",
            "The name in daily use.",
        )
        .required(),
        Field::new(
            "domain",
            Type::Text(253),
            "engines.example",
            "The domain of its website and mail.",
        ),
        Field::new(
            "registered_name",
            Type::Text(500),
            "Analytical Engines Ltd",
            "The registered name.",
        ),
        Field::new(
            "tax_id",
            Type::Text(100),
            "GB123456789",
            "The tax office's number for it.",
        ),
        Field::new("country", Type::Country, "GB", "Where it is registered."),
    ],
    email: None,
    display: &["name"],
    search: &[],
    telling: &[&["domain"], &["registered_name"], &["tax_id"]],
    examples: Examples {
        record: "5b0f6a1e-7c3d-4d0a-9a52-1f6e8b3c4d21",
        link: "c1a7d2e4-0b5f-4c38-8e19-6d2f7a9b3c10",
        identity: "3f372617-f0ba-4f3a-86f0-ce2ea6ec39c1",
        external_id: "crm-c-12",
    },
};
