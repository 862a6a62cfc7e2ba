//! Deliveries: the outcome of each line.

mod again;
mod kept;
mod refused;

use std::io;

use crate::support::{Api, LINKS, NOBODY, RUNS};
use axum::body::Body;
use futures_util::stream;
use serde_json::{Value, json};

crate::on_both_engines![
    people_are_created_and_linked_and_reported,
    bad_lines_are_reported_and_good_ones_kept,
    empty_lines_are_counted_and_skipped,
    atomic_deliveries_are_all_or_nothing,
    atomic_deliveries_have_a_limit,
    an_existing_link_is_touched_or_repeated_as_requested,
    a_line_that_never_ends_is_rejected,
    a_byte_order_mark_is_not_part_of_a_line,
    an_id_may_be_a_whole_number,
];

const ID: &str = "0190a1b2-0000-7000-8000-000000000001";

/// Lines that name the people with these numbers.
fn lines(people: impl IntoIterator<Item = usize>) -> String {
    let line = |i| format!("{{\"external_person_id\":\"E-{i}\",\"first_name\":\"Person {i}\"}}\n");
    people.into_iter().map(line).collect()
}

async fn open(api: &Api) -> (String, String) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    (connector, run)
}

async fn total(api: &Api, path: &str) -> u64 {
    let page = api
        .get(&format!("{path}?page[size]=1&page[total]=true"))
        .await;
    page.ok()["meta"]["page"]["total"].as_u64().unwrap()
}

/// The numbers of links and people.
async fn totals(api: &Api) -> [u64; 2] {
    [total(api, LINKS).await, total(api, "/v1/people").await]
}

async fn run_metadata(api: &Api, run: &str) -> Value {
    let run = api.get(&format!("{RUNS}/{run}")).await.ok();
    run["data"]["attributes"]["metadata"].clone()
}

/// The last line of an answer.
fn last<'a>(said: &'a [Value], word: &str) -> &'a Value {
    let last = &said.last().unwrap()[word];
    assert!(last.is_object(), "{said:?}");
    last
}

/// The rejected lines of an answer: number and code.
fn rejected(said: &[Value]) -> Vec<(u64, &str)> {
    let rejected = said.iter().filter_map(|it| it.get("rejected"));
    rejected
        .map(|it| {
            assert!(!it["detail"].as_str().unwrap().is_empty());
            (it["line"].as_u64().unwrap(), it["code"].as_str().unwrap())
        })
        .collect()
}

async fn people_are_created_and_linked_and_reported(api: &Api) {
    let (connector, run) = open(api).await;
    let ada = api.person(&api.here, "Ada").await;
    let body = format!("{}{{\"people_id\":\"{ada}\"}}", lines(0..4_500));
    let said = api.deliver(&run, &format!("?delivery={ID}"), body).await;
    assert_eq!(said[0]["progress"]["committed"], 0, "at once");
    let committed: Vec<_> = said
        .iter()
        .filter_map(|it| it["progress"]["committed"].as_u64())
        .collect();
    assert!(
        committed.is_sorted() && committed.len() >= 4,
        "{committed:?}"
    );
    assert_eq!(*committed.last().unwrap(), 4_501);
    let expected = json!({
        "delivery": ID,
        "committed": 4_501,
        "records_synced": 4_501,
        "records_created": 4_500,
        "records_matched": 1,
        "links_created": 4_501,
        "links_touched": 0,
        "rejected": 0,
        "conflicts": 0,
        "records_updated": 0,
        "values_kept": 0,
            "suppressed": 0,
        "rejected_unlisted": 0,
    });
    assert_eq!(last(&said, "summary"), &expected);
    assert_eq!(totals(api).await, [4_501, 4_501]);
    let metadata = run_metadata(api, &run).await;
    assert_eq!(metadata["links_created"], 4_501);
    let of_ada = api.get(&format!("{LINKS}?filter[people]={ada}")).await.ok();
    let link = &of_ada["data"][0];
    assert_eq!(link["attributes"]["direction"], "input");
    let through = &link["relationships"]["workspace_connector"]["data"]["id"];
    assert_eq!(through, &json!(connector));
    let person = api
        .get("/v1/people?filter[external_person_id]=E-7")
        .await
        .ok();
    assert_eq!(person["data"][0]["attributes"]["first_name"], "Person 7");
    assert_eq!(person["data"][0]["attributes"]["full_name"], "Person 7");
}

