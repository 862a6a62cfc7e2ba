use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;
use wellhead_core::audit::{AT_ONCE, Entry};
use wellhead_core::host::Host;
use wellhead_core::ledger::Ledger;
use wellhead_core::metric::Held;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::measured::AUDIT_WAITING;

/// How long entries wait for others, to be written with them in one transaction.
const LINGER: Duration = Duration::from_millis(250);

/// How many entries of a workspace may wait. When there are more, its requests wait: none is lost.
const ROOM: usize = 5_000;

/// How often it is tried to write the last entries of a process.
const ATTEMPTS: usize = 20;

/// Writes the audit log of this process's requests: in batches, a moment later, so that no request waits for the disk.
#[derive(Clone)]
pub(crate) struct Auditor(Arc<Inner>);

struct Inner {
    ledger: Ledger,
    /// Those of the workspaces for which something waits. Each has a task that writes it, so that a log which cannot be
    /// written holds up no other.
    lines: Mutex<HashMap<Tenant, Line>>,
}

struct Line {
    waiting: Vec<Waiting>,
    room: Arc<Semaphore>,
    /// Held by whoever writes.
    turn: Arc<tokio::sync::Mutex<()>>,
}

struct Waiting {
    entry: Entry,
    /// Whether it was tried to write it, so that it may have been written.
    tried: bool,
    _counted: Held,
    _room: OwnedSemaphorePermit,
}

impl Auditor {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self(Arc::new(Inner {
            ledger,
            lines: Mutex::default(),
        }))
    }

    /// The clock, and the source of ids.
    pub(crate) fn host(&self) -> &dyn Host {
        &**self.0.ledger.host()
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.0.ledger.now()
    }

    /// Takes an entry, to be written within a second. Waits if there is no room.
    pub(crate) async fn note(&self, tenant: Tenant, entry: Entry) {
        let room = self.0.with(tenant, |line| Arc::clone(&line.room));
        let room = room.acquire_owned().await;
        let waiting = Waiting {
            entry,
            tried: false,
            _counted: AUDIT_WAITING.hold([]),
            _room: room.expect("nobody closes it"),
        };
        self.0.with(tenant, |line| line.waiting.push(waiting));
    }

    /// Writes an entry, after all of its workspace that wait. It is durable when this returns.
    ///
    /// # Errors
    /// When the store fails: then the entry was not written.
    pub(crate) async fn write(&self, tenant: Tenant, entry: Entry) -> Result<(), StoreError> {
        self.flush(tenant).await?;
        self.0.ledger.audit(tenant, entry).await
    }

    /// Writes all entries of a workspace that wait. It goes on even if the caller gives up.
    ///
    /// # Errors
    /// When the store fails: then the entries wait on.
    pub(crate) async fn flush(&self, tenant: Tenant) -> Result<(), StoreError> {
        let writing = tokio::spawn(Arc::clone(&self.0).flush(tenant));
        let written = writing.await;
        written.unwrap_or_else(|died| Err(StoreError::Failed(died.into())))
    }

    /// Writes all entries that wait before the process ends. Gives up if the store keeps failing.
    pub(crate) async fn settle(&self) {
        for _ in 0..ATTEMPTS {
            let tenants: Vec<_> = self.0.lines().keys().copied().collect();
            let written = join_all(tenants.into_iter().map(|it| self.flush(it))).await;
            let Some(error) = written.into_iter().find_map(Result::err) else {
                return;
            };
            tracing::error!(%error, "the audit log cannot be written yet");
            sleep(LINGER).await;
        }
        let lost: usize = self.0.lines().values().map(|it| it.waiting.len()).sum();
        tracing::error!(
            lost,
            "the last entries of the audit log could not be written"
        );
    }
}

impl Inner {
    fn lines(&self) -> MutexGuard<'_, HashMap<Tenant, Line>> {
        // No panic can leave them half changed.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the line of a workspace. Whoever finds none begins one, and lets it be tended.
    fn with<T>(self: &Arc<Self>, tenant: Tenant, work: impl FnOnce(&mut Line) -> T) -> T {
        let mut lines = self.lines();
        let line = lines.entry(tenant).or_insert_with(|| {
            tokio::spawn(Arc::clone(self).tend(tenant));
            Line {
                waiting: Vec::new(),
                room: Arc::new(Semaphore::new(ROOM)),
                turn: Arc::default(),
            }
        });
        work(line)
    }

    /// Writes what waits until nothing does.
    async fn tend(self: Arc<Self>, tenant: Tenant) {
        loop {
            sleep(LINGER).await;
            if let Err(error) = Arc::clone(&self).flush(tenant).await {
                let workspace = tenant.workspace();
                tracing::error!(%error, %workspace, "an audit log cannot be written; its entries wait");
            }
            let mut lines = self.lines();
            if lines.get(&tenant).is_none_or(|it| it.waiting.is_empty()) {
                lines.remove(&tenant);
                return;
            }
        }
    }

    async fn flush(self: Arc<Self>, tenant: Tenant) -> Result<(), StoreError> {
        let turn = self.lines().get(&tenant).map(|it| Arc::clone(&it.turn));
        let Some(turn) = turn else {
            return Ok(());
        };
        let _turn = turn.lock().await;
        loop {
            let mut batch = self.take(tenant);
            if batch.is_empty() {
                return Ok(());
            }
            if let Err(error) = self.append(tenant, &batch).await {
                for waiting in &mut batch {
                    waiting.tried = true;
                }
                self.with(tenant, |line| drop(line.waiting.splice(0..0, batch)));
                return Err(error);
            }
        }
    }

    /// The first of those that wait.
    fn take(&self, tenant: Tenant) -> Vec<Waiting> {
        let mut lines = self.lines();
        let Some(line) = lines.get_mut(&tenant) else {
            return Vec::new();
        };
        let many = line.waiting.len().min(AT_ONCE);
        line.waiting.drain(..many).collect()
    }

    async fn append(&self, tenant: Tenant, batch: &[Waiting]) -> Result<(), StoreError> {
        let mut entries = Vec::with_capacity(batch.len());
        for Waiting { entry, tried, .. } in batch {
            // The store may have written it, and failed to say so.
            let is_there = *tried && self.ledger.audit_event(tenant, entry.id).await?.is_some();
            if !is_there {
                entries.push(entry.clone());
            }
        }
        self.ledger.audit_all(tenant, entries).await
    }
}
