use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use deadpool_postgres::{ClientWrapper, Object};
use tokio::sync::Mutex;
use wellhead_core::store::StoreError;

use crate::pool::Pool;

/// Connections that many use at once: each sends without waiting for the answers of the others, so that a busy
/// server finds its next statement in the socket when it has done the last. For statements that are quick; a
/// slow one would hold up all that come behind it.
#[derive(Debug)]
pub(crate) struct Lanes {
    pool: Pool,
    all: [Arc<Lane>; LANES],
    /// What a lane takes before the next one is opened.
    depth: usize,
}

/// What a statement is to those that come behind it in a lane.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Load {
    /// It looks a few rows up.
    Lookup = 1,
    /// It reads a page.
    Page = 2,
}

/// A few for each core of a small machine: more would only wait for each other.
const LANES: usize = 4;

/// The depth of the lanes of a machine with one core. Statements that follow each other in one lane cost the database
/// and this process fewer wake-ups; statements in several lanes are done at the same time, where there are cores to
/// do them.
const DEPTH: usize = 16;

#[derive(Debug, Default)]
struct Lane {
    client: Mutex<Option<Arc<ClientWrapper>>>,
    /// What is under way in it, each thing by its [`Load`].
    load: AtomicUsize,
}

/// One statement's share of a lane.
pub(crate) struct Slot {
    pub(crate) client: Arc<ClientWrapper>,
    lane: Arc<Lane>,
    load: Load,
}

impl Slot {
    /// Gives the connection up: whoever comes next gets another one.
    pub(crate) async fn discard(&self) {
        let mut current = self.lane.client.lock().await;
        if current
            .as_ref()
            .is_some_and(|it| Arc::ptr_eq(it, &self.client))
        {
            *current = None;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.lane
            .load
            .fetch_sub(self.load as usize, Ordering::Relaxed);
    }
}

impl Lanes {
    /// Opens none yet; the connections will be `pool`'s.
    pub(crate) fn new(pool: Pool) -> Self {
        Self {
            pool,
            all: std::array::from_fn(|_| Arc::default()),
            depth: (DEPTH / available_parallelism().map_or(1, usize::from)).max(1),
        }
    }

    /// A slot in the first lane that is not full, or else in the emptiest.
    pub(crate) async fn get(&self, load: Load) -> Result<Slot, StoreError> {
        let loaded = |lane: &&Arc<Lane>| lane.load.load(Ordering::Relaxed);
        let mut lanes = self.all.iter();
        let lane = lanes.find(|lane| loaded(lane) < self.depth);
        let lane = lane.or_else(|| self.all.iter().min_by_key(loaded));
        let lane = lane.unwrap_or(&self.all[0]);
        let mut current = lane.client.lock().await;
        let usable = current.take().filter(|it| !it.is_closed());
        let client = match usable {
            Some(client) => client,
            None => Arc::new(Object::take(self.pool.get().await?)),
        };
        *current = Some(Arc::clone(&client));
        lane.load.fetch_add(load as usize, Ordering::Relaxed);
        Ok(Slot {
            client,
            lane: Arc::clone(lane),
            load,
        })
    }
}
