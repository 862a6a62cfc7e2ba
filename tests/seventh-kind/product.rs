use crate::record::{Declaration, Examples, Field, SearchKey, Sql, Type, Wire, Words};

pub(super) const DECLARATION: Declaration = Declaration {
    words: Words {
        noun: "product",
        one: "a product",
        many: "products",
        about: "The products that links are about.",
        link: "Which connector sourced or consumed which product, when and in which direction.",
    },
    wire: Wire {
        record: "product",
        records_path: "/v1/products",
        record_id: "product_id",
        link: "product_workspace_connector",
        links_path: "/v1/product-workspace-connectors",
        links: "product_workspace_connectors",
        provenance: "product_provenance",
        identity: "product_identity",
        identities_path: "/v1/product-identities",
        identities: "product_identities",
    },
    sql: Sql {
        records: "products",
        record_id: "product_id",
        links: "product_workspace_connectors",
        link_id: "product_workspace_connector_id",
        record_pk: "product_pk",
        identities: "product_identities",
        identity_id: "product_identity_id",
        named: "product_named",
    },
    external_id: "external_product_id",
    fields: &[
        Field::new("name", Type::Text(500), "Difference Engine", "What it is called.").required(),
        Field::new("sku", Type::Text(100), "DE-2", "The number on the shelf."),
        Field::new("price", Type::Money, "17470.00", "What one costs."),
        Field::new("currency", Type::Currency, "GBP", "The currency of the price."),
        Field::new("released_on", Type::Date, "1832-12-01", "The day of its release."),
    ],
    email: None,
    display: &["name"],
    search: &[SearchKey {
        index: "idx_products_name",
        fields: &["name"],
    }],
    examples: Examples {
        record: "6c1f7b2e-8d4e-4e1b-8b63-2f7e9c4d5e32",
        link: "d2b8e3f5-1c6a-4d49-9f2a-7e3f8b0a4c21",
        identity: "b3c95d0e-2f47-4a86-9c1b-6d8e7f50a234",
        external_id: "erp-p-2",
    },
};
