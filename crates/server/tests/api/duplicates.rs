//! Which records may be the same?

use serde_json::{Value, json};
use wellhead_core::record::Kind;

use crate::support::{Api, Reply, example, merge_of, record};

crate::on_both_engines![
    records_of_every_kind_are_proposed_by_name,
    people_are_proposed_by_their_address,
    a_group_is_gone_once_it_is_merged,
    pages_lead_on_and_back,
    what_does_not_go_with_it_is_refused,
    another_workspaces_records_are_nobodys_twins,
];

const PATH: &str = "/v1/people/duplicates";

async fn person(api: &Api, attributes: Value) -> String {
    let document = record(Kind::People, &attributes);
    api.post("/v1/people", &document).await.created()
}

/// The ids of the records of each group.
fn groups(page: &Reply) -> Vec<Vec<String>> {
    let of = |group: &Value| {
        let records = group["relationships"]["records"]["data"]
            .as_array()
            .unwrap();
        records
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    page.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(of)
        .collect()
}

async fn records_of_every_kind_are_proposed_by_name(api: &Api) {
    for kind in Kind::ALL {
        let wire = kind.wire();
        let path = format!("{}/duplicates", wire.records_path);
        let old = api.record(&api.here, kind).await;
        assert_eq!(groups(&api.get(&path).await), [[""; 0]; 0]);
        let name = kind.declaration().display[0];
        let mut attributes = example(kind);
        let shouted = attributes[name].as_str().unwrap().to_uppercase();
        attributes[name] = json!(format!("  {shouted}"));
        if let Some(email) = kind.declaration().email {
            attributes[email] = Value::Null;
        }
        let new = record(kind, &attributes);
        let new = api.post(wire.records_path, &new).await.created();

        let page = api.get(&format!("{path}?include=records")).await;
        assert_eq!(groups(&page), [[&*new, &*old]], "the newest first");
        let group = &page.body["data"][0];
        assert_eq!(group["type"], format!("{kind}_duplicates"));
        assert_eq!(group["id"], new);
        assert_eq!(group["attributes"]["by"], json!(["name"]));
        let equal = group["attributes"]["equal"].as_array().unwrap();
        assert!(equal.contains(&json!(name)) && equal.len() > 1, "{equal:?}");
        let included = page.body["included"].as_array().unwrap();
        assert_eq!(included.len(), 2);
        assert!(included.iter().all(|it| it["type"] == kind.as_str()));
        let created_at =
            &included.iter().find(|it| it["id"] == *new).unwrap()["attributes"]["created_at"];
        assert_eq!(&group["attributes"]["created_at"], created_at);
        // A name alone is not enough.
        let other = json!({name: attributes[name], "type": "other"});
        let required = kind.fields().iter().filter(|field| field.is_required());
        let known: Vec<_> = required.map(|field| field.name).chain([name]).collect();
        let mut other = other;
        other
            .as_object_mut()
            .unwrap()
            .retain(|key, _| known.contains(&key.as_str()));
        for field in known {
            if other.get(field).is_none() {
                other[field] = attributes[field].clone();
            }
        }
        api.post(wire.records_path, &record(kind, &other))
            .await
            .created();
        let page = api.get(&path).await;
        assert_eq!(groups(&page), [[&*new, &*old]], "{kind}");
    }
}

async fn people_are_proposed_by_their_address(api: &Api) {
    let one = person(api, json!({"full_name": "Ada", "email": "Ada@X.io"})).await;
    let other = person(api, json!({"first_name": "A.", "email": " ada@x.io "})).await;
    let third = person(api, json!({"full_name": "Lovelace", "email": "ada@x.IO"})).await;
    person(api, json!({"full_name": "Nobody", "email": "n/a"})).await;
    person(api, json!({"full_name": "No one", "email": "n/a"})).await;
    let page = api.get(PATH).await;
    assert_eq!(groups(&page), [[&*third, &*other, &*one]]);
    let attributes = &page.body["data"][0]["attributes"];
    assert_eq!(attributes["by"], json!(["email"]));
    assert_eq!(attributes["equal"], json!(["email"]));
    let by = async |likeness: &str| {
        groups(&api.get(&format!("{PATH}?filter[by]={likeness}")).await).len()
    };
    assert_eq!((by("email").await, by("name").await), (1, 0));
}

async fn a_group_is_gone_once_it_is_merged(api: &Api) {
    let one = person(api, json!({"full_name": "Ada", "email": "ada@x.io"})).await;
    let other = person(api, json!({"full_name": "A.", "email": "ada@x.io"})).await;
    assert_eq!(groups(&api.get(PATH).await).len(), 1);
    let merge = merge_of(Kind::People, &one, &[&other]);
    let merge = api.post("/v1/people/merges", &merge).await.created();
    assert_eq!(groups(&api.get(PATH).await).len(), 0);
    let path = format!("/v1/people/merges/{merge}?include=survivor,merged");
    let shown = api.get(&path).await;
    let mut included: Vec<_> = shown.body["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    included.sort_unstable();
    let mut both = [&*one, &*other];
    both.sort_unstable();
    assert_eq!(included, both);
    let listed = api.get("/v1/people/merges?include=survivor").await;
    assert_eq!(listed.body["included"][0]["id"], *one);
    api.delete(&format!("/v1/people/merges/{merge}")).await;
    assert_eq!(groups(&api.get(PATH).await).len(), 1);
}

async fn pages_lead_on_and_back(api: &Api) {
    let mut newest = Vec::new();
    for i in 0..5 {
        for _ in 0..2 {
            let email = format!("p{i}@x.io");
            newest.push(person(api, json!({"full_name": format!("P {i}"), "email": email})).await);
        }
    }
    let expected: Vec<_> = newest.iter().skip(1).step_by(2).rev().cloned().collect();
    let page = api.get(&format!("{PATH}?page[size]=2")).await;
    assert_eq!(page.ids(), expected[..2]);
    let next = page.body["links"]["next"].as_str().unwrap().to_owned();
    let page = api.get(&next).await;
    assert_eq!(page.ids(), expected[2..4]);
    let previous = page.body["links"]["prev"].as_str().unwrap().to_owned();
    assert_eq!(api.get(&previous).await.ids(), expected[..2]);
    let next = page.body["links"]["next"].as_str().unwrap().to_owned();
    let page = api.get(&next).await;
    assert_eq!(page.ids(), expected[4..]);
    assert_eq!(page.body["links"]["next"], Value::Null);
    let oldest = api
        .get(&format!("{PATH}?sort=created_at&page[size]=50"))
        .await;
    let backwards: Vec<_> = expected.iter().rev().cloned().collect();
    assert_eq!(oldest.ids(), backwards);
    let since = oldest.body["data"][3]["attributes"]["created_at"]
        .as_str()
        .unwrap();
    let recent = api
        .get(&format!("{PATH}?filter[created_at][gte]={since}"))
        .await;
    assert!(
        recent.ids().len() < 5 && !recent.ids().is_empty(),
        "{:?}",
        recent.ids()
    );
}

async fn what_does_not_go_with_it_is_refused(api: &Api) {
    for (query, code, parameter) in [
        ("filter[by]=age", "invalid_parameter", "filter[by]"),
        ("page[total]=true", "unknown_parameter", "page[total]"),
        ("include=survivor", "unsupported_include", "include"),
    ] {
        let refused = api.get(&format!("{PATH}?{query}")).await;
        refused.is_error(400, code, parameter);
    }
    let refused = api.get("/v1/companies/duplicates?filter[by]=email").await;
    refused.is_error(400, "invalid_parameter", "filter[by]");
}

async fn another_workspaces_records_are_nobodys_twins(api: &Api) {
    let known = json!({"full_name": "Ada Lovelace", "last_name": "Lovelace", "email": "ada@x.io"});
    let document = record(Kind::People, &known);
    person(api, known).await;
    let theirs = api.send(
        axum::http::Method::POST,
        "/v1/people",
        &api.there.sync,
        &document,
    );
    theirs.await.created();
    assert_eq!(groups(&api.get(PATH).await).len(), 0);
}
