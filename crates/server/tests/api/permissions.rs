//! Every route of the API: without a key, with a wrong key, with another workspace's, with too weak a role.

use std::collections::BTreeSet;

use crate::console::sign_in;
use crate::support::{self, Api, JSON_API, NDJSON};
use crate::webhooks;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt;
use serde_json::json;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_server::{Served, catalogue};

crate::on_both_engines![
    nothing_is_served_without_a_good_key,
    each_route_requires_its_declared_role,
    no_route_shows_another_workspaces_rows,
    no_operation_reaches_another_workspaces_rows,
    no_job_reaches_another_workspaces_rows,
    a_revoked_key_ends_its_delivery,
    a_revoked_key_ends_its_downloads,
    a_revoked_key_stops_at_once,
];

/// Routes whose paths name no row of a workspace, one per line.
const SHARED: &str = include_str!("shared-routes.txt");

fn request(served: &Served, id: &str, authorization: Option<&str>) -> Request<Body> {
    request_with(served, id, authorization, "{}".to_owned())
}

fn request_with(
    served: &Served,
    id: &str,
    authorization: Option<&str>,
    body: String,
) -> Request<Body> {
    let content_type = if served.streams { NDJSON } else { JSON_API };
    let mut request = Request::builder()
        .method(served.method.clone())
        .uri(served.path.replace("{id}", id))
        .header(header::CONTENT_TYPE, content_type);
    if let Some(value) = authorization {
        request = request.header(header::AUTHORIZATION, value);
    }
    request.body(Body::from(body)).unwrap()
}

async fn nothing_is_served_without_a_good_key(api: &Api) {
    let reader = &api.here.reader;
    let bad = [
        None,
        Some(String::new()),
        Some("Bearer".to_owned()),
        Some("Bearer ".to_owned()),
        Some(format!("Bearer {}", reader.to_uppercase())),
        Some(format!("Bearer {reader}0")),
        Some(format!("Basic {reader}")),
        Some(reader.clone()),
    ];
    for served in catalogue() {
        for authorization in &bad {
            let request = request(&served, support::NOBODY, authorization.as_deref());
            let reply = api.call(request).await;
            reply.is_error(401, "unauthenticated", "Authorization");
            assert_eq!(reply.headers[header::WWW_AUTHENTICATE], "Bearer");
        }
    }
}

async fn each_route_requires_its_declared_role(api: &Api) {
    let keys = [
        (Role::Reader, &api.here.reader),
        (Role::Sync, &api.here.sync),
        (Role::Admin, &api.here.admin),
    ];
    for served in catalogue() {
        for (role, token) in keys {
            let authorization = format!("Bearer {token}");
            let reply = api
                .call(request(&served, support::NOBODY, Some(&authorization)))
                .await;
            if role < served.role {
                reply.is_error(403, "forbidden", "");
            } else if served.refused.is_some() {
                reply.is_error(403, "unsupported", "");
            } else {
                assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "{served:?}");
                assert_ne!(reply.status, StatusCode::FORBIDDEN, "{served:?}");
            }
        }
    }
}

/// One resource of each type in another workspace.
struct Theirs {
    records: Vec<(Kind, String)>,
    links: Vec<(Kind, String)>,
    identities: Vec<(Kind, String)>,
    connector: String,
    run: String,
    job: String,
    key: String,
    audit: String,
    change: String,
    webhook: String,
    attempt: String,
    workspace: String,
    /// By the path of the collection: the type and the id.
    recalls: Vec<(&'static str, &'static str, String)>,
}

/// The recalls of another workspace's person, what they tell whom, and what they suppress.
async fn recalls(api: &Api, connector: &str) -> Vec<(&'static str, &'static str, String)> {
    let (there, admin) = (&api.there, &api.there.admin);
    let person = json!({"data": {"type": "people", "attributes": {"external_person_id": "gone"}}});
    let person = api.send(Method::POST, "/v1/people", &there.sync, &person);
    let person = person.await.created();
    let link = support::link(&person, connector, "output");
    api.send(Method::POST, support::LINKS, &there.sync, &link)
        .await
        .created();
    let mut recalls = Vec::new();
    for (path, of) in [
        ("/v1/rectifications", "rectification"),
        ("/v1/restrictions", "restriction"),
        ("/v1/erasures", "erasure"),
    ] {
        let document = json!({"data": {"type": of}});
        let below = path.trim_start_matches("/v1");
        let url = format!("/v1/people/{person}{below}");
        let made = api.send(Method::POST, &url, admin, &document).await;
        recalls.push((path, of, made.created()));
    }
    for (path, of) in [
        ("/v1/erasure-notifications", "erasure_notification"),
        ("/v1/suppressions", "suppression"),
    ] {
        let listed = api.get_as(admin, path).await;
        recalls.push((path, of, listed.ids().remove(0)));
    }
    recalls
}

