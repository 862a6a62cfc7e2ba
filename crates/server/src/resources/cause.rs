//! Relationships to whoever did something: a run, a job or a key. They are null if nobody did it or it is unknown who,
//! and also if it was an operator, who has no id.

use wellhead_core::cause::{Cause, CauseKind};
use wellhead_core::resource::Deed;
use wellhead_jsonapi::document::{Identifier, Meta, Relationship};
use wellhead_jsonapi::query::QuerySpec;

use super::shape::{Attribute, Set, Shape, Value};
use super::{api_key, job, sync_run};
use crate::extract::query::DELETED;

/// The names of a link's relationships to whoever did these things to it.
pub(crate) const NAMES: [&str; 3] = [name(Deed::ALL[0]), name(Deed::ALL[1]), name(Deed::ALL[2])];

/// The name of a link's relationship to whoever did this to it.
pub(crate) const fn name(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "created_by",
        Deed::Seen => "seen_by",
        Deed::Deleted => "deleted_by",
    }
}

/// The types that can be a cause, with their fields.
pub(crate) const FIELDS: [(&str, &[&str]); 3] = [
    (sync_run::TYPE, sync_run::FIELDS),
    (job::TYPE, job::FIELDS),
    (api_key::TYPE, api_key::FIELDS),
];
/// The query options for a document about the cause of a link.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &FIELDS,
    ..DELETED
};
/// What is said of a cause that has no id.
pub(crate) const OPERATOR: Attribute = Attribute {
    about: Some("It was done on the command line, by somebody with access to the database."),
    ..Attribute::new("operator", Value::Flag, Set::Never)
};

/// The types that can be a cause.
pub(crate) const SHAPES: [&Shape; 3] = [&sync_run::SHAPE, &job::SHAPE, &api_key::SHAPE];

/// What a relationship to a cause leads to.
pub(crate) fn identifier(cause: Option<Cause>) -> Option<Identifier<'static>> {
    let cause = cause?;
    let of = match cause.kind() {
        CauseKind::Run => sync_run::TYPE,
        CauseKind::Job => job::TYPE,
        CauseKind::Key => api_key::TYPE,
        CauseKind::Operator => return None,
    };
    cause.id().map(|id| Identifier::new(of, id.to_string()))
}

/// What a relationship says of a cause without an id.
pub(crate) fn meta(cause: Option<Cause>) -> Option<Meta<'static>> {
    (cause == Some(Cause::Operator)).then(|| Meta::default().and(OPERATOR.name, true))
}

/// A relationship to a cause. It has no URLs, though a link's are served: its resource has its own, and three times two
/// would make a link's document half as long again.
pub(super) fn relationship(cause: Option<Cause>) -> Relationship<'static> {
    Relationship::to_one(identifier(cause)).with_meta(meta(cause))
}
