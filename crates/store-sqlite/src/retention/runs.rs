//! Closed runs, and the lines that they rejected.

use rusqlite::{OptionalExtension, named_params};
use wellhead_core::privacy::retention::{Category, Holding, Place, Removed};
use wellhead_core::time::Timestamp;

use super::place::connector;
use super::step::{Step, Visited, after};
use crate::row;
use crate::statement::prepare;

/// A run may have hundreds of deliveries and rejected lines.
const RUN: usize = 50;

/// The runs of a connector and kind that were started in an interval, and closed before `:cutoff`.
const CLOSED: &str =
    "FROM workspace_connector_sync_logs r INDEXED BY idx_workspace_connector_sync_logs_wc_record
    WHERE r.workspace_connector_pk = :connector AND r.record = :record
        AND r.started_at > :after AND r.started_at <= :upto
        AND r.completed_at < :cutoff
        AND NOT EXISTS (SELECT 1 FROM jobs j INDEXED BY idx_jobs_run
            WHERE j.workspace_connector_sync_log_pk = r.pk AND j.completed_at IS NULL)";

/// Runs that are looked at together.
struct Range {
    connector: i64,
    record: &'static str,
    after: i64,
    upto: i64,
    /// Whether more were started after them.
    more: bool,
}

impl Range {
    /// The next so many runs of a place that were started before `cutoff`.
    fn of(step: &Step<'_>, here: Place, cutoff: Timestamp, most: usize) -> rusqlite::Result<Self> {
        let connector = connector(step.change, here)?;
        let record = here
            .holding
            .kind()
            .map_or("", wellhead_core::record::Kind::as_str);
        let sql = "SELECT started_at FROM workspace_connector_sync_logs
                INDEXED BY idx_workspace_connector_sync_logs_wc_record
            WHERE workspace_connector_pk = :connector AND record = :record
                AND started_at > :after AND started_at < :cutoff
            ORDER BY started_at LIMIT 1 OFFSET :most";
        let after = after(here);
        let last: Option<i64> = prepare(step.change.connection, sql)?
            .query_row(
                named_params! {
                    ":connector": connector, ":record": record, ":after": after, ":cutoff": cutoff.as_micros(),
                    ":most": i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX),
                },
                |row| row.get(0),
            )
            .optional()?;
        Ok(Self {
            connector,
            record,
            after,
            upto: last.unwrap_or(cutoff.as_micros() - 1),
            more: last.is_some(),
        })
    }

    /// Where to go on behind them.
    fn behind(&self, here: Place) -> Option<Place> {
        self.more.then_some(Place {
            after: Some(Timestamp::from_micros(self.upto)),
            ..here
        })
    }
}

/// Removes rejected lines, of runs that are removed next as well.
pub(super) fn rejections(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let own = step.rules.cutoff(here.holding, step.since);
    let of_runs = step.rules.cutoff(here.holding.of_runs(), step.since);
    let Some(cutoff) = own.max(of_runs) else {
        return Ok(Visited::NOTHING);
    };
    let range = Range::of(step, here, cutoff, most.div_ceil(RUN))?;
    let micros = |cutoff: Option<Timestamp>| cutoff.map_or(i64::MIN, Timestamp::as_micros);
    let doomed = format!(
        "SELECT l.pk FROM (SELECT r.pk, r.completed_at {CLOSED}) c
        CROSS JOIN sync_rejections l ON l.workspace_connector_sync_log_pk = c.pk
        WHERE l.created_at < :own OR c.completed_at < :of_runs"
    );
    let number = if step.dry_run {
        let sql = format!("SELECT count(*) FROM ({doomed})");
        prepare(step.change.connection, &sql)?.query_row(
            named_params! {
                ":connector": range.connector, ":record": range.record, ":after": range.after, ":upto": range.upto,
                ":cutoff": i64::MAX, ":own": micros(own), ":of_runs": micros(of_runs),
            },
            |row| row::count(row, 0),
        )?
    } else {
        let sql = format!("DELETE FROM sync_rejections WHERE pk IN ({doomed} LIMIT :most)");
        let number = prepare(step.change.connection, &sql)?.execute(named_params! {
            ":connector": range.connector, ":record": range.record, ":after": range.after, ":upto": range.upto,
            ":cutoff": i64::MAX, ":own": micros(own), ":of_runs": micros(of_runs),
            ":most": i64::try_from(most).unwrap_or(i64::MAX),
        })?;
        if number == most {
            step.count(here, cutoff, number as u64, removed)?;
            return Ok(Visited {
                looked: most,
                more: Some(here),
            });
        }
        number as u64
    };
    step.count(here, cutoff, number, removed)?;
    Ok(Visited {
        looked: usize::try_from(number).unwrap_or(usize::MAX),
        more: range.behind(here),
    })
}

/// Removes runs, with what is left of their deliveries and rejected lines, and their sweeps.
pub(super) fn runs(
    step: &Step<'_>,
    here: Place,
    most: usize,
    removed: &mut Removed,
) -> rusqlite::Result<Visited> {
    let Some(cutoff) = step.rules.cutoff(here.holding, step.since) else {
        return Ok(Visited::NOTHING);
    };
    let connection = step.change.connection;
    let range = Range::of(step, here, cutoff, most.div_ceil(RUN))?;
    let execute = |sql: &str| {
        prepare(connection, sql)?.execute(named_params! {
            ":connector": range.connector, ":record": range.record, ":after": range.after, ":upto": range.upto,
            ":cutoff": cutoff.as_micros(),
        })
    };
    let number = if step.dry_run {
        let sql = format!("SELECT count(*) {CLOSED}");
        prepare(connection, &sql)?.query_row(
            named_params! {
                ":connector": range.connector, ":record": range.record, ":after": range.after, ":upto": range.upto,
                ":cutoff": cutoff.as_micros(),
            },
            |row| row::count(row, 0),
        )?
    } else {
        for (table, counts) in [("sync_deliveries", false), ("sync_rejections", true)] {
            let number = execute(&format!(
                "DELETE FROM {table} WHERE pk IN (
                    SELECT o.pk FROM (SELECT r.pk {CLOSED}) c
                    CROSS JOIN {table} o ON o.workspace_connector_sync_log_pk = c.pk LIMIT {most})"
            ))?;
            let rejections = Holding::new(Category::Rejections, here.holding.kind());
            if let Some(rejections) = rejections.filter(|_| counts) {
                // Some are left if the rule was made while the job was past them.
                let there = Place::at(rejections);
                step.count(there, cutoff, number as u64, removed)?;
            }
            if number == most {
                return Ok(Visited {
                    looked: most,
                    more: Some(here),
                });
            }
        }
        execute(&format!(
            "DELETE FROM jobs WHERE workspace_connector_sync_log_pk IN (SELECT r.pk {CLOSED})"
        ))?;
        execute(&format!(
            "DELETE FROM workspace_connector_sync_logs WHERE pk IN (SELECT r.pk {CLOSED})"
        ))? as u64
    };
    step.count(here, cutoff, number, removed)?;
    Ok(Visited {
        looked: usize::try_from(number)
            .unwrap_or(usize::MAX)
            .saturating_mul(RUN),
        more: range.behind(here),
    })
}