/// A bad line of each sort between good ones, and the answer to each.
async fn bad_lines(api: &Api) -> (Vec<u8>, Vec<(u64, &'static str)>) {
    let stranger = api.person(&api.there, "Eve").await;
    let deleted = api.person(&api.here, "Ada").await;
    api.delete(&format!("/v1/people/{deleted}")).await;
    let id = |id: &str| format!("{{\"people_id\":\"{id}\"}}").into_bytes();
    let bad = [
        (b"nonsense".to_vec(), "invalid_json"),
        (b"{\"external_person_id\":\"E-1\"".to_vec(), "invalid_json"),
        (vec![b'x'; (1 << 20) + 1], "line_too_long"),
        (b"{\"external_person_id\":\"\xff\"}".to_vec(), "not_utf8"),
        (b"[1]".to_vec(), "not_an_object"),
        (b"{}".to_vec(), "missing_member"),
        (b"{\"external_person_id\":1e5}".to_vec(), "invalid_value"),
        (
            b"{\"external_person_id\":\"E-1\",\"external_person_id\":\"E-2\"}".to_vec(),
            "repeated_member",
        ),
        (
            b"{\"external_person_id\":\"E-1\",\"email\":{\"a\":1,\"a\":2}}".to_vec(),
            "repeated_member",
        ),
        (id("me"), "invalid_value"),
        (id(NOBODY), "record_not_found"),
        (id(&stranger), "record_not_found"),
        (id(&deleted), "record_not_found"),
    ];
    let mut body = lines([0]).into_bytes();
    let mut told = Vec::new();
    for (i, (line, code)) in bad.into_iter().enumerate() {
        body.extend_from_slice(&line);
        body.push(b'\n');
        body.extend_from_slice(lines([i + 1]).as_bytes());
        told.push((2 * i as u64 + 2, code));
    }
    (body, told)
}

async fn bad_lines_are_reported_and_good_ones_kept(api: &Api) {
    let (_, run) = open(api).await;
    let (body, told) = bad_lines(api).await;
    let said = api.deliver(&run, "", body).await;
    let mut found = rejected(&said);
    found.sort_unstable();
    assert_eq!(found, told);
    let summary = last(&said, "summary");
    let good = told.len() as u64 + 1;
    assert_eq!(summary["links_created"], good);
    assert_eq!(summary["rejected"], told.len());
    assert_eq!(summary["committed"], 2 * good - 1);
    assert_eq!(totals(api).await, [good, good]);
    assert_eq!(run_metadata(api, &run).await["rejected"], told.len());
}

async fn empty_lines_are_counted_and_skipped(api: &Api) {
    let (_, run) = open(api).await;
    let body = format!("\n\r\n{}  \n{}\nno", lines([0]), lines([1]));
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said), [(7, "invalid_json")]);
    assert_eq!(last(&said, "summary")["links_created"], 2);
    let (_, run) = open(api).await;
    for nothing in ["", "\n", "\n\n\n"] {
        let said = api.deliver(&run, "", nothing).await;
        assert_eq!(last(&said, "summary")["committed"], 0);
    }
}

async fn atomic_deliveries_are_all_or_nothing(api: &Api) {
    let (_, run) = open(api).await;
    let (body, told) = bad_lines(api).await;
    let text: Vec<_> = body.split_inclusive(|&byte| byte == b'\n').collect();
    for (line, code) in told {
        let bad = text[usize::try_from(line).unwrap() - 1];
        let body = [lines(0..3).as_bytes(), bad, lines(3..5).as_bytes()].concat();
        let said = api.deliver(&run, "?atomic=true", body).await;
        assert_eq!(rejected(&said), [(4, code)]);
        let error = last(&said, "error");
        assert_eq!(
            (&error["code"], &error["committed"]),
            (&json!("line_rejected"), &json!(0))
        );
        assert!(
            error["detail"].as_str().unwrap().contains("line 4"),
            "{error}"
        );
    }
    assert_eq!(totals(api).await, [0, 0]);
    let said = api.deliver(&run, "?atomic=true", lines(0..3)).await;
    assert_eq!(last(&said, "summary")["links_created"], 3);
    assert_eq!(totals(api).await, [3, 3]);
}

async fn atomic_deliveries_have_a_limit(api: &Api) {
    let (_, run) = open(api).await;
    let said = api.deliver(&run, "?atomic=true", lines(0..10_001)).await;
    assert_eq!(last(&said, "error")["code"], "delivery_too_long");
    assert_eq!(totals(api).await, [0, 0]);
}

async fn an_existing_link_is_touched_or_repeated_as_requested(api: &Api) {
    let (_, run) = open(api).await;
    for (query, created, touched, links) in [
        ("", 2, 1, 2),
        ("?on_duplicate=touch", 0, 3, 2),
        ("?on_duplicate=append", 3, 0, 5),
    ] {
        let said = api.deliver(&run, query, lines([0, 1, 0])).await;
        let summary = last(&said, "summary");
        assert_eq!(
            [&summary["links_created"], &summary["links_touched"]],
            [created, touched]
        );
        assert_eq!(totals(api).await, [links, 2]);
    }
}

async fn a_line_that_never_ends_is_rejected(api: &Api) {
    let (_, run) = open(api).await;
    let endless = std::iter::repeat_n(vec![b'x'; 1 << 16], 1_000);
    let parts = std::iter::once(lines([0]).into_bytes()).chain(endless);
    let body = Body::from_stream(stream::iter(parts.map(Ok::<_, io::Error>)));
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said), [(2, "line_too_long")]);
    assert_eq!(last(&said, "summary")["links_created"], 1);
}

/// A mark at the very beginning is not part of the first line. A full run that rejected that line could not sweep.
async fn a_byte_order_mark_is_not_part_of_a_line(api: &Api) {
    let connector = api.activation(&api.here).await;
    let full = json!({"direction": "input", "mode": "full"});
    let run = api.run(&connector, &full).await;
    let body = format!("\u{feff}{}", lines(0..2));
    let said = api
        .deliver(&run, &format!("?delivery={ID}"), body.clone())
        .await;
    assert_eq!(rejected(&said), []);
    assert_eq!(totals(api).await, [2, 2]);
    // If it is sent again, lines up to the known position are skipped.
    let said = api.deliver(&run, &format!("?delivery={ID}"), body).await;
    assert_eq!(rejected(&said), []);
    assert_eq!(totals(api).await, [2, 2]);
    // Anywhere else it is an ordinary character.
    let body = format!("{}\u{feff}{}", lines([0]), lines([1]));
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said), [(2, "invalid_json")]);
}

async fn an_id_may_be_a_whole_number(api: &Api) {
    let (_, run) = open(api).await;
    let body = "{\"external_person_id\":7}\n{\"external_person_id\":\"7\"}\n";
    let said = api.deliver(&run, "", body).await;
    assert_eq!(rejected(&said), []);
    let people = api
        .get("/v1/people?filter[external_person_id]=7")
        .await
        .ok();
    assert_eq!(people["data"].as_array().unwrap().len(), 1);
    assert_eq!(totals(api).await, [1, 1]);
}
