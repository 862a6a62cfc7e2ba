//! Who made, saw and deleted a link, and why.

use crate::support::{self, ACTIVATIONS, Api, LINKS, RUNS};
use axum::http::Method;
use axum::http::header::ETAG;
use serde_json::{Value, json};
use wellhead_core::cause::Author;
use wellhead_core::command::NewLink;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;

crate::on_both_engines![
    a_key_that_makes_and_deletes_a_link_is_its_cause,
    a_run_makes_sees_and_sweeps_links,
    a_job_ends_links,
    an_operator_has_no_id,
    the_reason_is_in_the_meta_of_deleted_links,
    a_restored_link_was_deleted_by_nobody,
    causes_are_included,
    a_reader_sees_the_key_that_is_a_cause,
    each_relationship_has_its_two_urls,
    clients_cannot_set_a_cause,
    links_of_every_kind_have_causes,
];

const ALL: &str = "filter[deleted]=include&include=created_by,seen_by,deleted_by";

async fn deleted(api: &Api, link: &str) -> Value {
    let found = api
        .get(&format!("{LINKS}/{link}?filter[deleted]=include"))
        .await;
    found.ok()["data"].clone()
}

fn cause<'a>(link: &'a Value, name: &str) -> &'a Value {
    &link["relationships"][name]["data"]
}

fn key(id: &impl ToString) -> Value {
    json!({"type": "api_key", "id": id.to_string()})
}

fn run(id: &str) -> Value {
    json!({"type": "workspace_connector_sync_log", "id": id})
}

async fn furnish(api: &Api) -> (String, String) {
    let ada = json!({"data": {
        "type": "people", "attributes": {"first_name": "Ada", "external_person_id": "E-1"}
    }});
    let ada = api.post("/v1/people", &ada).await.created();
    (ada, api.activation(&api.here).await)
}

async fn full_run(api: &Api, connector: &str) -> String {
    let attributes = json!({"direction": "input", "mode": "full"});
    api.run(connector, &attributes).await
}

async fn close(api: &Api, run: &str, query: &str) {
    let document = json!({"data": {
        "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
    }});
    api.patch(&format!("{RUNS}/{run}{query}"), &document)
        .await
        .ok();
}

async fn a_key_that_makes_and_deletes_a_link_is_its_cause(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let document = support::link(&ada, &connector, "input");
    let made = api
        .send(Method::POST, LINKS, &api.here.sync, &document)
        .await;
    let maker = key(&api.here.sync_key);
    assert_eq!(*cause(&made.body["data"], "created_by"), maker);
    let link = made.created();
    let found = deleted(api, &link).await;
    assert_eq!(*cause(&found, "created_by"), maker);
    assert_eq!(*cause(&found, "seen_by"), maker, "nobody has seen it since");
    assert_eq!(*cause(&found, "deleted_by"), Value::Null);
    api.delete(&format!("{LINKS}/{link}")).await;
    let found = deleted(api, &link).await;
    assert_eq!(*cause(&found, "created_by"), maker);
    assert_eq!(*cause(&found, "deleted_by"), key(&api.here.admin_key));
}

async fn a_run_makes_sees_and_sweeps_links(api: &Api) {
    let (_, connector) = furnish(api).await;
    let mut runs = Vec::new();
    for (people, query) in [
        (&[1, 2][..], ""),
        (&[1, 2], ""),
        (&[1], "?confirm_sweep=true"),
    ] {
        let run = full_run(api, &connector).await;
        let line = |i| format!("{{\"external_person_id\":\"E-{i}\"}}\n");
        let lines: String = people.iter().map(line).collect();
        api.deliver(&run, "", lines).await;
        close(api, &run, query).await;
        runs.push(run);
    }
    let listed = api
        .get(&format!("{LINKS}?sort=created_at&{ALL}"))
        .await
        .ok();
    let links = listed["data"].as_array().unwrap();
    assert_eq!(links.len(), 2);
    for link in links {
        assert_eq!(*cause(link, "created_by"), run(&runs[0]));
    }
    assert_eq!(*cause(&links[0], "seen_by"), run(&runs[2]));
    assert_eq!(*cause(&links[0], "deleted_by"), Value::Null);
    assert_eq!(*cause(&links[1], "seen_by"), run(&runs[1]));
    assert_eq!(*cause(&links[1], "deleted_by"), run(&runs[2]));
    assert_eq!(links[1]["meta"]["reason"], "swept");
    let included = listed["included"].as_array().unwrap();
    assert_eq!(included.len(), 3, "each run once");
}