impl Theirs {
    async fn furnish(api: &Api) -> Self {
        let connector = api.activation(&api.there).await;
        let (mut records, mut links, mut identities) = (Vec::new(), Vec::new(), Vec::new());
        for kind in Kind::ALL {
            let record = api.record(&api.there, kind).await;
            let document = support::link_of(kind, &record, &connector, "input");
            let (path, token) = (kind.wire().links_path, &api.there.sync);
            let link = api.send(Method::POST, path, token, &document).await;
            let document = support::identity_of(kind, &record, &connector, "501");
            let path = kind.wire().identities_path;
            let identity = api.send(Method::POST, path, token, &document).await;
            records.push((kind, record));
            links.push((kind, link.created()));
            identities.push((kind, identity.created()));
        }
        let run = support::run(&connector, &json!({"direction": "input"}));
        let opened = api
            .send(Method::POST, support::RUNS, &api.there.sync, &run)
            .await;
        let deduplication = json!({"data": {"type": "deduplication"}});
        let path = format!("{}/deduplications", support::LINKS);
        let deferred = api
            .send(Method::POST, &path, &api.there.sync, &deduplication)
            .await;
        Self {
            recalls: recalls(api, &connector).await,
            records,
            links,
            identities,
            run: opened.created(),
            job: deferred.body["data"]["id"].as_str().unwrap().to_owned(),
            webhook: webhooks::create(api, &api.there, &json!({"position": 0})).await,
            attempt: {
                let claimed = api.ledger.webhook_claim(api.there.tenant).await;
                claimed.unwrap().unwrap().attempt.to_string()
            },
            connector,
            key: api.there.admin_key.to_string(),
            audit: {
                let log = api.get_as(&api.there.admin, "/v1/audit-events").await;
                log.ids().remove(0)
            },
            change: {
                let changes = api.get_as(&api.there.reader, "/v1/changes").await;
                changes.ids().remove(0)
            },
            workspace: api.there.tenant.workspace().to_string(),
        }
    }

    /// The type and the id of the resource at a path; `None` if all workspaces share it.
    fn at(&self, path: &str) -> Option<(&'static str, &str)> {
        let collection = format!("/v1/{}", path.split('/').nth(2)?);
        for (kind, id) in &self.records {
            if kind.wire().records_path == collection {
                return Some((kind.as_str(), id));
            }
        }
        for (kind, id) in &self.links {
            if kind.wire().links_path == collection {
                return Some((kind.wire().link, id));
            }
        }
        for (kind, id) in &self.identities {
            if kind.wire().identities_path == collection {
                return Some((kind.wire().identity, id));
            }
        }
        for (path, of, id) in &self.recalls {
            if *path == collection {
                return Some((of, id));
            }
        }
        match &*collection {
            "/v1/workspace-connectors" => Some(("workspace_connector", &self.connector)),
            "/v1/workspace-connector-sync-logs" => {
                Some(("workspace_connector_sync_log", &self.run))
            }
            "/v1/jobs" => Some(("job", &self.job)),
            "/v1/changes" => Some(("change", &self.change)),
            "/v1/api-keys" => Some(("api_key", &self.key)),
            "/v1/audit-events" => Some(("audit_event", &self.audit)),
            "/v1/webhook-endpoints" => Some(("webhook_endpoint", &self.webhook)),
            "/v1/webhook-attempts" => Some(("webhook_attempt", &self.attempt)),
            "/v1/retention-policies" => Some(("retention_policy", &self.workspace)),
            "/v1/workspaces" => Some(("workspace", &self.workspace)),
            _ => None,
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let ids = [
            &self.connector,
            &self.run,
            &self.job,
            &self.key,
            &self.audit,
            &self.change,
            &self.webhook,
            &self.attempt,
            &self.workspace,
        ];
        let recalls = self.recalls.iter().map(|(_, _, id)| id.as_str());
        let records = self.records.iter().chain(&self.links);
        let records = records.chain(&self.identities).map(|(_, id)| id);
        let all = ids.into_iter().chain(records).map(String::as_str);
        all.chain(recalls)
    }
}

/// The collections that operations change.
fn changeable() -> impl Iterator<Item = &'static str> {
    let paths = Kind::ALL.map(|kind| {
        let wire = kind.wire();
        [wire.records_path, wire.links_path, wire.identities_path]
    });
    let paths = paths.into_iter().flatten();
    paths.chain(["/v1/workspace-connectors"])
}

