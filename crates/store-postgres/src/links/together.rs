//! Makes concurrent links in one transaction: a commit waits for the disk, and one wait serves all.
//!
//! Each link still has a statement of its own, which acts for its own tenant. The statements and the commit are
//! pipelined. No such statement waits for a lock, or one tenant could hold up others: if an end is missing or locked,
//! the link is made alone afterwards.
//!
//! Then each tenant's journal gets the new links. That waits for whoever has raised the same counter, and so for one
//! commit. If that takes longer, all is undone, and each link is made alone. The counters are raised in the order of
//! the workspaces, so two such transactions never wait in a circle.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::Client;
use futures_util::future::{MaybeDone, maybe_done};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use wellhead_core::cause::Author;
use wellhead_core::command::{NewLink, Outcome};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::create::{insert_in_passing, made};
use crate::journal::{journal_in_passing, tell};
use crate::pool::Pool;
use crate::row::At;
use crate::session::Parameters;

/// The most links in one transaction.
const MOST: usize = 64;

/// The most transactions at a time: while one waits for the disk, the next collects links.
const WORKERS: usize = 2;

/// Where links wait to be made together.
#[derive(Debug)]
pub(crate) struct Together(mpsc::Sender<Waiting>);

/// Begins a transaction that gives up where it waits long for a counter.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '1s'";

struct Waiting {
    author: Author,
    at: Timestamp,
    new: NewLink,
    answer: oneshot::Sender<Outcome>,
}

impl Together {
    /// Starts the workers, which stop when this is dropped.
    pub(crate) fn new(pool: &Pool) -> Self {
        let (sender, receiver) = mpsc::channel(MOST * WORKERS);
        let receiver = std::sync::Arc::new(tokio::sync::Mutex::new(receiver));
        for _ in 0..WORKERS {
            let (pool, receiver) = (pool.clone(), receiver.clone());
            tokio::spawn(async move {
                let mut group = Vec::with_capacity(MOST);
                loop {
                    if receiver.lock().await.recv_many(&mut group, MOST).await == 0 {
                        return;
                    }
                    make(&pool, group.split_off(0)).await;
                }
            });
        }
        Self(sender)
    }

    /// Makes a link with a minted id. `None` if it was not made, and should be made alone.
    pub(crate) async fn make(
        &self,
        author: Author,
        at: Timestamp,
        new: NewLink,
    ) -> Option<Outcome> {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            author,
            at,
            new,
            answer,
        };
        self.0.send(waiting).await.ok()?;
        answered.await.ok()
    }
}

/// Makes a group of links. A link without an answer is then made alone.
async fn make(pool: &Pool, group: Vec<Waiting>) {
    let client = match pool.get().await {
        Ok(client) => client,
        Err(error) => {
            tracing::debug!(%error, "no connection to make links together");
            return;
        }
    };
    match commit(&client, &group).await {
        Ok(outcomes) => {
            for (waiting, outcome) in group.into_iter().zip(outcomes) {
                if let Some(outcome) = outcome {
                    // The request may have been cancelled; the link is made all the same.
                    waiting.answer.send(outcome).ok();
                }
            }
        }
        Err(error) => tracing::debug!(%error, "links could not be made together"),
    }
}

/// The result of a pipelined statement: none for `BEGIN` and `COMMIT`; for the others, the link if it was made.
type Answer = Result<Option<Option<Outcome>>, tokio_postgres::Error>;

