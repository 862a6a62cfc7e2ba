use axum::http::StatusCode;
use serde_json::{Map, Value as Json, json};
use wellhead_jsonapi::media_type::{ATOMIC, Applied, CURSOR_PAGINATION};

use super::components::{Components, reference};
use super::{audit_log, delivery, errors, operations, outgoing};
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Shows;
use crate::layers::negotiation::{LD_JSON, Speaks};
use crate::resources::job;

/// Every answer of an endpoint, by status.
pub(super) fn describe(endpoint: &Endpoint, components: &mut Components) -> Json {
    let mut responses = Map::new();
    for (status, shows) in &endpoint.answers {
        let response = success(endpoint, *status, *shows, components);
        let other = responses.insert(status.as_str().to_owned(), response);
        assert_eq!(other, None, "one status has one answer");
    }
    if endpoint.is_conditional() {
        let response = json!({
            "description": "The client already has this representation.",
            "headers": headers(&["ETag"]),
        });
        let response = components.response("not_modified", response);
        responses.insert("304".to_owned(), response);
    }
    responses.extend(errors::responses(endpoint, components));
    Json::Object(responses)
}

fn success(
    endpoint: &Endpoint,
    status: StatusCode,
    shows: Shows,
    components: &mut Components,
) -> Json {
    let (query, meta) = (&endpoint.served.query, endpoint.meta);
    let plain = Applied::default();
    let paged = plain.clone().with_profile(CURSOR_PAGINATION);
    let (about, applied, schema) = match shows {
        Shows::Resource(it) | Shows::Count(it) | Shows::Disclosures(it) => {
            let about = match shows {
                Shows::Count(_) => "The current state: ",
                Shows::Disclosures(_) => "What is known: ",
                _ if status == StatusCode::CREATED => "Created: ",
                _ => "The document of ",
            };
            let schema = outgoing::document(it, query, meta, components);
            (format!("{about}{}.", it.one), plain, schema)
        }
        Shows::Resources(it) => {
            let about = format!("A page of {}.", it.many);
            (about, paged, outgoing::page(it, query, meta, components))
        }
        Shows::Feed(it) => {
            let about = format!("Some {}, in order.", it.many);
            (about, plain, outgoing::feed(it, query, components))
        }
        Shows::Cause => {
            let about = "Who did it: a run, a job or a key. It is null if it is unknown, was nobody, or an operator.";
            (about.to_owned(), plain, outgoing::cause(components))
        }
        Shows::CauseLinkage => {
            let about = "The target of the relationship: a run, a job or a key, or nobody.";
            (about.to_owned(), plain, outgoing::cause_linkage(components))
        }
        Shows::Linkage(it) => {
            let about = format!("The target of the relationship: {}.", it.one);
            (about, plain, outgoing::linkage(it, components))
        }
        Shows::Linkages(it) => {
            let about = format!("A page of the targets of the relationship: {}.", it.many);
            (about, paged, outgoing::linkage_page(it, components))
        }
        Shows::Results => {
            let about = "The result of each operation, in order.".to_owned();
            (
                about,
                plain.with_ext(ATOMIC),
                operations::results(components),
            )
        }
        Shows::Job => {
            let about = if status == StatusCode::ACCEPTED {
                "Accepted: a job does the work."
            } else {
                "A dry run: the job has counted the links, and changed nothing."
            };
            let schema = outgoing::document(&job::SHAPE, &job::QUERY, None, components);
            (about.to_owned(), plain, schema)
        }
        Shows::Meta(it) => {
            let about = "A dry run: it has counted the links, and changed nothing.".to_owned();
            (about, plain, outgoing::meta_alone(it, components))
        }
        Shows::Report => return delivery::response(&headers(&[]), components),
        Shows::Log => return audit_log::response(&headers(&[]), components),
        Shows::Nothing => {
            return json!({"description": "Done. The response has no body.", "headers": headers(&[])});
        }
    };
    let mut more = Vec::new();
    if [StatusCode::CREATED, StatusCode::ACCEPTED].contains(&status) {
        more.push("Location");
    }
    if shows.is_versioned() {
        more.push("ETag");
    }
    let mut content = json!({&*applied.content_type(): {"schema": schema}});
    if let Speaks::Or(others) = endpoint.speaks {
        for other in others {
            let of = if *other == LD_JSON {
                "object"
            } else {
                "string"
            };
            content[other.0] = json!({"schema": {"type": of}});
        }
    }
    json!({"description": about, "headers": headers(&more), "content": content})
}

fn headers(more: &[&str]) -> Json {
    let names = ["Vary", "X-Request-Id"].iter().chain(more);
    names
        .map(|name| ((*name).to_owned(), reference("headers", name)))
        .collect()
}
