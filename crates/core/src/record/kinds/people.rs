use crate::record::{Absent, Declaration, Examples, Field, SearchKey, Sql, Type, Wire, Words};

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "person",
        one: "a person",
        many: "people",
        about: "The people that links are about.",
        link: "Which connector sourced or consumed which person, when and in which direction.",
    },
    wire: Wire {
        record: "people",
        records_path: "/v1/people",
        record_id: "people_id",
        link: "people_workspace_connector",
        links_path: "/v1/people-workspace-connectors",
        links: "people_workspace_connectors",
        provenance: "people_provenance",
        identity: "people_identity",
        identities_path: "/v1/people-identities",
        identities: "people_identities",
    },
    sql: Sql {
        records: "peoples",
        record_id: "people_id",
        links: "people_workspace_connectors",
        link_id: "people_workspace_connector_id",
        record_pk: "people_pk",
        identities: "people_identities",
        identity_id: "people_identity_id",
        name_index: "idx_peoples_name_key",
        named: "people_named",
    },
    external_id: "external_person_id",
    fields: &[
        Field::new("first_name", Type::Text(500), "Ada", "The given name."),
        Field::new("last_name", Type::Text(500), "Lovelace", "The family name."),
        Field::new(
            "full_name",
            Type::Text(500),
            "Ada Lovelace",
            "The whole name; first and last name if not given.",
        )
        .or(Absent::Joined(&["first_name", "last_name"])),
        Field::new(
            "email",
            Type::Text(500),
            "ada@engines.example",
            "The e-mail address. A connector may say that people with the same one are the same.",
        ),
    ],
    email: Some("email"),
    display: &["full_name", "first_name"],
    search: &[SearchKey {
        index: "idx_peoples_last_name",
        field: "last_name",
    }],
    telling: &[&["first_name"], &["last_name"]],
    examples: Examples {
        record: "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f",
        link: "a3f92c11-8d14-4e2b-b305-7c1e0f3a9d82",
        identity: "c15521b1-b3dc-450a-9daa-37e51b591d75",
        external_id: "crm-1815",
    },
};
