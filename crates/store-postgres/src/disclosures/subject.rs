use wellhead_core::id::RecordId;
use wellhead_core::privacy::Disclosed;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::At;
use crate::session::Session;
use crate::table::LinkTable;

/// The condition that the merge `m` of records of `kind` held at a moment. These are the parameters' names.
pub(super) fn held(kind: Kind, workspace: &str, as_of: &str) -> String {
    format!(
        "m.record = '{kind}' AND m.workspace_pk = {workspace} AND m.created_at <= {as_of} \
         AND (m.undone_at IS NULL OR m.undone_at > {as_of})"
    )
}

/// What the record was part of, and what was part of it; `None` if there is no such record.
pub(super) async fn subject(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    as_of: Timestamp,
) -> Result<Option<Disclosed>, StoreError> {
    let kind = record.kind;
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let id = arguments.bind(record.id.uuid());
    let as_of = arguments.bind(At(as_of));
    let held = held(kind, &workspace, &as_of);
    let sql = format!(
        "SELECT \
           (SELECT s.{record_id} FROM core_api.merged_records r \
            JOIN core_api.merges m ON m.pk = r.merge_pk AND {held} \
            JOIN {records} s ON s.pk = m.survivor_pk \
            WHERE r.record_pk = p.pk ORDER BY m.pk DESC LIMIT 1), \
           ARRAY(SELECT DISTINCT o.{record_id} FROM core_api.merges m \
             JOIN core_api.merged_records r ON r.merge_pk = m.pk \
             JOIN {records} o ON o.pk = r.record_pk \
             WHERE m.survivor_pk = p.pk AND {held}) \
         FROM {records} p WHERE p.workspace_pk = {workspace} AND p.{record_id} = {id}"
    );
    let row = session.query_opt(&sql, &arguments.as_parameters()).await?;
    Ok(row.map(|row| {
        let into: Option<uuid::Uuid> = row.get(0);
        let merged: Vec<uuid::Uuid> = row.get(1);
        Disclosed {
            merged_into: into.map(RecordId::from),
            merged: merged.into_iter().map(RecordId::from).collect(),
            ..Disclosed::default()
        }
    }))
}
