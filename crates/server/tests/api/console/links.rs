//! A link's page, and the reasons that lists give.

use axum::http::StatusCode;
use serde_json::json;

use super::{furnish, get, send, sign_in};
use crate::support::{Api, LINKS, RUNS, link_of};
use axum::http::Method;
use wellhead_core::record::Kind;

crate::on_both_engines![
    a_link_tells_its_life,
    a_long_life_has_pages,
    lists_say_why_a_link_is_gone,
    every_kind_has_pages_of_links,
];

/// Closes a full run of nobody, which sweeps what it may.
async fn sweep(api: &Api, connector: &str) -> String {
    let full = json!({"direction": "input", "mode": "full"});
    let run = api.run(connector, &full).await;
    api.deliver(&run, "", "{\"external_person_id\":\"Z\"}\n")
        .await;
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let path = format!("{RUNS}/{run}?confirm_sweep=true");
    api.patch(&path, &close).await.ok();
    run
}

/// The texts of a link's life, in order.
fn life(page: &str) -> Vec<String> {
    let (_, list) = page.split_once("<ol class=\"life\">").unwrap();
    let (list, _) = list.split_once("</ol>").unwrap();
    let items = list.split("</li>").filter(|item| item.contains("<li"));
    items
        .map(|item| {
            let (_, text) = item.split_once("</time></span>").unwrap();
            let mut shown = String::new();
            for part in text.split('<') {
                shown += part.split_once('>').map_or(part, |(_, text)| text);
            }
            // Without the time that a cause is told by.
            let words = shown
                .split(' ')
                .filter(|it| *it != "UTC" && !it.starts_with(|it: char| it.is_ascii_digit()));
            words.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

async fn a_link_tells_its_life(api: &Api) {
    let [ada, connector, link] = furnish(api, &api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    api.deliver(&run, "", format!("{{\"people_id\":\"{ada}\"}}\n"))
        .await;
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    api.patch(&format!("{RUNS}/{run}"), &close).await.ok();
    let sweeping = sweep(api, &connector).await;
    let path = format!("{LINKS}/{link}");
    let change = |attributes, relationships| {
        json!({"data": {
            "type": "people_workspace_connector", "id": link,
            "attributes": attributes, "relationships": relationships,
        }})
    };
    let restore = change(json!({"deleted_at": null}), json!({}));
    api.patch(&path, &restore).await.ok();
    let point = json!({"people": {"data": {"type": "people", "id": bob}}});
    let point = change(json!({"direction": "output"}), point);
    api.patch(&path, &point).await.ok();
    api.delete(&path).await;

    let cookie = sign_in(api, &api.here.reader).await;
    let url = format!("/console/people-workspace-connectors/{link}");
    let page = get(api, &cookie, &url).await;
    assert_eq!(
        life(&page),
        [
            "Made by the sync key made",
            "Seen last by the run of",
            "Swept by the run of",
            "Restored by the admin key made",
            "Changed, pointed to Bob instead of Ada, turned around: it went out and did not come in \
             by the admin key made",
            "Deleted by the admin key made",
        ],
    );
    for part in [
        format!("/console/runs/{run}"),
        format!("/console/runs/{sweeping}"),
        format!("/console/people/{ada}"),
        format!("/console/people/{bob}"),
        format!("/console/connectors/{connector}"),
        "badge off".to_owned(),
    ] {
        assert!(page.contains(&part), "{part}: {page}");
    }
}

async fn a_long_life_has_pages(api: &Api) {
    let [ada, connector, link] = furnish(api, &api.here, "Ada").await;
    for turn in 0..55 {
        let direction = ["output", "input"][turn % 2];
        let turned = json!({"data": {
            "type": "people_workspace_connector", "id": link,
            "attributes": {"direction": direction},
        }});
        let path = format!("{LINKS}/{link}");
        api.patch(&path, &turned).await.ok();
    }
    let cookie = sign_in(api, &api.here.reader).await;
    let url = format!("/console/people-workspace-connectors/{link}");
    let turn = |page: &str, rel: &str| {
        let (_, href) = page.split_once(&format!("rel=\"{rel}\" href=\""))?;
        Some(href.split_once('"')?.0.to_owned())
    };
    let first = get(api, &cookie, &url).await;
    assert_eq!(life(&first).len(), 50);
    assert!(life(&first)[0].starts_with("Made"), "{first}");
    assert_eq!(turn(&first, "prev"), None);
    let last = get(api, &cookie, &turn(&first, "next").expect("a second page")).await;
    assert_eq!(life(&last).len(), 6);
    assert!(
        life(&last)[0].starts_with("Changed, turned around"),
        "{last}"
    );
    assert_eq!(turn(&last, "next"), None);
    let back = get(api, &cookie, &turn(&last, "prev").expect("a page before")).await;
    assert_eq!(life(&back), life(&first));
    // Both say what the link says now, and since when it is known.
    let facts = |page: &str| {
        let (_, rest) = page.split_once("<p class=\"note\">").expect("a note");
        rest.split_once("<section id=\"life\"")
            .expect("its life")
            .0
            .to_owned()
    };
    assert_eq!(facts(&first), facts(&last));
    for part in [
        format!("/console/people/{ada}"),
        format!("/console/connectors/{connector}"),
    ] {
        assert!(facts(&first).contains(&part), "{first}");
    }
}

async fn lists_say_why_a_link_is_gone(api: &Api) {
    let [ada, connector, link] = furnish(api, &api.here, "Ada").await;
    let run = sweep(api, &connector).await;
    let cookie = sign_in(api, &api.here.reader).await;
    for path in [
        format!("/console/people/{ada}"),
        "/console/links?deleted=only".to_owned(),
    ] {
        let page = get(api, &cookie, &path).await;
        let by = format!("by <a href=\"/console/runs/{run}\">the run of ");
        assert!(page.contains("swept <time") && page.contains(&by), "{page}");
        let url = format!("href=\"/console/people-workspace-connectors/{link}\"");
        assert!(page.contains(&url), "{page}");
    }
    let csv = get(api, &cookie, "/console/links.csv?deleted=only").await;
    assert!(
        csv.lines().count() == 2 && csv.contains("Z,swept,input,"),
        "{csv}"
    );
    let page = get(api, &cookie, &format!("/console/people/{ada}")).await;
    let marks = page
        .split("<title>")
        .skip(2)
        .map(|it| it.split('<').next().unwrap());
    assert!(marks.clone().any(|it| it.contains(", swept 20")), "{page}");

    let gone = furnish(api, &api.here, "Gone").await;
    api.delete(&format!("/v1/people/{}", gone[0])).await;
    let page = get(api, &cookie, &format!("/console/people/{}", gone[0])).await;
    assert!(page.contains("deleted with its record <time"), "{page}");
}

async fn every_kind_has_pages_of_links(api: &Api) {
    let connector = api.activation(&api.here).await;
    let cookie = sign_in(api, &api.here.reader).await;
    for kind in Kind::ALL {
        let record = api.record(&api.here, kind).await;
        let link = link_of(kind, &record, &connector, "output");
        let link = api.post(kind.wire().links_path, &link).await.created();
        let list = get(api, &cookie, &format!("/console/links?record={kind}")).await;
        let url = format!(
            "{}/{link}",
            kind.wire().links_path.replace("/v1", "/console")
        );
        assert!(list.contains(&url), "{kind}: {list}");
        let page = get(api, &cookie, &url).await;
        assert!(page.contains(&record) && page.contains("Made by"), "{page}");
        // A link of another kind has no page here.
        let other = if kind == Kind::People {
            Kind::Company
        } else {
            Kind::People
        };
        let other = other.wire().links_path.replace("/v1", "/console");
        let missing = format!("{other}/{link}");
        let reply = send(api, Method::GET, &missing, Some(&cookie), "").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{missing}");
    }
}
