use rusqlite::named_params;
use wellhead_core::privacy::retention::{Place, Removed};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::step::{Step, Visited};
use crate::journal;
use crate::row;
use crate::statement::prepare;

/// A row of the journal may have thousands of changes.
const ROW: usize = 10;

/// Forgets the oldest changes.
pub(super) fn forget(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let Some(cutoff) = step.rules.cutoff(here.holding, step.since) else {
        return Ok(Visited::NOTHING);
    };
    let (connection, tenant) = (step.change.connection, step.change.tenant);
    let most = most.div_ceil(ROW);
    let (old, position) = if step.dry_run {
        let sql = "SELECT position, at FROM journal
            WHERE workspace_pk = :workspace AND position > :after ORDER BY position LIMIT :most";
        let values = named_params! {
            ":workspace": tenant.pk(),
            ":after": here.position.cast_signed(),
            ":most": i64::try_from(most).unwrap_or(i64::MAX),
        };
        let mut statement = prepare(connection, sql)?;
        let rows =
            statement.query_map(values, |row| Ok((row::count(row, 0)?, row::time(row, 1)?)))?;
        let rows: Vec<(u64, Timestamp)> = rows.collect::<rusqlite::Result<_>>()?;
        let old: Vec<_> = rows.iter().take_while(|(_, at)| *at < cutoff).collect();
        (old.len(), old.last().map_or(0, |(position, _)| *position))
    } else {
        (journal::forget(connection, tenant, cutoff, most)?, 0)
    };
    removed.add(here.holding, u64::try_from(old).unwrap_or(u64::MAX));
    Ok(Visited {
        looked: old.saturating_mul(ROW),
        more: (old == most).then_some(Place { position, ..here }),
    })
}
