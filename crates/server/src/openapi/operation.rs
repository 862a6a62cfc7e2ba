use axum::http::Method;
use serde_json::{Value as Json, json};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::media_type::{Applied, JSON};

use super::components::Components;
use super::incoming::{ENCODINGS, Purpose, example, identifier_example};
use super::{delivery, incoming, operations, parameters, responses};
use crate::catalogue::endpoint::{Endpoint, Served};
use crate::catalogue::exchange::{Shows, Takes};
use crate::layers::negotiation::Speaks;
use crate::resources::shape::Shape;
use crate::resources::{link, merge, shapes};

/// Describes an endpoint.
pub(super) fn describe(endpoint: &Endpoint, components: &mut Components) -> Json {
    let served = &endpoint.served;
    assert!(
        served.refused.is_some() || !endpoint.answers.is_empty(),
        "{} {} does not declare its answers: see exchange.rs",
        served.method,
        served.path
    );
    let path = PathParts::of(served);
    let mut operation = json!({
        "operationId": path.operation_id(endpoint),
        "tags": [path.collection],
        "summary": path.summary(endpoint),
        "description": about(served),
        "parameters": parameters(endpoint, path.owner),
    });
    if let Some(why) = served.refused {
        operation["x-refused"] = json!(why);
    }
    if let Some(takes) = endpoint.takes {
        operation["requestBody"] = request_body(endpoint, takes, components);
    }
    operation["responses"] = responses::describe(endpoint, components);
    operation
}

/// The name of the collection in this path.
pub(super) fn collection(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

/// A path, taken apart.
struct PathParts<'a> {
    /// `people` of `/v1/people/{id}`
    collection: &'a str,
    /// `merges` of `/v1/people/merges/{id}`
    within: Option<&'a str>,
    /// The shape of the collection's resources.
    owner: Option<&'static Shape>,
    /// What follows `{id}`.
    below: Vec<&'a str>,
    /// Whether the path has an id.
    is_one: bool,
}

impl<'a> PathParts<'a> {
    fn of(served: &'a Served) -> Self {
        let collection = collection(&served.path);
        let mut below = served.path.split('/').skip(3).peekable();
        let within = below.next_if(|it| *it == merge::COLLECTION);
        let owner = |shape: &&Shape| {
            self::collection(shape.path) == collection
                && within.is_none_or(|it| shape.path.split('/').nth(3) == Some(it))
        };
        let is_one = below.next_if_eq(&"{id}").is_some();
        Self {
            collection,
            within,
            owner: shapes().into_iter().find(owner),
            below: below.collect(),
            is_one,
        }
    }

    fn is_relationship(&self) -> bool {
        self.below.first() == Some(&"relationships")
    }

    fn verb(&self, endpoint: &Endpoint) -> &'static str {
        let lists = |(_, shows): &(_, _)| {
            matches!(
                shows,
                Shows::Resources(_) | Shows::Feed(_) | Shows::Linkages(_)
            )
        };
        match endpoint.served.method {
            Method::GET if endpoint.answers.iter().any(lists) => "list",
            Method::GET => "retrieve",
            Method::POST if matches!(endpoint.takes, Some(Takes::Operations)) => "apply",
            Method::POST if endpoint.served.streams => "deliver",
            Method::POST if self.is_relationship() => "add",
            Method::POST => "create",
            Method::PATCH => "update",
            _ if self.is_relationship() => "remove",
            _ => "delete",
        }
    }

    /// The resource's name comes first.
    fn operation_id(&self, endpoint: &Endpoint) -> String {
        let mut words = vec![self.collection];
        words.extend(self.within);
        words.extend(&self.below);
        words.push(self.verb(endpoint));
        words.join("_").replace('-', "_")
    }

    fn summary(&self, endpoint: &Endpoint) -> String {
        let verb = self.verb(endpoint);
        let (first, rest) = verb.split_at(1);
        let verb = format!("{}{rest}", first.to_ascii_uppercase());
        let Some(owner) = self.owner else {
            return format!("{verb} {}", self.collection);
        };
        match &*self.below {
            ["relationships", name] => {
                let verb = match endpoint.served.method {
                    Method::POST => "Add to",
                    Method::DELETE => "Remove from",
                    _ => &verb,
                };
                format!("{verb} the relationship {name} of {}", owner.one)
            }
            _ if endpoint.served.streams => format!("{verb} to {}", owner.one),
            [_, ..] if !self.is_one => format!("{verb} {}", subject(endpoint)),
            [name, ..] => format!("{verb} the {name} of {}", owner.one),
            [] if self.is_one || endpoint.takes.is_some() => format!("{verb} {}", owner.one),
            [] => format!("{verb} {}", owner.many),
        }
    }
}

