//! Entity tags and conditional requests.

use crate::support::{Api, LINKS, NOBODY, RUNS, Reply};
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH, VARY};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::{Value, json};

crate::on_both_engines![
    a_known_representation_is_not_sent_again,
    an_unwanted_representation_is_not_sent,
    if_match_is_checked_before_if_none_match,
    each_representation_has_its_own_tag,
    writes_return_the_tag_that_a_read_would,
    a_change_is_made_only_to_the_version_that_was_seen,
    a_deletion_is_made_only_to_the_version_that_was_seen,
    a_relationship_is_changed_only_in_the_version_that_was_seen,
    of_two_changes_to_one_version_one_succeeds,
    any_version_is_not_a_missing_one,
    one_of_several_versions_is_enough,
    a_version_that_is_refused_is_not_changed,
    a_version_that_is_refused_is_not_deleted,
    a_refused_version_of_a_run_is_not_closed,
    unknown_versions_refuse_nothing,
    soft_deleted_resources_are_missing_whatever_is_expected,
];

async fn ask(api: &Api, method: Method, path: &str, header: (HeaderName, &str)) -> Reply {
    api.ask(method, path, &[header], &Value::Null).await
}

/// Everything that has an entity tag.
async fn tagged(api: &Api) -> Vec<String> {
    let [person, activation, link] = furnish(api).await;
    let (_, connector) = activation.rsplit_once('/').unwrap();
    let run = api.run(connector, &json!({"direction": "input"})).await;
    let run = format!("{RUNS}/{run}");
    let mut paths = vec![
        format!("/v1/connectors/{}", api.connector),
        format!("/v1/workspaces/{}", api.here.tenant.workspace()),
    ];
    for (owner, relationships) in [
        (person, &["workspace"][..]),
        (activation, &["workspace", "connector"]),
        (link, &["people", "workspace_connector"]),
        (run, &["workspace_connector"]),
    ] {
        for name in relationships {
            paths.push(format!("{owner}/{name}"));
            paths.push(format!("{owner}/relationships/{name}"));
        }
        paths.push(owner);
    }
    paths
}

async fn patch_if(api: &Api, path: &str, tag: &str, body: &Value) -> Reply {
    api.ask(Method::PATCH, path, &[(IF_MATCH, tag)], body).await
}

fn tag(reply: &Reply) -> String {
    assert!(reply.status.is_success(), "{}", reply.body);
    reply.headers[ETAG].to_str().unwrap().to_owned()
}

/// The paths of a person, of an activation and of a link between them.
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

async fn a_known_representation_is_not_sent_again(api: &Api) {
    for path in tagged(api).await {
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

async fn an_unwanted_representation_is_not_sent(api: &Api) {
    for path in tagged(api).await {
        let reply = api.get(&path).await;
        let tag = tag(&reply);
        let body = reply.ok();
        for met in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
            let reply = ask(api, Method::GET, &path, (IF_MATCH, &met)).await;
            assert_eq!(reply.headers[ETAG], tag, "{path} {met}");
            assert_eq!(reply.ok(), body, "{path} {met}");
            let reply = ask(api, Method::HEAD, &path, (IF_MATCH, &met)).await;
            assert_eq!(reply.status, StatusCode::OK, "{path} {met}");
        }
        // On a read, a tag belongs to one representation: another one has another tag, even in the same version.
        let (version, _) = tag.split_once('-').unwrap();
        let other = format!("{version}-0123456789abcdef\"");
        for missed in ["\"other\"", "", &other, &format!("W/{tag}")] {
            let reply = ask(api, Method::GET, &path, (IF_MATCH, missed)).await;
            reply.is_error(412, "precondition_failed", "If-Match");
            let reply = ask(api, Method::HEAD, &path, (IF_MATCH, missed)).await;
            assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED, "{path}");
        }
    }
    for tag in ["*", "\"other\""] {
        let missing = format!("/v1/people/{NOBODY}");
        let reply = ask(api, Method::GET, &missing, (IF_MATCH, tag)).await;
        reply.is_error(404, "not_found", "");
    }
}

