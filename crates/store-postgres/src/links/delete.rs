use tokio_postgres::Row;
use wellhead_core::cause::Grounds;
use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_tenancy::Tenancy;

use crate::cause::ended;
use crate::counts::Stream;
use crate::error::Refused;
use crate::row::{At, label, time};
use crate::session::Parameters;
use crate::slice::limit;
use crate::table::LinkTable;
use crate::writer::{Writer, updated_at};

impl Writer<'_> {
    pub(crate) async fn link_delete(&self, kind: Kind, id: LinkId) -> Result<Outcome, Refused> {
        let LinkTable { links, link_id, .. } = LinkTable::of(kind);
        let sql = format!(
            "UPDATE {links} l SET {} \
             FROM core_api.workspace_connectors w \
             WHERE w.pk = l.workspace_connector_pk AND w.workspace_pk = $1 AND l.{link_id} = $2 \
               AND l.deleted_at IS NULL RETURNING {}",
            ended("l", &updated_at("l", "$3"), self.by, "$4", Grounds::Deleted),
            columns_of_ended(kind),
        );
        let parameters: Parameters<'_> =
            &[self.tenant.pk(), &id.uuid(), &At(self.at), &self.by.id()];
        let row = self.query_opt(&sql, parameters).await?;
        let row = row.ok_or(Rejection::NotFound)?;
        self.links_ended(kind, Grounds::Deleted, &[row])?;
        Ok(Outcome::Deleted)
    }
}

/// The columns of a link `l` that was ended, as [`Writer::links_ended`] reads them.
fn columns_of_ended(kind: Kind) -> String {
    let record_pk = LinkTable::of(kind).record_pk;
    format!("l.pk, l.deleted_at, l.workspace_connector_pk, l.direction::text, l.{record_pk}")
}

impl Writer<'_> {
    /// Notes and counts links that were ended.
    fn links_ended(&self, kind: Kind, grounds: Grounds, rows: &[Row]) -> Result<(), Refused> {
        let ended = rows.iter().map(|row| (row.get(0), time(row, 1)));
        self.note_ended(kind, grounds, ended);
        for row in rows {
            let stream = Stream {
                connector: row.get(2),
                kind,
                direction: label(row, 3)?,
            };
            self.count(|counts| counts.ended(stream, &[row.get(4)]));
        }
        Ok(())
    }
}

/// Soft-deletes the active links of the record `pk`, which ended on these grounds. An earlier statement must have locked the record, so that no new
/// link is made meanwhile.
pub(crate) async fn delete_of_record(
    writer: &Writer<'_>,
    kind: Kind,
    pk: i64,
    grounds: Grounds,
) -> Result<(), Refused> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let sql = format!(
        "UPDATE {links} l SET {} WHERE l.{record_pk} = $1 AND l.deleted_at IS NULL RETURNING {}",
        ended("l", &updated_at("l", "$2"), writer.by, "$3", grounds),
        columns_of_ended(kind),
    );
    let rows = writer
        .query(&sql, &[&pk, &At(writer.at), &writer.by.id()])
        .await?;
    writer.links_ended(kind, grounds, &rows)
}

/// Soft-deletes the active links of the connector `pk`, which must be locked likewise; returns how many.
///
/// One statement reads the partial indexes of both directions: a link whose direction changes between two statements
/// could be missed by both. A link that is moved to another connector meanwhile stays. `IS NOT DISTINCT FROM` checks
/// that without an index, as otherwise the planner might read all links that the connector ever had.
pub(crate) async fn delete_of_workspace_connector(
    writer: &Writer<'_>,
    kind: Kind,
    pk: i64,
) -> Result<u64, Refused> {
    let links = &LinkTable::of(kind).links;
    let sql = format!(
        "UPDATE {links} l SET {ended} \
         WHERE l.pk = ANY (ARRAY({active})) AND l.workspace_connector_pk IS NOT DISTINCT FROM $1 \
           AND l.deleted_at IS NULL RETURNING {columns}",
        columns = columns_of_ended(kind),
        ended = ended(
            "l",
            &updated_at("l", "$2"),
            writer.by,
            "$3",
            Grounds::Disconnected
        ),
        active = active_of_connector(links),
    );
    let rows = writer
        .query(&sql, &[&pk, &At(writer.at), &writer.by.id()])
        .await?;
    writer.links_ended(kind, Grounds::Disconnected, &rows)?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// Whether the connector `pk` has more than `most` active links to one kind of record.
pub(crate) async fn has_more(
    writer: &Writer<'_>,
    kind: Kind,
    pk: i64,
    most: usize,
) -> Result<bool, Refused> {
    let active = active_of_connector(&LinkTable::of(kind).links);
    let sql = format!("SELECT FROM ({active}) active OFFSET $2 LIMIT 1");
    Ok(writer
        .query_opt(&sql, &[&pk, &limit(most)])
        .await?
        .is_some())
}

/// The `pk`s of the active links of the connector `$1`.
fn active_of_connector(links: &str) -> String {
    let of = Direction::ALL.map(|direction| {
        format!(
            "SELECT a.pk FROM {links} a WHERE a.workspace_connector_pk = $1 \
               AND a.direction = '{direction}' AND a.deleted_at IS NULL"
        )
    });
    of.join(" UNION ALL ")
}
