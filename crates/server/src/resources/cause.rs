//! Who did something, as the other end of relationships.

use wellhead_core::cause::Cause;
use wellhead_jsonapi::document::{Identifier, Relationship};

use super::{job, sync_run};

/// The types that a cause may have.
pub(crate) fn types() -> Vec<&'static str> {
    vec![sync_run::TYPE, job::TYPE]
}

/// The linkage to a cause. An operator is no resource.
pub(crate) fn linkage(cause: Cause) -> Relationship<'static> {
    let (of, id) = match cause {
        Cause::Run(id) => (sync_run::TYPE, id.to_string()),
        Cause::Job(id) => (job::TYPE, id.to_string()),
        Cause::Key(id) => ("api_key", id.to_string()),
        Cause::Operator => return Relationship::to_one(None),
    };
    Relationship::to_one(Some(Identifier::new(of, id)))
}
