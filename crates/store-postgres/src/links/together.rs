//! Makes concurrent links in one transaction: a commit waits for the disk, and one wait serves all.
//!
//! The links of each tenant have a statement of their own, which acts for that tenant, or more if their directions or makers
//! differ. The statements and the commit are pipelined. No such statement waits for a lock, or one tenant could hold up others: if an
//! end is missing or locked, the link is made alone afterwards.
//!
//! Then one statement writes the new links into the journals of all their tenants. It waits for whoever has raised one
//! of their counters, and so for one commit. If that takes longer, all is undone, and each link is made alone. The
//! counters are raised in the order of the workspaces, so two such transactions never wait in a circle. For that, a
//! transaction makes links to one kind of record.

use std::collections::{BTreeMap, HashSet};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use deadpool_postgres::Client;
use futures_util::future::{MaybeDone, maybe_done};
use tokio::time::timeout;
use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wellhead_core::record::Kind;
use wellhead_core::store::together::{Queue, Together, Waiting, answer};
use wellhead_tenancy::Tenancy;

use super::create::{insert_in_passing, insert_several_in_passing};
use crate::commit::Commit;
use crate::error::unavailable;
use crate::journal::journal_made;
use crate::lease::Lease;
use crate::limits::is_exceeded;
use crate::pool::Pool;
use crate::row::At;

/// The most transactions at a time: while one waits for the disk, the next collects links.
const WORKERS: usize = 2;

/// Begins a transaction that gives up where it waits long: for a counter, or for whoever changes a table.
const BEGIN: &str = "BEGIN; SET LOCAL lock_timeout = '1s'";

/// How long the server may take to know the statements.
const PREPARED: Duration = Duration::from_secs(5);

/// Starts the workers, which stop when the queue ends.
pub(crate) fn start(pool: &Pool) -> Together {
    let (together, queue) = Together::new();
    for _ in 0..WORKERS {
        tokio::spawn(work(pool.clone(), queue.clone()));
    }
    together
}

async fn work(pool: Pool, queue: Queue) {
    while let Some(group) = queue.next().await {
        match pool.get().await {
            Ok(client) => make(&client, &queue, group).await,
            Err(error) => {
                tracing::warn!(%error, "no connection to make links together");
                queue.give_up(group, &error);
            }
        }
    }
}

/// Makes a group of links, those of each kind in one transaction.
async fn make(client: &Lease, queue: &Queue, group: Vec<Waiting>) {
    let mut kinds: BTreeMap<Kind, Vec<Waiting>> = BTreeMap::new();
    for waiting in group {
        kinds.entry(waiting.new.kind).or_default().push(waiting);
    }
    for (kind, links) in kinds {
        client.asked();
        let prepared = timeout(PREPARED, prepare(client, kind, &links)).await;
        let made = match prepared {
            Ok(Ok(prepared)) => {
                let commit = client.commit();
                let made = make_of_kind(client, &links, prepared, &commit);
                commit.answer(made).await
            }
            Ok(Err(error)) => Ok(Err(error)),
            // Whoever changes a table may be waiting for it: that is no silent server.
            Err(late) => Err(unavailable(late)),
        };
        let made = match made {
            Ok(made) => made,
            Err(error) => {
                tracing::warn!(%error, "links made together have no answer");
                return queue.give_up(links, &error);
            }
        };
        client.answered();
        match made {
            Ok(made) => answer(links, made),
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
                tracing::debug!(%error, "links that wait too long for others are made alone");
            }
            Err(error) if is_exceeded(&error) => {
                tracing::debug!(%error, "links of which some are too many are made alone");
            }
            Err(error) => tracing::warn!(%error, "links could not be made together"),
        }
    }
}

/// The result of a pipelined statement: the ids of the links that it made.
type Answer = Result<Vec<Uuid>, tokio_postgres::Error>;

/// A part of what is pipelined.
type Step<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// The statements for links to records of one kind.
struct Prepared {
    /// One for each workspace, direction and maker, in the order of [`batches`].
    inserts: Vec<Statement>,
    journal: Statement,
}

