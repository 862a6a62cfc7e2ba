use std::cell::RefCell;

use rusqlite::{Connection, named_params};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::journal::Draft;
use wellhead_core::store::ApplyError;
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
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        author: Author,
        at: Timestamp,
        work: impl FnOnce(&Change<'_>) -> Result<T, Undone<ApplyError>> + Send + 'static,
    ) -> Result<T, ApplyError> {
        self.pool
            .write_for(author.tenant, move |connection| {
                let draft = RefCell::default();
                let change = Change::begin(connection, author, at, &draft)?;
                let done = work(&change)?;
                change.journal().map_err(|undone| rejected(undone, 0))?;
                Ok(done)
            })
            .await
    }

    /// Makes a change that is one command; a refusal is one of command 0.
    pub(crate) async fn command<T: Send + 'static>(
        &self,
        author: Author,
        at: Timestamp,
        work: impl FnOnce(&Change<'_>) -> Result<T, Undone<Rejection>> + Send + 'static,
    ) -> Result<T, ApplyError> {
        self.change(author, at, |change| {
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
    /// Who makes it.
    pub(crate) by: Cause,
    pub(crate) at: Timestamp,
    /// The workspace's epoch, which is written to every link that is made or changed.
    pub(crate) epoch: i64,
    /// What the transaction has changed so far.
    pub(crate) draft: &'a RefCell<Draft>,
}

impl<'a> Change<'a> {
    /// `connection` must be in a write transaction.
    pub(crate) fn begin(
        connection: &'a Connection,
        author: Author,
        at: Timestamp,
        draft: &'a RefCell<Draft>,
    ) -> rusqlite::Result<Self> {
        let Author { tenant, cause } = author;
        Ok(Self {
            connection,
            tenant,
            by: cause,
            at,
            epoch: epoch::now(connection, tenant)?,
            draft,
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
