//! How much a workspace may ask for and have.

use std::num::NonZeroU32;

use rusqlite::{Connection, Row, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::journal::Draft;
use wellhead_core::limits::{Counted, Quotas, Rates, WorkspaceLimits};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::counts;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

/// Reads all limits, side by side from the column `first` on.
pub(crate) fn limits(row: &Row<'_>, first: usize) -> rusqlite::Result<WorkspaceLimits> {
    Ok(WorkspaceLimits {
        rates: rates(row, first)?,
        quotas: quotas(row, first + 2)?,
    })
}

/// `requests_per_second` and `max_deliveries`, side by side from the column `first` on.
pub(crate) fn rates(row: &Row<'_>, first: usize) -> rusqlite::Result<Rates> {
    let [requests_per_second, deliveries] =
        [row.get::<_, Option<u32>>(first)?, row.get(first + 1)?]
            .map(|rate| rate.and_then(NonZeroU32::new));
    Ok(Rates {
        requests_per_second,
        deliveries,
    })
}

/// `max_records` and `max_links`, side by side from the column `first` on.
fn quotas(row: &Row<'_>, first: usize) -> rusqlite::Result<Quotas> {
    Ok(Quotas {
        records: row::count_or_null(row, first)?,
        links: row::count_or_null(row, first + 1)?,
    })
}

fn quotas_of(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Quotas> {
    let sql = "SELECT max_records, max_links FROM workspaces WHERE pk = :pk";
    prepare(connection, sql)?.query_row(named_params! { ":pk": tenant.pk() }, |row| quotas(row, 0))
}

/// Whether the workspace may have one more link.
pub(crate) fn has_room_for_a_link(
    connection: &Connection,
    tenant: Tenant,
) -> rusqlite::Result<bool> {
    let Some(most) = quotas_of(connection, tenant)?.links else {
        return Ok(true);
    };
    Ok(counts::all_active(connection, tenant, Counted::Links)? < most)
}

impl Change<'_> {
    /// Refuses what brings the workspace above a quota. What is only there still, or goes, is within any.
    pub(crate) fn keep_quotas(&self, draft: &Draft) -> Result<(), Undone<Rejection>> {
        let all = Counted::ALL.iter().copied();
        let grown: Vec<Counted> = all.filter(|of| draft.growth(*of) > 0).collect();
        if !self.by.has_quotas() || grown.is_empty() {
            return Ok(());
        }
        let quotas = quotas_of(self.connection, self.tenant)?;
        for of in grown {
            if quotas.of(of).is_some() {
                let would = counts::all_active(self.connection, self.tenant, of)?;
                let kept = quotas.check(of, would);
                kept.map_err(|exceeded| Undone::Refused(exceeded.into()))?;
            }
        }
        Ok(())
    }
}
