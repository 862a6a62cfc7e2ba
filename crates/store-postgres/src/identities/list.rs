//! Lists of identities. Like lists of links, they take the first few of each connector, merge and cut them.

use wellhead_core::identity::IdentityFilter;
use wellhead_core::page::{Interval, Slice};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::get::columns;
use crate::arguments::Arguments;
use crate::row::seen;
use crate::slice::{limit, order_by};
use crate::table::IdentityTable;

/// The statement that lists `slice`.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: &IdentityFilter,
    slice: Slice,
) -> (String, Arguments) {
    let table = IdentityTable::of(kind);
    let identity_id = table.identity_id;
    let mut arguments = Arguments::default();
    let order = order_by("i", "created_at", identity_id, slice.order);
    let from = From::new(tenant, table, filter, slice.interval, &mut arguments);
    let limit = arguments.bind(limit(slice.limit));
    let From {
        outer,
        inner,
        workspace,
    } = from;
    let sql = format!(
        "SELECT {columns} FROM ( \
           SELECT i.*, w.workspace_connector_id FROM {outer} \
           CROSS JOIN LATERAL (SELECT i.* FROM {inner} {order} LIMIT {limit}) i \
           {order} LIMIT {limit}) i \
         JOIN core_api.workspace_connectors w ON w.pk = i.workspace_connector_pk \
         JOIN {records} p ON p.pk = i.{record_pk} AND p.workspace_pk = {workspace} {order}",
        columns = columns(table),
        records = table.records,
        record_pk = table.record_pk,
    );
    (sql, arguments)
}

/// The statement that finds those made in `created`.
pub(super) fn counting(
    tenant: Tenant,
    kind: Kind,
    filter: &IdentityFilter,
    created: Interval,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let From { outer, inner, .. } = From::new(
        tenant,
        IdentityTable::of(kind),
        filter,
        created,
        &mut arguments,
    );
    let sql = format!("SELECT FROM {outer} CROSS JOIN LATERAL (SELECT FROM {inner} OFFSET 0) i");
    (sql, arguments)
}

/// Where identities come from: for each connector `w` of `outer` those `i` of `inner`.
struct From {
    outer: String,
    inner: String,
    /// The parameter with the workspace.
    workspace: String,
}

impl From {
    fn new(
        tenant: Tenant,
        table: &IdentityTable,
        filter: &IdentityFilter,
        created: Interval,
        arguments: &mut Arguments,
    ) -> Self {
        let IdentityTable {
            identities,
            identity_id,
            record_pk,
            records,
            record_id,
        } = table;
        let workspace = arguments.bind(*tenant.pk());
        let connector = filter.workspace_connector.map(|connector| {
            let connector = arguments.bind(connector.uuid());
            format!(
                " AND coalesce(w.line_pk, w.pk) = (SELECT coalesce(o.line_pk, o.pk) \
                 FROM core_api.workspace_connectors o \
                 WHERE o.workspace_pk = {workspace} AND o.workspace_connector_id = {connector})"
            )
        });
        // A record has few: its index finds them for each connector that has one.
        let of_record = filter.record.map(|record| {
            let record = arguments.bind(record.uuid());
            format!(
                "{records} r JOIN {identities} i ON i.{record_pk} = r.pk \
                 WHERE r.workspace_pk = {workspace} AND r.{record_id} = {record}"
            )
        });
        let named = of_record.as_ref().map(|from| {
            format!(" AND w.pk = ANY (ARRAY(SELECT i.workspace_connector_pk FROM {from}))")
        });
        let outer = format!(
            "(SELECT w.pk, w.workspace_connector_id, coalesce(w.line_pk, w.pk) AS line_pk \
             FROM core_api.workspace_connectors w \
             WHERE w.workspace_pk = {workspace}{}{}) w",
            connector.unwrap_or_default(),
            named.unwrap_or_default()
        );
        let mut inner = match of_record {
            Some(from) => format!("{from} AND i.workspace_connector_pk = ANY (ARRAY[w.pk])"),
            None => format!("{identities} i WHERE i.workspace_connector_pk = w.pk"),
        };
        if let Some(external_id) = &filter.external_id {
            let external_id = arguments.bind(external_id.as_str().to_owned());
            inner.extend([format!(
                " AND i.line_pk = w.line_pk AND i.external_id = {external_id}"
            )]);
        }
        inner += &seen("i", filter.deleted);
        inner += &arguments.within("i", "created_at", identity_id, created);
        Self {
            outer,
            inner,
            workspace,
        }
    }
}
