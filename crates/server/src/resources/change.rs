use serde::Serialize;
use uuid::{Builder, Uuid};
use wellhead_core::cause::Grounds;
use wellhead_core::id::WorkspaceId;
use wellhead_core::journal::{Act, Change, Changed, Ends, Place};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::page::Cursor;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::link::reasons;
use super::shape::{self, Attribute, Set, Shape, Value};
use super::{Home, Resource, cause, direction, linkage, sync_run, workspace_connector};

pub(crate) const TYPE: &str = "change";
pub(crate) const PATH: &str = "/v1/changes";
/// The name of the relationships to the record and the link, whose types depend on the kind.
pub(crate) const RECORD: &str = "record";
pub(crate) const LINK: &str = "link";
/// The name of the relationship to who did it.
pub(crate) const CAUSE: &str = "cause";

pub(crate) const SHAPE: Shape = Shape {
    of: TYPE,
    path: PATH,
    one: "a change",
    many: "changes",
    about: "That a record or a link was created, updated, restored or deleted. The changes of a workspace have the \
            positions 1, 2, 3 and so on, in the order in which they were committed.",
    example: "00000000-0000-802a-8000-9b8c7a6d5e4f",
    attributes: &[
        Attribute::count("position"),
        Attribute::time("at"),
        Attribute::one_of("act", acts, Set::Never),
        Attribute::one_of("reason", reasons, Set::Never).nullable(),
        Attribute::one_of("kind", sync_run::records, Set::Never),
        Attribute::one_of("direction", direction::all, Set::Never).nullable(),
        Attribute::object(
            "before",
            &[
                Attribute::new("record", Value::Id, Set::Never),
                Attribute::new("workspace_connector", Value::Id, Set::Never),
                Attribute::one_of("direction", direction::all, Set::Never),
            ],
        )
        .nullable(),
    ],
    relationships: &[
        shape::Relationship::Any(RECORD, sync_run::records),
        shape::Relationship::Any(LINK, links),
        shape::Relationship::Perhaps(workspace_connector::TYPE),
        shape::Relationship::Cause(CAUSE),
    ],
    minted: true,
    ..Shape::NONE
};
pub(crate) const FIELDS: &[&str] = &SHAPE.fields::<{ SHAPE.count() }>();
/// The query options for documents about changes.
pub(crate) const QUERY: QuerySpec = QuerySpec {
    fields: &[(TYPE, FIELDS)],
    ..QuerySpec::NONE
};

fn acts() -> Vec<&'static str> {
    Act::ALL.iter().map(|it| it.as_str()).collect()
}

fn links() -> Vec<&'static str> {
    Kind::ALL.map(|kind| kind.wire().link).to_vec()
}

#[derive(Serialize)]
pub(crate) struct Attributes {
    position: u64,
    at: Timestamp,
    act: &'static str,
    reason: Option<&'static str>,
    kind: &'static str,
    direction: Option<&'static str>,
    before: Option<Before>,
}

/// What a link said before.
#[derive(Serialize)]
struct Before {
    record: String,
    workspace_connector: String,
    direction: &'static str,
}

impl From<Ends> for Before {
    fn from(ends: Ends) -> Self {
        Self {
            record: ends.record.to_string(),
            workspace_connector: ends.workspace_connector.to_string(),
            direction: ends.direction.as_str(),
        }
    }
}

/// The cursor of a place in the workspace's feed. It names the workspace, so that it is no cursor of another one or of
/// another list.
pub(crate) fn cursor(workspace: WorkspaceId, place: Place) -> Cursor {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&place.position.to_be_bytes());
    id[8..].copy_from_slice(&mark(workspace));
    Cursor {
        micros: place.at.map_or(0, Timestamp::as_micros),
        id,
    }
}

/// The place that a cursor names; `None` if it is not one of the workspace's feed.
pub(crate) fn place(workspace: WorkspaceId, cursor: Cursor) -> Option<Place> {
    let (position, of) = cursor.id.split_first_chunk()?;
    let position = u64::from_be_bytes(*position);
    let is_own = *of == mark(workspace) && i64::try_from(position).is_ok();
    is_own.then_some(Place {
        position,
        at: (position > 0).then(|| Timestamp::from_micros(cursor.micros)),
    })
}

/// What marks a cursor as one of the workspace's feed: half of the workspace's id, turned round. An id in a cursor of
/// another list hardly ever ends so.
fn mark(workspace: WorkspaceId) -> [u8; 8] {
    let id = workspace.uuid().as_u128();
    let [high, low] =
        [id >> 64, id & u128::from(u64::MAX)].map(|half| u64::try_from(half).unwrap_or_default());
    (!(high ^ low.rotate_left(32))).to_be_bytes()
}

/// The id of the change at a position: a UUID version 8 of the position, in 48 bits, and of half of the workspace's id.
fn id(workspace: WorkspaceId, position: u64) -> Uuid {
    let half = workspace.uuid().as_u128() & u128::from(u64::MAX);
    let bytes = (u128::from(position) << 80 | half).to_be_bytes();
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The position of the workspace's change with this id; `None` if it is no id of one.
pub(crate) fn position(workspace: WorkspaceId, wanted: Uuid) -> Option<u64> {
    let position = u64::try_from(wanted.as_u128() >> 80).ok()?;
    (id(workspace, position) == wanted && position > 0).then_some(position)
}

pub(crate) fn resource<'a>(
    workspace: WorkspaceId,
    change: &Change,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let (kind, record, link, ends, before) = match change.subject {
        Changed::Record(it) => (it.kind, it.id, None, None, None),
        Changed::Link {
            kind,
            id,
            now,
            before,
        } => (kind, now.record, Some(id), Some(now), before),
    };
    let attributes = super::Attributes::Change(Attributes {
        position: change.place.position,
        at: change.at,
        act: change.act.as_str(),
        reason: change.reason.map(Grounds::as_str),
        kind: kind.as_str(),
        direction: ends.map(|ends| ends.direction.as_str()),
        before: before.map(Before::from),
    });
    let connector = ends.map(|ends| ends.workspace_connector);
    let home = Home::new(PATH, id(workspace, change.place.position), None);
    Resource::new(TYPE, home.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(TYPE))
        .with_relationship(RECORD, linkage(kind.as_str(), Some(record)))
        .with_relationship(LINK, linkage(kind.wire().link, link))
        .with_relationship(
            workspace_connector::TYPE,
            linkage(workspace_connector::TYPE, connector),
        )
        .with_relationship(CAUSE, cause::relationship(Some(change.cause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_position_to_its_own_workspace_alone() {
        let [here, there] =
            [1 << 70 | 5, 2 << 70 | 6].map(|id| WorkspaceId::new(Uuid::from_u128(id)));
        for at in [1, 4_096, 70_000_000_000] {
            let id = id(here, at);
            assert_eq!(id.get_version_num(), 8);
            assert_eq!(position(here, id), Some(at));
            assert_eq!(position(there, id), None);
            let place = Place {
                position: at,
                at: Some(Timestamp::from_micros(9)),
            };
            assert_eq!(super::place(here, cursor(here, place)), Some(place));
            assert_eq!(super::place(there, cursor(here, place)), None);
        }
        assert_eq!(position(here, id(here, 0)), None);
    }
}
