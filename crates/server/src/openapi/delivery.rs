//! The lines of a delivery, and of its answer.
//!
//! `OpenAPI` 3.1 cannot describe a line of NDJSON; `x-itemSchema` does, as `itemSchema` will in 3.2.

use serde_json::{Value as Json, json};
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;
use wellhead_core::sync::Refused;

use super::components::Components;
use super::incoming::ENCODINGS;
use super::objects::{closed, extend, object};
use super::{kinds, values};
use crate::layers::negotiation::NDJSON;
use crate::resources::shape::Value;
use crate::resources::{rejection, sync_run};

const EXAMPLE: &str = "{\"external_person_id\":\"crm-1815\",\"first_name\":\"Ada\"}\n";

/// The request body.
pub(super) fn request_body(components: &mut Components) -> Json {
    let mut either = Vec::from(Kind::ALL.map(|kind| line(kind, components)));
    either.push(refused(components));
    let line = components.schema("delivery_line", json!({"oneOf": either}));
    let about = "One record of the run's kind per line. Empty lines are skipped.";
    let mut content = lines(about, &line);
    content["example"] = json!(EXAMPLE);
    json!({"description": ENCODINGS, "required": true, "content": {NDJSON.0: content}})
}

/// The answer, which is written while lines still arrive.
pub(super) fn response(headers: &Json, components: &mut Components) -> Json {
    let line = components.schema("delivery_report", report());
    let about =
        "The outcome of the delivery, while it is taken. The last line is `summary` or `error`.";
    json!({
        "description": about,
        "headers": headers,
        "content": {NDJSON.0: lines(about, &line)},
    })
}

/// Lines of NDJSON, each of which is a `line`.
pub(super) fn lines(about: &str, line: &Json) -> Json {
    json!({"schema": {"type": "string", "description": about}, "x-itemSchema": line})
}

/// A record of the run's kind, by its id or its external id.
fn line(kind: Kind, components: &mut Components) -> Json {
    let (declaration, id) = (kind.declaration(), kind.wire().record_id);
    let (external_id, examples) = (declaration.external_id, &declaration.examples);
    let external = Value::Text(ExternalId::MAX_CHARS, examples.external_id);
    let here = json!({
        id: {"type": "string", "format": "uuid", "examples": [examples.record]},
        external_id: {"type": "null"},
    });
    let mut there = json!({external_id: values::compared(external), id: {"type": "null"}});
    for field in kind.fields() {
        there[field.name] = values::field::delivered(field);
    }
    let either = json!({"oneOf": [closed(&[id], here), closed(&[external_id], there)]});
    components.schema(&format!("{kind}_delivery_line"), either)
}

/// A row that the sender itself could not read, with its reason.
fn refused(components: &mut Components) -> Json {
    let told = rejection::SHAPE.attributes.iter();
    let told = told.filter(|it| ["code", "detail", "source"].contains(&it.name));
    let members = told
        .map(|it| (it.name.to_owned(), values::sent(it)))
        .collect();
    let mut told = closed(&["code", "detail"], members);
    told["properties"]["code"]["pattern"] = json!("^[a-z0-9_]+$");
    told["properties"]["source"]["properties"]["line"]["minimum"] = json!(1);
    let mut line = object(json!({Refused::MEMBER: told}));
    line["description"] = json!("A row that the sender could not read. It counts as rejected.");
    components.schema("rejected_delivery_line", line)
}

fn report() -> Json {
    let rejected = object(json!({
        "line": {"type": "integer", "minimum": 1},
        "code": {"type": "string", "description": "Stable: for programs."},
        "detail": {"type": "string", "minLength": 1, "description": "For people; may change."},
    }));
    let codes: Vec<_> = kinds::of_delivery().iter().map(|it| it.code).collect();
    let unlisted = json!({
        "type": "integer",
        "minimum": 0,
        "description": "How many rejected lines are not listed because the client did not read the answer in time.",
    });
    let summary = standing(json!({"rejected_unlisted": unlisted}));
    let error = standing(json!({
        "code": {"type": "string", "enum": codes},
        "detail": {"type": "string", "minLength": 1},
        "rejected_unlisted": unlisted,
    }));
    json!({"oneOf": [
        object(json!({"progress": standing(json!({}))})),
        object(json!({"rejected": rejected})),
        object(json!({"summary": summary})),
        object(json!({"error": error})),
    ]})
}

/// The state of a delivery, with more members.
fn standing(more: Json) -> Json {
    let mut members = json!({
        "delivery": values::id(),
        "committed": {
            "type": "integer",
            "minimum": 0,
            "description": "The last line that is durably committed.",
        },
    });
    extend(
        &mut members,
        values::members_of(sync_run::LINES)["properties"].take(),
    );
    extend(&mut members, more);
    object(members)
}
