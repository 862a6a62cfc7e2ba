use crate::record::{Declaration, Examples, Field, Sql, Type, Wire, Words};

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "document",
        one: "a document",
        many: "documents",
        about: "The documents that links are about.",
        link: "Which connector sourced or consumed which document, when and in which direction.",
    },
    wire: Wire {
        record: "document",
        records_path: "/v1/documents",
        record_id: "document_id",
        link: "document_workspace_connector",
        links_path: "/v1/document-workspace-connectors",
        links: "document_workspace_connectors",
        provenance: "document_provenance",
        identity: "document_identity",
        identities_path: "/v1/document-identities",
        identities: "document_identities",
    },
    sql: Sql {
        records: "documents",
        record_id: "document_id",
        links: "document_workspace_connectors",
        link_id: "document_workspace_connector_id",
        record_pk: "document_pk",
        identities: "document_identities",
        identity_id: "document_identity_id",
        name_index: "idx_documents_name_key",
        named: "document_named",
    },
    external_id: "external_document_id",
    fields: &[
        Field::new(
            "filename",
            Type::Text(255),
            "RE-2026-0117.pdf",
            "The file's name.",
        )
        .required(),
        Field::new(
            "document_type",
            Type::Text(100),
            "invoice",
            "The kind of document, as its own system calls it.",
        ),
        Field::new(
            "media_type",
            Type::Text(255),
            "application/pdf",
            "The file's media type.",
        ),
        Field::new("size", Type::Size, "48213", "The file's size in bytes."),
        Field::new(
            "content_checksum",
            Type::Sha256,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "The file's SHA-256.",
        ),
    ],
    email: None,
    display: &["filename"],
    search: &[],
    telling: &[&["size"], &["content_checksum"]],
    examples: Examples {
        record: "4c7d0e92-8b3a-4e16-9f41-5d2b7a6c8e03",
        link: "9a1f5d37-6c2e-4b80-8d74-0e9b3f6a5c18",
        identity: "e8af30f7-c70b-43bf-a4d0-b50f658c6762",
        external_id: "dms-d-551",
    },
};
