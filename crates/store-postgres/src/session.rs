use std::time::Duration;

use deadpool_postgres::{Client, ClientWrapper, Transaction};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::error::{failed, unavailable};
use crate::lane::Slot;

/// The parameters of a statement.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A condition that always holds, and with which the policies let through the rows of this workspace until the
/// transaction ends.
///
/// It is about no row. The database sees to it once, before it reads anything for the query that it belongs to.
pub(crate) fn acts_for(workspace_pk: &str) -> String {
    format!(
        "(SELECT set_config('wellhead.workspace_pk', {workspace_pk}::bigint::text, true)) IS NOT NULL"
    )
}

/// The query `sql`, which has so many parameters, for the workspace whose `pk` is one more. Its rows come in its order,
/// for nothing is done with them.
///
/// The fence keeps the query's own conditions from being looked at first: the policies would let nothing through.
pub(crate) fn acting(sql: &str, parameters: usize) -> String {
    let acts_for = acts_for(&format!("${}", parameters + 1));
    format!("SELECT * FROM ({sql} OFFSET 0) answer WHERE {acts_for}")
}

/// How long a shared connection may be silent. What it is asked takes milliseconds: behind this there is a server
/// that went away without a word, or one that is so busy that another connection is worth a try.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection, and the tenant for whom each query that is sent over it acts.
pub(crate) struct Session {
    connection: Connection,
    tenant: Tenant,
}

enum Connection {
    /// Shared with whoever else is in the lane.
    Lane(Slot),
    /// Nobody else's.
    Own(Box<Client>),
}

impl Session {
    /// For what is quick.
    pub(crate) fn shared(slot: Slot, tenant: Tenant) -> Self {
        Self {
            connection: Connection::Lane(slot),
            tenant,
        }
    }

    /// For what may take its time.
    pub(crate) fn own(client: Client, tenant: Tenant) -> Self {
        Self {
            connection: Connection::Own(Box::new(client)),
            tenant,
        }
    }

    fn client(&self) -> &ClientWrapper {
        match &self.connection {
            Connection::Lane(slot) => &slot.client,
            Connection::Own(client) => client,
        }
    }

    /// The rows that a query answers, in its order.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let sql = acting(sql, parameters.len());
        let mut parameters = parameters.to_vec();
        parameters.push(self.tenant.pk());
        let ask = async {
            let client = self.client();
            let statement = client.prepare_cached(&sql).await?;
            client.query(&statement, &parameters).await
        };
        let Connection::Lane(slot) = &self.connection else {
            return ask.await.map_err(failed);
        };
        match tokio::time::timeout(PATIENCE, ask).await {
            Ok(answer) => answer.map_err(failed),
            Err(elapsed) => {
                slot.discard().await;
                Err(unavailable(elapsed))
            }
        }
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
}

/// A transaction for the tenant; rolled back unless it is committed.
pub(crate) async fn begin(
    client: &mut Client,
    tenant: Tenant,
) -> Result<Transaction<'_>, tokio_postgres::Error> {
    let set = format!("SELECT WHERE {}", acts_for("$1"));
    let set = client.prepare_cached(&set).await?;
    let transaction = client.transaction().await?;
    transaction.execute(&set, &[tenant.pk()]).await?;
    Ok(transaction)
}