/// For each route that names a resource, one of the other workspace's; for each list, its contents.
async fn no_route_shows_another_workspaces_rows(api: &Api) {
    let theirs = Theirs::furnish(api).await;
    let connector = api.activation(&api.here).await;
    let mut ours = Vec::new();
    for kind in Kind::ALL {
        ours.push((kind.as_str(), api.record(&api.here, kind).await));
    }
    let mut shared = BTreeSet::new();
    // Lists first: the audit log has the ids that a workspace asks for.
    let mut routes = catalogue();
    routes.sort_by_key(|served| served.path.contains("{id}"));
    for served in routes {
        let name = format!("{} {}", served.method, served.path);
        let Some((of, id)) = theirs.at(&served.path) else {
            shared.insert(name);
            continue;
        };
        let names_one = served.path.contains("{id}");
        if served.method == Method::POST && !names_one {
            // A create names no row of its own. Its relationships are tested with the links.
            continue;
        }
        let data = match served.path.rsplit_once("/relationships/") {
            Some((_, name)) => {
                let record = ours.iter().find(|(of, _)| *of == name);
                json!({"type": name, "id": record.map_or(&connector, |(_, id)| id)})
            }
            None if of == "suppression" => {
                json!({"type": of, "id": id, "attributes": {"lift_reason": "ours"}})
            }
            None if of == "erasure_notification" => {
                json!({"type": of, "id": id, "attributes": {"status": "confirmed"}})
            }
            None if served.path.ends_with("/erasures") => json!({"type": "erasure"}),
            None if served.path.ends_with("/rectifications") => json!({"type": "rectification"}),
            None if served.path.ends_with("/restrictions") => json!({"type": "restriction"}),
            None if served.path.ends_with("/rotations") => {
                let whose = of.strip_suffix("_endpoint").unwrap_or(of);
                json!({"type": format!("{whose}_rotation")})
            }
            None if of == "webhook_endpoint" => {
                json!({"type": of, "id": id, "attributes": {"status": "disabled"}})
            }
            None if of == "workspace_connector_sync_log" => {
                json!({"type": of, "id": id, "attributes": {"status": "success"}})
            }
            None => json!({"type": of, "id": id, "attributes": {"deleted_at": null}}),
        };
        let key = format!("Bearer {}", api.here.admin);
        let body = json!({ "data": data }).to_string();
        let reply = api.call(request_with(&served, id, Some(&key), body)).await;
        if served.refused.is_some() {
            reply.is_error(403, "unsupported", "");
        } else if names_one {
            reply.is_error(404, "not_found", "");
        }
        let text = reply.body.to_string();
        for secret in theirs.all() {
            assert!(!text.contains(secret), "{name}: {text}");
        }
    }
    let golden: BTreeSet<_> = SHARED.lines().map(str::to_owned).collect();
    assert_eq!(shared, golden, "tests/shared-routes.txt says otherwise");
    all_of_theirs_still_exist(api, &theirs).await;
}

async fn no_operation_reaches_another_workspaces_rows(api: &Api) {
    let theirs = Theirs::furnish(api).await;
    for path in changeable() {
        let (of, id) = theirs.at(path).unwrap();
        let target = json!({"type": of, "id": id});
        let restore = json!({"type": of, "id": id, "attributes": {"deleted_at": null}});
        let mut operations = vec![json!({"op": "remove", "ref": target})];
        // An identity is not changed by anyone.
        if !of.ends_with("_identity") {
            operations.push(json!({"op": "update", "ref": target, "data": restore}));
        }
        for operation in operations {
            let reply = api.operate(&api.here.admin, &json!([operation])).await;
            reply.is_error(404, "not_found", "/atomic:operations/0/ref");
        }
    }
    all_of_theirs_still_exist(api, &theirs).await;
}

