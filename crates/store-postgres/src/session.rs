use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;

use deadpool_postgres::{Client, ClientWrapper, Transaction};
use futures_util::future::try_join;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

use crate::error::{failed, unavailable};
use crate::lane::Place;

/// The parameters of a statement.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Whose rows the policies let through, until told otherwise.
const FOR_THE_CONNECTION: &str = "SELECT set_config('wellhead.workspace_pk', $1, false)";
/// Whose rows the policies let through, until told otherwise or the transaction ends.
pub(crate) const FOR_THE_TRANSACTION: &str = "SELECT set_config('wellhead.workspace_pk', $1, true)";

/// How long a shared connection may be silent. What it is asked takes milliseconds: behind this there is a server
/// that went away without a word, or one that is so busy that another connection is worth a try.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that acts for one tenant.
pub(crate) struct Session {
    connection: Connection,
    tenant: Tenant,
}

enum Connection {
    /// Shared with whoever else is in the lane.
    Lane(Place),
    /// Nobody else's.
    Own(Box<Client>),
}

impl Session {
    /// For what is quick.
    pub(crate) fn shared(place: Place, tenant: Tenant) -> Self {
        Self {
            connection: Connection::Lane(place),
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
            Connection::Lane(place) => &place.connection.client,
            Connection::Own(client) => client,
        }
    }

    /// The rows that a statement answers. The workspace is set in the same round trip.
    pub(crate) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let ask = async {
            let client = self.client();
            let set = client.prepare_cached(FOR_THE_CONNECTION).await?;
            let statement = client.prepare_cached(sql).await?;
            let workspace = self.tenant.pk.to_string();
            let workspace: Parameters<'_> = &[&workspace];
            let mut both = pin!(try_join(
                client.execute(&set, workspace),
                client.query(&statement, parameters),
            ));
            // The first poll sends both, the setting first. Nothing of another tenant's may come between.
            let mut is_sent = false;
            poll_fn(|context| {
                let _turn = (!is_sent).then(|| self.turn());
                is_sent = true;
                both.as_mut().poll(context)
            })
            .await
        };
        let Connection::Lane(place) = &self.connection else {
            return ask.await.map(|(_, rows)| rows).map_err(failed);
        };
        match tokio::time::timeout(PATIENCE, ask).await {
            Ok(answer) => answer.map(|(_, rows)| rows).map_err(failed),
            Err(elapsed) => {
                place.discard().await;
                Err(unavailable(elapsed))
            }
        }
    }

    fn turn(&self) -> Option<std::sync::MutexGuard<'_, ()>> {
        match &self.connection {
            // It guards no data, so that a panic cannot have left any half-done.
            Connection::Lane(place) => {
                let turn = place.connection.turn.lock();
                Some(turn.unwrap_or_else(std::sync::PoisonError::into_inner))
            }
            Connection::Own(_) => None,
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
    let set = client.prepare_cached(FOR_THE_TRANSACTION).await?;
    let workspace = tenant.pk.to_string();
    let transaction = client.transaction().await?;
    transaction.execute(&set, &[&workspace]).await?;
    Ok(transaction)
}
