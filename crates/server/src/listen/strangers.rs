use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Notify;

/// Connections that have asked nothing yet. They get only a part of all places, and the one that has waited for longest leaves for
/// the next: whoever means to ask does so at once, and those who open connections and say nothing push out each other.
pub(super) struct Strangers {
    most: usize,
    all: Mutex<VecDeque<Weak<Acquaintance>>>,
}

/// Whether a connection has asked something.
#[derive(Default)]
pub(super) struct Acquaintance {
    has_asked: AtomicBool,
    leave: Notify,
}

impl Acquaintance {
    /// It asks.
    pub(super) fn asks(&self) {
        self.has_asked.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_asked(&self) -> bool {
        self.has_asked.load(Ordering::Relaxed)
    }

    /// Waits until the place is needed for another.
    pub(super) async fn is_to_leave(&self) {
        self.leave.notified().await;
    }
}

impl Strangers {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            all: Mutex::default(),
        }
    }

    /// One more.
    pub(super) fn welcome(&self) -> Arc<Acquaintance> {
        let new = Arc::new(Acquaintance::default());
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= self.most {
            let is_stranger =
                |it: &Weak<Acquaintance>| it.upgrade().is_some_and(|it| !it.has_asked());
            all.retain(is_stranger);
        }
        if all.len() >= self.most
            && let Some(oldest) = all.pop_front().and_then(|it| it.upgrade())
        {
            oldest.leave.notify_one();
        }
        all.push_back(Arc::downgrade(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn the_oldest_that_has_asked_nothing_leaves() {
        let strangers = Strangers::new(2);
        let [asks, silent, next] = std::array::from_fn(|turn| {
            let new = strangers.welcome();
            if turn == 0 {
                new.asks();
            }
            new
        });
        let leaves = |it: &Acquaintance| it.is_to_leave().now_or_never().is_some();
        assert!(![&asks, &silent, &next].into_iter().any(|it| leaves(it)));
        let _more = strangers.welcome();
        assert_eq!(
            [&asks, &silent, &next].map(|it| leaves(it)),
            [false, true, false]
        );
        drop(next);
        let _again = strangers.welcome();
        assert_eq!(strangers.all.lock().unwrap().len(), 2);
    }
}
