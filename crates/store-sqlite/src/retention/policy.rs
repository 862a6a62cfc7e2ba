use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::command::{Expected, Rejection};
use wellhead_core::privacy::retention::{
    Category, Cuts, Holding, Period, Policy, RuleChanges, Rules,
};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

pub(super) fn get(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Policy> {
    let sql = "SELECT updated_at, begun_at FROM retention_policies WHERE workspace_pk = :workspace";
    let times = prepare(connection, sql)?
        .query_row(named_params! { ":workspace": tenant.pk() }, |row| {
            Ok((row::time(row, 0)?, row::time_or_null(row, 1)?))
        })
        .optional()?;
    let Some((updated_at, begun_at)) = times else {
        return Ok(Policy::default());
    };
    Ok(Policy {
        rules: rules(connection, tenant)?,
        updated_at: Some(updated_at),
        begun_at,
    })
}

pub(super) fn rules(connection: &Connection, tenant: Tenant) -> rusqlite::Result<Rules> {
    let sql = "SELECT holding, days FROM retention_rules WHERE workspace_pk = :workspace";
    prepare(connection, sql)?
        .query_map(named_params! { ":workspace": tenant.pk() }, |row| {
            Ok((row::label(row, 0)?, period(row)?))
        })?
        .collect()
}

fn period(row: &Row<'_>) -> rusqlite::Result<Period> {
    Period::of_days(row::count(row, 1)?)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(1, row.get(1).unwrap_or_default()))
}

/// Changes some rules.
pub(super) fn set(
    change: &Change<'_>,
    changes: &RuleChanges,
    expected: Option<&Expected>,
) -> Result<Policy, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    if let Some(expected) = expected {
        let times = get(connection, tenant)?.times();
        expected.check(&times).map_err(Undone::Refused)?;
    }
    let sql = "INSERT INTO retention_policies (workspace_pk, updated_at) VALUES (:workspace, :at)
        ON CONFLICT (workspace_pk) DO UPDATE SET updated_at = max(excluded.updated_at, updated_at + 1)";
    prepare(connection, sql)?
        .execute(named_params! { ":workspace": tenant.pk(), ":at": change.at.as_micros() })?;
    let remove =
        "DELETE FROM retention_rules WHERE workspace_pk = :workspace AND holding = :holding";
    let insert = "INSERT OR REPLACE INTO retention_rules (workspace_pk, holding, days) VALUES (:workspace, :holding, :days)";
    for (holding, period) in changes {
        let holding = holding.to_string();
        if let Some(period) = period {
            prepare(connection, insert)?.execute(named_params! {
                ":workspace": tenant.pk(), ":holding": holding, ":days": period.days(),
            })?;
        } else {
            prepare(connection, remove)?
                .execute(named_params! { ":workspace": tenant.pk(), ":holding": holding })?;
        }
    }
    Ok(get(connection, tenant)?)
}

/// Up to when what there is about a kind was cut off.
pub(crate) fn cuts(connection: &Connection, tenant: Tenant, kind: Kind) -> rusqlite::Result<Cuts> {
    let sql =
        "SELECT upto FROM retention_cuts WHERE workspace_pk = :workspace AND holding = :holding";
    let mut statement = prepare(connection, sql)?;
    let mut upto = |category| {
        let holding = Holding::new(category, Some(kind)).map(|holding| holding.to_string());
        statement
            .query_row(
                named_params! { ":workspace": tenant.pk(), ":holding": holding },
                |row| row::time(row, 0),
            )
            .optional()
    };
    Ok(Cuts {
        links: upto(Category::Links)?,
        history: upto(Category::History)?,
        tombstones: upto(Category::Tombstones)?,
    })
}

/// Writes down that a holding was cut off up to `upto`.
pub(super) fn cut(
    connection: &Connection,
    tenant: Tenant,
    holding: Holding,
    upto: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO retention_cuts (workspace_pk, holding, upto) VALUES (:workspace, :holding, :upto)
        ON CONFLICT (workspace_pk, holding) DO UPDATE SET upto = max(upto, excluded.upto)";
    prepare(connection, sql)?.execute(named_params! {
        ":workspace": tenant.pk(), ":holding": holding.to_string(), ":upto": upto.as_micros(),
    })?;
    Ok(())
}
