use tokio_postgres::Row;
use wellhead_core::command::{NewLink, Outcome, Rejection};
use wellhead_core::id::{LinkId, NewId, RecordId};
use wellhead_core::resource::{Link, Record, Times};
use wellhead_core::time::Timestamp;

use crate::error::Refused;
use crate::row::At;
use crate::session::acts_for;
use crate::table::LinkTable;
use crate::writer::Writer;

/// The statement that makes a link between two active ends, acting for their workspace. Its parameters: the workspace's `pk`, the public ids
/// of the record, the connector and the link, and the time.
///
/// A link that has the id already is the one that is to be made: an id that a client brought is known to be free,
/// and a minted one is there only where a commit went through whose answer was lost.
///
/// An end that somebody holds is waited for, or, where there is no `patience`, taken for missing.
pub(super) fn insert(new: &NewLink, patience: bool) -> String {
    let LinkTable {
        links,
        id,
        record_pk,
        records,
        record_id,
        ..
    } = LinkTable::of(new.kind);
    // The share locks hold off whoever deletes an end until this link is there to be swept along.
    let lock = if patience {
        "FOR SHARE"
    } else {
        "FOR SHARE SKIP LOCKED"
    };
    format!(
        "WITH record AS ( \
           SELECT pk FROM {records} \
           WHERE workspace_pk = $1 AND {record_id} = $2 AND deleted_at IS NULL {lock}), \
         connector AS ( \
           SELECT pk FROM core_api.workspace_connectors \
           WHERE workspace_pk = $1 AND workspace_connector_id = $3 AND deleted_at IS NULL {lock}), \
         made AS ( \
           INSERT INTO {links} \
             ({id}, direction, {record_pk}, workspace_connector_pk, created_at, updated_at) \
           SELECT $4, '{direction}', record.pk, connector.pk, $5, $5 FROM record, connector \
           ON CONFLICT DO NOTHING RETURNING 1) \
         SELECT EXISTS (SELECT FROM record), EXISTS (SELECT FROM made) OR EXISTS ( \
           SELECT FROM {links} l JOIN connector ON connector.pk = l.workspace_connector_pk \
           WHERE l.{id} = $4) \
         WHERE {acts_for}",
        direction = new.direction,
        acts_for = acts_for("$1"),
    )
}

/// What [`insert`] came to.
pub(super) fn made(
    new: &NewLink,
    record: RecordId,
    at: Timestamp,
    row: Option<&Row>,
) -> Result<Outcome, Rejection> {
    let (has_record, is_made) = row.map_or((false, false), |row| (row.get(0), row.get(1)));
    if !has_record {
        return Err(Rejection::RecordNotFound(new.kind));
    }
    if !is_made {
        return Err(Rejection::WorkspaceConnectorNotFound);
    }
    Ok(Outcome::Link(Link {
        id: new.id.get(),
        record,
        workspace_connector: new.workspace_connector,
        direction: new.direction,
        times: Times {
            created_at: at,
            updated_at: Some(at),
            deleted_at: None,
        },
    }))
}

impl Writer<'_> {
    pub(crate) async fn link_create(&self, new: &NewLink) -> Result<Outcome, Refused> {
        if let NewId::Brought(id) = new.id {
            self.link_id_free(new.kind, id).await?;
        }
        let record = self.record(new.record);
        let row = self
            .query_opt(
                &insert(new, true),
                &[
                    &self.tenant.pk,
                    &record.uuid(),
                    &new.workspace_connector.uuid(),
                    &new.id.get().uuid(),
                    &At(self.at),
                ],
            )
            .await?;
        Ok(made(new, record, self.at, row.as_ref())?)
    }

    /// Refuses an id that a link of the workspace has, of whichever connector: no constraint can.
    async fn link_id_free(&self, kind: Record, id: LinkId) -> Result<(), Refused> {
        self.lock(id.uuid().as_u128()).await?;
        let LinkTable { links, id: key, .. } = LinkTable::of(kind);
        let sql = format!(
            "SELECT FROM {links} l \
             JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
             WHERE l.{key} = $1 AND w.workspace_pk = $2"
        );
        let taken = self.query(&sql, &[&id.uuid(), &self.tenant.pk]).await?;
        if taken.is_empty() {
            Ok(())
        } else {
            Err(Rejection::IdTaken.into())
        }
    }
}
