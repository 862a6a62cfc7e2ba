use rusqlite::{Connection, named_params};
use wellhead_core::command::Rejection;
use wellhead_core::store::{ApplyError, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::epoch;
use crate::error::{Undone, rejected};
use crate::statement::prepare;

/// The new `updated_at` of a row that changes at `:at`. It always grows, even if the clock goes back.
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

    /// Makes a change that is one command; a refusal is one of command 0.
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

/// The transaction, tenant and time of one command.
pub(crate) struct Change<'a> {
    /// In the batch's transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) tenant: Tenant,
    pub(crate) at: Timestamp,
    /// The workspace's epoch, which is written to every link that is made or changed.
    pub(crate) epoch: i64,
}

impl<'a> Change<'a> {
    /// `connection` must be in a write transaction.
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

    /// The new `updated_at` of a row whose old one is `last`. It always grows, even if the clock goes back.
    pub(crate) fn updated_at(&self, last: Option<Timestamp>) -> Timestamp {
        last.map_or(self.at, |last| self.at.max(last.plus_micros(1)))
    }

    /// Soft-deletes the active rows of `table` that have `pk` in `column`; returns how many.
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
