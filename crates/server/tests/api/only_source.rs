//! Whom did only this connector source?

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::console;
use crate::support::{Api, NOBODY, link_of};

crate::on_both_engines![
    every_kind_tells_whom_only_one_connector_sourced,
    a_page_ends_early_and_the_next_goes_on,
    what_does_not_go_with_it_is_refused,
    the_connectors_page_leads_there,
];

async fn every_kind_tells_whom_only_one_connector_sourced(api: &Api) {
    let crm = api.activation(&api.here).await;
    let shop = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let (records, links) = (kind.wire().records_path, kind.wire().links_path);
        let mut ids = Vec::new();
        let mut last = String::new();
        for connectors in [vec![&crm], vec![&crm, &crm], vec![&shop], vec![&crm, &shop]] {
            let id = api.record(&api.here, kind).await;
            for connector in connectors {
                let link = link_of(kind, &id, connector, "input");
                last = api.post(links, &link).await.created();
            }
            // Who consumed it does not matter.
            let link = link_of(kind, &id, &shop, "output");
            api.post(links, &link).await.created();
            ids.push(id);
        }
        let only = async |query: &str| api.get(&format!("{records}?filter[{query}")).await;
        let found = only(&format!("only_source]={crm}&sort=created_at")).await;
        assert_eq!(found.ids(), ids[..2], "{kind}");
        assert_eq!(found.body["data"][0]["type"], kind.as_str());
        assert_eq!(found.body.get("meta"), None, "it looked at everything");
        let found = only(&format!("only_source]={crm}")).await;
        assert_eq!(found.ids(), [&*ids[1], &*ids[0]], "newest first");
        assert_eq!(only(&format!("only_source]={shop}")).await.ids(), ids[2..3]);
        assert_eq!(only(&format!("only_source]={NOBODY}")).await.ids(), [""; 0]);

        // The last one loses its second source, and the first one is deleted with its links.
        api.delete(&format!("{links}/{last}")).await;
        api.delete(&format!("{records}/{}", ids[0])).await;
        let now = [&*ids[3], &*ids[1]];
        assert_eq!(only(&format!("only_source]={crm}")).await.ids(), now);
        let all = format!("only_source]={crm}&filter[deleted]=include");
        assert_eq!(only(&all).await.ids(), now, "it has no active link");
        assert_eq!(
            only(&format!("only_source_ever]={crm}")).await.ids(),
            ids[1..2]
        );
        let ever = format!("only_source_ever]={crm}&filter[deleted]=include");
        assert_eq!(only(&ever).await.ids(), [&*ids[1], &*ids[0]]);
        let gone = format!("only_source_ever]={crm}&filter[deleted]=only");
        assert_eq!(only(&gone).await.ids(), ids[..1]);

        let page = only(&format!(
            "only_source]={crm}&page[size]=1&include=workspace"
        ))
        .await;
        assert_eq!(page.ids(), now[..1]);
        let next = page.body["links"]["next"].as_str().unwrap().to_owned();
        let page = api.get(&next).await;
        assert_eq!(page.ids(), now[1..]);
        assert_eq!(page.body["links"]["next"], Value::Null);
        let previous = page.body["links"]["prev"].as_str().unwrap().to_owned();
        assert_eq!(api.get(&previous).await.ids(), now[..1]);
    }
    let theirs = api.activation(&api.there).await;
    let theirs = format!("/v1/people?filter[only_source]={theirs}");
    assert_eq!(api.get(&theirs).await.ids(), [""; 0]);
}

async fn a_page_ends_early_and_the_next_goes_on(api: &Api) {
    let connector = api.activation(&api.here).await;
    let person = api.person(&api.here, "Ada").await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let line = format!("{}\n", json!({"people_id": person}));
    let lines = api.deliver(&run, "?on_duplicate=append", line.repeat(5_001));
    let lines = lines.await;
    assert_eq!(
        lines.last().unwrap()["summary"]["links_created"],
        5_001,
        "{lines:?}"
    );

    // The oldest of her links is the one that counts, and it is the last to be looked at.
    let first = api
        .get(&format!("/v1/people?filter[only_source]={connector}"))
        .await;
    assert_eq!(first.ids(), [""; 0]);
    assert!(
        first.body["meta"]["looked_until"].is_string(),
        "{}",
        first.body
    );
    let next = first.body["links"]["next"].as_str().unwrap().to_owned();
    let page = api.get(&next).await;
    assert_eq!(page.ids(), [&*person]);
    assert_eq!(
        (page.body.get("meta"), &page.body["links"]["next"]),
        (None, &Value::Null)
    );
    // Nobody knows what was there before, so the way back leads to an empty page, which leads on.
    let previous = page.body["links"]["prev"].as_str().unwrap().to_owned();
    let back = api.get(&previous).await;
    assert_eq!(back.ids(), [""; 0]);
    assert!(
        back.body["meta"]["looked_until"].is_string(),
        "{}",
        back.body
    );
    let next = back.body["links"]["next"].as_str().unwrap().to_owned();
    assert_eq!(api.get(&next).await.ids(), [&*person]);
}

async fn what_does_not_go_with_it_is_refused(api: &Api) {
    let connector = api.activation(&api.here).await;
    let only = format!("/v1/people?filter[only_source]={connector}");
    for (parameter, value) in [
        ("filter[only_source_ever]", &*connector),
        ("filter[created_at][gte]", "2026-05-10T00:00:00Z"),
        ("filter[external_person_id]", "E-1"),
        ("filter[search]", "ada"),
        ("page[total]", "true"),
    ] {
        let refused = api.get(&format!("{only}&{parameter}={value}")).await;
        refused.is_error(400, "invalid_parameter", parameter);
    }
    let refused = api.get("/v1/people?filter[only_source]=crm").await;
    refused.is_error(400, "invalid_parameter", "filter[only_source]");
}

async fn the_connectors_page_leads_there(api: &Api) {
    let crm = api.activation(&api.here).await;
    let shop = api.activation(&api.here).await;
    let cookie = console::sign_in(api, &api.here.reader).await;
    for kind in Kind::ALL {
        let links = kind.wire().links_path;
        let [alone, shared] = [
            api.record(&api.here, kind).await,
            api.record(&api.here, kind).await,
        ];
        let mut second = String::new();
        for (record, connector) in [(&alone, &crm), (&shared, &crm), (&shared, &shop)] {
            let link = link_of(kind, record, connector, "input");
            second = api.post(links, &link).await.created();
        }
        let page = format!("/console/connectors/{crm}?record={kind}");
        let page = console::get(api, &cookie, &page).await;
        let there = format!("/console/connectors/{crm}/only-source?record={kind}");
        assert!(page.contains(&format!("href=\"{there}\"")), "{page}");
        let page = console::get(api, &cookie, &there).await;
        assert!(page.contains(&alone) && !page.contains(&shared), "{page}");
        api.delete(&format!("{links}/{second}")).await;
        let page = console::get(api, &cookie, &there).await;
        assert!(page.contains(&alone) && page.contains(&shared), "{page}");
        let ever = console::get(api, &cookie, &format!("{there}&links=ever")).await;
        assert!(ever.contains(&alone) && !ever.contains(&shared), "{ever}");
    }
    let page = format!("/console/connectors/{shop}/only-source");
    let page = console::get(api, &cookie, &page).await;
    assert!(page.contains("No people."), "{page}");
}
