//! Runs: each is about one kind, and so is everything that it delivers and sweeps.

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{ACTIVATIONS, Api, NOBODY, RUNS, example, run};

crate::on_both_engines![
    one_run_is_open_for_each_kind,
    runs_are_filtered_by_their_kind,
    an_unknown_kind_is_refused,
    lines_name_records_of_the_runs_kind,
    bad_lines_are_rejected_with_member_and_reason,
    a_full_run_sweeps_its_own_kind_only,
];

async fn open(api: &Api, connector: &str, kind: Kind, mode: &str) -> String {
    let attributes = json!({"record": kind.as_str(), "direction": "input", "mode": mode});
    api.run(connector, &attributes).await
}

async fn succeed(api: &Api, run: &str) -> Value {
    let document = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    api.patch(&format!("{RUNS}/{run}"), &document).await.ok()
}

/// A line for a new record, by its external id.
fn line(kind: Kind, key: &str) -> String {
    let mut line = example(kind);
    line[kind.declaration().external_id] = json!(key);
    format!("{line}\n")
}

async fn one_run_is_open_for_each_kind(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let opened = open(api, &connector, kind, "full").await;
        let attributes = json!({"record": kind.as_str(), "direction": "input"});
        let refused = api.post(RUNS, &run(&connector, &attributes)).await;
        refused.is_error(409, "run_open", "");
        assert_eq!(refused.body["errors"][0]["meta"]["id"], opened);
        let found = api.get(&format!("{RUNS}/{opened}")).await.ok();
        assert_eq!(found["data"]["attributes"]["record"], kind.as_str());
    }
    let unsaid = run(&connector, &json!({"direction": "input"}));
    api.post(RUNS, &unsaid).await.is_error(409, "run_open", "");
}

async fn runs_are_filtered_by_their_kind(api: &Api) {
    let connector = api.activation(&api.here).await;
    let mut runs = Vec::new();
    for kind in Kind::ALL {
        runs.push((kind, open(api, &connector, kind, "incremental").await));
    }
    let of_connector = format!("{ACTIVATIONS}/{connector}/workspace_connector_sync_logs");
    for (kind, id) in &runs {
        for path in [RUNS, &of_connector] {
            let found = api.get(&format!("{path}?filter[record]={kind}")).await;
            assert_eq!(found.ids(), [&**id], "{path}: {kind}");
        }
    }
}

async fn an_unknown_kind_is_refused(api: &Api) {
    let connector = api.activation(&api.here).await;
    let attributes = json!({"record": "firm", "direction": "input"});
    let refused = api.post(RUNS, &run(&connector, &attributes)).await;
    refused.is_error(422, "invalid_attribute", "/data/attributes/record");
    let listed = api.get(&format!("{RUNS}?filter[record]=firm")).await;
    listed.is_error(400, "invalid_parameter", "filter[record]");
    for refused in [refused, listed] {
        let detail = refused.body["errors"][0]["detail"].as_str().unwrap();
        for kind in Kind::ALL {
            assert!(detail.contains(kind.as_str()), "{detail}");
        }
    }
}

async fn lines_name_records_of_the_runs_kind(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let known = api.record(&api.here, kind).await;
        let opened = open(api, &connector, kind, "incremental").await;
        let by_id = json!({kind.wire().record_id: known});
        let lines = format!("{by_id}\n{}{}", line(kind, "E-1"), line(kind, "E-1"));
        let report = api.deliver(&opened, "", lines).await;
        let summary = &report.last().unwrap()["summary"];
        assert_eq!(summary["records_created"], 1, "{kind}: {report:?}");
        assert_eq!(summary["records_matched"], 2, "{kind}: {report:?}");
        assert_eq!(summary["rejected"], 0, "{kind}: {report:?}");
        let filter = format!("filter[{}]=E-1", kind.declaration().external_id);
        let made = api
            .get(&format!("{}?{filter}", kind.wire().records_path))
            .await;
        let shown = &made.body["data"][0]["attributes"];
        for (name, value) in example(kind).as_object().unwrap() {
            assert_eq!(shown[name], *value, "{kind}: {name}");
        }
        assert_eq!(
            api.get(kind.wire().links_path).await.ids().len(),
            2,
            "{kind}"
        );
    }
}

async fn bad_lines_are_rejected_with_member_and_reason(api: &Api) {
    let connector = api.activation(&api.here).await;
    for (kind, line, code, member) in [
        (
            Kind::Company,
            json!({"people_id": NOBODY}),
            "missing_member",
            "company_id",
        ),
        (
            Kind::Company,
            json!({"external_company_id": "c-1", "first_name": "Ada"}),
            "unknown_member",
            "first_name",
        ),
        (
            Kind::Company,
            json!({"external_company_id": "c-1"}),
            "missing_member",
            "name",
        ),
        (
            Kind::Company,
            json!({"company_id": NOBODY}),
            "record_not_found",
            "company_id",
        ),
        (
            Kind::Account,
            json!({"account_external_id": "a-1", "type": "deposit", "currency": "EURO"}),
            "invalid_value",
            "currency",
        ),
        (
            Kind::Invoice,
            json!({"external_invoice_id": "i-1", "due_date": "2026-02-30"}),
            "invalid_value",
            "due_date",
        ),
        (
            Kind::Transaction,
            json!({"transaction_external_id": "t-1", "amount": "1,00"}),
            "invalid_value",
            "amount",
        ),
        (
            Kind::Document,
            json!({"external_document_id": "d-1", "filename": "a", "content_checksum": "9f86"}),
            "invalid_value",
            "content_checksum",
        ),
    ] {
        let connector = if kind == Kind::Company {
            api.activation(&api.here).await
        } else {
            connector.clone()
        };
        let opened = open(api, &connector, kind, "incremental").await;
        let report = api.deliver(&opened, "", line.to_string()).await;
        let rejected = report.iter().find_map(|it| it.get("rejected")).unwrap();
        assert_eq!(rejected["code"], code, "{rejected}");
        let detail = rejected["detail"].as_str().unwrap();
        assert!(detail.contains(member), "{detail}");
    }
}

async fn a_full_run_sweeps_its_own_kind_only(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let opened = open(api, &connector, kind, "full").await;
        let lines: String = (0..4).map(|i| line(kind, &format!("E-{i}"))).collect();
        api.deliver(&opened, "", lines).await;
        succeed(api, &opened).await;
    }
    for (i, kind) in Kind::ALL.into_iter().enumerate() {
        let opened = open(api, &connector, kind, "full").await;
        let lines: String = (0..3).map(|i| line(kind, &format!("E-{i}"))).collect();
        api.deliver(&opened, "", lines).await;
        let closed = succeed(api, &opened).await;
        let metadata = &closed["data"]["attributes"]["metadata"];
        assert_eq!(metadata["links_swept"], 1, "{kind}: {metadata}");
        for (place, other) in Kind::ALL.into_iter().enumerate() {
            let left = if place > i { 4 } else { 3 };
            let active = api.get(other.wire().links_path).await.ids();
            assert_eq!(active.len(), left, "{other} after {kind}");
        }
    }
}