async fn if_match_is_checked_before_if_none_match(api: &Api) {
    let [person, ..] = furnish(api).await;
    let tag = tag(&api.get(&person).await);
    let both = async |wanted: &str, known: &str| {
        let headers = [(IF_MATCH, wanted), (IF_NONE_MATCH, known)];
        api.ask(Method::GET, &person, &headers, &Value::Null).await
    };
    let refused = both("\"other\"", &tag).await;
    refused.is_error(412, "precondition_failed", "If-Match");
    assert_eq!(both(&tag, &tag).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(both("*", "*").await.status, StatusCode::NOT_MODIFIED);
    both(&tag, "\"other\"").await.ok();
}

async fn each_representation_has_its_own_tag(api: &Api) {
    let [person, _, link] = furnish(api).await;
    let whole = tag(&api.get(&link).await);
    assert_eq!(tag(&api.get(&link).await), whole, "and keeps it");
    let with_person = format!("{link}?include=people");
    let sparse = format!("{link}?fields[people_workspace_connector]=direction");
    let included = tag(&api.get(&with_person).await);
    assert_ne!(included, whole);
    assert_ne!(tag(&api.get(&sparse).await), whole);
    // A change to an included resource changes the document, but not the link.
    let renamed = change(&person, &json!({"first_name": "Augusta"}));
    api.patch(&person, &renamed).await.ok();
    assert_eq!(tag(&api.get(&link).await), whole);
    assert_ne!(tag(&api.get(&with_person).await), included);
}

async fn writes_return_the_tag_that_a_read_would(api: &Api) {
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
        // Whatever representation was seen, and among several tags.
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

async fn of_two_changes_to_one_version_one_succeeds(api: &Api) {
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

/// A tag of a later version than that of `tag`.
fn later(tag: &str) -> String {
    let (version, digest) = tag.split_once('-').unwrap();
    let version = i64::from_str_radix(&version[1..], 16).unwrap();
    format!("\"{:x}-{digest}", version + 1_000_000)
}

async fn one_of_several_versions_is_enough(api: &Api) {
    for path in furnish(api).await {
        let first = tag(&api.get(&path).await);
        let body = change(&path, &json!({}));
        let second = tag(&patch_if(api, &path, &first, &body).await);
        let several = format!("{first}, {second}, {}", later(&second));
        tag(&patch_if(api, &path, &several, &body).await);
        let others = format!("{first}, {}", later(&second));
        let refused = patch_if(api, &path, &others, &body).await;
        refused.is_error(412, "precondition_failed", "If-Match");
    }
}

/// Headers that refuse the version of this tag.
fn refusals(tag: &str) -> [String; 5] {
    let (version, _) = tag.split_once('-').unwrap();
    [
        "*".to_owned(),
        tag.to_owned(),
        format!("W/{tag}"),
        // Whatever representation it was seen in.
        format!("{version}-0123456789abcdef\""),
        format!("\"other\", {}, {tag}", later(tag)),
    ]
}

async fn a_version_that_is_refused_is_not_changed(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    let bob = api.person(&api.here, "Bob").await;
    let linkage = json!({"data": {"type": "people", "id": bob}});
    for (path, body) in [
        (person.clone(), change(&person, &json!({"last_name": "B"}))),
        (
            activation.clone(),
            change(&activation, &json!({"status": "suspended"})),
        ),
        (link.clone(), change(&link, &json!({"direction": "output"}))),
        (format!("{link}/relationships/people"), linkage),
        // Its links are deleted with it.
        (
            activation.clone(),
            change(&activation, &json!({"status": "disabled"})),
        ),
    ] {
        let seen = api.get(&path).await;
        let current = tag(&seen);
        let before = seen.ok();
        for refusal in refusals(&current) {
            let headers = [(IF_NONE_MATCH, &*refusal)];
            let refused = api.ask(Method::PATCH, &path, &headers, &body).await;
            refused.is_error(412, "precondition_failed", "If-None-Match");
            // A mismatch of `If-Match` is reported first.
            let headers = [(IF_MATCH, "\"other\""), (IF_NONE_MATCH, &refusal)];
            let refused = api.ask(Method::PATCH, &path, &headers, &body).await;
            refused.is_error(412, "precondition_failed", "If-Match");
        }
        assert_eq!(api.get(&path).await.ok(), before, "{path}");
        let later = later(&current);
        let headers = [(IF_MATCH, &*current), (IF_NONE_MATCH, &later)];
        let changed = api.ask(Method::PATCH, &path, &headers, &body).await;
        assert!(changed.status.is_success(), "{}", changed.body);
    }
}

async fn a_version_that_is_refused_is_not_deleted(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    for path in [link, person, activation] {
        let seen = api.get(&path).await;
        let current = tag(&seen);
        let before = seen.ok();
        for refusal in refusals(&current) {
            let refused = ask(api, Method::DELETE, &path, (IF_NONE_MATCH, &refusal)).await;
            refused.is_error(412, "precondition_failed", "If-None-Match");
        }
        assert_eq!(api.get(&path).await.ok(), before, "{path}");
        let gone = ask(
            api,
            Method::DELETE,
            &path,
            (IF_NONE_MATCH, &later(&current)),
        )
        .await;
        assert!(gone.status.is_success(), "{}", gone.body);
    }
}

async fn a_refused_version_of_a_run_is_not_closed(api: &Api) {
    let connector = api.activation(&api.here).await;
    let id = api.run(&connector, &json!({"direction": "input"})).await;
    let path = format!("{RUNS}/{id}");
    let body = json!({"data": {
        "type": "workspace_connector_sync_log", "id": id, "attributes": {"status": "error"}
    }});
    let seen = api.get(&path).await;
    let current = tag(&seen);
    let before = seen.ok();
    let close = async |name, tags: &str| {
        let headers: [(HeaderName, &str); 1] = [(name, tags)];
        api.ask(Method::PATCH, &path, &headers, &body).await
    };
    for refusal in refusals(&current) {
        let refused = close(IF_NONE_MATCH, &refusal).await;
        refused.is_error(412, "precondition_failed", "If-None-Match");
    }
    assert_eq!(api.get(&path).await.ok(), before);
    let several = format!("{current}, {}", later(&current));
    close(IF_MATCH, &several).await.ok();
}

async fn unknown_versions_refuse_nothing(api: &Api) {
    for path in furnish(api).await {
        let body = change(&path, &json!({}));
        for other in ["\"other\"", "", "W/\"*\"", "\"*\""] {
            let headers = [(IF_NONE_MATCH, other)];
            let changed = api.ask(Method::PATCH, &path, &headers, &body).await;
            assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        }
    }
}

async fn soft_deleted_resources_are_missing_whatever_is_expected(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    let paths = [link, person, activation];
    for path in &paths {
        let gone = api.delete(path).await;
        if gone.status == StatusCode::ACCEPTED {
            api.done(gone).await;
        }
    }
    let nobody = format!("/v1/people/{NOBODY}");
    for path in paths.iter().chain([&nobody]) {
        let body = change(path, &json!({}));
        for name in [IF_MATCH, IF_NONE_MATCH] {
            for tags in ["*", "\"other\""] {
                for method in [Method::PATCH, Method::DELETE] {
                    let headers = [(name.clone(), tags)];
                    let missing = api.ask(method, path, &headers, &body).await;
                    missing.is_error(404, "not_found", "");
                }
            }
        }
    }
    let activation = &paths[2];
    let seen = tag(&api
        .get(&format!("{activation}?filter[deleted]=include"))
        .await);
    let path = format!("{activation}?dry_run=true");
    let attributes = json!({"deleted_at": null, "status": "disabled"});
    let body = change(activation, &attributes);
    patch_if(api, &path, &seen, &body).await.ok();
    // What is to be restored exists.
    for path in paths.iter().rev() {
        let seen = tag(&api.get(&format!("{path}?filter[deleted]=include")).await);
        let body = change(path, &json!({"deleted_at": null}));
        let headers = [(IF_NONE_MATCH, "*")];
        let refused = api.ask(Method::PATCH, path, &headers, &body).await;
        refused.is_error(412, "precondition_failed", "If-None-Match");
        patch_if(api, path, &seen, &body).await.ok();
    }
}
