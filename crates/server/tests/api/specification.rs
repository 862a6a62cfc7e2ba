//! JSON:API's rules for servers, as far as they need a server: `docs/conformance.md` maps them to tests.

mod creating;
mod deleting;
mod documents;
mod fetching;
mod including;
mod negotiation;
mod operations;
mod paging;
mod relationships;
mod shape;
mod updating;

use crate::support::{Api, LINKS};
use serde_json::{Value, json};

const PEOPLE: &str = "/v1/people";
const ACTIVATIONS: &str = "/v1/workspace-connectors";
const CONNECTORS: &str = "/v1/connectors";

/// A small ledger: two people, two activations and three links between them.
struct Furniture {
    ada: String,
    bob: String,
    activation: String,
    /// It has no links.
    idle: String,
    links: Vec<String>,
}

async fn furnish(api: &Api) -> Furniture {
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    let activation = api.activation(&api.here).await;
    let idle = api.activation(&api.here).await;
    let mut links = Vec::new();
    for (person, direction) in [(&ada, "input"), (&ada, "output"), (&bob, "input")] {
        links.push(api.link(person, &activation, direction).await);
    }
    Furniture {
        ada,
        bob,
        activation,
        idle,
        links,
    }
}

/// The document that changes something about a resource.
fn change(of: &str, id: &str, attributes: &Value) -> Value {
    json!({"data": {"type": of, "id": id, "attributes": attributes}})
}

fn link_path(id: &str) -> String {
    format!("{LINKS}/{id}")
}

/// The items of an array.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The names of an object's members, sorted.
fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value
        .as_object()
        .into_iter()
        .flat_map(|it| it.keys())
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}
