//! How much a workspace may ask for and have.

use std::num::NonZeroU32;

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use wellhead_core::limits::{Counted, Quotas, Rates, WorkspaceLimits};

use crate::error::Refused;
use crate::row::count_or_null;

/// Reads all limits, side by side from the column `first` on.
pub(crate) fn limits(row: &Row, first: usize) -> WorkspaceLimits {
    WorkspaceLimits {
        rates: rates(row, first),
        quotas: Quotas {
            records: count_or_null(row, first + 2),
            links: count_or_null(row, first + 3),
        },
    }
}

/// Reads `requests_per_second` and `max_deliveries`, side by side from the column `first` on.
pub(crate) fn rates(row: &Row, first: usize) -> Rates {
    let rate = |column| {
        let rate = u32::try_from(count_or_null(row, column)?).ok();
        rate.and_then(NonZeroU32::new)
    };
    Rates {
        requests_per_second: rate(first),
        deliveries: rate(first + 1),
    }
}

const fn column(of: Counted) -> &'static str {
    match of {
        Counted::Records => "max_records",
        Counted::Links => "max_links",
    }
}

const fn counts(of: Counted) -> &'static str {
    match of {
        Counted::Records => "core_api.record_counts",
        Counted::Links => "core_api.streams",
    }
}

/// The quota of the workspace `workspace_pk`, as an expression.
fn most(of: Counted, workspace_pk: &str) -> String {
    let column = column(of);
    format!("(SELECT w.{column} FROM core_api.workspaces w WHERE w.pk = {workspace_pk})")
}

/// How many active ones the workspace `workspace_pk` has before the statement, as an expression.
fn active(of: Counted, workspace_pk: &str) -> String {
    let counts = counts(of);
    format!(
        "(SELECT greatest(sum(c.active), 0)::bigint FROM {counts} c WHERE c.workspace_pk = {workspace_pk})"
    )
}

/// What a statement returns that writes counts: the quota, and how many there are before. Without a quota, nothing is added up.
pub(crate) fn returning(of: Counted, workspace_pk: &str) -> String {
    let (most, active) = (most(of, workspace_pk), active(of, workspace_pk));
    format!("RETURNING {most}, CASE WHEN {most} IS NOT NULL THEN {active} END")
}

/// The condition that the workspace `workspace_pk` may have one more link. Links that are being made at the same time are not seen.
pub(crate) fn has_room_for_a_link(workspace_pk: &str) -> String {
    let of = Counted::Links;
    let (most, active) = (most(of, workspace_pk), active(of, workspace_pk));
    format!("({most} IS NULL OR coalesce({active}, 0) < {most})")
}

/// Reads the rows of [`returning`], and refuses if there would be too many with so many `more`.
pub(crate) fn keep_quota(of: Counted, rows: &[Row], more: i64) -> Result<(), Refused> {
    let Some(row) = rows.first().filter(|_| more > 0) else {
        return Ok(());
    };
    let quota = count_or_null(row, 0);
    let quotas = Quotas {
        records: quota,
        links: quota,
    };
    let would = count_or_null(row, 1)
        .unwrap_or(0)
        .saturating_add_signed(more);
    let kept = quotas.check(of, would);
    kept.map_err(|exceeded| Refused::Rejected(exceeded.into()))
}

/// Whether links could not be made together because a workspace would have more than it may.
pub(crate) fn is_exceeded(error: &tokio_postgres::Error) -> bool {
    error.code().map(SqlState::code) == Some("WHQ00")
}
