//! The rejected lines that a run keeps.

use std::fmt::Write;

use super::{ID, bad_lines, last, lines, open, rejected, run_metadata};
use crate::support::{Api, NOBODY, RUNS};
use axum::http::StatusCode;
use serde_json::{Value, json};

crate::on_both_engines![
    rejected_lines_are_kept_as_they_were_reported,
    they_are_listed_page_by_page,
    a_sender_can_say_why_it_could_not_read_a_row,
    the_content_of_a_line_is_not_kept,
    the_first_thousand_are_kept,
    a_delivery_that_is_sent_again_leaves_no_doubles,
    a_line_that_undid_its_delivery_is_kept_and_forbids_no_sweep,
    they_are_found_at_their_run_alone,
];

fn path(run: &str) -> String {
    format!("{RUNS}/{run}/rejections")
}

async fn kept(api: &Api, run: &str) -> Value {
    api.get(&format!("{}?page[size]=500", path(run))).await.ok()
}

/// Each line with its code.
fn codes(page: &Value) -> Vec<(u64, &str)> {
    let attributes = page["data"].as_array().unwrap().iter();
    attributes
        .map(|it| &it["attributes"])
        .map(|it| (it["line"].as_u64().unwrap(), it["code"].as_str().unwrap()))
        .collect()
}

fn bad(number: usize) -> String {
    "{}\n".repeat(number)
}

async fn rejected_lines_are_kept_as_they_were_reported(api: &Api) {
    let (_, run) = open(api).await;
    assert_eq!(
        kept(api, &run).await["meta"],
        json!({"rejected": 0, "kept": 0})
    );
    let (body, told) = bad_lines(api).await;
    let said = api.deliver(&run, &format!("?delivery={ID}"), body).await;
    let page = kept(api, &run).await;
    let number = told.len();
    assert_eq!(codes(&page), told, "in the order of their numbers");
    assert_eq!(page["meta"], json!({"rejected": number, "kept": number}));
    let reported = said.iter().filter_map(|it| it.get("rejected"));
    for reported in reported {
        let of_line = |it: &&Value| it["attributes"]["line"] == reported["line"];
        let found = page["data"].as_array().unwrap().iter().find(of_line);
        let attributes = &found.unwrap()["attributes"];
        let expected = json!({
            "delivery": ID,
            "line": reported["line"],
            "code": reported["code"],
            "detail": reported["detail"],
            "source": null,
            "taken": false,
            "undid_delivery": false,
            "created_at": attributes["created_at"],
        });
        assert_eq!(attributes, &expected);
    }
    let run = api.get(&format!("{RUNS}/{run}")).await.ok();
    let relationship = &run["data"]["relationships"]["rejections"];
    let found = api
        .get(relationship["links"]["related"].as_str().unwrap())
        .await
        .ok();
    assert_eq!(found["meta"], page["meta"]);
}

async fn they_are_listed_page_by_page(api: &Api) {
    let (_, run) = open(api).await;
    api.deliver(&run, "", bad(7)).await;
    let all = codes(&kept(api, &run).await)
        .iter()
        .map(|it| it.0)
        .collect::<Vec<_>>();
    assert_eq!(all, [1, 2, 3, 4, 5, 6, 7]);
    let mut next = format!("{}?page[size]=3&page[total]=true", path(&run));
    let mut listed = Vec::new();
    let mut pages = 0;
    loop {
        let page = api.get(&next).await.ok();
        assert_eq!(
            page["meta"],
            json!({"rejected": 7, "kept": 7, "page": {"total": 7}})
        );
        listed.extend(codes(&page).iter().map(|it| it.0));
        pages += 1;
        match page["links"]["next"].as_str() {
            Some(link) => link.clone_into(&mut next),
            None => break,
        }
    }
    assert_eq!((listed, pages), (all, 3));
    let fields = format!("{}?fields[rejection]=line", path(&run));
    let page = api.get(&fields).await.ok();
    assert_eq!(page["data"][0]["attributes"], json!({"line": 1}));
    for (query, code, parameter) in [
        ("sort=created_at", "unsupported_sort", "sort"),
        ("page[size]=501", "page_size_exceeded", "page[size]"),
        ("filter[code]=x", "unknown_parameter", "filter[code]"),
        ("include=delivery", "unsupported_include", "include"),
    ] {
        let refused = api.get(&format!("{}?{query}", path(&run))).await;
        refused.is_error(400, code, parameter);
    }
}

async fn a_sender_can_say_why_it_could_not_read_a_row(api: &Api) {
    let (_, run) = open(api).await;
    let source = json!({"file": "Zoë.csv", "line": 9});
    let told = json!({"code": "field_count", "detail": "3 fields", "source": source});
    let mut body = lines([0]);
    writeln!(body, "{}", json!({ "rejected": told })).unwrap();
    writeln!(
        body,
        "{}",
        json!({ "rejected": {"code": "no", "detail": " "} })
    )
    .unwrap();
    body += &lines([1]);
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said), [(2, "field_count"), (3, "invalid_value")]);
    assert_eq!(last(&said, "summary")["links_created"], 2);
    let page = kept(api, &run).await;
    let attributes = &page["data"][0]["attributes"];
    assert_eq!(attributes["source"], source);
    assert_eq!(attributes["detail"], "3 fields");
    let detail = page["data"][1]["attributes"]["detail"].as_str().unwrap();
    assert_eq!(detail, "rejected has a detail that must not be empty");
}