/// A request document, too, may name rows of another workspace.
async fn no_job_reaches_another_workspaces_rows(api: &Api) {
    let theirs = Theirs::furnish(api).await;
    let connector = json!({"data": {"type": "workspace_connector", "id": theirs.connector}});
    for of in ["invalidation", "deduplication"] {
        let path = format!("{}/{of}s", support::LINKS);
        let document = json!({"data": {
            "type": of, "relationships": {"workspace_connector": connector}
        }});
        for path in [path.clone(), format!("{path}?dry_run=true")] {
            let place = "/data/relationships/workspace_connector";
            let refused = api.post(&path, &document).await;
            refused.is_error(404, "related_not_found", place);
        }
    }
    let run = support::run(&theirs.connector, &json!({"direction": "output"}));
    let refused = api.post(support::RUNS, &run).await;
    let place = "/data/relationships/workspace_connector";
    refused.is_error(404, "related_not_found", place);
    let path = format!("{}/invalidations", support::LINKS);
    let document = json!({"data": {"type": "invalidation", "relationships": {
        "people": {"data": [{"type": "people", "id": theirs.records[0].1}]}
    }}});
    let job = api.done(api.post(&path, &document).await).await;
    assert_eq!(job["attributes"]["changed"], 0);
    all_of_theirs_still_exist(api, &theirs).await;
}

async fn all_of_theirs_still_exist(api: &Api, theirs: &Theirs) {
    let run = format!("{}/{}", support::RUNS, theirs.run);
    let run = api.get_as(&api.there.reader, &run).await.ok();
    assert_eq!(run["data"]["attributes"]["status"], "in_progress");
    let webhook = format!("{}/{}", webhooks::PATH, theirs.webhook);
    let webhook = api.get_as(&api.there.admin, &webhook).await.ok();
    assert_eq!(webhook["data"]["attributes"]["status"], "enabled");
    for path in changeable() {
        let (_, id) = theirs.at(path).unwrap();
        let path = format!("{path}/{id}");
        api.get_as(&api.there.reader, &path).await.ok();
    }
}

async fn a_revoked_key_ends_its_delivery(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let (lines, sent) = tokio::sync::mpsc::channel::<&str>(1);
    let body = futures_util::stream::unfold(sent, async |mut sent| {
        Some((Ok::<_, std::convert::Infallible>(sent.recv().await?), sent))
    });
    let mut request = api.delivery(&run, "", Body::from_stream(body));
    let admin = format!("Bearer {}", api.here.admin).parse().unwrap();
    request.headers_mut().insert(header::AUTHORIZATION, admin);
    let line = "{\"external_person_id\":\"P-1\",\"full_name\":\"Ada\"}\n";
    lines.send(line).await.unwrap();
    let answer = api.begin(request).await;
    assert_eq!(answer.status(), StatusCode::OK);
    api.revoke(api.here.admin_key).await;
    let answer = tokio::spawn(axum::body::to_bytes(answer.into_body(), usize::MAX));
    // Until the body is given up: the key is looked at within a second.
    while lines.send(line).await.is_ok() && !answer.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    drop(lines);
    let answer = answer.await.unwrap().unwrap();
    let said = crate::support::parse_lines(std::str::from_utf8(&answer).unwrap());
    let last = &said.last().unwrap()["error"];
    assert_eq!(last["code"], "unauthenticated", "{said:?}");
}

/// Of two pages of links and two stretches of the audit log, the second is not sent.
async fn a_revoked_key_ends_its_downloads(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let people = (0..600).fold(String::new(), |lines, n| {
        lines + &format!("{{\"external_person_id\":\"P-{n}\",\"full_name\":\"Ada\"}}\n")
    });
    api.deliver(&run, "", people).await;
    let cookie = sign_in(api, &api.here.admin).await;
    let download = async |path: &str| {
        let request = Request::builder()
            .uri(path)
            .header(header::COOKIE, &cookie)
            .body(Body::empty());
        let answer = api.begin(request.unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.into_body().into_data_stream()
    };
    let mut links = download("/console/links.csv").await;
    let mut audit = download("/console/audit/export").await;
    let first = links.next().await.unwrap().unwrap();
    assert!(first.len() > 10_000, "{}", first.len());
    api.revoke(api.here.admin_key).await;
    for download in [&mut links, &mut audit] {
        let broken_off = download.next().await.unwrap().unwrap_err();
        assert!(broken_off.to_string().contains("revoked"), "{broken_off}");
    }
}

async fn a_revoked_key_stops_at_once(api: &Api) {
    assert_eq!(
        api.get_as(&api.here.admin, "/v1/people").await.status,
        StatusCode::OK
    );
    api.revoke(api.here.admin_key).await;
    api.get_as(&api.here.admin, "/v1/people").await.is_error(
        401,
        "unauthenticated",
        "Authorization",
    );
}
