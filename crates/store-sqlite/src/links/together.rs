//! Makes concurrent links in one transaction: a commit waits for the disk, and one wait serves all.
//!
//! A link that is refused is made alone afterwards, and so are all if the transaction fails: then each caller gets an
//! answer of its own.

use std::cell::RefCell;

use rusqlite::Connection;
use wellhead_core::store::StoreError;
use wellhead_core::store::together::{Queue, Together, Waiting};

use super::create::create;
use crate::change::Change;
use crate::error::Undone;
use crate::pool::Pool;

/// Starts the worker, which stops when the queue ends.
pub(crate) fn start(pool: &Pool) -> Together {
    let (together, queue) = Together::new();
    tokio::spawn(work(pool.clone(), queue));
    together
}

async fn work(pool: Pool, queue: Queue) {
    while let Some(group) = queue.next().await {
        let made = pool.write::<_, StoreError>(move |connection| make(connection, group));
        match made.await {
            Ok(made) => made.into_iter().for_each(Waiting::made),
            Err(error) => tracing::debug!(%error, "links could not be made together"),
        }
    }
}

/// Makes links, and returns those that it made.
fn make(connection: &Connection, group: Vec<Waiting>) -> Result<Vec<Waiting>, Undone<StoreError>> {
    let mut made = Vec::with_capacity(group.len());
    for waiting in group {
        let draft = RefCell::default();
        let change = Change::begin(connection, waiting.author, waiting.at, &draft)?;
        match create(&change, &waiting.new) {
            Ok(_) => {
                change.journal()?;
                made.push(waiting);
            }
            // Whatever refuses a link does so before it is written.
            Err(Undone::Refused(_)) => {}
            Err(Undone::Failed(source)) => return Err(source.into()),
        }
    }
    Ok(made)
}
