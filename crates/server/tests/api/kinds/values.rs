//! The values that each kind's fields accept and refuse.

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{Api, example, record};

crate::on_both_engines![
    a_value_is_kept_in_its_one_spelling,
    a_value_outside_its_type_is_refused_at_its_place,
    null_clears_optional_fields,
    an_invoice_is_a_draft_unless_it_says_otherwise,
];

async fn a_value_is_kept_in_its_one_spelling(api: &Api) {
    let checksum = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
    for (kind, field, sent, kept) in [
        (Kind::People, "first_name", json!(" Ada "), json!("Ada")),
        (Kind::Company, "country", json!("gb"), json!("GB")),
        (Kind::Account, "type", json!("Deposit"), json!("deposit")),
        (Kind::Account, "currency", json!(" eur "), json!("EUR")),
        (Kind::Account, "iban_last4", json!("ab12"), json!("AB12")),
        (
            Kind::Invoice,
            "grand_total",
            json!("+0119.50"),
            json!("119.50"),
        ),
        (Kind::Invoice, "grand_total", json!(119), json!("119")),
        (
            Kind::Invoice,
            "due_date",
            json!("2024-02-29"),
            json!("2024-02-29"),
        ),
        (Kind::Transaction, "amount", json!("-0.5"), json!("-0.5")),
        (Kind::Document, "size", json!(i64::MAX), json!(i64::MAX)),
        (
            Kind::Document,
            "content_checksum",
            json!(checksum),
            json!(checksum.to_lowercase()),
        ),
    ] {
        let mut attributes = example(kind);
        attributes[field] = sent;
        let made = api
            .post(kind.wire().records_path, &record(kind, &attributes))
            .await;
        made.created();
        assert_eq!(
            made.body["data"]["attributes"][field], kept,
            "{kind}: {field}"
        );
    }
}

async fn a_value_outside_its_type_is_refused_at_its_place(api: &Api) {
    for (kind, field, value) in [
        (Kind::Company, "name", json!("")),
        (Kind::Company, "domain", json!("x".repeat(254))),
        (Kind::Company, "country", json!("GBR")),
        (Kind::Company, "country", json!("UK")),
        (Kind::Account, "type", json!("savings")),
        (Kind::Account, "currency", json!("EURO")),
        (Kind::Account, "iban_last4", json!("123")),
        (Kind::Invoice, "status", json!("open")),
        (Kind::Invoice, "status", Value::Null),
        (Kind::Invoice, "due_date", json!("2026-02-30")),
        (Kind::Invoice, "issue_date", json!("10.05.2026")),
        (Kind::Invoice, "grand_total", json!("1,00")),
        (Kind::Invoice, "grand_total", json!(1.5)),
        (Kind::Invoice, "grand_total", json!("1000000000000000000")),
        (Kind::Transaction, "amount", json!("0.123456789")),
        (Kind::Transaction, "value_date", json!(20_260_510)),
        (Kind::Document, "size", json!(-1)),
        (Kind::Document, "size", json!("48213")),
        (Kind::Document, "size", json!(u64::MAX)),
        (Kind::Document, "content_checksum", json!("9f86d081")),
    ] {
        let mut attributes = example(kind);
        attributes[field] = value.clone();
        let (path, place) = (
            kind.wire().records_path,
            format!("/data/attributes/{field}"),
        );
        let refused = api.post(path, &record(kind, &attributes)).await;
        refused.is_error(422, "invalid_attribute", &place);
        let id = api.record(&api.here, kind).await;
        let change = json!({"data": {
            "type": kind.as_str(), "id": id, "attributes": {field: value}
        }});
        let refused = api.patch(&format!("{path}/{id}"), &change).await;
        refused.is_error(422, "invalid_attribute", &place);
        let operations = json!([{"op": "add", "data": record(kind, &attributes)["data"]}]);
        let refused = api.operate(&api.here.sync, &operations).await;
        let place = format!("/atomic:operations/0{place}");
        refused.is_error(422, "invalid_attribute", &place);
    }
}

async fn null_clears_optional_fields(api: &Api) {
    for kind in Kind::ALL {
        let id = api.record(&api.here, kind).await;
        let path = format!("{}/{id}", kind.wire().records_path);
        for field in kind.fields().iter().filter(|it| it.is_nullable()) {
            let change = json!({"data": {
                "type": kind.as_str(), "id": id, "attributes": {field.name: null}
            }});
            let after = api.patch(&path, &change).await.ok();
            assert_eq!(after["data"]["attributes"][field.name], Value::Null);
        }
    }
}

async fn an_invoice_is_a_draft_unless_it_says_otherwise(api: &Api) {
    let made = api
        .post("/v1/invoices", &record(Kind::Invoice, &json!({})))
        .await;
    made.created();
    assert_eq!(made.body["data"]["attributes"]["status"], "draft");
}
