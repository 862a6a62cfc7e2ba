//! Entity tags, and requests that depend on them.

use crate::support::{Api, LINKS, NOBODY, Reply};
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH, VARY};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    what_is_known_is_not_sent_again,
    each_representation_has_a_tag_of_its_own,
    writes_tell_the_tag_that_a_read_would,
    a_change_is_made_only_to_the_version_that_was_seen,
    a_deletion_is_made_only_to_the_version_that_was_seen,
    a_relationship_is_changed_only_in_the_version_that_was_seen,
    of_two_changes_to_one_version_one_is_made,
    any_version_is_not_a_missing_one,
];

async fn ask(api: &Api, method: Method, path: &str, header: (HeaderName, &str)) -> Reply {
    api.ask(method, path, &[header], &Value::Null).await
}

async fn patch_if(api: &Api, path: &str, tag: &str, body: &Value) -> Reply {
    api.ask(Method::PATCH, path, &[(IF_MATCH, tag)], body).await
}

fn tag(reply: &Reply) -> String {
    assert!(reply.status.is_success(), "{}", reply.body);
    reply.headers[ETAG].to_str().unwrap().to_owned()
}

/// The path of a person, of an activation and of a link between them.
async fn furnish(api: &Api) -> [String; 3] {
    let person = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&person, &connector, "input").await;
    [
        format!("/v1/people/{person}"),
        format!("/v1/workspace-connectors/{connector}"),
        format!("{LINKS}/{link}"),
    ]
}

/// The document that changes an attribute of the resource at `path`.
fn change(path: &str, attributes: &Value) -> Value {
    let (collection, id) = path.rsplit_once('/').unwrap();
    let of = match collection {
        "/v1/people" => "people",
        "/v1/workspace-connectors" => "workspace_connector",
        _ => "people_workspace_connector",
    };
    json!({"data": {"type": of, "id": id, "attributes": attributes}})
}

async fn what_is_known_is_not_sent_again(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    for path in [
        person,
        activation,
        link.clone(),
        format!("{link}/people"),
        format!("{link}/relationships/people"),
        format!("/v1/connectors/{}", api.connector),
        format!("/v1/workspaces/{}", api.here.tenant.workspace),
    ] {
        let tag = tag(&api.get(&path).await);
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            "*".to_owned(),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let reply = ask(api, method, &path, (IF_NONE_MATCH, &known)).await;
                assert_eq!(reply.status, StatusCode::NOT_MODIFIED, "{path} {known}");
                assert_eq!(reply.body, Value::Null);
                assert_eq!(reply.headers[ETAG], tag);
                assert_eq!(reply.headers[VARY], "Accept");
            }
        }
        for other in ["\"other\"", "", "W/\"*\""] {
            let reply = ask(api, Method::GET, &path, (IF_NONE_MATCH, other)).await;
            assert_eq!(reply.status, StatusCode::OK, "{path} {other}");
        }
    }
}

async fn each_representation_has_a_tag_of_its_own(api: &Api) {
    let [person, _, link] = furnish(api).await;
    let whole = tag(&api.get(&link).await);
    assert_eq!(tag(&api.get(&link).await), whole, "and keeps it");
    let with_person = format!("{link}?include=people");
    let sparse = format!("{link}?fields[people_workspace_connector]=direction");
    let included = tag(&api.get(&with_person).await);
    assert_ne!(included, whole);
    assert_ne!(tag(&api.get(&sparse).await), whole);
    // A change of what is included changes the document, and not the link.
    let renamed = change(&person, &json!({"first_name": "Augusta"}));
    api.patch(&person, &renamed).await.ok();
    assert_eq!(tag(&api.get(&link).await), whole);
    assert_ne!(tag(&api.get(&with_person).await), included);
}

async fn writes_tell_the_tag_that_a_read_would(api: &Api) {
    let body = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    let made = api.post("/v1/people", &body).await;
    let path = format!("/v1/people/{}", made.created());
    assert_eq!(tag(&made), tag(&api.get(&path).await));
    let changed = api
        .patch(&path, &change(&path, &json!({"first_name": "Augusta"})))
        .await;
    assert_ne!(tag(&changed), tag(&made));
    assert_eq!(tag(&changed), tag(&api.get(&path).await));
}

