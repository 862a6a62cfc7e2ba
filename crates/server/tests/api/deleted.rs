//! Soft-deleted resources are shown on request, and links lead to them.

use crate::support::{Api, LINKS};

crate::on_both_engines![
    links_of_deleted_resources_lead_to_them,
    related_resources_are_seen_with_what_they_are_related_to,
    links_of_deleted_records_are_shown_on_request,
    included_resources_may_be_deleted,
];

/// The paths of a person, an activation and a link between them, all deleted.
async fn furnish(api: &Api) -> [String; 3] {
    let person = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let link = api.link(&person, &connector, "input").await;
    let paths = [
        format!("/v1/people/{person}"),
        format!("/v1/workspace-connectors/{connector}"),
        format!("{LINKS}/{link}"),
    ];
    // The link is deleted with the person.
    assert_eq!(api.delete(&paths[0]).await.status, 204);
    api.done(api.delete(&paths[1]).await).await;
    paths
}

async fn links_of_deleted_resources_lead_to_them(api: &Api) {
    for path in furnish(api).await {
        api.get(&path).await.is_error(404, "not_found", "");
        let seen = api
            .get(&format!("{path}?filter[deleted]=include"))
            .await
            .ok();
        let data = &seen["data"];
        assert!(data["attributes"]["deleted_at"].is_string());
        let own = data["links"]["self"].as_str().unwrap();
        assert_ne!(own, path);
        assert_eq!(&api.get(own).await.ok()["data"], data);
        for (name, relationship) in data["relationships"].as_object().unwrap() {
            if ["created_by", "seen_by", "deleted_by", "continues"].contains(&&**name) {
                assert!(relationship["links"].is_null(), "{name}");
                continue;
            }
            for link in relationship["links"].as_object().unwrap().values() {
                api.get(link.as_str().unwrap()).await.ok();
            }
        }
    }
}

async fn related_resources_are_seen_with_what_they_are_related_to(api: &Api) {
    let [person, _, link] = furnish(api).await;
    for below in [
        "people",
        "workspace_connector",
        "relationships/people",
        "relationships/workspace_connector",
    ] {
        let path = format!("{link}/{below}");
        api.get(&path).await.is_error(404, "not_found", "");
        for deleted in ["include", "only"] {
            let path = format!("{path}?filter[deleted]={deleted}");
            api.get(&path).await.ok();
        }
    }
    for below in ["workspace", "relationships/workspace"] {
        let path = format!("{person}/{below}");
        api.get(&path).await.is_error(404, "not_found", "");
        let path = format!("{path}?filter[deleted]=include");
        assert_eq!(api.get(&path).await.ok()["data"]["type"], "workspace");
    }
}

async fn links_of_deleted_records_are_shown_on_request(api: &Api) {
    let [person, activation, link] = furnish(api).await;
    let id = link.rsplit('/').next().unwrap();
    for owner in [person, activation] {
        for below in [
            "people_workspace_connectors",
            "relationships/people_workspace_connectors",
        ] {
            let path = format!("{owner}/{below}");
            api.get(&path).await.is_error(404, "not_found", "");
            for deleted in ["include", "only"] {
                let path = format!("{path}?filter[deleted]={deleted}");
                assert_eq!(api.get(&path).await.ids(), [id], "{path}");
            }
        }
    }
    // Links of an active person may be deleted.
    let bob = api.person(&api.here, "Bob").await;
    let path = format!("/v1/people/{bob}/people_workspace_connectors?filter[deleted]=only");
    assert!(api.get(&path).await.ids().is_empty());
}

async fn included_resources_may_be_deleted(api: &Api) {
    let [person, activation, _] = furnish(api).await;
    let list = format!("{LINKS}?filter[deleted]=include&include=people,workspace_connector");
    let document = api.get(&list).await.ok();
    let included = document["included"].as_array().unwrap();
    assert_eq!(included.len(), 2);
    for (resource, path) in included.iter().zip([person, activation]) {
        assert!(resource["attributes"]["deleted_at"].is_string());
        assert!(path.ends_with(resource["id"].as_str().unwrap()));
        let own = resource["links"]["self"].as_str().unwrap();
        assert_eq!(&api.get(own).await.ok()["data"], resource);
    }
}
