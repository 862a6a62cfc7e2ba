use serde_json::{Value as Json, json};
use wellhead_core::identity::OnConflict;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, ExternalId};
use wellhead_core::source::OnKnown;
use wellhead_core::sync::Finish;
use wellhead_jsonapi::page::{PageSpec, Reach};
use wellhead_jsonapi::query::{QuerySpec, filter_parameter};

use super::values;
use crate::resources::shape::{Relationship, Shape, Value};
use crate::resources::{change, shape_of};

/// The id in the path: it is an id of `owner`.
pub(super) fn id(owner: &Shape) -> Json {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": format!("The id of {}.", owner.one),
        "schema": values::id(),
        "example": owner.example,
    })
}

/// A header. Any text is valid: a malformed entity tag matches nothing, a malformed trace is ignored.
pub(super) fn header(name: &str, about: &str) -> Json {
    json!({"name": name, "in": "header", "description": about, "schema": {"type": "string"}})
}

/// The query parameters of an endpoint that lists resources of the type `listed`.
pub(super) fn query(spec: &QuerySpec, listed: Option<&Shape>) -> Vec<Json> {
    let mut parameters = Vec::new();
    if !spec.include.is_empty() {
        let about = "The relationship paths whose resources are returned in `included`.";
        parameters.push(list("include", about, spec.include));
    }
    for (of, fields) in spec.fields {
        let about = format!("The fields of `{of}` to return. All of them by default.");
        parameters.push(list(&format!("fields[{of}]"), &about, fields));
    }
    if !spec.sort.is_empty() {
        let orders = spec
            .sort
            .iter()
            .flat_map(|it| [(*it).to_owned(), format!("-{it}")]);
        let schema = json!({"type": "string", "enum": orders.collect::<Vec<_>>()});
        let about = match spec.sort {
            ["due_at"] => {
                "The sort order; a leading hyphen reverses it. What is due first comes first by default."
            }
            _ => "The sort order; a leading hyphen reverses it. Newest first by default.",
        };
        parameters.push(parameter("sort", about, &schema));
    }
    parameters.extend(spec.filters.iter().map(|name| filter(name, listed)));
    parameters.extend(spec.page.map(page).into_iter().flatten());
    parameters.extend(spec.custom.iter().map(|name| own(name)));
    parameters
}

/// A comma-separated list, which may be empty.
fn list(name: &str, about: &str, words: &[&str]) -> Json {
    let mut parameter = parameter(
        name,
        about,
        &json!({"type": "array", "items": values::one_of(words)}),
    );
    parameter["allowEmptyValue"] = json!(true);
    parameter["style"] = json!("form");
    parameter["explode"] = json!(false);
    parameter
}

/// What a filter is about that looks back to a moment or a time.
fn moment(field: &str, comparison: &str) -> String {
    match (field, comparison) {
        ("as_of", _) => {
            "The moment to look back to, including its whole millisecond. The present by default. The answer goes by what \
             links said then, whatever became of them. A moment in the future is the present, and one before the first \
             link has none."
                .to_owned()
        }
        ("from", _) => "Only disclosures that had not ended by this moment.".to_owned(),
        ("to", _) => {
            "Only disclosures that had begun before this moment, which is after `filter[from]`.".to_owned()
        }
        (_, comparison) => {
            let end = match comparison {
                "[gte]" => "from this moment on",
                _ => "until before this moment",
            };
            format!(
                "Only links that were active at any time of a certain time, whether they ended since or not: {end}. A link \
                 that said several such things is shown as it was last. It does not go with `filter[deleted]`, nor with \
                 `filter[as_of]`."
            )
        }
    }
}

