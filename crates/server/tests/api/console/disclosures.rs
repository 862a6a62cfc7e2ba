//! A record's disclosure report as a page and as downloads, which are the same report.

use axum::http::{Method, StatusCode, header};
use serde_json::json;
use wellhead_core::privacy::HandedOut;
use wellhead_core::record::Kind;

use super::{get, send, sign_in};
use crate::identities::create;
use crate::support::{self, ACTIVATIONS, Api, LINKS, merge_of};

crate::on_both_engines![
    a_page_has_everybody_and_no_name,
    its_downloads_are_the_report_that_is_shown,
    a_merged_record_leads_on,
    strangers_have_no_page,
];

fn url(person: &str) -> String {
    format!("/console/people/{person}/disclosures")
}

/// The address of a page's link to a download.
fn download(page: &str, ending: &str) -> String {
    let found = page.split('"').find(|it| it.contains(ending));
    found.expect("a download").replace("&amp;", "&")
}

async fn a_page_has_everybody_and_no_name(api: &Api) {
    let ada = api.person(&api.here, "Ada Lovelace").await;
    let (crm, mailer) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &crm, "input").await;
    let link = api.link(&ada, &mailer, "output").await;
    api.delete(&format!("{LINKS}/{link}")).await;
    create(api, &ada, &mailer, "501").await;
    let cookie = sign_in(api, &api.here.reader).await;
    let record = get(api, &cookie, &format!("/console/people/{ada}")).await;
    assert!(record.contains(&url(&ada)), "the record's page leads there");
    let page = get(api, &cookie, &url(&ada)).await;
    for said in [
        "No legal name is recorded",
        "1 ended, last ",
        ": deleted",
        "knows it as <code><bdi>501</bdi></code>",
        "The ledger tells of the time from",
        "Nobody has recorded who is behind it.",
        "SHA-256 of the report",
        &*api.here.reader_key.to_string(),
    ] {
        assert!(page.contains(said), "no {said:?}: {page}");
    }
    assert!(!page.contains("Lovelace"), "{page}");

    let legal = json!({"legal_name": "<Mailer> GmbH", "address": "Berlin"});
    let document = json!({"data": {
        "type": "workspace_connector", "id": mailer, "attributes": legal
    }});
    let path = format!("{ACTIVATIONS}/{mailer}");
    api.patch(&path, &document).await.ok();
    let page = get(api, &cookie, &url(&ada)).await;
    assert!(page.contains("&lt;Mailer&gt; GmbH"), "{page}");
    assert!(page.contains("(recorded later)"), "{page}");
}

async fn its_downloads_are_the_report_that_is_shown(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let crm = api.activation(&api.here).await;
    api.link(&ada, &crm, "output").await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, &format!("{}?to=2999-12-31", url(&ada))).await;
    // What comes later is in no download of this page.
    api.moment().await;
    api.link(&ada, &crm, "output").await;
    let document = download(&page, ".jsonld?");
    let reply = send(api, Method::GET, &document, Some(&cookie), "").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
    let handed = HandedOut::read(&reply.body).expect("a report as it was handed out");
    assert!(page.contains(&handed.sha256), "{page}");
    assert_eq!(handed.report.recipients[0].deliveries, 1);
    let to = handed.report.to.as_deref();
    assert_eq!(to, Some("3000-01-01T00:00:00.000Z"), "the last day counts");
    let table = get(api, &cookie, &download(&page, ".csv?")).await;
    assert!(table.contains(&handed.sha256), "{table}");
    let unclear = format!("{}.csv?as_of=soon", url(&ada));
    let reply = send(api, Method::GET, &unclear, Some(&cookie), "").await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

async fn a_merged_record_leads_on(api: &Api) {
    let (ada, twin) = (
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Twin").await,
    );
    let merge = merge_of(Kind::People, &ada, &[&twin]);
    api.post("/v1/people/merges", &merge).await.created();
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, &url(&twin)).await;
    assert!(page.contains(&url(&ada)), "{page}");
    let whole = get(api, &cookie, &url(&ada)).await;
    assert!(whole.contains(&twin), "{whole}");
    let path = format!("{}.csv", url(&twin));
    let reply = send(api, Method::GET, &path, Some(&cookie), "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

async fn strangers_have_no_page(api: &Api) {
    let cookie = sign_in(api, &api.here.reader).await;
    let stranger = api.person(&api.there, "Eve").await;
    for id in [&*stranger, support::NOBODY, "x"] {
        for path in [url(id), format!("{}.csv", url(id))] {
            let reply = send(api, Method::GET, &path, Some(&cookie), "").await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
