use wellhead_core::command::{Outcome, Rejection};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;

use crate::error::Refused;
use crate::row::At;
use crate::table::LinkTable;
use crate::writer::{Writer, touched};

impl Writer<'_> {
    pub(crate) async fn link_delete(&self, kind: Kind, id: LinkId) -> Result<Outcome, Refused> {
        let LinkTable { links, id: key, .. } = LinkTable::of(kind);
        let sql = format!(
            "UPDATE {links} l SET updated_at = {now}, deleted_at = {now} \
             FROM core_api.workspace_connectors w \
             WHERE w.pk = l.workspace_connector_pk AND w.workspace_pk = $1 AND l.{key} = $2 \
               AND l.deleted_at IS NULL",
            now = touched("l", "$3"),
        );
        let deleted = self
            .execute(&sql, &[&self.tenant.pk, &id.uuid(), &At(self.at)])
            .await?;
        if deleted == 0 {
            Err(Rejection::NotFound.into())
        } else {
            Ok(Outcome::Deleted)
        }
    }
}

/// Soft-deletes the active links `l` whose end `pk` is `$1` in the condition `of_end`. Whoever calls has locked
/// that end, in a statement before this one, so that no link can come in behind.
pub(crate) async fn sweep(
    writer: &Writer<'_>,
    kind: Kind,
    of_end: &str,
    pk: i64,
) -> Result<(), Refused> {
    let sql = format!(
        "UPDATE {} l SET updated_at = {now}, deleted_at = {now} \
         WHERE {of_end} AND l.deleted_at IS NULL",
        LinkTable::of(kind).links,
        now = touched("l", "$2"),
    );
    writer.execute(&sql, &[&pk, &At(writer.at)]).await?;
    Ok(())
}
