//! Records that may be the same are compared, merged, and parted again.

use axum::http::{Method, StatusCode, header};
use serde_json::json;
use wellhead_core::record::Kind;

use super::{get, send, sign_in};
use crate::support::{Api, NOBODY, record};

crate::on_both_engines![
    people_are_compared_merged_and_parted,
    a_choice_that_merges_nothing_is_refused,
    a_reader_compares_and_cannot_merge,
];

const PAGE: &str = "/console/people/duplicates";

async fn furnish(api: &Api) -> [String; 3] {
    let mut ids = Vec::new();
    for (name, email) in [
        ("Ada", "ada@x.io"),
        ("A. L.", "Ada@X.io"),
        ("Augusta", "ada@x.io"),
    ] {
        let person = record(Kind::People, &json!({"full_name": name, "email": email}));
        ids.push(api.post("/v1/people", &person).await.created());
    }
    ids.try_into().unwrap()
}

async fn people_are_compared_merged_and_parted(api: &Api) {
    let [ada, other, third] = furnish(api).await;
    let cookie = sign_in(api, &api.here.admin).await;
    let list = get(api, &cookie, "/console/people").await;
    assert!(list.contains(PAGE), "the way there");
    let page = get(api, &cookie, PAGE).await;
    for told in [
        "the same email",
        "A. L.",
        "Augusta",
        "Ada@X.io",
        "Merge into the one to keep",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // The oldest stays unless somebody chooses.
    assert!(page.contains(&format!("value=\"{ada}\" checked")), "{page}");
    assert_eq!(page.matches("type=\"checkbox\"").count(), 3);

    let form = format!("keep={other}&merge.{ada}=on&merge.{other}=on");
    let done = send(api, Method::POST, PAGE, Some(&cookie), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let merge = done.headers[header::LOCATION].to_str().unwrap().to_owned();
    let page = get(api, &cookie, &merge).await;
    assert!(
        page.contains("A. L.</bdi></a> stays") && page.contains("Ada</bdi></a>"),
        "{page}"
    );
    let gone = api.get(&format!("/v1/people/{ada}")).await;
    gone.is_error(410, "merged", "");
    assert_eq!(gone.body["errors"][0]["meta"]["id"], other);
    api.get(&format!("/v1/people/{third}")).await.ok();
    let page = get(api, &cookie, &format!("/console/people/{ada}")).await;
    assert!(
        page.contains("merged into") && page.contains(&other),
        "{page}"
    );
    let page = get(api, &cookie, PAGE).await;
    assert_eq!(
        page.matches("type=\"checkbox\"").count(),
        2,
        "the others are left"
    );
    let list = get(api, &cookie, "/console/people/merges").await;
    assert!(list.contains(&merge) && list.contains("A. L."), "{list}");

    let undo = format!("{merge}/undo");
    let undone = send(api, Method::POST, &undo, Some(&cookie), "").await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    let page = get(api, &cookie, &merge).await;
    assert!(
        page.contains("undone") && !page.contains("Undo the merge"),
        "{page}"
    );
    api.get(&format!("/v1/people/{ada}")).await.ok();
}

async fn a_choice_that_merges_nothing_is_refused(api: &Api) {
    let [ada, other, _] = furnish(api).await;
    let theirs = api.person(&api.there, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    for form in [
        String::new(),
        format!("merge.{ada}=on"),
        format!("keep={ada}"),
        format!("keep={ada}&merge.{ada}=on"),
        format!("keep={ada}&merge.nobody=on"),
        format!("keep={ada}&merge.{NOBODY}=on"),
        format!("keep={ada}&merge.{theirs}=on"),
        format!("keep={theirs}&merge.{ada}=on"),
    ] {
        let refused = send(api, Method::POST, PAGE, Some(&cookie), &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{form}");
    }
    for id in [ada, other] {
        api.get(&format!("/v1/people/{id}")).await.ok();
    }
    assert_eq!(api.get("/v1/people/merges").await.ids(), [""; 0]);
}

async fn a_reader_compares_and_cannot_merge(api: &Api) {
    let [ada, other, _] = furnish(api).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, PAGE).await;
    assert!(
        page.contains("Augusta") && !page.contains("<button>Merge"),
        "{page}"
    );
    let form = format!("keep={ada}&merge.{other}=on");
    let refused = send(api, Method::POST, PAGE, Some(&cookie), &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
