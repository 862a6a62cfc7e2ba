use wellhead_core::cause::Cause;
use wellhead_core::command::{NewLink, Outcome, Rejection};
use wellhead_core::id::NewId;
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_tenancy::Tenancy;

use crate::counts::Stream;
use crate::epoch;
use crate::error::Refused;
use crate::limits::has_room_for_a_link;
use crate::row::At;
use crate::session::acts_for;
use crate::table::LinkTable;
use crate::writer::Writer;

/// The queries for the `pk`s of a link's ends, which must be active. Their parameters: the workspace's `pk`, and the
/// public ids of the record and the connector. With the share locks, whoever deletes an end waits and then deletes the
/// new link along with it.
fn ends(kind: Kind, lock: &str) -> [String; 2] {
    ends_of(kind, lock, ["$2", "$3"])
}

/// The same queries, for the ends with these ids.
fn ends_of(kind: Kind, lock: &str, [record, connector]: [&str; 2]) -> [String; 2] {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    [
        (records.as_str(), *record_id, record),
        (
            "core_api.workspace_connectors",
            "workspace_connector_id",
            connector,
        ),
    ]
    .map(|(table, id, parameter)| {
        format!(
            "SELECT pk FROM {table} \
             WHERE workspace_pk = $1 AND {id} = {parameter} AND deleted_at IS NULL {lock}"
        )
    })
}

/// The INSERT of a link up to its FROM, to be followed by `record` and `connector`. Its parameters: those of [`ends`],
/// the link's public id, the time, and the id of who makes it.
fn insert(new: &NewLink, by: Cause) -> String {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(new.kind);
    format!(
        "INSERT INTO {links} \
           ({link_id}, direction, {record_pk}, workspace_connector_pk, created_at, updated_at, changed_epoch, \
            created_as, created_by) \
         SELECT $4, '{}', record.pk, connector.pk, $5, $5, {}, '{}', $6 FROM",
        new.direction,
        epoch::now("$1"),
        by.kind(),
    )
}

/// The statement that makes a link with a minted id between two active ends and acts for their workspace. It waits for
/// no lock: if an end is missing or locked, or the workspace may have no more links, it makes none. The locking clause also keeps the ends from being read
/// before the statement acts for the workspace.
pub(super) fn insert_in_passing(new: &NewLink, by: Cause) -> String {
    let [record, connector] = ends(new.kind, "FOR SHARE SKIP LOCKED");
    format!(
        "{} ({record}) record, ({connector}) connector WHERE {}",
        insert(new, by),
        acts_with_room("$1")
    )
}

/// The statement that does the same for several links of one workspace, direction and maker, and returns the ids of those
/// that it made. Its parameters: the workspace's `pk`; arrays of the public ids of the records, of the connectors and of
/// the links, and of the times; and the id of who makes them.
pub(super) fn insert_several_in_passing(kind: Kind, direction: Direction, by: Cause) -> String {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(kind);
    let [record, connector] = ends_of(kind, "FOR SHARE SKIP LOCKED", ["d.record", "d.connector"]);
    format!(
        "INSERT INTO {links} \
           ({link_id}, direction, {record_pk}, workspace_connector_pk, created_at, updated_at, changed_epoch, \
            created_as, created_by) \
         SELECT d.id, '{direction}', record.pk, connector.pk, d.at, d.at, {}, '{}', $6 \
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[]) d (record, connector, id, at) \
         CROSS JOIN LATERAL ({record} OFFSET 0) record CROSS JOIN LATERAL ({connector} OFFSET 0) connector \
         WHERE {} RETURNING {link_id}",
        epoch::now("$1"),
        by.kind(),
        acts_with_room("$1")
    )
}

/// Acts for a workspace if it may have more links. It only sees what is committed, which keeps one that has used up its quota
/// from undoing the links of others; the statement that counts them looks once more.
fn acts_with_room(workspace_pk: &str) -> String {
    // In this order: until it acts for the workspace, it sees nothing of it.
    let (acts, has_room) = (acts_for(workspace_pk), has_room_for_a_link(workspace_pk));
    format!("CASE WHEN {acts} THEN {has_room} END")
}

/// The statement that makes a link between two active ends, and returns whether the record exists, whether the link
/// does, and the `pk`s of the link and its connector if it is new.
///
/// If a link with this id exists, it is this one: a client's id is known to be free, and a minted one exists only if a
/// commit succeeded whose answer was lost.
fn insert_and_tell(new: &NewLink, by: Cause) -> String {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(new.kind);
    let [record, connector] = ends(new.kind, "FOR SHARE");
    format!(
        "WITH record AS ({record}), connector AS ({connector}), \
         made AS ({} record, connector ON CONFLICT DO NOTHING RETURNING pk, workspace_connector_pk, {record_pk}) \
         SELECT EXISTS (SELECT FROM record), EXISTS (SELECT FROM made) OR EXISTS ( \
           SELECT FROM {links} l JOIN connector ON connector.pk = l.workspace_connector_pk \
           WHERE l.{link_id} = $4), (SELECT pk FROM made), (SELECT workspace_connector_pk FROM made), \
           (SELECT {record_pk} FROM made)",
        insert(new, by)
    )
}

impl Writer<'_> {
    pub(crate) async fn link_create(&self, new: &NewLink) -> Result<Outcome, Refused> {
        if let NewId::Brought(id) = new.id {
            let LinkTable { links, link_id, .. } = LinkTable::of(new.kind);
            self.id_free(links, link_id, id.uuid()).await?;
        }
        let record = self.aliases.record(new.kind.record(new.record));
        let row = self
            .query_opt(
                &insert_and_tell(new, self.by),
                &[
                    self.tenant.pk(),
                    &record.uuid(),
                    &new.workspace_connector.uuid(),
                    &new.id.get().uuid(),
                    &At(self.at),
                    &self.by.id(),
                ],
            )
            .await?;
        let (has_record, is_made): (bool, bool) = row
            .as_ref()
            .map(|row| (row.get(0), row.get(1)))
            .unwrap_or_default();
        if !has_record {
            return Err(self.not_there(new.kind.record(record)).await?.into());
        }
        if !is_made {
            return Err(Rejection::WorkspaceConnectorNotFound.into());
        }
        let ends = row.and_then(|row| Some((row.get::<_, Option<_>>(2)?, row.get(3), row.get(4))));
        if let Some((pk, connector, record)) = ends {
            self.note_links(new.kind, Act::Created, None, [pk]);
            let stream = Stream {
                connector,
                kind: new.kind,
                direction: new.direction,
            };
            self.count(|counts| counts.came(stream, [(record, self.at)]));
        }
        Ok(Outcome::Link(new.made(record, self.at, self.by)))
    }
}
