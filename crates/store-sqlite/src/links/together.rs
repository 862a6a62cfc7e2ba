//! Makes concurrent links in one transaction: a commit waits for the disk, and one wait serves all.
//!
//! A link that is refused is made alone afterwards, and so are all if the transaction fails: then each caller gets an
//! answer of its own.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use rusqlite::Connection;
use wellhead_core::store::StoreError;
use wellhead_core::store::together::{Queue, Together, Waiting, answer};

use super::create::create;
use crate::change::Change;
use crate::error::Undone;
use crate::limits::has_room_for_a_link;
use crate::pool::Pool;

/// Starts the worker, which stops when the queue ends. It does not keep the connections open.
pub(crate) fn start(pool: &Arc<Pool>) -> Together {
    let (together, queue) = Together::new();
    tokio::spawn(work(Arc::downgrade(pool), queue));
    together
}

async fn work(pool: Weak<Pool>, queue: Queue) {
    while let Some(group) = queue.next().await {
        let Some(pool) = pool.upgrade() else {
            return;
        };
        for waiting in &group {
            pool.lately.wrote(waiting.author.tenant);
        }
        let group = Arc::new(group);
        let links = Arc::clone(&group);
        let made = pool.write::<_, StoreError>(move |connection| make(connection, &links));
        let made = made.await;
        // The write is over, and has let go of them.
        let Some(group) = Arc::into_inner(group) else {
            continue;
        };
        match made {
            Ok(made) => answer(group, made),
            Err(error) => {
                tracing::warn!(%error, "links could not be made together");
                queue.give_up(group, &error);
            }
        }
    }
}

/// Makes links, and returns which of them it made.
fn make(connection: &Connection, group: &[Waiting]) -> Result<Vec<bool>, Undone<StoreError>> {
    let make = |waiting: &Waiting| {
        let draft = RefCell::default();
        let Waiting { author, at, .. } = *waiting;
        // Whatever refuses a link does so before it is written, or the others would be undone with it.
        if !has_room_for_a_link(connection, author.tenant)? {
            return Ok(false);
        }
        let change = Change::begin(connection, author, at, &draft)?;
        let made = create(&change, &waiting.new);
        match made.and_then(|_| change.journal()) {
            Ok(()) => Ok(true),
            Err(Undone::Refused(_)) => Ok(false),
            Err(Undone::Failed(source)) => Err(source),
        }
    };
    let done: rusqlite::Result<_> = group.iter().map(make).collect();
    Ok(done?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wellhead_core::audit::{Act, Actor, Entry};
    use wellhead_core::cause::Author;
    use wellhead_core::command::{Command, NewWorkspaceConnector};
    use wellhead_core::id::{NewId, WorkspaceId};
    use wellhead_core::resource::{Name, Slug};
    use wellhead_core::store::{OperatorStore, Store};
    use wellhead_core::time::Timestamp;
    use wellhead_store_testkit::makes_links_together;

    use crate::SqliteStore;

    #[tokio::test]
    async fn links_of_each_kind_are_made_together() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("together.db");
        let store = SqliteStore::open(&path).await.unwrap();
        let at: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
        let name = Name::parse("a name").unwrap();
        let id = Uuid::max();
        let of = WorkspaceId::new(id);
        let entry = Entry::at(id.into(), at, Actor::Operator, Act::Create, of);
        let workspace = store
            .workspace_create(at, id.into(), &name, None, entry)
            .await;
        let tenant = store.tenant(workspace.unwrap().id).await.unwrap();
        let slug = Slug::parse("crm").unwrap();
        let crm = store.connector_create(at, id.into(), &slug, &name).await;
        let activate = Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
            NewId::Minted(id.into()),
            crm.unwrap().id,
        ));
        let author = Author::operator(tenant);
        store.apply(author, at, vec![activate]).await.unwrap();
        makes_links_together(&store, &store.together, tenant, id.into()).await;
    }
}