/// A filter, described by the field that it is named after.
fn filter(name: &str, listed: Option<&Shape>) -> Json {
    let (field, comparison) = name.split_at(name.find('[').unwrap_or(name.len()));
    let (about, schema) = match field {
        "deleted" => {
            let about = "Whether to return soft-deleted resources. They are excluded by default.";
            let words = values::one_of(&["exclude", "include", "only"]);
            (about.to_owned(), words)
        }
        "bucket" => {
            let about = "The length of each bucket, in UTC. A week begins on Monday.";
            let mut words = values::one_of(&Bucket::ALL.map(Bucket::as_str));
            words["default"] = json!(Bucket::Day.as_str());
            (about.to_owned(), words)
        }
        // A change is of a record or of a link to it.
        "record" if listed.is_some_and(|it| it.of == change::TYPE) => {
            let about = "Only the changes of records of this kind and of links to them; or those of the record with \
                this id and of its links, also of those that pointed to it before.";
            let kinds = values::one_of(&Kind::ALL.map(Kind::as_str));
            (about.to_owned(), json!({"anyOf": [kinds, values::id()]}))
        }
        "workspace_connector" if listed.is_some_and(|it| it.of == change::TYPE) => {
            let about = "Only the changes of links to this connector, also of those that pointed to it before.";
            (about.to_owned(), values::id())
        }
        "by" => {
            let about = "Only groups that are alike in this.";
            let words = match listed.and_then(|it| it.attribute(field)).map(|it| it.value) {
                Some(Value::SomeOf(words)) => words(),
                _ => Vec::new(),
            };
            (about.to_owned(), values::one_of(&words))
        }
        "cause" => {
            let about = "Only what the run, job or key with this id did.";
            (about.to_owned(), values::id())
        }
        // Resources with a `record` of their own are listed whatever it is. Everything else is about one kind at a time.
        "record" if listed.is_none_or(|it| it.attribute(field).is_none()) => {
            let about = "The kind of record.";
            let mut words = values::one_of(&Kind::ALL.map(Kind::as_str));
            words["default"] = json!(Kind::default().as_str());
            (about.to_owned(), words)
        }
        "search" => {
            let about = "Only the records that match this text: the start of a name, a whole external id or a \
                whole id, in any case, and names with any accents. Those that are spelled as typed come first, and all \
                are ordered by name, at most `page[size]` of them. It cannot be combined with \
                other filters, sorting or paging.";
            let first = listed.and_then(|it| it.attributes.first());
            let example = match first.map(|it| it.value) {
                Some(Value::Text(_, example)) => example,
                _ => "ada",
            };
            let text = Value::Text(ExternalId::MAX_CHARS, example);
            (about.to_owned(), values::compared(text))
        }
        "only_source" | "only_source_ever" => {
            let which = match field {
                "only_source" => "active input links",
                _ => "input links, soft-deleted or not,",
            };
            let about = format!(
                "Only the records that this workspace connector alone sourced: they have {which} of it, and none of \
                 another. They are in the order of the oldest of these links. A page looks at a bounded number of links \
                 and may end early; see `looked_until`. It can be combined with `filter[deleted]`, sorting and paging, but \
                 with no other filter and not with `page[total]`."
            );
            (about, values::id())
        }
        "as_of" | "active" | "from" | "to" => {
            (moment(field, comparison), values::compared(Value::Time))
        }
        "created_by" | "seen_by" | "deleted_by" => {
            let deed = match field {
                "created_by" => "made",
                "seen_by" => "saw last, or made if no run saw them since",
                _ => "deleted",
            };
            let about = format!("Only links that the run, the job or the key with this id {deed}.");
            (about, values::id())
        }
        _ => field_filter(field, comparison, listed)
            .unwrap_or_else(|| panic!("the filter {name} matches no field of {listed:?}")),
    };
    parameter(&filter_parameter(name), &about, &schema)
}

fn field_filter(field: &str, comparison: &str, listed: Option<&Shape>) -> Option<(String, Json)> {
    let shape = listed?;
    if let Some(attribute) = shape.attribute(field) {
        let than = match comparison {
            "[gte]" => "at this time or later",
            "[gt]" => "later than this time",
            "[lte]" => "at this time or earlier",
            "[lt]" => "earlier than this time",
            _ => "this",
        };
        let schema = values::compared(attribute.value);
        return Some((
            format!("Only {} whose `{field}` is {than}.", shape.many),
            schema,
        ));
    }
    let mut schema = values::id();
    match shape.relationship(field)? {
        Relationship::ToOne(target, _) | Relationship::Perhaps(target) => {
            schema["examples"] = json!([shape_of(target).example]);
        }
        Relationship::Any(..) => {}
        _ => return None,
    }
    Some((format!("Only {} with this `{field}`.", shape.many), schema))
}

