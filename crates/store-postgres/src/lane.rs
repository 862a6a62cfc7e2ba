use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use deadpool_postgres::ClientWrapper;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::Instrument;
use wellhead_core::measured::{DATABASE, DATABASE_WAIT};
use wellhead_core::store::StoreError;
use wellhead_core::store::shares::Share;

use crate::alarm::Alarm;
use crate::error::{failed, unavailable};
use crate::pool::{Pool, Purpose};

/// Connections that many readers share. Each sends without waiting for the answers to the others, so that a busy server
/// finds the next statement in the socket when it has finished the last. Only for quick statements: a slow one would
/// hold up all those behind it.
#[derive(Debug)]
pub(crate) struct Lanes {
    pool: Pool,
    all: Arc<[Lane; LANES]>,
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
    client: Mutex<Option<Shared>>,
    /// The sum of the [`Load`]s of its current statements.
    load: AtomicUsize,
}

/// A connection, and how often the alarm had been raised before it was opened.
#[derive(Debug, Clone)]
struct Shared {
    client: Arc<ClientWrapper>,
    raised: u64,
}

/// A place among those whose statements share a lane.
///
/// If it is dropped while something that it was asked is unanswered, because the request is gone, it is taken until the lane has come
/// so far: what was sent over a shared connection cannot be cancelled, and holds up those behind it whoever waits for it.
pub(crate) struct Slot {
    pub(crate) client: Arc<ClientWrapper>,
    purpose: Purpose,
    alarm: Alarm,
    place: Arc<Place>,
    /// How much it was asked and has not answered.
    unanswered: AtomicUsize,
}

/// What is given back when the lane has answered.
struct Place {
    all: Arc<[Lane; LANES]>,
    /// Which of them it is in.
    index: usize,
    load: Load,
    /// Of what its workspace may ask at once.
    _share: Option<Share>,
}

/// How long to wait for an answer on a shared connection. Its statements take milliseconds, so after this the server is
/// gone, or so busy that another connection is worth a try.
const PATIENCE: Duration = Duration::from_secs(5);

impl Slot {
    /// The answer to what is asked over this connection, which is given up if there is none.
    pub(crate) async fn patiently<T>(
        &self,
        ask: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, StoreError> {
        self.within(PATIENCE, ask).await
    }

    /// The same, within another time.
    pub(crate) async fn within<T>(
        &self,
        patience: Duration,
        ask: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, StoreError> {
        let began = Instant::now();
        self.unanswered.fetch_add(1, Ordering::Relaxed);
        let ask = ask.instrument(self.purpose.span());
        let ask = self.alarm.unless_raised(async { Ok(ask.await) });
        let answer = tokio::time::timeout(patience, ask).await;
        DATABASE.took(began.elapsed(), [self.purpose.as_str().into()]);
        // What is given up is as good as answered: nobody is held up by it any more.
        self.unanswered.fetch_sub(1, Ordering::Relaxed);
        match answer {
            Ok(answer) => answer?.map_err(failed),
            Err(elapsed) => {
                self.suspect().await;
                Err(unavailable(elapsed))
            }
        }
    }

    /// Gives all shared connections up: the server behind the others is the same. Whoever asks next gets a new one.
    async fn suspect(&self) {
        for lane in &*self.place.all {
            *lane.client.lock().await = None;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if *self.unanswered.get_mut() == 0 {
            return;
        }
        let (client, place) = (Arc::clone(&self.client), Arc::clone(&self.place));
        // Without a runtime the process ends, and its connections with it.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                // A lane answers in the order in which it was asked, so this comes behind all that is unanswered.
                let nothing = client.batch_execute("");
                if tokio::time::timeout(PATIENCE, nothing).await.is_err() {
                    tracing::debug!("a shared connection is slow to answer what nobody waits for");
                }
                drop(place);
            });
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all[self.index]
            .load
            .fetch_sub(self.load as usize, Ordering::Relaxed);
    }
}

impl Lanes {
    /// Opens no connection yet; they will come from `pool`.
    pub(crate) fn new(pool: Pool) -> Self {
        Self {
            pool,
            all: Arc::default(),
            depth: (DEPTH / available_parallelism().map_or(1, usize::from)).max(1),
        }
    }

