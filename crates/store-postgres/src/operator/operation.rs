use std::time::Duration;

use deadpool_postgres::Transaction;
use tokio::time::timeout;
use tokio_postgres::Row;
use wellhead_core::store::StoreError;

use crate::alarm::Alarm;
use crate::commit::Commit;
use crate::error::{failed, unavailable};
use crate::lease::Lease;
use crate::session::{Parameters, at_once};

/// How long an operator's statements may take.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// They read and change a few rows.
    Quick,
    /// They go through a whole workspace, or all of them, as long as the server lets others in.
    Unhurried,
}

/// How long the server tries a quick statement.
const QUICK: &str = "SET LOCAL statement_timeout = '15s'";

/// How long to wait for its answer: longer than the server tries.
const ANSWER: Duration = Duration::from_secs(20);

/// A transaction of an operator's that waits for no silent server; rolled back unless it is committed. Until its end is
/// [answered](Lease::answered), the connection counts as busy.
pub(super) struct Operation<'c> {
    transaction: Transaction<'c>,
    pace: Pace,
    commit: Commit,
    alarm: Alarm,
}

impl<'c> Operation<'c> {
    pub(super) async fn begin(client: &'c mut Lease, pace: Pace) -> Result<Self, StoreError> {
        client.asked();
        let commit = client.commit();
        let pool = client.pool().clone();
        let begun = async {
            let transaction = client.transaction().await?;
            if let Pace::Quick = pace {
                transaction.batch_execute(QUICK).await?;
            }
            Ok(transaction)
        };
        Ok(Self {
            transaction: at_once(&pool, begun).await?,
            pace,
            commit,
            alarm: pool.alarm().clone(),
        })
    }

    /// The answer to what `ask` asks in the transaction. Fails twice: if there is none, and if it is an error.
    pub(super) async fn answer<T>(
        &self,
        ask: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<Result<T, tokio_postgres::Error>, StoreError> {
        let answer = self.alarm.unless_gone(ask);
        match self.pace {
            Pace::Quick => timeout(ANSWER, answer).await.map_err(unavailable)?,
            Pace::Unhurried => answer.await,
        }
    }

    /// The rows of a statement. Fails as [`Self::answer`] does.
    pub(super) async fn query(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Result<Vec<Row>, tokio_postgres::Error>, StoreError> {
        self.answer(self.transaction.query(sql, parameters)).await
    }

    /// For what has statements of its own.
    pub(super) fn transaction(&self) -> &Transaction<'c> {
        &self.transaction
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        let Self {
            transaction,
            commit,
            ..
        } = self;
        let committed = commit.make(transaction).await?;
        committed.map_err(|error| commit.ended_by(failed(error)))
    }
}
