//! Following a workspace's changes: what the feed's events and the console's live page are made of.

use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};
use wellhead_core::journal::{Change, ChangeFilter, Expired, Place};
use wellhead_core::metric::Held;
use wellhead_core::store::{Hindrance, StoreError};
use wellhead_core::tenant::Principal;

use crate::app::App;
use crate::measured::FOLLOWERS;

/// How often a checkpoint comes, and the key is looked at again.
const CHECKPOINT: Duration = Duration::from_secs(15);

/// How long another process's change may go unnoticed.
const LOOK: Duration = Duration::from_secs(1);

/// The changes read at a time.
const AT_ONCE: usize = 500;

/// What a follower is told.
pub(crate) enum Told {
    /// These were made, in order; at least one.
    Changes(Vec<Change>),
    /// How far it has looked, although it may not have wanted any of it, and the position of the newest change.
    Checkpoint(Place, u64),
    /// The changes do not go on from its place. Nothing comes after this.
    Gone(Expired),
}

/// A reader who follows.
pub(crate) struct Follower {
    app: App,
    principal: Principal,
    filter: ChangeFilter,
    /// Behind what was looked at.
    place: Place,
    head: u64,
    /// When the next checkpoint is due.
    checkpoint: Instant,
    ended: bool,
    _counted: Held,
}

impl Follower {
    /// One who follows from `place` on, until the server stops or the key is revoked. The first checkpoint is due at
    /// once.
    pub(crate) fn new(app: App, principal: Principal, filter: ChangeFilter, place: Place) -> Self {
        Self {
            app,
            principal,
            filter,
            place,
            head: 0,
            checkpoint: Instant::now(),
            ended: false,
            _counted: FOLLOWERS.hold([]),
        }
    }

    /// What comes next, however long it takes; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        if self.ended {
            return None;
        }
        let tenant = self.principal.tenant;
        let bell = self.app.ledger.bell().of(tenant.workspace());
        loop {
            // First, or whoever always has changes to read would never be asked for the key, nor sent away.
            if self.app.stopping.is_asked() {
                return None;
            }
            if Instant::now() >= self.checkpoint {
                self.checkpoint = Instant::now() + CHECKPOINT;
                return match self
                    .app
                    .ledger
                    .still_holds(tenant, self.principal.key)
                    .await
                {
                    Ok(Ok(())) => Some(Told::Checkpoint(self.place, self.head)),
                    Ok(Err(_)) | Err(_) => None,
                };
            }
            // From here on it hears the bell, so nothing happens unnoticed between the look and the wait.
            let mut rung = std::pin::pin!(bell.notified());
            rung.as_mut().enable();
            let ledger = &self.app.ledger;
            let found = ledger.changes(tenant, &self.filter, self.place, AT_ONCE);
            match found.await {
                Ok(Ok(found)) => {
                    (self.place, self.head) = (found.upto, found.head);
                    if !found.changes.is_empty() {
                        return Some(Told::Changes(found.changes));
                    }
                }
                Ok(Err(gone)) => {
                    self.ended = true;
                    return Some(Told::Gone(gone));
                }
                // Others of the workspace read just now.
                Err(StoreError::Hindered(Hindrance::TooMuchAtOnce, _)) => {
                    sleep(LOOK).await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(%error, "the changes cannot be read now; the reader is to connect again");
                    return None;
                }
            }
            // It has looked at much that the filter leaves out.
            if self.place.position < self.head {
                continue;
            }
            tokio::select! {
                () = rung => {}
                () = sleep(LOOK) => {}
                () = sleep_until(self.checkpoint) => {}
                () = self.app.stopping.asked() => return None,
            }
        }
    }
}
