use wellhead_core::record::{Kind, Search};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use super::list::of_external_id;
use crate::arguments::Arguments;
use crate::table::RecordTable;

/// The statement that finds the matches of `search`. Each branch reads a range of one index or two, up to `limit` rows.
/// A function looks up the names, and the policies then apply to what it found.
pub(super) fn search(
    tenant: Tenant,
    kind: Kind,
    search: &Search,
    limit: usize,
) -> (String, Arguments) {
    let RecordTable {
        records,
        external_id,
        named,
        columns,
        ..
    } = RecordTable::of(kind);
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let limit = arguments.bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let wanted = arguments.bind(search.external_id().as_str().to_owned());
    let active = format!(
        "SELECT p.* FROM {records} p WHERE p.workspace_pk = {workspace} AND p.deleted_at IS NULL"
    );
    let of_id = of_external_id(external_id, &wanted);
    let mut branches = vec![format!("({active} AND {of_id})")];
    for begin in search.beginnings() {
        let end = arguments.bind(Search::end(begin));
        let begin = arguments.bind(begin.clone());
        branches.push(format!(
            "(SELECT p.* FROM {named}({begin}, {end}, {limit}) n (pk) \
             CROSS JOIN LATERAL ({active} AND p.pk = n.pk OFFSET 0) p)"
        ));
    }
    let branches = branches.join(" UNION ALL ");
    (format!("SELECT {columns} FROM ({branches}) p"), arguments)
}
