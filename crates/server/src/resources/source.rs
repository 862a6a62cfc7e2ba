//! Who gave the values of a record, in its `meta`.

use serde_json::{Map, Value, json};
use wellhead_core::cause::CauseKind;
use wellhead_core::record::Kind;
use wellhead_core::source::{Giver, Held, Source};
use wellhead_jsonapi::document::Meta;

use super::shape::{self, Attribute, Set};
use super::{api_key, job, sync_run, workspace_connector};

/// The member with a source for each value, by the names of the attributes.
pub(crate) const SOURCES: &str = "sources";
/// Somebody on the command line, who has no id.
const OPERATOR: &str = "operator";

const SOURCE: &[Attribute] = &[
    Attribute::one_of("type", givers, Set::Never),
    Attribute {
        about: Some("Null for an operator, who changed the record on the command line."),
        ..Attribute::new("id", shape::Value::Id, Set::Never).nullable()
    },
    Attribute::time("at"),
];

fn givers() -> Vec<&'static str> {
    vec![
        workspace_connector::TYPE,
        api_key::TYPE,
        OPERATOR,
        sync_run::TYPE,
        job::TYPE,
    ]
}

/// What the `meta` of a record of this kind can say of sources.
pub(super) fn describe(kind: Kind) -> Attribute {
    let fields = kind.fields().iter();
    let members = fields.map(|field| Attribute::object(field.name, SOURCE).optional());
    let members: &'static [Attribute] = members.collect::<Vec<_>>().leak();
    Attribute {
        about: Some(
            "Who gave which value, and when: the connector that delivered it, or whoever changed it by hand. Not in lists, and \
             only what is known: not the values that a record was created with by hand.",
        ),
        ..Attribute::object(SOURCES, members)
    }
}

/// Who gave the record's values; `None` if nobody knows of any.
pub(super) fn meta(held: &Held) -> Option<Meta<'static>> {
    let fields = held.record.kind.fields().iter().enumerate();
    let sources = fields.filter_map(|(position, field)| {
        Some((field.name.to_owned(), written(held.source(position)?)))
    });
    let sources: Map<_, _> = sources.collect();
    (!sources.is_empty()).then(|| Meta::default().and(SOURCES, Value::Object(sources)))
}

fn written(source: Source) -> Value {
    let (of, id) = match source.by {
        Giver::Connector(id) => (workspace_connector::TYPE, Some(id.uuid())),
        Giver::Author(cause) => {
            let of = match cause.kind() {
                CauseKind::Run => sync_run::TYPE,
                CauseKind::Job => job::TYPE,
                CauseKind::Key => api_key::TYPE,
                CauseKind::Operator => OPERATOR,
            };
            (of, cause.id())
        }
    };
    json!({"type": of, "id": id, "at": source.at})
}