async fn commit(
    client: &Client,
    group: &[Waiting],
) -> Result<Vec<Option<Outcome>>, tokio_postgres::Error> {
    let mut statements = Vec::with_capacity(group.len());
    for Waiting { new, author, .. } in group {
        let insert = insert_in_passing(new, author.cause);
        statements.push(client.prepare_cached(&insert).await?);
    }
    let tell = client.prepare_cached(&tell()).await?;
    let journals = Journaled::of(group);
    let mut writes = Vec::with_capacity(journals.len());
    for Journaled { author, kind, .. } in &journals {
        let write = journal_in_passing(*kind, author.cause);
        writes.push(client.prepare_cached(&write).await?);
    }
    let control = |sql: &'static str| -> Pin<Box<dyn Future<Output = Answer> + Send + '_>> {
        Box::pin(async move { client.batch_execute(sql).await.map(|()| None) })
    };
    let mut flight = Vec::with_capacity(group.len() + 2 * journals.len() + 2);
    flight.push(control(BEGIN));
    for (waiting, statement) in group.iter().zip(&statements) {
        flight.push(Box::pin(async move {
            let Waiting {
                author, at, new, ..
            } = waiting;
            let count = client
                .execute(
                    statement,
                    &[
                        author.tenant.pk(),
                        &new.record.uuid(),
                        &new.workspace_connector.uuid(),
                        &new.id.get().uuid(),
                        &At(*at),
                        &author.cause.id(),
                    ],
                )
                .await?;
            let is_made = count == 1;
            Ok(Some(
                is_made.then(|| made(new, new.record, *at, author.cause)),
            ))
        }));
    }
    for (journaled, write) in journals.iter().zip(&writes) {
        let Journaled {
            author, at, links, ..
        } = journaled;
        let tell = &tell;
        flight.push(Box::pin(async move {
            client.execute(tell, &[author.tenant.pk()]).await?;
            Ok(None)
        }));
        flight.push(Box::pin(async move {
            let parameters: Parameters<'_> =
                &[author.tenant.pk(), links, &At(*at), &author.cause.id()];
            client.execute(write, parameters).await?;
            Ok(None)
        }));
    }
    flight.push(control("COMMIT"));
    let answers: Result<Vec<_>, _> = in_order(flight).await.into_iter().collect();
    Ok(answers?.into_iter().flatten().collect())
}

/// Some of the group's links, which share a row of a journal.
struct Journaled {
    author: Author,
    kind: Kind,
    at: Timestamp,
    links: Vec<Uuid>,
}

impl Journaled {
    /// In the order of the workspaces.
    fn of(group: &[Waiting]) -> Vec<Self> {
        let mut rows: BTreeMap<_, Self> = BTreeMap::new();
        for Waiting {
            author, at, new, ..
        } in group
        {
            let key = (*author.tenant.pk(), new.kind, author.cause);
            let row = rows.entry(key).or_insert_with(|| Self {
                author: *author,
                kind: new.kind,
                at: *at,
                links: Vec::new(),
            });
            row.at = row.at.max(*at);
            row.links.push(new.id.get().uuid());
        }
        rows.into_values().collect()
    }
}

/// The outputs of all futures. They are polled in order, so that all statements are sent in order before any answer is
/// awaited.
async fn in_order<F: Future + Unpin>(futures: Vec<F>) -> Vec<F::Output>
where
    F::Output: Unpin,
{
    let mut futures: Vec<MaybeDone<F>> = futures.into_iter().map(maybe_done).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for future in &mut futures {
            is_done &= Pin::new(future).poll(context).is_ready();
        }
        if is_done {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    futures
        .iter_mut()
        .filter_map(|future| Pin::new(future).take_output())
        .collect()
}

#[cfg(test)]
mod tests {
    use wellhead_core::id::{LinkId, NewId, RecordId};
    use wellhead_core::resource::Direction;

    use super::*;
    use crate::links::plans::ledger;

    #[tokio::test]
    async fn a_link_between_free_ends_is_made_in_passing() {
        let ledger = ledger().await;
        let id = LinkId::new(Uuid::max());
        let create = async |record| {
            let new = NewLink {
                kind: Kind::People,
                id: NewId::Minted(id),
                record,
                workspace_connector: ledger.connector,
                direction: Direction::Input,
            };
            let at = "2026-06-01T00:00:00Z".parse().expect("a time");
            let author = Author::operator(ledger.tenant);
            ledger.store.together.make(author, at, new).await
        };
        let absent = create(RecordId::new(Uuid::nil())).await;
        assert!(absent.is_none(), "{absent:?}");
        let made = create(ledger.person).await;
        assert!(matches!(made, Some(Outcome::Link(link)) if link.id == id));
    }
}
