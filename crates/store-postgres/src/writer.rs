use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Rejection;
use wellhead_core::journal::{Draft, Heading};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::aliases::Aliases;
use crate::commit::Commit;
use crate::counts::Counts;
use crate::error::Refused;
use crate::session::Parameters;

/// A transaction that writes one batch, and what its commands need to know.
pub(crate) struct Writer<'t> {
    transaction: Transaction<'t>,
    pub(crate) tenant: Tenant,
    /// Who writes.
    pub(crate) by: Cause,
    /// The time of the current command.
    pub(crate) at: Timestamp,
    pub(crate) aliases: Aliases,
    /// The locks that it holds.
    locks: Mutex<HashSet<u8>>,
    /// What it has changed so far.
    draft: Mutex<Draft>,
    /// What that changes in the kept counts.
    counts: Mutex<Counts>,
}

/// The locks of a workspace.
const LOCKS: u8 = 32;

/// Which of a workspace's locks guards this one.
fn slot(lock: u128) -> u8 {
    // Ids of version 7 have their chance in the low bits.
    u8::try_from((lock ^ (lock >> 64)) % u128::from(LOCKS)).unwrap_or_default()
}

impl<'t> Writer<'t> {
    pub(crate) fn new(transaction: Transaction<'t>, author: Author, at: Timestamp) -> Self {
        Self {
            transaction,
            tenant: author.tenant,
            by: author.cause,
            at,
            aliases: Aliases::default(),
            locks: Mutex::default(),
            draft: Mutex::default(),
            counts: Mutex::default(),
        }
    }

    /// The rows of a statement.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Refused> {
        let statement = self.transaction.prepare_cached(sql).await?;
        Ok(self.transaction.query(&statement, parameters).await?)
    }

    /// The row of a statement that returns at most one.
    pub(crate) async fn query_opt(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<Row>, Refused> {
        Ok(self.query(sql, parameters).await?.pop())
    }

    /// Runs a statement and returns the number of rows that it changed.
    pub(crate) async fn execute(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Refused> {
        let statement = self.transaction.prepare_cached(sql).await?;
        Ok(self.transaction.execute(&statement, parameters).await?)
    }

    /// Waits for `lock` of this workspace, and holds it until the batch is done.
    pub(crate) async fn lock(&self, lock: u128) -> Result<(), Refused> {
        self.lock_all(&[lock]).await
    }

    /// Waits for all of these. Who needs several takes them at once and before any other, or two batches could wait for each other.
    ///
    /// A workspace has [`LOCKS`]: the server has room for a few thousand in all, and a batch may name as many ids. If two fall
    /// on the same, they only wait for each other.
    pub(crate) async fn lock_all(&self, locks: &[u128]) -> Result<(), Refused> {
        let keys = {
            let mut held = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            let new: BTreeSet<u8> = locks.iter().map(|lock| slot(*lock)).collect();
            let new = new.into_iter().filter(|slot| held.insert(*slot));
            let of = self.tenant.pk().rotate_left(41);
            new.map(|slot| of ^ i64::from(slot)).collect::<Vec<_>>()
        };
        if !keys.is_empty() {
            let sql = "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) key";
            self.query(sql, &[&keys]).await?;
        }
        Ok(())
    }

    /// Refuses an id that another row of `table` has which is the workspace's by its connector. No constraint can do this.
    pub(crate) async fn id_free(&self, table: &str, column: &str, id: Uuid) -> Result<(), Refused> {
        self.lock(id.as_u128()).await?;
        let sql = format!(
            "SELECT FROM {table} r \
             JOIN core_api.workspace_connectors w ON w.pk = r.workspace_connector_pk \
             WHERE r.{column} = $1 AND w.workspace_pk = $2"
        );
        let taken = self.query(&sql, &[&id, self.tenant.pk()]).await?;
        if taken.is_empty() {
            Ok(())
        } else {
            Err(Rejection::IdTaken.into())
        }
    }

    /// Notes changes for the journal.
    pub(crate) fn note(&self, heading: Heading, pks: impl IntoIterator<Item = i64>) {
        let mut draft = self.draft.lock().unwrap_or_else(PoisonError::into_inner);
        draft.note(heading, pks);
    }

    /// Notes a change of each of these, each at its own time.
    pub(crate) fn note_each(
        &self,
        heading: Heading,
        changed: impl IntoIterator<Item = (i64, Timestamp)>,
    ) {
        let mut draft = self.draft.lock().unwrap_or_else(PoisonError::into_inner);
        draft.note_each(heading, changed);
    }

    /// Counts what was changed.
    pub(crate) fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) async fn commit(mut self, commit: &Commit) -> Result<(), Refused> {
        let draft = self.draft.get_mut().unwrap_or_else(PoisonError::into_inner);
        let draft = std::mem::take(draft);
        let counts = self
            .counts
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let counts = std::mem::take(counts);
        self.journal(&draft).await?;
        // Boxed, as every future that writes would hold them.
        Box::pin(self.write_counts(&counts)).await?;
        Ok(Box::pin(commit.make(self.transaction)).await??)
    }
}

/// The new `updated_at` of the row `alias` that changes at the parameter `at`. It always grows, even if the clock goes
/// back.
pub(crate) fn updated_at(alias: &str, at: &str) -> String {
    format!(
        "greatest({at}, coalesce({alias}.updated_at, {alias}.created_at) + interval '1 microsecond')"
    )
}
