use wellhead_core::resource::PersonSearch;
use wellhead_core::tenant::Tenant;

use super::COLUMNS;
use crate::arguments::Arguments;

/// The statement that finds whom `search` means. Each branch is a stretch of one index or two, and stops at `limit`.
/// A function looks the names up, and the policies then bind what it found.
pub(super) fn search(tenant: Tenant, search: &PersonSearch, limit: usize) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(tenant.pk);
    let limit = arguments.bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let external_id = arguments.bind(search.external_id().as_str().to_owned());
    let people = format!(
        "SELECT p.* FROM core_api.peoples p WHERE p.workspace_pk = {workspace} AND p.deleted_at IS NULL"
    );
    let mut branches = vec![format!(
        "({people} AND p.external_person_id = {external_id})"
    )];
    for begin in search.beginnings() {
        let end = arguments.bind(PersonSearch::end(begin));
        let begin = arguments.bind(begin.clone());
        branches.push(format!(
            "(SELECT p.* FROM core_api.people_named({begin}, {end}, {limit}) n (pk) \
             CROSS JOIN LATERAL ({people} AND p.pk = n.pk OFFSET 0) p)"
        ));
    }
    let branches = branches.join(" UNION ALL ");
    (format!("SELECT {COLUMNS} FROM ({branches}) p"), arguments)
}
