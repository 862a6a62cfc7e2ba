use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Transaction};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use tracing::Instrument;
use wellhead_core::page::Total;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::error::{failed, unavailable};
use crate::lane::Slot;
use crate::lease::Lease;
use crate::pool::Pool;

/// The parameters of a statement.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A condition that is always true and makes the policies let through the rows of this workspace until the transaction
/// ends.
///
/// It refers to no row, so the database evaluates it once, before it reads any row for its query.
pub(crate) fn acts_for(workspace_pk: &str) -> String {
    format!(
        "(SELECT set_config('wellhead.workspace_pk', {workspace_pk}::bigint::text, true)) IS NOT NULL"
    )
}

/// The query `sql` with this many parameters, for the workspace whose `pk` is the parameter after them. The rows keep
/// their order.
///
/// `OFFSET 0` keeps the query's own conditions from being evaluated first, when the policies would let nothing through.
pub(crate) fn acting(sql: &str, parameters: usize) -> String {
    let acts_for = acts_for(&format!("${}", parameters + 1));
    format!("SELECT * FROM ({sql} OFFSET 0) answer WHERE {acts_for}")
}

/// How long a transaction may take to begin.
const BEGIN: Duration = Duration::from_secs(3);

/// How long all of a transaction may take: longer than the server lets its statements.
const WHOLE: Duration = Duration::from_secs(90);

/// The result of `work` on a connection of the pool, unless the server says nothing, or it takes longer than any transaction may.
pub(crate) async fn in_time<T>(
    pool: &Pool,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let work = pool.alarm().unless_raised(work);
    let done = tokio::time::timeout(WHOLE, work).await;
    done.map_err(unavailable)?
}

/// How long to wait for a long answer: longer than the server tries, so after this it is gone.
const LONG: Duration = Duration::from_secs(40);

/// A connection, and the tenant for which its queries act.
pub(crate) struct Session {
    connection: Connection,
    tenant: Tenant,
}

enum Connection {
    /// Shared with other readers.
    Lane(Slot),
    /// Not shared.
    Own(Box<Lease>),
}

impl Session {
    /// For quick statements.
    pub(crate) fn shared(slot: Slot, tenant: Tenant) -> Self {
        Self {
            connection: Connection::Lane(slot),
            tenant,
        }
    }

    /// For statements that may take long.
    pub(crate) fn own(lease: Lease, tenant: Tenant) -> Self {
        Self {
            connection: Connection::Own(Box::new(lease)),
            tenant,
        }
    }

    fn client(&self) -> &ClientWrapper {
        match &self.connection {
            Connection::Lane(slot) => &slot.client,
            Connection::Own(lease) => lease,
        }
    }

    /// The rows of a query, in its order.
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
        match &self.connection {
            Connection::Lane(slot) => slot.patiently(ask).await,
            Connection::Own(lease) => {
                lease.asked();
                let ask = ask.instrument(lease.pool().purpose().span());
                let ask = async { Ok(ask.await) };
                let ask = lease.pool().alarm().unless_raised(ask);
                // If it took too long, it is given up with the session.
                let answer = tokio::time::timeout(LONG, ask).await;
                let answer = answer.map_err(unavailable)??;
                lease.answered();
                answer.map_err(failed)
            }
        }
    }

    /// The row of a query that returns at most one.
    pub(crate) async fn query_opt(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, parameters).await?.pop())
    }

    /// How many rows `sql` has, of which at most `most` and one more are counted.
    pub(crate) async fn count_up_to(
        &self,
        sql: &str,
        mut arguments: Arguments,
        most: u64,
    ) -> Result<Total, StoreError> {
        let limit = arguments.bind(i64::try_from(most).map_or(i64::MAX, |it| it.saturating_add(1)));
        let sql = format!("SELECT count(*) FROM ({sql} LIMIT {limit}) counted");
        let counted = self.count(&sql, &arguments.as_parameters()).await?;
        Ok(Total::of(counted, most))
    }

    /// The result of a `count(*)`.
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

/// A transaction that acts for the tenant; rolled back unless it is committed. Until its end is [answered](Lease::answered),
/// the connection counts as busy.
///
/// Takes no time where there is a server. So if there is no answer, all connections that wait in the pool are given up with this one.
pub(crate) async fn begin(
    client: &mut Lease,
    tenant: Tenant,
) -> Result<Transaction<'_>, StoreError> {
    client.asked();
    let pool = client.pool().clone();
    at_once(&pool, set_up(client, tenant)).await
}

/// What has `begun`, which takes no time where there is a server. If there is no answer, the server is silent.
pub(crate) async fn at_once<T>(
    pool: &Pool,
    begun: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(BEGIN, begun).await {
        Ok(begun) => begun.map_err(failed),
        Err(silent) => {
            pool.alarm().raise();
            Err(unavailable(silent))
        }
    }
}

async fn set_up(
    client: &mut Lease,
    tenant: Tenant,
) -> Result<Transaction<'_>, tokio_postgres::Error> {
    let set = format!("SELECT WHERE {}", acts_for("$1"));
    let set = client.prepare_cached(&set).await?;
    let transaction = client.transaction().await?;
    transaction.execute(&set, &[tenant.pk()]).await?;
    Ok(transaction)
}
