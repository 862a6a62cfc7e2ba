//! What a link ever said.

use tokio_postgres::Row;
use wellhead_core::id::{LinkId, SyncRunId};
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkState;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::cause::cause;
use crate::row::{At, id as read_id, label, label_or_null, time, time_or_null};
use crate::slice::{limit, way};
use crate::table::LinkTable;

/// The statement that reads a slice of a link's states: those that were superseded, and the present one. When a run saw the
/// link last is `seen_at` or else, while nothing but runs has changed it, `updated_at`.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    id: LinkId,
    slice: Slice,
) -> (String, Arguments) {
    let LinkTable {
        record_pk,
        records,
        record_id,
        ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let link = link(tenant, kind, id, &mut arguments);
    let way = way(slice.order);
    let limit = arguments.bind(limit(slice.limit));
    let Interval { above, below } = slice.interval;
    let [above, below] = [above, below].map(|bound| {
        let at = bound.map(|it| it.created_at);
        at.map(|at| arguments.bind(At(at)))
    });
    let within = |since: &str| {
        let above = above.as_ref().map(|at| format!(" AND {since} > {at}"));
        let below = below.as_ref().map(|at| format!(" AND {since} < {at}"));
        above.unwrap_or_default() + &below.unwrap_or_default()
    };
    let sql = format!(
        "WITH link AS ({link}), \
         states AS ( \
           SELECT h.record_pk, h.workspace_connector_pk, h.direction, h.since, h.until, h.changed_as, h.changed_by, \
             h.seen_by, h.seen_at, h.deleted_at, h.deleted_as, h.deleted_by, h.reason \
           FROM link CROSS JOIN LATERAL ( \
             SELECT h.* FROM core_api.link_history h \
             WHERE h.record = '{kind}' AND h.link_pk = link.pk{superseded} \
             ORDER BY h.since {way} LIMIT {limit}) h \
           UNION ALL \
           SELECT link.{record_pk}, link.workspace_connector_pk, link.direction, \
             coalesce(link.since, link.created_at), NULL, \
             CASE WHEN link.since IS NULL THEN link.created_as ELSE link.changed_as END, \
             CASE WHEN link.since IS NULL THEN link.created_by ELSE link.changed_by END, \
             link.seen_by, coalesce(link.seen_at, CASE WHEN link.deleted_at IS NULL THEN link.updated_at END), \
             link.deleted_at, link.deleted_as, link.deleted_by, link.reason \
           FROM link WHERE true{present}) \
         SELECT p.{record_id}, w.workspace_connector_id, s.direction::text, s.since, s.until, \
           s.changed_as::text, s.changed_by, s.seen_by, s.seen_at, s.deleted_at, s.deleted_as::text, s.deleted_by, \
           s.reason::text \
         FROM states s \
         JOIN {records} p ON p.pk = s.record_pk AND p.workspace_pk = $1 \
         JOIN core_api.workspace_connectors w ON w.pk = s.workspace_connector_pk AND w.workspace_pk = $1 \
         ORDER BY s.since {way} LIMIT {limit}",
        superseded = within("h.since"),
        present = within("coalesce(link.since, link.created_at)"),
    );
    (sql, arguments)
}

/// The statement that has a row for each of a link's states.
pub(super) fn counting(tenant: Tenant, kind: Kind, id: LinkId) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let link = link(tenant, kind, id, &mut arguments);
    let sql = format!(
        "SELECT FROM ({link}) link CROSS JOIN LATERAL ( \
           SELECT UNION ALL \
           SELECT FROM core_api.link_history h WHERE h.record = '{kind}' AND h.link_pk = link.pk) s"
    );
    (sql, arguments)
}

/// The query for the tenant's link `id`. The workspace is the first parameter.
fn link(tenant: Tenant, kind: Kind, id: LinkId, arguments: &mut Arguments) -> String {
    let LinkTable { links, link_id, .. } = LinkTable::of(kind);
    let workspace = arguments.bind(*tenant.pk());
    let id = arguments.bind(id.uuid());
    format!(
        "SELECT l.* FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         WHERE l.{link_id} = {id} AND w.workspace_pk = {workspace}"
    )
}

pub(super) fn state(row: &Row) -> Result<LinkState, StoreError> {
    let run: Option<uuid::Uuid> = row.get(7);
    Ok(LinkState {
        record: read_id(row, 0),
        workspace_connector: read_id(row, 1),
        direction: label(row, 2)?,
        since: time(row, 3),
        until: time_or_null(row, 4),
        by: cause(row, 5)?,
        seen: run.map(SyncRunId::new).zip(time_or_null(row, 8)),
        deleted_at: time_or_null(row, 9),
        deleted_by: cause(row, 10)?,
        reason: label_or_null(row, 12)?,
    })
}