    /// A slot in the first lane that is not full, or else in the emptiest.
    ///
    /// Those who come while a lane's connection is opened wait for that one together, and no longer than it may take.
    pub(crate) async fn get(&self, load: Load) -> Result<Slot, StoreError> {
        self.get_by(load, None).await
    }

    /// The same, as part of a workspace's share.
    pub(crate) async fn get_for(&self, load: Load, share: Share) -> Result<Slot, StoreError> {
        self.get_by(load, Some(share)).await
    }

    async fn get_by(&self, load: Load, share: Option<Share>) -> Result<Slot, StoreError> {
        let began = Instant::now();
        let slot = tokio::time::timeout(PATIENCE, self.wait_for(load, share)).await;
        let purpose = self.pool.purpose();
        DATABASE_WAIT.took(began.elapsed(), [purpose.as_str().into()]);
        slot.map_err(unavailable)?
    }

    async fn wait_for(&self, load: Load, share: Option<Share>) -> Result<Slot, StoreError> {
        let loaded = |index: &usize| self.all[*index].load.load(Ordering::Relaxed);
        let first = (0..LANES).find(|index| loaded(index) < self.depth);
        let index = first.or_else(|| (0..LANES).min_by_key(loaded)).unwrap_or(0);
        let lane = &self.all[index];
        let mut current = lane.client.lock().await;
        let raised = self.pool.alarm().number();
        let is_usable = |it: &Shared| it.raised == raised && !it.client.is_closed();
        let shared = match current.take().filter(is_usable) {
            Some(shared) => shared,
            None => Shared {
                client: Arc::new(self.pool.take().await?.detach()),
                raised,
            },
        };
        *current = Some(shared.clone());
        lane.load.fetch_add(load as usize, Ordering::Relaxed);
        Ok(Slot {
            client: shared.client,
            purpose: self.pool.purpose(),
            alarm: self.pool.alarm().clone(),
            place: Arc::new(Place {
                all: Arc::clone(&self.all),
                index,
                load,
                _share: share,
            }),
            unanswered: AtomicUsize::new(0),
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{sleep, timeout};
    use uuid::Uuid;
    use wellhead_core::store::shares::Shares;
    use wellhead_core::tenant::Tenant;
    use wellhead_tenancy::Tenancy;

    use super::*;
    use crate::{PostgresStore, scratch};

    /// Whoever hangs up has not taken back what the lane is at.
    #[tokio::test]
    async fn a_share_is_kept_until_the_lane_has_answered() {
        let database = scratch::database("lanes").await;
        let store = PostgresStore::connect(&database).await;
        let store = store.expect("a new database");
        let other = scratch::connect(&database).await;
        let lock = other.batch_execute("SELECT pg_advisory_lock(7)");
        lock.await.expect("a lock");

        let shares = Shares::new("lookups", 1, 0, Duration::from_secs(1));
        let tenant = Tenant::of(Uuid::from_u128(7).into(), 1);
        let share = shares.take(tenant).await.expect("its share");
        let slot = store.lanes.get_for(Load::Lookup, share).await;
        let slot = slot.expect("a slot");
        let ask = slot.client.batch_execute("SELECT pg_advisory_lock(7)");
        let asked = timeout(Duration::from_millis(50), slot.patiently(ask)).await;
        asked.expect_err("another has the lock");
        drop(slot);
        let loads = || {
            store
                .lanes
                .all
                .iter()
                .map(|it| it.load.load(Ordering::Relaxed))
        };
        shares.take(tenant).await.expect_err("it is still at work");
        assert_eq!(loads().sum::<usize>(), Load::Lookup as usize);

        let unlock = other.batch_execute("SELECT pg_advisory_unlock(7)");
        unlock.await.expect("it is unlocked");
        let given_back = async {
            while shares.take(tenant).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let given_back = timeout(Duration::from_secs(30), given_back).await;
        given_back.expect("the lane has answered");
        assert_eq!(loads().sum::<usize>(), 0);

        // What is answered is given back at once.
        let share = shares.take(tenant).await.expect("its share");
        let slot = store.lanes.get_for(Load::Lookup, share).await;
        let slot = slot.expect("a slot");
        let ask = slot.client.batch_execute("SELECT 1");
        slot.patiently(ask).await.expect("an answer");
        drop(slot);
        shares.take(tenant).await.expect("nothing is unanswered");
    }
}
