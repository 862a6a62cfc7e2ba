use std::sync::LazyLock;

use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::seen;
use crate::table::LinkTable;

/// The statement that counts the links that were created in `created` and pass `filter`.
pub(super) fn statement(
    tenant: Tenant,
    kind: Kind,
    filter: LinkFilter,
    created: Interval,
) -> (String, Arguments) {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
        ..
    } = LinkTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let mut conditions = seen("l", filter.deleted);
    let record = filter.record.map(|record| {
        let record = arguments.bind(record.uuid());
        format!(
            " JOIN {records} p ON p.pk = l.{record_pk} \
              AND p.workspace_pk = {workspace} AND p.{record_id} = {record}"
        )
    });
    conditions.extend(filter.workspace_connector.map(|connector| {
        let connector = arguments.bind(connector.uuid());
        format!(" AND w.workspace_connector_id = {connector}")
    }));
    conditions.extend(
        filter
            .direction
            .map(|it| format!(" AND l.direction = '{it}'")),
    );
    conditions += &arguments.within("l", "created_at", link_id, created);
    let sql = format!(
        "SELECT count(*) FROM {links} l \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk{} \
         WHERE w.workspace_pk = {workspace}{conditions}",
        record.unwrap_or_default()
    );
    (sql, arguments)
}

/// The statement that counts a connector's active links by kind and direction, each from a partial index alone. Its
/// parameters: the workspace's `pk` and the connector's public id.
pub(super) static ACTIVE: LazyLock<String> = LazyLock::new(|| {
    let count = |kind, direction| {
        format!(
            "(SELECT count(*) FROM {} l WHERE l.workspace_connector_pk = w.pk AND l.deleted_at IS NULL \
               AND l.direction = '{direction}')",
            LinkTable::of(kind).links
        )
    };
    let counts = Kind::ALL.map(|kind| Direction::ALL.map(|direction| count(kind, direction)));
    format!(
        "SELECT {} FROM core_api.workspace_connectors w \
         WHERE w.workspace_pk = $1 AND w.workspace_connector_id = $2",
        counts.as_flattened().join(", "),
    )
});
