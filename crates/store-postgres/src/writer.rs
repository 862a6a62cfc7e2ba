use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::apply::Aliases;
use crate::error::Refused;
use crate::session::Parameters;

/// One batch on its way into the database: a transaction and what its commands must know.
pub(crate) struct Writer<'t> {
    transaction: Transaction<'t>,
    pub(crate) tenant: Tenant,
    /// When the command that is being done happens.
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

    /// The rows that a statement answers.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Refused> {
        let statement = self.transaction.prepare_cached(sql).await?;
        Ok(self.transaction.query(&statement, parameters).await?)
    }

    /// The one row of a statement that answers one at the most.
    pub(crate) async fn query_opt(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<Row>, Refused> {
        Ok(self.query(sql, parameters).await?.pop())
    }

    /// How many rows a statement changes.
    pub(crate) async fn execute(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Refused> {
        let statement = self.transaction.prepare_cached(sql).await?;
        Ok(self.transaction.execute(&statement, parameters).await?)
    }

    /// Waits until nobody else holds `lock` of this workspace, and holds it until the batch is done.
    pub(crate) async fn lock(&self, lock: u128) -> Result<(), Refused> {
        // Two things that share a key only wait for each other.
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

/// The new `updated_at` of the row `alias`, when it changes at the time of the parameter `at`.
pub(crate) fn updated_at(alias: &str, at: &str) -> String {
    format!(
        "greatest({at}, coalesce({alias}.updated_at, {alias}.created_at) + interval '1 microsecond')"
    )
}
