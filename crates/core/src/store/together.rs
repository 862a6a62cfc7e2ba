//! Links that wait to be made in one transaction: a commit waits for the disk, and one wait serves all.
//!
//! For links that are created one at a time, by many callers at once. A store takes what has come while it made the
//! links before. Nobody's link depends on another's: what cannot be made with the rest is made alone.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, oneshot};

use crate::cause::Author;
use crate::command::{Command, NewLink, Outcome};
use crate::id::NewId;
use crate::store::StoreError;
use crate::time::Timestamp;

/// The most links in one transaction.
const MOST: usize = 64;

/// Where to bring links.
#[derive(Debug)]
pub struct Together(mpsc::Sender<Waiting>);

/// Where to take them from. It ends with its [`Together`].
#[derive(Debug, Clone)]
pub struct Queue(Arc<Mutex<mpsc::Receiver<Waiting>>>);

/// A link that waits, and who waits for it. To drop it is to say that it was not made.
#[derive(Debug)]
pub struct Waiting {
    /// Who makes it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
    /// The link. Its id was minted.
    pub new: NewLink,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

impl Together {
    /// Both ends of a new queue.
    #[must_use]
    pub fn new() -> (Self, Queue) {
        let (sender, receiver) = mpsc::channel(2 * MOST);
        (Self(sender), Queue(Arc::new(Mutex::new(receiver))))
    }

    /// Makes the link that is all that `commands` ask for. `None` if they ask for more, or the link could not be made
    /// with others: then nothing was done. If the caller gives up while the link waits, it is not made.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if there is no use in trying once more.
    pub async fn make(
        &self,
        author: Author,
        at: Timestamp,
        commands: &[Command],
    ) -> Option<Result<Outcome, StoreError>> {
        // A link whose id the client brought must be checked against all others.
        let [
            Command::LinkCreate(
                new @ NewLink {
                    id: NewId::Minted(_),
                    ..
                },
            ),
        ] = commands
        else {
            return None;
        };
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            author,
            at,
            new: new.clone(),
            answer,
        };
        self.0.send(waiting).await.ok()?;
        let answer = answered.await.ok()?;
        Some(answer.map(|()| Outcome::Link(new.made(new.record, at, author.cause))))
    }
}

impl Queue {
    /// Waits for links, and takes all that have come; `None` once no more can come.
    pub async fn next(&self) -> Option<Vec<Waiting>> {
        loop {
            let mut group = Vec::with_capacity(MOST);
            if self.0.lock().await.recv_many(&mut group, MOST).await == 0 {
                return None;
            }
            group.retain(|waiting| !waiting.answer.is_closed());
            if !group.is_empty() {
                return Some(group);
            }
        }
    }

    /// Answers a group whose links could not be made, or may not have been. If the database is unavailable, nobody need find that
    /// out alone, nor those who wait behind them; if it is anything else, each link is made alone.
    pub fn give_up(&self, group: Vec<Waiting>, error: &StoreError) {
        let (StoreError::Unavailable(source)
        | StoreError::CommitUnknown(source)
        | StoreError::Hindered(_, source)) = error
        else {
            return;
        };
        let said = || source.to_string().into();
        let again = || match error {
            StoreError::Hindered(hindrance, _) => StoreError::Hindered(*hindrance, said()),
            _ => StoreError::Unavailable(said()),
        };
        for waiting in group {
            let answer = match error {
                StoreError::CommitUnknown(_) => StoreError::CommitUnknown(said()),
                _ => again(),
            };
            waiting.answer.send(Err(answer)).ok();
        }
        // Whoever has the queue now waits for links, so nobody is behind.
        let Ok(mut behind) = self.0.try_lock() else {
            return;
        };
        while let Ok(waiting) = behind.try_recv() {
            waiting.answer.send(Err(again())).ok();
        }
    }
}

/// Answers a group of which these links are made, durably. Each of the others is made alone.
pub fn answer(group: Vec<Waiting>, made: Vec<bool>) {
    for (waiting, is_made) in group.into_iter().zip(made) {
        if is_made {
            // The request may have been cancelled meanwhile; the link is made all the same.
            waiting.answer.send(Ok(())).ok();
        }
    }
}