async fn the_content_of_a_line_is_not_kept(api: &Api) {
    let (_, run) = open(api).await;
    let secret = "hunter2";
    let mut body = String::new();
    for line in [
        json!({"external_person_id": [secret]}),
        json!({"external_person_id": {"a": secret}}),
        json!({"people_id": secret}),
        json!({"external_person_id": "E-1", "mail": secret}),
        json!({"people_id": NOBODY, "first_name": secret}),
        json!([secret]),
        json!(secret),
        json!({"external_person_id": secret.repeat(100)}),
    ] {
        writeln!(body, "{line}").unwrap();
    }
    writeln!(body, "{{{secret}").unwrap();
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said).len(), 9);
    let page = kept(api, &run).await;
    assert_eq!(page["meta"]["kept"], 9);
    assert!(!page.to_string().contains(secret), "{page}");
}

async fn the_first_thousand_are_kept(api: &Api) {
    let (_, run) = open(api).await;
    api.deliver(&run, "", bad(999)).await;
    let said = api.deliver(&run, "", bad(2_500)).await;
    assert_eq!(last(&said, "summary")["rejected"], 2_500);
    let path = format!("{}?page[size]=500&page[total]=true", path(&run));
    let page = api.get(&path).await.ok();
    assert_eq!(
        page["meta"],
        json!({"rejected": 3_499, "kept": 1_000, "page": {"total": 1_000}})
    );
    let page = api.get(page["links"]["next"].as_str().unwrap()).await.ok();
    assert_eq!(page["links"]["next"], json!(null));
    assert_eq!(page["data"][499]["attributes"]["line"], 1);
    assert_eq!(run_metadata(api, &run).await["rejected"], 3_499);
}

async fn a_delivery_that_is_sent_again_leaves_no_doubles(api: &Api) {
    let (_, run) = open(api).await;
    let body = format!("{}{}{}", bad(2), lines([0]), bad(1));
    for more in ["", "{}\n"] {
        let body = format!("{body}{more}");
        api.deliver(&run, &format!("?delivery={ID}"), body).await;
    }
    let page = kept(api, &run).await;
    let lines: Vec<_> = codes(&page).iter().map(|it| it.0).collect();
    assert_eq!(lines, [1, 2, 4, 5]);
    assert_eq!(page["meta"], json!({"rejected": 4, "kept": 4}));
}

async fn a_line_that_undid_its_delivery_is_kept_and_forbids_no_sweep(api: &Api) {
    let connector = api.activation(&api.here).await;
    let gone = api.person(&api.here, "Gone").await;
    for person in [&gone, &api.person(&api.here, "Ada").await] {
        api.link(person, &connector, "input").await;
    }
    let full = json!({"direction": "input", "mode": "full"});
    let run = api.run(&connector, &full).await;
    let atomic = format!("?atomic=true&delivery={ID}");
    // Sent again unchanged, it is refused for the same reason.
    for _ in 0..2 {
        let body = [lines(0..3), bad(1)].concat();
        let said = api.deliver(&run, &atomic, body).await;
        assert_eq!(rejected(&said), [(4, "missing_member")]);
        last(&said, "error");
    }
    let body = format!("{}{{\"people_id\":\"{NOBODY}\"}}\n", lines(0..3));
    let said = api.deliver(&run, &atomic, body).await;
    assert_eq!(rejected(&said), [(4, "record_not_found")]);
    let page = kept(api, &run).await;
    assert_eq!(
        codes(&page),
        [(4, "missing_member"), (4, "record_not_found")]
    );
    for line in page["data"].as_array().unwrap() {
        assert_eq!(line["attributes"]["undid_delivery"], true);
    }
    assert_eq!(page["meta"], json!({"rejected": 2, "kept": 2}));
    assert_eq!(run_metadata(api, &run).await["rejected"], 0);
    let said = api.deliver(&run, &atomic, lines(0..3)).await;
    assert_eq!(last(&said, "summary")["links_created"], 3);
    let close = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    let closed = api
        .patch(&format!("{RUNS}/{run}?confirm_sweep=true"), &close)
        .await;
    assert_eq!(
        closed.ok()["data"]["attributes"]["metadata"]["links_swept"],
        2
    );
}

async fn they_are_found_at_their_run_alone(api: &Api) {
    let (connector, run) = open(api).await;
    api.deliver(&run, "", bad(2)).await;
    let other = api.run(&connector, &json!({"direction": "output"})).await;
    assert_eq!(kept(api, &other).await["data"], json!([]));
    let linkage = format!("{RUNS}/{run}/relationships/rejections");
    let listed = api.get(&linkage).await.ok();
    let ids = |page: &Value| -> Vec<Value> {
        let data = page["data"].as_array().unwrap();
        data.iter().map(|it| it["id"].clone()).collect()
    };
    assert_eq!(ids(&listed), ids(&kept(api, &run).await));
    for path in [path(&run), linkage] {
        let theirs = api.get_as(&api.there.reader, &path).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    }
    for missing in [NOBODY, "me"] {
        api.get(&path(missing)).await.is_error(404, "not_found", "");
    }
}
