//! What clients can select: included resources, and fields.

use serde_json::{Value, json};

use super::shape::{self, key};
use super::{ACTIVATIONS, CONNECTORS, PEOPLE, furnish, items, link_path, names};
use crate::support::{Api, LINKS};

crate::on_both_engines![
    included_has_exactly_what_was_requested,
    included_has_each_resource_once,
    include_is_one_list_in_any_form,
    included_is_empty_if_nothing_is_requested,
    nothing_is_included_by_default,
    include_goes_with_relationships_and_writes,
    an_unknown_path_is_400,
    fields_narrow_primary_and_included_resources,
    no_fields_means_none,
];

fn included_types(document: &Value) -> Vec<&str> {
    let mut types: Vec<_> = items(&document["included"])
        .iter()
        .map(|it| key(it).0)
        .collect();
    types.sort_unstable();
    types.dedup();
    types
}

async fn included_has_exactly_what_was_requested(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    for path in [LINKS, &link] {
        for (include, expected) in [
            ("people", &["people"][..]),
            ("workspace_connector", &["workspace_connector"]),
            (
                "people,workspace_connector",
                &["people", "workspace_connector"],
            ),
            (
                "workspace_connector.connector",
                &["connector", "workspace_connector"],
            ),
            (
                "people,workspace_connector.connector",
                &["connector", "people", "workspace_connector"],
            ),
        ] {
            let document = api.get(&format!("{path}?include={include}")).await.ok();
            assert_eq!(
                included_types(&document),
                expected,
                "{path}?include={include}"
            );
            shape::check(&document);
        }
    }
    let activation = format!("{ACTIVATIONS}/{}?include=connector", furniture.idle);
    let document = api.get(&activation).await.ok();
    assert_eq!(included_types(&document), ["connector"]);
    shape::check(&document);
}

async fn include_is_one_list_in_any_form(api: &Api) {
    furnish(api).await;
    let included =
        async |query: &str| api.get(&format!("{LINKS}?{query}")).await.ok()["included"].clone();
    let asked = included("include=people,workspace_connector").await;
    assert!(!items(&asked).is_empty());
    for query in [
        "include=people&include=workspace_connector",
        "include[]=people&include[]=workspace_connector",
        "include[0]=people&include[1]=workspace_connector",
    ] {
        assert_eq!(included(query).await, asked, "{query}");
    }
    // The next page is of the same form.
    let path = format!("{LINKS}?include[]=people&include[]=workspace_connector&page[size]=1");
    let first = api.get(&path).await.ok();
    let next = first["links"]["next"].as_str().unwrap();
    assert_eq!(items(&api.get(next).await.ok()["included"]).len(), 2);
}

async fn included_has_each_resource_once(api: &Api) {
    furnish(api).await;
    let path = format!("{LINKS}?include=people,workspace_connector.connector");
    let document = api.get(&path).await.ok();
    assert_eq!(items(&document["data"]).len(), 3);
    // Two people, one activation, one connector: several links lead to each.
    assert_eq!(items(&document["included"]).len(), 4);
    shape::check(&document);
}

async fn included_is_empty_if_nothing_is_requested(api: &Api) {
    let none = api.get(&format!("{LINKS}?include=people")).await.ok();
    assert_eq!(none["included"], json!([]), "there are no links yet");
    furnish(api).await;
    let document = api.get(&format!("{LINKS}?include=")).await.ok();
    assert_eq!(document["included"], json!([]));
}

async fn nothing_is_included_by_default(api: &Api) {
    let furniture = furnish(api).await;
    for path in [LINKS, PEOPLE, ACTIVATIONS, &link_path(&furniture.links[0])] {
        assert_eq!(api.get(path).await.ok().get("included"), None, "{path}");
    }
}

async fn include_goes_with_relationships_and_writes(api: &Api) {
    let furniture = furnish(api).await;
    let link = link_path(&furniture.links[0]);
    let related = format!(
        "{PEOPLE}/{}/people_workspace_connectors?include=workspace_connector",
        furniture.ada
    );
    let document = api.get(&related).await.ok();
    assert_eq!(included_types(&document), ["workspace_connector"]);
    shape::check(&document);
    let change = super::change(
        "people_workspace_connector",
        &furniture.links[0],
        &json!({"direction": "output"}),
    );
    let document = api
        .patch(&format!("{link}?include=people"), &change)
        .await
        .ok();
    assert_eq!(included_types(&document), ["people"]);
    shape::check(&document);
}

async fn an_unknown_path_is_400(api: &Api) {
    let furniture = furnish(api).await;
    for path in [LINKS, &link_path(&furniture.links[0])] {
        for include in [
            "colour",
            "people.colour",
            "workspace_connector.people",
            "people,colour",
        ] {
            let reply = api.get(&format!("{path}?include={include}")).await;
            reply.is_error(400, "unsupported_include", "include");
        }
    }
    // Connectors have nothing to include.
    for include in ["people", ""] {
        let reply = api.get(&format!("{CONNECTORS}?include={include}")).await;
        reply.is_error(400, "unsupported_include", "include");
    }
}

async fn fields_narrow_primary_and_included_resources(api: &Api) {
    let furniture = furnish(api).await;
    for path in [LINKS, &link_path(&furniture.links[0])] {
        let document = api
            .get(&format!(
                "{path}?include=people,workspace_connector\
                 &fields[people_workspace_connector]=direction,people&fields[people]=first_name"
            ))
            .await
            .ok();
        shape::check_sparse(&document);
        for link in shape::primary(&document) {
            assert_eq!(names(&link["attributes"]), ["direction"]);
            assert_eq!(names(&link["relationships"]), ["people"]);
        }
        for resource in items(&document["included"]) {
            match key(resource).0 {
                "people" => {
                    assert_eq!(names(&resource["attributes"]), ["first_name"]);
                    assert_eq!(resource.get("relationships"), None);
                }
                _ => assert!(names(&resource["attributes"]).len() > 1, "others are whole"),
            }
        }
    }
    let reply = api.get(&format!("{LINKS}?fields[people]=colour")).await;
    reply.is_error(400, "unknown_field", "fields[people]");
}

async fn no_fields_means_none(api: &Api) {
    furnish(api).await;
    let document = api.get(&format!("{PEOPLE}?fields[people]=")).await.ok();
    shape::check_sparse(&document);
    for person in items(&document["data"]) {
        assert_eq!(person.get("attributes"), None);
        assert_eq!(person.get("relationships"), None);
        assert!(person["links"]["self"].is_string());
    }
}
