//! Relationships to whoever did something: a run, a job or a key. They are null if nobody did it or it is unknown who,
//! and also if it was an operator, who has no id.

use wellhead_core::cause::{Cause, CauseKind};
use wellhead_core::resource::Link;
use wellhead_jsonapi::document::{Identifier, Meta, Relationship};
use wellhead_jsonapi::query::QuerySpec;

use super::shape::{Attribute, Set, Shape, Value};
use super::{Home, api_key, job, sync_run};
use crate::extract::query::DELETED;

/// What somebody did to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Created,
    Seen,
    Deleted,
}

impl Deed {
    pub(crate) const ALL: [Self; 3] = [Self::Created, Self::Seen, Self::Deleted];
    /// The names of the relationships to whoever did it.
    pub(crate) const NAMES: [&'static str; 3] = [
        Self::Created.name(),
        Self::Seen.name(),
        Self::Deleted.name(),
    ];

    /// The name of the relationship to whoever did it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Created => "created_by",
            Self::Seen => "seen_by",
            Self::Deleted => "deleted_by",
        }
    }

    /// Who did it.
    pub(crate) const fn of(self, link: &Link) -> Option<Cause> {
        match self {
            Self::Created => link.causes.created,
            Self::Seen => link.causes.seen,
            Self::Deleted => link.causes.deleted,
        }
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

/// A relationship to a cause.
pub(super) fn relationship(cause: Option<Cause>) -> Relationship<'static> {
    Relationship::to_one(identifier(cause)).with_meta(meta(cause))
}

impl Home {
    /// The relationship to whoever did this to the link that is at home here.
    pub(super) fn to_cause(self, deed: Deed, link: &Link) -> (&'static str, Relationship<'static>) {
        let name = deed.name();
        let links = self.relationship_links(name);
        (name, relationship(deed.of(link)).with_links(links))
    }
}
