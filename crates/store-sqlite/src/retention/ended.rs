//! Links that have ended, and the states that links were in before.

use rusqlite::{OptionalExtension, named_params};
use wellhead_core::privacy::retention::{Place, Removed};
use wellhead_core::time::Timestamp;

use super::place::connector;
use super::step::{Step, Visited, after};
use crate::row;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Rows that are looked at together: those of one connector in an interval of time.
struct Range {
    connector: i64,
    after: i64,
    /// The time of the last of them.
    upto: i64,
    cutoff: i64,
}

/// Removes ended links, and their history with them. The newest link of all stays: SQLite would give its `pk` again, and a
/// later link has a higher one.
pub(super) fn links(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let Some(kind) = here.holding.kind() else {
        return Ok(Visited::NOTHING);
    };
    let LinkTable { links, .. } = LinkTable::of(kind);
    let of_range = format!(
        "FROM {links} INDEXED BY idx_{links}_wc_deleted
        WHERE workspace_connector_pk = :connector AND direction = '{}' AND deleted_at IS NOT NULL
            AND created_at > :after AND created_at <= :upto",
        here.direction
    );
    let is_over = format!("deleted_at < :cutoff AND pk < (SELECT max(pk) FROM {links})");
    let remove = |range: &Range| {
        let over = format!("SELECT pk {of_range} AND {is_over}");
        let history =
            format!("DELETE FROM link_history WHERE record = '{kind}' AND link_pk IN ({over})");
        execute(step, &history, range)?;
        let ended = format!("DELETE FROM {links} WHERE pk IN ({over})");
        execute(step, &ended, range)
    };
    look(step, here, most, removed, (&of_range, &is_over), remove)
}

/// Removes states that links were in before.
pub(super) fn history(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let Some(kind) = here.holding.kind() else {
        return Ok(Visited::NOTHING);
    };
    let of_range = format!(
        "FROM link_history INDEXED BY idx_link_history_wc
        WHERE workspace_connector_pk = :connector AND record = '{kind}'
            AND created_at > :after AND created_at <= :upto"
    );
    let remove = |range: &Range| {
        let states = format!(
            "DELETE FROM link_history WHERE pk IN (SELECT pk {of_range} AND until < :cutoff)"
        );
        execute(step, &states, range)
    };
    look(
        step,
        here,
        most,
        removed,
        (&of_range, "until < :cutoff"),
        remove,
    )
}

/// Looks at the next rows of a place. Those that are over are counted, and removed by `remove`.
fn look(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
    (of_range, is_over): (&str, &str),
    remove: impl FnOnce(&Range) -> rusqlite::Result<()>,
) -> rusqlite::Result<Visited> {
    let Some(cutoff) = step.rules.cutoff(here.holding, step.since) else {
        return Ok(Visited::NOTHING);
    };
    let mut range = Range {
        connector: connector(step.change, here)?,
        after: after(here),
        // What is over was made before.
        upto: cutoff.as_micros() - 1,
        cutoff: cutoff.as_micros(),
    };
    let connection = step.change.connection;
    let sql = format!("SELECT created_at {of_range} ORDER BY created_at LIMIT 1 OFFSET :most");
    let last: Option<i64> = prepare(connection, &sql)?
        .query_row(
            named_params! {
                ":connector": range.connector, ":after": range.after, ":upto": range.upto,
                ":most": i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX),
            },
            |row| row.get(0),
        )
        .optional()?;
    range.upto = last.unwrap_or(range.upto);
    let sql = format!("SELECT count(*), count(*) FILTER (WHERE {is_over}) {of_range}");
    let (looked, number) = prepare(connection, &sql)?.query_row(
        named_params! {
            ":connector": range.connector, ":after": range.after, ":upto": range.upto, ":cutoff": range.cutoff,
        },
        |row| Ok((row::count(row, 0)?, row::count(row, 1)?)),
    )?;
    if number > 0 && !step.dry_run {
        remove(&range)?;
    }
    step.count(here, cutoff, number, removed)?;
    Ok(Visited {
        looked: usize::try_from(looked).unwrap_or(usize::MAX),
        more: last.map(|last| Place {
            after: Some(Timestamp::from_micros(last)),
            ..here
        }),
    })
}

fn execute(step: &Step<'_>, sql: &str, range: &Range) -> rusqlite::Result<()> {
    prepare(step.change.connection, sql)?.execute(named_params! {
        ":connector": range.connector, ":after": range.after, ":upto": range.upto, ":cutoff": range.cutoff,
    })?;
    Ok(())
}