fn page(spec: PageSpec) -> Vec<Json> {
    let PageSpec {
        default_size,
        max_size,
        reach,
    } = spec;
    let cursor = values::cursor();
    let size =
        json!({"type": "integer", "minimum": 1, "maximum": max_size, "default": default_size});
    let mut parameters = vec![
        parameter("page[size]", "The most items per page.", &size),
        parameter(
            "page[after]",
            "A cursor: the page begins after it.",
            &cursor,
        ),
    ];
    if reach != Reach::Forwards {
        let about = "A cursor: the page ends before it.";
        parameters.push(parameter("page[before]", about, &cursor));
    }
    if reach == Reach::Counted {
        let flag = json!({"type": "boolean", "default": false});
        let about = "Whether to count the items on all pages.";
        parameters.push(parameter("page[total]", about, &flag));
    }
    parameters
}

/// A parameter that belongs to a single endpoint.
fn own(name: &str) -> Json {
    let mut flag = values::flag();
    flag["default"] = json!(false);
    let (about, schema) = match name {
        "after_position" => (
            "Only what is behind this position: the last one of the export before.",
            json!({"type": "integer", "minimum": 0, "default": 0}),
        ),
        "dry_run" => ("Only counts what would change, and changes nothing.", flag),
        "confirm_sweep" => ("Sweeps no matter how many links it removes.", flag),
        "skip_sweep" => ("Sweeps nothing, although this is a full run.", flag),
        "sweep_limit" => (
            "The largest percentage of the active links that a sweep may remove.",
            json!({
                "type": "integer",
                "minimum": 0,
                "maximum": 100,
                "default": Finish::default().most_percent,
            }),
        ),
        "on_duplicate" => {
            let mut words = values::one_of(&["touch", "append"]);
            words["default"] = json!("touch");
            (
                "What to do if the link already exists: touch it, or append a second one.",
                words,
            )
        }
        "on_conflict" => {
            let words: Vec<_> = OnConflict::ALL.iter().map(|it| it.as_str()).collect();
            let mut words = values::one_of(&words);
            words["default"] = json!(OnConflict::default().as_str());
            (
                "What to do with a line whose external_id and other name mean two records: reject it with both, or go by \
                 the external_id. Either way it is kept at the run.",
                words,
            )
        }
        "on_known" => {
            let words: Vec<_> = OnKnown::ALL.iter().map(|it| it.as_str()).collect();
            let mut words = values::one_of(&words);
            words["default"] = json!(OnKnown::default().as_str());
            (
                "What to do with the values of a line whose record is known: keep the record's, or update them. Of two \
                 sources the one with the better rank counts, and of equals the one that was observed last.",
                words,
            )
        }
        "on_suppressed" => {
            let words: Vec<_> = OnSuppressed::ALL.iter().map(|it| it.as_str()).collect();
            let mut words = values::one_of(&words);
            words["default"] = json!(OnSuppressed::default().as_str());
            (
                "What to do with a line that names an erased record: reject it, or leave it out. The run counts it either way.",
                words,
            )
        }
        "atomic" => ("Takes either all lines or none.", flag),
        "delivery" => (
            "The id of the delivery, needed to resume it. By default the server makes one.",
            values::id(),
        ),
        "from_line" => (
            "The number of the first line in the body.",
            json!({"type": "integer", "minimum": 1, "maximum": u64::MAX, "default": 1}),
        ),
        _ => panic!("the parameter {name} is not described"),
    };
    parameter(name, about, &schema)
}

fn parameter(name: &str, about: &str, schema: &Json) -> Json {
    json!({"name": name, "in": "query", "description": about, "schema": schema})
}
