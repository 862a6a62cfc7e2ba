//! A run's page: the links that it made, saw and swept, and the lines that it rejected.

use serde_json::json;

use super::{get, sign_in};
use crate::support::{Api, RUNS};

crate::on_both_engines![
    a_run_shows_what_it_did,
    rejected_lines_are_shown_page_by_page,
    a_rejected_line_is_escaped,
];

fn people(names: &[&str]) -> String {
    let line = |name| format!("{{\"external_person_id\":\"{name}\",\"full_name\":\"{name}\"}}\n");
    names.iter().map(line).collect()
}

async fn close(api: &Api, run: &str) {
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let path = format!("{RUNS}/{run}?confirm_sweep=true");
    api.patch(&path, &close).await.ok();
}

/// Which of the people a page names in its tables.
fn named<'a>(page: &str, names: &[&'a str]) -> Vec<&'a str> {
    let is_there = |name: &&&str| page.contains(&format!(">{name}</bdi></a>"));
    names.iter().filter(is_there).copied().collect()
}

async fn a_run_shows_what_it_did(api: &Api) {
    let connector = api.activation(&api.here).await;
    let full = json!({"direction": "input", "mode": "full"});
    let first = api.run(&connector, &full).await;
    api.deliver(&first, "", people(&["Ann", "Bob", "Cleo"]))
        .await;
    close(api, &first).await;
    let second = api.run(&connector, &full).await;
    api.deliver(&second, "", people(&["Bob", "Dora"])).await;
    close(api, &second).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let all = ["Ann", "Bob", "Cleo", "Dora"];
    for (run, list, expected) in [
        (&first, "made", &["Ann", "Bob", "Cleo"][..]),
        (&first, "seen", &["Ann", "Cleo"]),
        (&first, "swept", &[]),
        (&second, "made", &["Dora"]),
        (&second, "seen", &["Bob", "Dora"]),
        (&second, "swept", &["Ann", "Cleo"]),
        (&second, "rejected", &[]),
    ] {
        let path = format!("/console/runs/{run}?show={list}");
        let page = get(api, &cookie, &path).await;
        assert_eq!(named(&page, &all), expected, "{path}");
        let is_empty = page.contains("class=\"nothing\"");
        assert_eq!(is_empty, expected.is_empty(), "{path}");
    }
    let page = get(api, &cookie, &format!("/console/runs/{second}")).await;
    assert!(page.contains("New links 1<") && page.contains("Swept links 2<"));
    let page = get(api, &cookie, &format!("/console/runs/{first}?show=seen")).await;
    let by = format!("by <a href=\"/console/runs/{second}\">the run of ");
    assert!(page.contains("swept <time") && page.contains(&by), "{page}");
    let page = get(api, &cookie, &format!("/console/runs/{first}?show=all")).await;
    assert!(page.contains("not a list of a run"), "{page}");
}

async fn rejected_lines_are_shown_page_by_page(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let source = json!({"file": "crm.csv", "line": 41});
    let told = json!({"code": "field_count", "detail": "3 fields", "source": source});
    let mut body = format!("{}\n", json!({ "rejected": told }));
    body += &"{}\n".repeat(1_109);
    api.deliver(&run, "", body).await;
    let atomic = format!("{}nonsense\n", people(&["Ann"]));
    api.deliver(&run, "?atomic=true", atomic).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let path = format!("/console/runs/{run}");
    let page = get(api, &cookie, &path).await;
    assert!(page.contains("Rejected lines 1,110<"), "{page}");
    let mut next = format!("{path}?show=rejected");
    let mut pages = 0;
    loop {
        let page = get(api, &cookie, &next).await;
        assert!(page.contains("1,110 lines were rejected. The first 1,000 are kept."));
        assert_eq!(
            page.matches("role=\"row\"><td class=\"number\"").count(),
            50
        );
        if pages == 0 {
            for part in [
                "<bdi>crm.csv</bdi>:41",
                "3 fields",
                "<code>field_count</code>",
            ] {
                assert!(page.contains(part), "{part}: {page}");
            }
        }
        pages += 1;
        let Some((_, link)) = page.split_once("rel=\"next\" href=\"") else {
            break;
        };
        next = link.split_once('"').unwrap().0.replace("&amp;", "&");
    }
    assert_eq!(pages, 20);

    let whole = api.run(&connector, &json!({"direction": "output"})).await;
    api.deliver(&whole, "?atomic=true", "nonsense\n").await;
    let page = get(
        api,
        &cookie,
        &format!("/console/runs/{whole}?show=rejected"),
    )
    .await;
    assert!(page.contains("Nothing of its delivery was kept."), "{page}");
    assert!(!page.contains("lines were rejected."), "{page}");
}

async fn a_rejected_line_is_escaped(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let source = json!({"file": "<b>.csv", "line": 1});
    let told = json!({"code": "no", "detail": "<script>", "source": source});
    let body = format!(
        "{}\n{}\n",
        json!({ "rejected": told }),
        json!({"external_person_id": "E", "<i>": 1})
    );
    api.deliver(&run, "", body).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, &format!("/console/runs/{run}?show=rejected")).await;
    for html in ["<b>.csv", "<script>", "<i>"] {
        let escaped = html.replace('<', "&lt;").replace('>', "&gt;");
        assert!(page.contains(&escaped) && !page.contains(html), "{page}");
    }
}
