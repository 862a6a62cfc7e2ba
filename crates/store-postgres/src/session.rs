use deadpool_postgres::{Client, Transaction};
use futures_util::future::try_join;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

use crate::error::failed;

/// The parameters of a statement.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Whose rows the policies let through: until told otherwise, or until the transaction ends.
const FOR_THE_CONNECTION: &str = "SELECT set_config('wellhead.workspace_pk', $1, false)";
const FOR_THE_TRANSACTION: &str = "SELECT set_config('wellhead.workspace_pk', $1, true)";

/// A connection that acts for one tenant.
pub(crate) struct Session {
    client: Client,
    tenant: Tenant,
}

impl Session {
    pub(crate) fn new(client: Client, tenant: Tenant) -> Self {
        Self { client, tenant }
    }

    /// The rows that a statement answers. The workspace is set in the same round trip.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let ask = async {
            let set = self.client.prepare_cached(FOR_THE_CONNECTION).await?;
            let statement = self.client.prepare_cached(sql).await?;
            let workspace = self.tenant.pk.to_string();
            let workspace: Parameters<'_> = &[&workspace];
            // Both are sent before either is answered, the first one first.
            try_join(
                self.client.execute(&set, workspace),
                self.client.query(&statement, parameters),
            )
            .await
        };
        ask.await.map(|(_, rows)| rows).map_err(failed)
    }

    /// The one row of a statement that answers one at the most.
    pub(crate) async fn query_opt(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, parameters).await?.pop())
    }

    /// The number that a `count(*)` answers.
    pub(crate) async fn count(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, StoreError> {
        let row = self.query_opt(sql, parameters).await?;
        let counted: i64 = row.map_or(0, |row| row.get(0));
        Ok(u64::try_from(counted).unwrap_or(0))
    }

    /// A transaction for the tenant; rolled back unless it is committed.
    pub(crate) async fn begin(&mut self) -> Result<Transaction<'_>, tokio_postgres::Error> {
        let workspace = self.tenant.pk.to_string();
        let transaction = self.client.transaction().await?;
        let set = transaction.prepare_cached(FOR_THE_TRANSACTION).await?;
        transaction.execute(&set, &[&workspace]).await?;
        Ok(transaction)
    }
}
