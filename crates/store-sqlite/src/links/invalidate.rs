use rusqlite::named_params;

use super::place::Place;
use crate::change::Change;
use crate::epoch::IS_UNTOUCHED;
use crate::link_table::LinkTable;
use crate::statement::prepare;

/// Which of the links that a job looks at are to go.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    All,
    /// Those that have an older active twin: the same record, connector and direction.
    Twins,
    /// Those that nothing has touched since this epoch was opened.
    Untouched(i64),
}

/// Soft-deletes the links at `places`, which are active, that are to go, unless `dry_run`; answers how many.
pub(crate) fn invalidate(
    change: &Change<'_>,
    places: &[Place],
    which: Which,
    dry_run: bool,
) -> rusqlite::Result<u64> {
    let mut changed = 0;
    for place in places {
        let goes = match which {
            Which::All => true,
            Which::Twins => has_older_twin(change, place)?,
            Which::Untouched(since) => is_untouched(change, place, since)?,
        };
        if !goes {
            continue;
        }
        changed += 1;
        if !dry_run {
            change.soft_delete(LinkTable::of(place.kind).links, "pk", place.pk)?;
        }
    }
    Ok(changed)
}

fn has_older_twin(change: &Change<'_>, place: &Place) -> rusqlite::Result<bool> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(place.kind);
    let sql = format!(
        "SELECT 1 FROM {links} l CROSS JOIN {links} twin INDEXED BY idx_{links}_record_created
            ON twin.{record_pk} = l.{record_pk}
                AND twin.workspace_connector_pk = l.workspace_connector_pk
                AND twin.direction = l.direction
                AND (twin.created_at, twin.{link_id}) < (l.created_at, l.{link_id})
        WHERE l.pk = :pk AND twin.deleted_at IS NULL"
    );
    prepare(change.connection, &sql)?.exists(named_params! { ":pk": place.pk })
}

fn is_untouched(change: &Change<'_>, place: &Place, since: i64) -> rusqlite::Result<bool> {
    let links = LinkTable::of(place.kind).links;
    let sql = format!("SELECT 1 FROM {links} WHERE pk = :pk AND {IS_UNTOUCHED}");
    prepare(change.connection, &sql)?.exists(named_params! { ":pk": place.pk, ":epoch": since })
}