/// The links of each workspace, direction and maker.
fn batches(links: &[Waiting]) -> Vec<Vec<&Waiting>> {
    let mut batches: BTreeMap<_, Vec<&Waiting>> = BTreeMap::new();
    for waiting in links {
        let Waiting { author, new, .. } = waiting;
        let cause = author.cause;
        let by = (cause.kind().as_str(), cause.id());
        let of = (*author.tenant.pk(), new.direction, by);
        batches.entry(of).or_default().push(waiting);
    }
    batches.into_values().collect()
}

async fn prepare(
    client: &Client,
    kind: Kind,
    links: &[Waiting],
) -> Result<Prepared, tokio_postgres::Error> {
    let mut inserts = Vec::new();
    for batch in batches(links) {
        let Waiting { author, new, .. } = batch[0];
        let insert = if batch.len() == 1 {
            insert_in_passing(new, author.cause)
        } else {
            insert_several_in_passing(kind, new.direction, author.cause)
        };
        inserts.push(client.prepare_cached(&insert).await?);
    }
    let journal = client.prepare_cached(&journal_made(kind)).await?;
    Ok(Prepared { inserts, journal })
}

/// Makes links to records of one kind in one transaction; returns which of them it made.
async fn make_of_kind(
    client: &Client,
    links: &[Waiting],
    Prepared { inserts, journal }: Prepared,
    commit: &Commit,
) -> Result<Vec<bool>, tokio_postgres::Error> {
    let batches = batches(links);
    let ids: Vec<Uuid> = links.iter().map(id).collect();
    let mut flight: Vec<Step<'_>> = Vec::with_capacity(batches.len() + 3);
    flight.push(Box::pin(async {
        client.batch_execute(BEGIN).await?;
        commit.begun();
        Ok(Vec::new())
    }));
    for (batch, statement) in batches.iter().zip(&inserts) {
        flight.push(Box::pin(insert(client, statement, batch)));
    }
    flight.push(Box::pin(async {
        client.execute(&journal, &[&ids]).await.map(|_| Vec::new())
    }));
    flight.push(Box::pin(async {
        client.batch_execute("COMMIT").await?;
        Ok(Vec::new())
    }));
    commit.ask();
    let answers: Result<Vec<_>, _> = in_order(flight).await.into_iter().collect();
    let made: HashSet<Uuid> = answers?.into_iter().flatten().collect();
    Ok(links.iter().map(|link| made.contains(&id(link))).collect())
}

fn id(waiting: &Waiting) -> Uuid {
    waiting.new.id.get().uuid()
}

/// Makes the links of one batch with its statement.
async fn insert(client: &Client, statement: &Statement, batch: &[&Waiting]) -> Answer {
    let Waiting {
        author, at, new, ..
    } = batch[0];
    let (tenant, by) = (author.tenant.pk(), author.cause.id());
    if batch.len() == 1 {
        let (record, connector) = (new.record.uuid(), new.workspace_connector.uuid());
        let made = client
            .execute(
                statement,
                &[tenant, &record, &connector, &id(batch[0]), &At(*at), &by],
            )
            .await?;
        return Ok(if made == 1 {
            vec![id(batch[0])]
        } else {
            Vec::new()
        });
    }
    let each =
        |part: fn(&Waiting) -> Uuid| -> Vec<Uuid> { batch.iter().map(|it| part(it)).collect() };
    let records = each(|it| it.new.record.uuid());
    let connectors = each(|it| it.new.workspace_connector.uuid());
    let times: Vec<At> = batch.iter().map(|it| At(it.at)).collect();
    let rows = client
        .query(
            statement,
            &[tenant, &records, &connectors, &each(id), &times, &by],
        )
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
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
    use wellhead_store_testkit::makes_links_together;

    use crate::links::plans::ledger;

    #[tokio::test]
    async fn links_of_each_kind_are_made_together() {
        let ledger = ledger().await;
        let (store, connector) = (&ledger.store, ledger.connector);
        makes_links_together(store, &store.together, ledger.tenant, connector).await;
    }
}
