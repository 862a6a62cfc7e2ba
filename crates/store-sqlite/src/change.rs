use rusqlite::{Connection, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::store::{ApplyError, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::epoch;
use crate::error::{Undone, rejected};
use crate::statement::prepare;

/// The `updated_at` of a row that changes at `:at`: it grows, whatever the clock says.
pub(crate) const UPDATED_AT: &str = "max(:at, ifnull(updated_at, created_at) + 1)";

impl SqliteStore {
    /// Makes one change, all or nothing.
    pub(crate) async fn change<T, R>(
        &self,
        tenant: Tenant,
        at: Timestamp,
        work: impl FnOnce(&Change<'_>) -> Result<T, Undone<R>> + Send + 'static,
    ) -> Result<T, R>
    where
        T: Send + 'static,
        R: From<StoreError> + Send + 'static,
    {
        self.pool
            .write(move |connection| work(&Change::begin(connection, tenant, at)?))
            .await
    }

    /// Carries out one command, which is refused as command 0.
    pub(crate) async fn command<T: Send + 'static>(
        &self,
        tenant: Tenant,
        at: Timestamp,
        work: impl FnOnce(&Change<'_>) -> Result<T, Undone<Rejection>> + Send + 'static,
    ) -> Result<T, ApplyError> {
        self.change(tenant, at, |change| {
            work(change).map_err(|undone| rejected(undone, 0))
        })
        .await
    }
}

/// Where, for whom and when one command is carried out.
pub(crate) struct Change<'a> {
    /// Inside the batch's transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) tenant: Tenant,
    pub(crate) at: Timestamp,
    /// The workspace's epoch when it begins, which is that of the links that it makes and changes.
    pub(crate) epoch: i64,
}

impl<'a> Change<'a> {
    /// In a transaction that nobody else writes in.
    pub(crate) fn begin(
        connection: &'a Connection,
        tenant: Tenant,
        at: Timestamp,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            tenant,
            at,
            epoch: epoch::now(connection, tenant)?,
        })
    }

    /// The `updated_at` of a row that had `last`: it grows, whatever the clock says.
    pub(crate) fn updated_at(&self, last: Option<Timestamp>) -> Timestamp {
        last.map_or(self.at, |last| self.at.max(last.plus_micros(1)))
    }

    /// Soft-deletes the active rows of `table` that have `pk` in `column`; answers how many.
    pub(crate) fn soft_delete(
        &self,
        table: &str,
        column: &str,
        pk: i64,
    ) -> rusqlite::Result<usize> {
        let sql = format!(
            "UPDATE {table} SET updated_at = {UPDATED_AT}, deleted_at = {UPDATED_AT}
            WHERE {column} = :pk AND deleted_at IS NULL"
        );
        prepare(self.connection, &sql)?
            .execute(named_params! { ":pk": pk, ":at": self.at.as_micros() })
    }
}
