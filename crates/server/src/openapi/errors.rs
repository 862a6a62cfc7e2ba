//! Error responses.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use wellhead_core::limits::Counted;
use wellhead_jsonapi::error::kind as jsonapi;
use wellhead_jsonapi::media_type::{Applied, CURSOR_PAGINATION, JSON_API};
use wellhead_jsonapi::page::{MAX_SIZE_EXCEEDED, UNSUPPORTED_SORT};
use wellhead_jsonapi::{Errors, Kind};

use super::components::{Components, reference};
use super::objects::{self, closed, object};
use super::outgoing;
use super::{kinds, values};
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::resources::sync_run;

/// The responses that carry errors, by status.
pub(super) fn responses(endpoint: &Endpoint, components: &mut Components) -> Map<String, Json> {
    let mut by_status: BTreeMap<u16, Vec<&Kind>> = BTreeMap::new();
    for kind in kinds::of(endpoint) {
        let of_status = by_status.entry(kind.status).or_default();
        if !of_status.contains(&kind) {
            of_status.push(kind);
        }
    }
    let paged = endpoint.served.query.page.is_some();
    by_status
        .iter()
        .map(|(status, kinds)| {
            let all: Vec<_> = by_status
                .range(400..500)
                .flat_map(|(_, it)| it.clone())
                .collect();
            let among = (*status == 400).then_some(&*all);
            let response = response(*status, kinds, among, paged, components);
            let response = match &**kinds {
                [kind] if *status != 400 => components.response(kind.code, response),
                // The same everywhere.
                _ if *status == 503 => components.response("not_now", response),
                _ => response,
            };
            (status.to_string(), response)
        })
        .collect()
}

/// The responses for requests that match no endpoint.
pub(super) fn beside_the_catalogue(components: &mut Components) {
    for kind in [&codes::NOT_FOUND, &codes::METHOD_NOT_ALLOWED] {
        let response = response(kind.status, &[kind], None, false, components);
        components.response(kind.code, response);
    }
}

/// A response with errors of these kinds. With `among`, it may instead mix errors of several statuses,
/// which this status covers as the most general one.
fn response(
    status: u16,
    kinds: &[&Kind],
    among: Option<&[&Kind]>,
    paged: bool,
    components: &mut Components,
) -> Json {
    let about: Vec<_> = kinds
        .iter()
        .map(|kind| format!("`{}`: {}.", kind.code, kind.title))
        .collect();
    let mut headers = json!({
        "Vary": reference("headers", "Vary"),
        "X-Request-Id": reference("headers", "X-Request-Id"),
    });
    let more = match status {
        401 => Some("WWW-Authenticate"),
        405 => Some("Allow"),
        415 => Some("Accept-Encoding"),
        429 | 503 => Some("Retry-After"),
        _ => None,
    };
    if let Some(name) = more {
        headers[name] = reference("headers", name);
    }
    let own = json!({"properties": {"errors": of_kinds(kinds)}});
    let codes = match among {
        Some(all) if all.len() > kinds.len() => {
            let mut mixed = of_kinds(all);
            mixed["minItems"] = json!(2);
            json!({"anyOf": [own, {"properties": {"errors": mixed}}]})
        }
        _ => own,
    };
    let schema = json!({"allOf": [document(components), codes]});
    let mut content = json!({JSON_API: {"schema": schema}});
    if status == 400 && paged {
        // The profile defines some of these errors, and they name it.
        let applied = Applied::default().with_profile(CURSOR_PAGINATION);
        content[&*applied.content_type()] = json!({"schema": schema});
    }
    json!({"description": about.join(" "), "headers": headers, "content": content})
}

/// Errors of these kinds only.
fn of_kinds(kinds: &[&Kind]) -> Json {
    let mut codes: Vec<_> = kinds.iter().map(|kind| kind.code).collect();
    codes.sort_unstable();
    json!({"items": {"properties": {"code": {"enum": codes}}}})
}

fn document(components: &mut Components) -> Json {
    let jsonapi = outgoing::jsonapi(components);
    let error = error(components);
    let errors = json!({"type": "array", "minItems": 1, "maxItems": Errors::MOST, "items": error});
    let members = json!({
        "jsonapi": jsonapi,
        "errors": errors,
        "meta": object(json!({"errors_left_out": {
            "type": "integer",
            "minimum": 1,
            "description": "How many more there are than are listed.",
        }})),
    });
    components.schema("errors", closed(&["jsonapi", "errors"], members))
}

fn error(components: &mut Components) -> Json {
    let text = json!({"type": "string", "minLength": 1});
    let mut codes: Vec<_> = codes::all()
        .chain(jsonapi::ALL.iter().copied())
        .map(|it| it.code)
        .collect();
    codes.sort_unstable();
    let mut source = closed(
        &[],
        json!({
            "pointer": {"type": "string", "format": "json-pointer"},
            "parameter": {"type": "string"},
            "header": {"type": "string"},
        }),
    );
    source["minProperties"] = json!(1);
    source["maxProperties"] = json!(1);
    let mut meta = closed(
        &["trace_id"],
        json!({
            "trace_id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "id": {"description": "The conflicting resource.", "allOf": [values::id()]},
            "page": object(json!({"maxSize": {"type": "integer"}})),
            "oldest": {
                "description": "The cursor of the oldest place from which the changes go on.",
                "allOf": [values::cursor()],
            },
            "oldest_position": values::count(),
            "head": values::count(),
            "quota": {
                "description": "What the workspace would have too much of.",
                "enum": Counted::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            },
            "most": {"description": "How much of it it may have.", "allOf": [values::count()]},
            "committed": {
                "description": "The last line of the delivery that is durably committed.",
                "allOf": [values::count()],
            },
        }),
    );
    let counts = values::members_of(sync_run::COUNTS);
    objects::extend(&mut meta["properties"], counts["properties"].clone());
    let properties = json!({
        "links": object(json!({"type": {"enum": [MAX_SIZE_EXCEEDED, UNSUPPORTED_SORT]}})),
        "status": {"type": "string", "pattern": r"^[45]\d\d$"},
        "code": {"type": "string", "enum": codes, "description": "Stable: for programs."},
        "title": text,
        "detail": {"type": "string", "minLength": 1, "description": "For people; may change."},
        "source": source,
        "meta": meta,
    });
    let required = ["status", "code", "title", "detail", "meta"];
    components.schema("error", closed(&required, properties))
}