async fn a_change_is_made_only_to_the_version_that_was_seen(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    for (path, attributes) in [
        (person, json!({"last_name": "Byron"})),
        (activation, json!({"status": "suspended"})),
        (link, json!({"direction": "output"})),
    ] {
        let body = change(&path, &attributes);
        let first = tag(&api.get(&path).await);
        let second = tag(&patch_if(api, &path, &first, &body).await);
        let before = api.get(&path).await.ok();
        let weak = format!("W/{second}");
        for outdated in [&*first, "\"other\"", "", &weak] {
            let refused = patch_if(api, &path, outdated, &body).await;
            refused.is_error(412, "precondition_failed", "If-Match");
        }
        assert_eq!(api.get(&path).await.ok(), before);
        // Whatever representation was seen, and among several.
        let (_, of) = path.rsplit_once("/v1/").unwrap();
        let of = match of.split('/').next() {
            Some("people") => "people",
            Some("workspace-connectors") => "workspace_connector",
            _ => "people_workspace_connector",
        };
        let sparse = tag(&api.get(&format!("{path}?fields[{of}]=created_at")).await);
        let several = format!("{first}, {sparse}, \"other\"");
        let third = tag(&patch_if(api, &path, &several, &body).await);
        tag(&patch_if(api, &path, &third, &body).await);
    }
}

async fn a_deletion_is_made_only_to_the_version_that_was_seen(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    for path in [link, person, activation] {
        let first = tag(&api.get(&path).await);
        let second = tag(&api.patch(&path, &change(&path, &json!({}))).await);
        let refused = ask(api, Method::DELETE, &path, (IF_MATCH, &first)).await;
        refused.is_error(412, "precondition_failed", "If-Match");
        api.get(&path).await.ok();
        let gone = ask(api, Method::DELETE, &path, (IF_MATCH, &second)).await;
        if gone.status == StatusCode::ACCEPTED {
            api.done(gone).await;
        } else {
            assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
        }
        api.get(&path).await.is_error(404, "not_found", "");
    }
}

async fn a_relationship_is_changed_only_in_the_version_that_was_seen(api: &Api) {
    let [_, _, link] = furnish(api).await;
    let bob = api.person(&api.here, "Bob").await;
    let path = format!("{link}/relationships/people");
    let body = json!({"data": {"type": "people", "id": bob}});
    let first = tag(&api.get(&path).await);
    api.patch(&link, &change(&link, &json!({}))).await.ok();
    let refused = patch_if(api, &path, &first, &body).await;
    refused.is_error(412, "precondition_failed", "If-Match");
    // The version is the link's, wherever it was seen.
    let second = tag(&api.get(&link).await);
    let third = tag(&patch_if(api, &path, &second, &body).await);
    assert_eq!(third, tag(&api.get(&path).await));
}

async fn of_two_changes_to_one_version_one_is_made(api: &Api) {
    let [_, _, link] = furnish(api).await;
    for _ in 0..5 {
        let seen = tag(&api.get(&link).await);
        let body = change(&link, &json!({"direction": "output"}));
        let (one, other) = futures_util::future::join(
            patch_if(api, &link, &seen, &body),
            patch_if(api, &link, &seen, &body),
        )
        .await;
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }
}

async fn any_version_is_not_a_missing_one(api: &Api) {
    let [person, ..] = furnish(api).await;
    let body = change(&person, &json!({}));
    tag(&patch_if(api, &person, "*", &body).await);
    let seen = tag(&api.get(&person).await);
    let missing = format!("/v1/people/{NOBODY}");
    let body = change(&missing, &json!({}));
    for tag in ["*", &seen] {
        let refused = patch_if(api, &missing, tag, &body).await;
        refused.is_error(404, "not_found", "");
    }
}