async fn a_job_ends_links(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        links.push(api.link(&ada, &connector, "input").await);
    }
    let document = json!({"data": {"type": "deduplication"}});
    let path = format!("{LINKS}/deduplications");
    let job = api.done(api.post(&path, &document).await).await;
    let disable = json!({"data": {
        "type": "workspace_connector", "id": connector, "attributes": {"status": "disabled"}
    }});
    let path = format!("{ACTIVATIONS}/{connector}");
    let disconnected = api.done(api.patch(&path, &disable).await).await;
    let expected = [("disconnected", &disconnected), ("deduplicated", &job)];
    for (link, (reason, job)) in links.iter().zip(expected) {
        let found = deleted(api, link).await;
        let job = json!({"type": "job", "id": job["id"]});
        assert_eq!(*cause(&found, "deleted_by"), job);
        assert_eq!(found["meta"]["reason"], reason);
    }
}

async fn an_operator_has_no_id(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let new = NewLink {
        kind: Kind::People,
        id: api.ledger.new_id(None),
        record: ada.parse().unwrap(),
        workspace_connector: connector.parse().unwrap(),
        direction: Direction::Input,
    };
    let made = api
        .ledger
        .link_create(Author::operator(api.here.tenant), new);
    let id = made.await.unwrap().id;
    let found = api.get(&format!("{LINKS}/{id}?{ALL}")).await.ok();
    let relationships = &found["data"]["relationships"];
    for name in ["created_by", "seen_by"] {
        assert_eq!(relationships[name]["data"], Value::Null);
        assert_eq!(relationships[name]["meta"], json!({"operator": true}));
        for path in [name.to_owned(), format!("relationships/{name}")] {
            let answer = api.get(&format!("{LINKS}/{id}/{path}")).await.ok();
            assert_eq!(answer["data"], Value::Null);
            assert_eq!(answer["meta"], json!({"operator": true}));
        }
    }
    assert_eq!(relationships["deleted_by"].get("meta"), None);
    assert_eq!(found["included"], json!([]));
    let answer = api.get(&format!("{LINKS}/{id}/deleted_by")).await.ok();
    assert_eq!((&answer["data"], answer.get("meta")), (&Value::Null, None));
}

async fn the_reason_is_in_the_meta_of_deleted_links(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let [kept, deleted, by_record] = [
        api.link(&ada, &connector, "input").await,
        api.link(&ada, &connector, "input").await,
        api.link(&ada, &connector, "output").await,
    ];
    let active = api.get(&format!("{LINKS}/{kept}")).await.ok();
    assert_eq!(active["data"].get("meta"), None);
    api.delete(&format!("{LINKS}/{deleted}")).await;
    api.delete(&format!("/v1/people/{ada}")).await;
    for (link, reason) in [
        (&kept, "record_deleted"),
        (&deleted, "deleted"),
        (&by_record, "record_deleted"),
    ] {
        let found = self::deleted(api, link).await;
        assert_eq!(found["meta"], json!({"reason": reason}));
    }
    let listed = api.get(&format!("{LINKS}?filter[deleted]=only")).await.ok();
    for link in listed["data"].as_array().unwrap() {
        let meta = link["meta"].as_object().unwrap();
        assert_eq!(meta.keys().collect::<Vec<_>>(), ["page", "reason"]);
    }
}

async fn a_restored_link_was_deleted_by_nobody(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let link = api.link(&ada, &connector, "input").await;
    let path = format!("{LINKS}/{link}");
    api.delete(&path).await;
    let restore = json!({"data": {
        "type": "people_workspace_connector", "id": link, "attributes": {"deleted_at": null}
    }});
    let restored = api.patch(&path, &restore).await.ok();
    assert_eq!(*cause(&restored["data"], "deleted_by"), Value::Null);
    assert_eq!(restored["data"].get("meta"), None);
}

async fn causes_are_included(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let link = api.link(&ada, &connector, "input").await;
    let run = full_run(api, &connector).await;
    api.deliver(&run, "", "{\"external_person_id\":\"E-1\"}\n")
        .await;
    let path = format!("{LINKS}/{link}?include=created_by,seen_by");
    let fields = "fields[api_key]=role&fields[workspace_connector_sync_log]=mode";
    for path in [
        format!("{path}&{fields}"),
        format!("{LINKS}?include=created_by,seen_by&{fields}"),
        format!("/v1/people/{ada}/people_workspace_connectors?include=created_by,seen_by&{fields}"),
    ] {
        let included = api.get(&path).await.ok()["included"].clone();
        let mut attributes: Vec<_> = included
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["id"].clone(), it["attributes"].clone()))
            .collect();
        attributes.sort_by_key(|(_, it)| it.to_string());
        let admin = (
            json!(api.here.admin_key.to_string()),
            json!({"role": "admin"}),
        );
        assert_eq!(attributes, [(json!(run), json!({"mode": "full"})), admin]);
    }
    let refused = api
        .get(&format!("{LINKS}?include=created_by.workspace_connector"))
        .await;
    refused.is_error(400, "unsupported_include", "include");
}

