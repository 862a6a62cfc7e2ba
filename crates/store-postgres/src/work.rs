use async_trait::async_trait;
use tracing::Instrument;
use wellhead_core::cause::Author;
use wellhead_core::store::{ApplyError, Hindrance, StoreError};
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::commit::Commit;
use crate::error::Refused;
use crate::lease::Lease;
use crate::pool::Purpose;
use crate::session::{begin, in_time};
use crate::writer::Writer;

/// How often work is tried before a conflict counts as a failure.
const ATTEMPTS: usize = 10;

/// What is done in one transaction. After a conflict it runs again.
#[async_trait]
pub(crate) trait Work: Sync {
    /// Its result.
    type Done: Send;

    /// Does the work.
    ///
    /// # Errors
    /// The first refusal, with the index of the refused command.
    async fn run(&self, writer: &mut Writer<'_>) -> Result<Self::Done, (usize, Refused)>;
}

/// The refusal of work that is one command.
pub(crate) fn whole(refused: impl Into<Refused>) -> (usize, Refused) {
    (0, refused.into())
}

impl PostgresStore {
    /// Does `work` of `author` at `at`. After a conflict with another transaction, starts again.
    pub(crate) async fn write<W: Work>(
        &self,
        author: Author,
        at: Timestamp,
        work: &W,
    ) -> Result<W::Done, ApplyError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            return match Box::pin(self.attempt(author, at, work)).await {
                Ok(done) => Ok(done),
                Err((_, Refused::Conflict(error))) if attempt < ATTEMPTS => {
                    tracing::debug!(%error, attempt, "a batch conflicted with another one and starts again");
                    continue;
                }
                Err((_, Refused::Conflict(error) | Refused::Failed(error))) => Err(error.into()),
                Err((index, Refused::Rejected(rejection))) => {
                    Err(ApplyError::Rejected { index, rejection })
                }
            };
        }
    }

    async fn attempt<W: Work>(
        &self,
        author: Author,
        at: Timestamp,
        work: &W,
    ) -> Result<W::Done, (usize, Refused)> {
        let mut client = self.writes.get_for(author.tenant).await.map_err(whole)?;
        let commit = client.commit();
        let work =
            transact(&mut client, author, at, work, &commit).instrument(Purpose::Writes.span());
        let done = in_time(&self.writes, async { Ok(work.await) }).await;
        let mut done = done.unwrap_or_else(|silent| Err(whole(silent)));
        // If the server is silent, nobody should wait for it on this connection again.
        let is_silent = |refused: &Refused| {
            matches!(
                refused,
                Refused::Failed(StoreError::Unavailable(_) | StoreError::CommitUnknown(_))
            )
        };
        if !done.as_ref().is_err_and(|(_, refused)| is_silent(refused)) {
            client.answered();
        }
        if let Err((index, Refused::Failed(error))) = done {
            done = Err((index, Refused::Failed(commit.ended_by(error))));
        }
        let trouble = self.writes.trouble();
        match &done {
            Ok(_) => trouble.succeeded(),
            Err((_, Refused::Failed(StoreError::Hindered(met, _))))
                if matches!(met, Hindrance::Full | Hindrance::Damaged) =>
            {
                trouble.meet(Some(*met));
            }
            Err(_) => {}
        }
        done
    }
}

async fn transact<W: Work>(
    client: &mut Lease,
    author: Author,
    at: Timestamp,
    work: &W,
    commit: &Commit,
) -> Result<W::Done, (usize, Refused)> {
    let transaction = begin(client, author.tenant).await.map_err(whole)?;
    let mut writer = Writer::new(transaction, author, at);
    let done = work.run(&mut writer).await?;
    writer.commit(commit).await.map_err(whole)?;
    Ok(done)
}
