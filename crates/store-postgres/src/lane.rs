use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use deadpool_postgres::{ClientWrapper, Object};
use tokio::sync::Mutex;
use wellhead_core::store::StoreError;

use crate::pool::Pool;

/// Connections that many readers share. Each sends without waiting for the answers to the others, so that a busy server
/// finds the next statement in the socket when it has finished the last. Only for quick statements: a slow one would
/// hold up all those behind it.
#[derive(Debug)]
pub(crate) struct Lanes {
    pool: Pool,
    all: [Arc<Lane>; LANES],
    /// The load of a lane at which the next one is opened.
    depth: usize,
}

/// How long a statement holds up those behind it in a lane.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Load {
    /// It looks up a few rows.
    Lookup = 1,
    /// It reads a page.
    Page = 2,
}

/// A few for each core of a small machine. More would only wait for each other.
const LANES: usize = 4;

/// The depth of the lanes on a machine with one core. Statements in the same lane cost the database and this process
/// fewer wake-ups. Statements in different lanes run at the same time, if there are cores for them.
const DEPTH: usize = 16;

#[derive(Debug, Default)]
struct Lane {
    client: Mutex<Option<Arc<ClientWrapper>>>,
    /// The sum of the [`Load`]s of its current statements.
    load: AtomicUsize,
}

/// One statement's share of a lane.
pub(crate) struct Slot {
    pub(crate) client: Arc<ClientWrapper>,
    lane: Arc<Lane>,
    load: Load,
}

impl Slot {
    /// Gives the connection up, so that the lane's next statement gets another one.
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
    /// Opens no connection yet; they will come from `pool`.
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