async fn a_reader_sees_the_key_that_is_a_cause(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let link = api.link(&ada, &connector, "input").await;
    let path = format!("{LINKS}/{link}/created_by");
    let seen = api.get_as(&api.here.reader, &path).await.ok();
    assert_eq!(seen["data"]["type"], "api_key");
    assert_eq!(seen["data"]["id"], api.here.admin_key.to_string());
    assert_eq!(seen["links"]["self"], path);
    // How its token begins tells it apart, and opens nothing.
    let prefix = seen["data"]["attributes"]["prefix"].as_str().unwrap();
    assert_eq!(prefix.len(), "whk_".len() + 8);
    let text = seen.to_string();
    assert_eq!(text.matches("whk_").count(), 1, "{text}");
    assert!(!text.contains("hash"), "{text}");
    let own = seen["data"]["links"]["self"].as_str().unwrap();
    api.get_as(&api.here.reader, own)
        .await
        .is_error(403, "forbidden", "");
    api.get_as(&api.here.admin, own).await.ok();
}

async fn each_relationship_has_its_two_urls(api: &Api) {
    let (_, connector) = furnish(api).await;
    let run = full_run(api, &connector).await;
    api.deliver(&run, "", "{\"external_person_id\":\"E-1\"}\n")
        .await;
    let link = api.get(LINKS).await.ids().remove(0);
    let path = format!("{LINKS}/{link}");
    api.delete(&path).await;
    api.get(&format!("{path}/created_by"))
        .await
        .is_error(404, "not_found", "");
    let found = deleted(api, &link).await;
    for (name, of) in [
        ("created_by", "workspace_connector_sync_log"),
        ("seen_by", "workspace_connector_sync_log"),
        ("deleted_by", "api_key"),
    ] {
        let relationship = &found["relationships"][name];
        assert_eq!(relationship["links"], json!(null));
        let related = format!("{path}/{name}?filter%5Bdeleted%5D=include");
        let linkage = format!("{path}/relationships/{name}?filter%5Bdeleted%5D=include");
        let linkage = api.get(&linkage).await;
        assert!(linkage.headers.contains_key(ETAG));
        let linkage = linkage.ok();
        assert_eq!(linkage["data"], relationship["data"]);
        assert_eq!(linkage["links"]["related"], related.as_str());
        let related = api.get(&related).await;
        assert!(related.headers.contains_key(ETAG));
        let related = related.ok();
        assert_eq!(related["data"]["type"], of);
        assert_eq!(related["data"]["id"], relationship["data"]["id"]);
    }
    let fields = "filter[deleted]=include&fields[workspace_connector_sync_log]=mode";
    let mode = api.get(&format!("{path}/created_by?{fields}")).await.ok();
    assert_eq!(mode["data"]["attributes"], json!({"mode": "full"}));
}

async fn clients_cannot_set_a_cause(api: &Api) {
    let (ada, connector) = furnish(api).await;
    let link = api.link(&ada, &connector, "input").await;
    let path = format!("{LINKS}/{link}");
    for name in ["created_by", "seen_by", "deleted_by"] {
        let place = format!("/data/relationships/{name}/data");
        let other = json!({"data": key(&api.here.sync_key)});
        let mut new = support::link(&ada, &connector, "input");
        new["data"]["relationships"][name] = other.clone();
        api.post(LINKS, &new)
            .await
            .is_error(403, "read_only", &place);
        let changes = json!({"data": {
            "type": "people_workspace_connector", "id": link, "relationships": {name: other}
        }});
        api.patch(&path, &changes)
            .await
            .is_error(403, "read_only", &place);
        let refused = api
            .patch(&format!("{path}/relationships/{name}"), &other)
            .await;
        refused.is_error(403, "unsupported", "");
    }
    assert_eq!(
        *cause(&deleted(api, &link).await, "created_by"),
        key(&api.here.admin_key)
    );
}

async fn links_of_every_kind_have_causes(api: &Api) {
    let connector = api.activation(&api.here).await;
    for kind in Kind::ALL {
        let record = api.record(&api.here, kind).await;
        let path = kind.wire().links_path;
        let document = support::link_of(kind, &record, &connector, "input");
        let link = api.post(path, &document).await.created();
        api.delete(&format!("{path}/{link}")).await;
        let found = api.get(&format!("{path}/{link}?{ALL}")).await.ok();
        assert_eq!(
            *cause(&found["data"], "deleted_by"),
            key(&api.here.admin_key)
        );
        assert_eq!(found["data"]["meta"]["reason"], "deleted");
        assert_eq!(found["included"][0]["type"], "api_key");
    }
}
