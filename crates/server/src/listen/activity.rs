use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::Notify;
use tokio::time::Instant;

/// What a connection is used for, or since when for nothing.
pub(super) struct Activity {
    state: Mutex<State>,
    leave: Notify,
}

struct State {
    /// How many requests were made.
    begun: u64,
    /// How many are under way: their answers are being made or sent.
    live: usize,
    /// Since when none is under way.
    idle_since: Instant,
    /// Whether one came with a good key.
    has_shown_key: bool,
    /// Whether requests share the connection. Such a client may go on without taking an answer, and without asking anything:
    /// nothing that the connection itself sees would tell.
    is_shared: bool,
    /// On a connection that requests share: those answers that have more to send, and since when nobody has taken it.
    untaken: HashMap<u64, Instant>,
    /// Whether its place is another's.
    has_left: bool,
}

/// How little a connection is needed. The least one leaves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Idle {
    has_shown_key: bool,
    since: Instant,
}

/// An answer that is being made or sent.
pub(super) struct Answer {
    activity: Arc<Activity>,
    number: u64,
    is_shared: bool,
    shows_key: bool,
}

impl Activity {
    /// Nothing has been asked yet.
    pub(super) fn new() -> Self {
        let state = State {
            begun: 0,
            live: 0,
            idle_since: Instant::now(),
            has_shown_key: false,
            is_shared: false,
            untaken: HashMap::new(),
            has_left: false,
        };
        Self {
            state: Mutex::new(state),
            leave: Notify::new(),
        }
    }

    /// One more is asked for; `None` if that comes too late, because the connection's place is another's.
    pub(super) fn begin(self: &Arc<Self>, is_shared: bool) -> Option<Answer> {
        let mut state = self.state();
        if state.has_left {
            return None;
        }
        state.begun += 1;
        state.live += 1;
        state.is_shared = is_shared;
        Some(Answer {
            number: state.begun,
            activity: Arc::clone(self),
            is_shared,
            shows_key: false,
        })
    }

    pub(super) fn has_asked(&self) -> bool {
        self.state().begun > 0
    }

    /// Whether an answer was not taken for longer than `unread`, or nothing was asked for longer than `idle`. It tells nothing of
    /// HTTP/1, where the connection itself sees both.
    pub(super) fn is_left(&self, unread: Duration, idle: Duration) -> bool {
        let state = self.state();
        let is_idle = state.is_shared && state.live == 0 && state.idle_since.elapsed() > idle;
        is_idle || state.untaken.values().any(|since| since.elapsed() > unread)
    }

    /// How little it is needed, if no request is under way.
    pub(super) fn idle(&self) -> Option<Idle> {
        self.state().idle()
    }

    /// Asks it to leave, unless it was used since it was `idle`. Returns whether it does.
    pub(super) fn leave(&self, idle: Idle) -> bool {
        let mut state = self.state();
        if state.idle() != Some(idle) {
            return false;
        }
        state.has_left = true;
        self.leave.notify_one();
        true
    }

    /// Waits until the place is needed for another.
    pub(super) async fn is_to_leave(&self) {
        self.leave.notified().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn idle(&self) -> Option<Idle> {
        (self.live == 0 && !self.has_left).then_some(Idle {
            has_shown_key: self.has_shown_key,
            since: self.idle_since,
        })
    }
}

impl Answer {
    /// The request came with a good key.
    pub(super) fn shows_key(&mut self) {
        self.shows_key = true;
    }

    /// The answer's body, which tells when it is taken.
    pub(super) fn with(self, body: Body) -> Taken {
        Taken { body, answer: self }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.live -= 1;
        state.has_shown_key |= self.shows_key;
        state.idle_since = Instant::now();
        if self.is_shared {
            state.untaken.remove(&self.number);
        }
    }
}

/// The body of an [`Answer`].
pub(super) struct Taken {
    body: Body,
    answer: Answer,
}

impl HttpBody for Taken {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if !self.answer.is_shared {
            return Pin::new(&mut self.body).poll_frame(context);
        }
        let number = self.answer.number;
        self.answer.activity.state().untaken.remove(&number);
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_some() {
            let now = Instant::now();
            self.answer.activity.state().untaken.insert(number, now);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, StreamExt, stream};
    use http_body_util::BodyExt;
    use tokio::time::advance;

    use super::*;

    const UNREAD: Duration = Duration::from_secs(30);
    const IDLE: Duration = Duration::from_secs(75);

    #[tokio::test(start_paused = true)]
    async fn what_is_not_taken_and_who_asks_nothing_is_left() {
        let activity = Arc::new(Activity::new());
        let is_left = || activity.is_left(UNREAD, IDLE);
        advance(IDLE * 2).await;
        assert!(!is_left(), "nobody has asked in this way");
        let parts = stream::iter(["one", "two"].map(Ok::<_, std::io::Error>));
        let body = Body::from_stream(parts.chain(stream::pending()));
        let mut body = activity.begin(true).unwrap().with(body);
        advance(IDLE * 2).await;
        assert!(!is_left(), "it is made");
        body.frame().await.unwrap().unwrap();
        advance(UNREAD / 2).await;
        body.frame().await.unwrap().unwrap();
        advance(UNREAD / 2).await;
        assert!(!is_left(), "it is taken");
        advance(UNREAD).await;
        assert!(is_left(), "the client does not take it");
        let next = tokio::time::timeout(IDLE * 2, body.frame()).await;
        assert!(next.is_err() && !is_left(), "the client waits for it");
        drop(body);
        assert!(!is_left());
        advance(IDLE * 2).await;
        assert!(is_left(), "nothing more is asked");
    }

    #[tokio::test(start_paused = true)]
    async fn only_who_asks_nothing_leaves() {
        for is_shared in [false, true] {
            let activity = Arc::new(Activity::new());
            let silent = activity.idle().unwrap();
            let one = activity.begin(is_shared).unwrap();
            let other = activity.begin(is_shared).unwrap();
            drop(one);
            assert_eq!(activity.idle(), None, "another is under way");
            assert!(!activity.leave(silent), "it has asked since");
            let body = other.with(Body::from("here"));
            assert_eq!(activity.idle(), None, "it is being sent");
            advance(UNREAD).await;
            drop(body);
            let idle = activity.idle().unwrap();
            assert!(silent < idle, "for less long");
            assert!(activity.is_to_leave().now_or_never().is_none());
            assert!(activity.leave(idle));
            assert!(activity.is_to_leave().now_or_never().is_some());
            assert!(activity.begin(is_shared).is_none(), "too late");
            assert_eq!(activity.idle(), None, "it leaves once");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_shown_a_key_leaves_later() {
        let (known, other) = (Arc::new(Activity::new()), Arc::new(Activity::new()));
        let mut answer = known.begin(false).unwrap();
        answer.shows_key();
        drop(answer);
        advance(UNREAD).await;
        drop(other.begin(false));
        assert!(other.idle() < known.idle());
        drop(known.begin(false));
        assert!(other.idle() < known.idle(), "it is not forgotten");
    }
}
