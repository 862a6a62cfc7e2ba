use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::aliases::Aliases;
use crate::error::Refused;
use crate::session::Parameters;

/// A transaction that writes one batch, and what its commands need to know.
pub(crate) struct Writer<'t> {
    transaction: Transaction<'t>,
    pub(crate) tenant: Tenant,
    /// The time of the current command.
    pub(crate) at: Timestamp,
    pub(crate) aliases: Aliases,
}

impl<'t> Writer<'t> {
    pub(crate) fn new(transaction: Transaction<'t>, tenant: Tenant, at: Timestamp) -> Self {
        Self {
            transaction,
            tenant,
            at,
            aliases: Aliases::default(),
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
        // If two locks collide in one key, they only wait for each other.
        let [high, low] = [lock >> 64, lock & u128::from(u64::MAX)]
            .map(|half| u64::try_from(half).unwrap_or_default().cast_signed());
        let key = high ^ low.rotate_left(17) ^ self.tenant.pk().rotate_left(41);
        self.execute("SELECT pg_advisory_xact_lock($1)", &[&key])
            .await?;
        Ok(())
    }

    pub(crate) async fn commit(self) -> Result<(), Refused> {
        Ok(self.transaction.commit().await?)
    }
}

/// The new `updated_at` of the row `alias` that changes at the parameter `at`. It always grows, even if the clock goes
/// back.
pub(crate) fn updated_at(alias: &str, at: &str) -> String {
    format!(
        "greatest({at}, coalesce({alias}.updated_at, {alias}.created_at) + interval '1 microsecond')"
    )
}
