use tokio_postgres::types::ToSql;
use wellhead_core::command::{LinkChanges, Outcome, Rejection};
use wellhead_core::id::{LinkId, WorkspaceConnectorId};
use wellhead_core::journal::{Act, Heading};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Link};
use wellhead_tenancy::Tenancy;

use super::get::{columns, link};
use crate::cause::{superseded, unseen};
use crate::counts::Stream;
use crate::epoch;
use crate::error::Refused;
use crate::row::{At, label};
use crate::table::LinkTable;
use crate::writer::{Writer, updated_at};

/// One end of a link that is updated.
struct EndUpdate<'a> {
    table: &'a str,
    id: &'a str,
    /// The current one.
    pk: i64,
    missing: Rejection,
    deleted: Rejection,
}

impl Writer<'_> {
    pub(crate) async fn link_update(
        &self,
        kind: Kind,
        id: LinkId,
        changes: LinkChanges,
    ) -> Result<Outcome, Refused> {
        let table = LinkTable::of(kind);
        let LinkTable {
            links,
            link_id,
            record_pk,
            records,
            record_id,
            ..
        } = table;
        let sql = format!(
            "SELECT l.pk, l.{record_pk}, l.workspace_connector_pk, l.deleted_at IS NOT NULL, \
               l.direction::text \
             FROM {links} l JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
             WHERE l.{link_id} = $1 AND w.workspace_pk = $2 FOR NO KEY UPDATE OF l"
        );
        let row = self
            .query_opt(&sql, &[&id.uuid(), self.tenant.pk()])
            .await?;
        let row = row.ok_or(Rejection::NotFound)?;
        let is_deleted: bool = row.get(3);
        if is_deleted && !changes.restore {
            return Err(Rejection::NotFound.into());
        }
        let record = EndUpdate {
            table: records,
            id: record_id,
            pk: row.get(1),
            missing: Rejection::RecordNotFound(kind),
            deleted: Rejection::EndDeleted(kind.as_str()),
        };
        let record_uuid = changes
            .record
            .map(|id| self.aliases.record(kind.record(id)).uuid());
        let record = match self.end(record, record_uuid, is_deleted).await {
            Err(Refused::Rejected(Rejection::RecordNotFound(kind))) => {
                let wanted = record_uuid.unwrap_or_default();
                return Err(self.not_there(kind.record(wanted.into())).await?.into());
            }
            record => record?,
        };
        let connector = EndUpdate {
            table: "core_api.workspace_connectors",
            id: "workspace_connector_id",
            pk: row.get(2),
            missing: Rejection::WorkspaceConnectorNotFound,
            deleted: Rejection::EndDeleted("workspace_connector"),
        };
        let connector_uuid = changes.workspace_connector.map(WorkspaceConnectorId::uuid);
        let connector = self.end(connector, connector_uuid, is_deleted).await?;

        let direction: Direction = label(&row, 4)?;
        let to = changes.direction.unwrap_or(direction);
        let moves = is_deleted || connector != row.get::<_, i64>(2) || to != direction;
        let is_another = moves || record != row.get::<_, i64>(1);
        let epoch = if moves {
            epoch::moved("l", "$5")
        } else {
            epoch::kept("l", "$5")
        };
        let now = updated_at("l", "$4");
        let change = if is_another {
            superseded("l", &now, self.by, "$6")
        } else {
            format!("updated_at = {now}, {}", unseen("l"))
        };
        let sql = format!(
            "UPDATE {links} l SET direction = '{to}', {record_pk} = p.pk, \
               workspace_connector_pk = w.pk, {change}, {epoch} \
             FROM {records} p, core_api.workspace_connectors w \
             WHERE l.pk = $1 AND p.pk = $2 AND w.pk = $3 RETURNING {columns}",
            columns = columns(table, "w"),
        );
        let pk: i64 = row.get(0);
        let (at, by) = (At(self.at), self.by.id());
        let mut parameters: Vec<&(dyn ToSql + Sync)> =
            vec![&pk, &record, &connector, &at, self.tenant.pk()];
        if is_another {
            parameters.push(&by);
        }
        let updated = self.query_opt(&sql, &parameters).await?;
        let updated = updated.ok_or(Rejection::NotFound)?;
        let link = link(&updated)?;
        if is_another {
            let [from, into] =
                [(row.get(2), direction), (connector, to)].map(|(connector, direction)| Stream {
                    connector,
                    kind,
                    direction,
                });
            let records = [row.get(1), record];
            self.link_moved(pk, &link, [from, into], records, is_deleted);
        }
        Ok(Outcome::Link(link))
    }

    /// Notes and counts that a link is another now.
    fn link_moved(
        &self,
        pk: i64,
        link: &Link,
        [from, into]: [Stream; 2],
        records: [i64; 2],
        was_deleted: bool,
    ) {
        let act = if was_deleted {
            Act::Restored
        } else {
            Act::Updated
        };
        // The new state began just then, not at the time of the command.
        let heading = Heading {
            at: link.times.version(),
            ..self.heading(from.kind, true, act, None)
        };
        self.note(heading, [pk]);
        self.count(|counts| {
            let [before, now] = records.map(|record| (record, link.times.created_at));
            counts.left(from, before, was_deleted);
            counts.came(into, [now]);
        });
    }

    /// The `pk` of the link's new end. Locks it, so that it stays active until the batch is done.
    async fn end(
        &self,
        end: EndUpdate<'_>,
        wanted: Option<uuid::Uuid>,
        restores: bool,
    ) -> Result<i64, Refused> {
        let active = |condition: String| {
            format!(
                "SELECT pk FROM {} WHERE {condition} AND deleted_at IS NULL FOR SHARE",
                end.table
            )
        };
        let (row, otherwise) = match wanted {
            Some(id) => {
                let sql = active(format!("workspace_pk = $1 AND {} = $2", end.id));
                (
                    self.query_opt(&sql, &[self.tenant.pk(), &id]).await?,
                    end.missing,
                )
            }
            None if restores => {
                let sql = active("pk = $1".to_owned());
                (self.query_opt(&sql, &[&end.pk]).await?, end.deleted)
            }
            None => return Ok(end.pk),
        };
        Ok(row.ok_or(otherwise)?.get(0))
    }
}