/// What an endpoint that belongs to no resource is about.
fn subject(endpoint: &Endpoint) -> &'static str {
    let shown = endpoint.answers.iter().find_map(|(_, shows)| match shows {
        Shows::Count(shape) => Some(shape.one),
        Shows::Resources(shape) => Some(shape.many),
        Shows::Log => Some("the audit log"),
        _ => None,
    });
    let made = match endpoint.takes {
        Some(Takes::New(shape)) => Some(shape.one),
        _ => None,
    };
    made.or(shown)
        .unwrap_or_else(|| panic!("{} has no subject", endpoint.served.path))
}

fn about(served: &Served) -> String {
    if let Some(why) = served.refused {
        return format!("Always refused: {why}.");
    }
    match served.role {
        Role::Reader => "Takes a key of any role.".to_owned(),
        Role::Sync => format!(
            "Takes a key of the role `{}` or `{}`.",
            Role::Sync,
            Role::Admin
        ),
        Role::Admin => format!("Takes a key of the role `{}`.", Role::Admin),
    }
}

fn parameters(endpoint: &Endpoint, owner: Option<&'static Shape>) -> Vec<Json> {
    let served = &endpoint.served;
    let mut all = Vec::new();
    if served.path.contains("{id}") {
        let owner = owner.unwrap_or_else(|| panic!("{} has no owner", served.path));
        all.push(parameters::id(owner));
    }
    let listed = endpoint.answers.iter().find_map(|(_, shows)| match shows {
        Shows::Resources(shape) | Shows::Feed(shape) | Shows::Linkages(shape) => Some(*shape),
        // Counts are counts of links.
        Shows::Count(_) => Some(&link::ANY),
        _ => None,
    });
    all.extend(parameters::query(&served.query, listed));
    if endpoint.is_conditional() {
        let about = "Entity tags of the acceptable representations; any other gives a 412.";
        all.push(parameters::header("If-Match", about));
        let about = "Entity tags of the representations that the client already has.";
        all.push(parameters::header("If-None-Match", about));
    }
    if endpoint.is_guarded() {
        let about = "Entity tags of the versions that may be changed; any other gives a 412.";
        all.push(parameters::header("If-Match", about));
        let about = "Entity tags of the versions that must not be changed; they give a 412.";
        all.push(parameters::header("If-None-Match", about));
    }
    let about = "A W3C trace context. Its trace id is returned in X-Request-Id and in errors.";
    all.push(parameters::header("traceparent", about));
    all
}

fn request_body(endpoint: &Endpoint, takes: Takes, components: &mut Components) -> Json {
    let (schema, example) = match takes {
        Takes::New(it) => (
            incoming::new(it, components),
            json!({"data": example(it, Purpose::Create)}),
        ),
        Takes::Changes(it) => (
            incoming::changes(it, components),
            json!({"data": example(it, Purpose::Update)}),
        ),
        Takes::Linkage(it) => (
            incoming::linkage(it, components),
            json!({"data": identifier_example(it)}),
        ),
        Takes::Operations => (operations::request(components), operations::example()),
        Takes::Lines => return delivery::request_body(components),
    };
    let spoken = match endpoint.speaks {
        Speaks::JsonApi(supported) => supported.required,
        Speaks::Ndjson | Speaks::Or(_) => &[],
    };
    let spoken = spoken.iter();
    let spoken = spoken.fold(Applied::default(), |all, uri| all.with_ext(uri));
    let content = json!({"schema": schema, "example": example});
    json!({
        "description": ENCODINGS,
        "required": true,
        "content": {&*spoken.content_type(): content, JSON: content},
    })
}
