use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::sync::Notify;
use tokio::time::Instant;

/// How long an answer keeps the place of a client that has shown no key. Taking it ever so slowly costs nothing.
const PATIENCE: Duration = Duration::from_mins(1);

/// How much a connection is handed at once of an answer, in bytes: as much as HTTP/2 sends in one frame.
const PIECE: usize = 16 << 10;

/// What a connection is used for, or since when for nothing.
pub(super) struct Activity {
    state: Mutex<State>,
    leave: Notify,
}

struct State {
    /// How many requests were made.
    begun: u64,
    /// Those under way: their answers are being made or sent.
    under_way: HashMap<u64, Sending>,
    /// Since when none is under way.
    idle_since: Instant,
    /// Whether one came with a good key.
    has_shown_key: bool,
    /// Whether requests share the connection. Such a client may go on without taking an answer, and without asking anything:
    /// nothing that the connection itself sees would tell.
    is_shared: bool,
    /// Whether its place is another's.
    has_left: bool,
}

/// How far an answer is.
struct Sending {
    /// Whether the client waits for more of it to be made.
    is_awaited: bool,
    /// How many pieces of it the connection holds, because the client has not taken them.
    held: usize,
    /// When a piece was made or taken.
    last: Instant,
    /// How long it keeps its place, if not for ever.
    until: Option<Instant>,
}

/// How little a connection is needed. The least one leaves first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Idle {
    has_shown_key: bool,
    since: Instant,
}

/// An answer that is being made or sent, or whose request is still arriving, for as long as one of these is held.
#[derive(Clone)]
pub(crate) struct Answer(Arc<UnderWay>);

struct UnderWay {
    activity: Arc<Activity>,
    number: u64,
}

impl Activity {
    /// Nothing has been asked yet.
    pub(super) fn new() -> Self {
        let state = State {
            begun: 0,
            under_way: HashMap::new(),
            idle_since: Instant::now(),
            has_shown_key: false,
            is_shared: false,
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
        state.is_shared = is_shared;
        let number = state.begun;
        let sending = Sending {
            is_awaited: true,
            held: 0,
            last: Instant::now(),
            until: None,
        };
        state.under_way.insert(number, sending);
        Some(Answer(Arc::new(UnderWay {
            activity: Arc::clone(self),
            number,
        })))
    }

    pub(super) fn has_asked(&self) -> bool {
        self.state().begun > 0
    }

    /// Whether an answer was not taken for longer than `unread`, or nothing was asked for longer than `idle`. It tells nothing of
    /// HTTP/1, where the connection itself sees both.
    pub(super) fn is_left(&self, unread: Duration, idle: Duration) -> bool {
        let state = self.state();
        let is_idle = state.under_way.is_empty() && state.idle_since.elapsed() > idle;
        let mut all = state.under_way.values();
        state.is_shared && (is_idle || all.any(|it| it.is_untaken_for(unread)))
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
        if self.has_left {
            return None;
        }
        let now = Instant::now();
        let mut since = self.idle_since;
        for sending in self.under_way.values() {
            let until = sending.until.filter(|until| *until <= now)?;
            since = since.max(until);
        }
        Some(Idle {
            has_shown_key: self.has_shown_key,
            since,
        })
    }
}

impl Sending {
    fn is_untaken_for(&self, long: Duration) -> bool {
        (self.held > 0 || !self.is_awaited) && self.last.elapsed() > long
    }
}

impl Answer {
    /// The request came with a good key.
    pub(super) fn shows_key(&self) {
        self.0.activity.state().has_shown_key = true;
    }

    /// Another may have its place until it is sent.
    pub(super) fn keeps_no_place(&self) {
        self.0.change(|it| it.until = Some(Instant::now()));
    }

    /// The answer's body, which tells when it is taken.
    pub(super) fn with(self, body: Body) -> Taken {
        let now = Instant::now();
        let mut state = self.0.activity.state();
        let until = (!state.has_shown_key).then(|| now + PATIENCE);
        if let Some(sending) = state.under_way.get_mut(&self.0.number) {
            *sending = Sending {
                is_awaited: false,
                last: now,
                until,
                ..*sending
            };
        }
        drop(state);
        Taken {
            body,
            rest: Bytes::new(),
            answer: self,
        }
    }
}

impl UnderWay {
    fn change(&self, how: impl FnOnce(&mut Sending)) {
        let mut state = self.activity.state();
        if let Some(sending) = state.under_way.get_mut(&self.number) {
            how(sending);
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.under_way.remove(&self.number);
        state.idle_since = Instant::now();
    }
}

/// The body of an [`Answer`], which the connection takes in pieces.
pub(super) struct Taken {
    body: Body,
    /// Of what was made: what the connection does not have yet.
    rest: Bytes,
    answer: Answer,
}

impl HttpBody for Taken {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let made = Pin::new(&mut self.body).poll_frame(context);
            self.answer.0.change(|it| it.is_awaited = made.is_pending());
            match ready!(made).map(|made| made.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(trailers))) => return Poll::Ready(Some(Ok(trailers))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        let size = self.rest.len().min(PIECE);
        let piece = Piece::new(self.rest.split_to(size), self.answer.clone());
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_owner(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let body = self.body.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

/// A piece of an answer. The connection drops it when it is written.
struct Piece {
    bytes: Bytes,
    answer: Answer,
}

impl Piece {
    fn new(bytes: Bytes, answer: Answer) -> Self {
        answer.0.change(|it| {
            it.held += 1;
            it.last = Instant::now();
        });
        Self { bytes, answer }
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.answer.0.change(|it| {
            it.held -= 1;
            it.last = Instant::now();
        });
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
        let answer = activity.begin(true).unwrap();
        advance(IDLE * 2).await;
        assert!(!is_left(), "it is made");
        let mut body = answer.with(body);
        advance(UNREAD * 2).await;
        assert!(is_left(), "the client takes nothing");
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
    async fn an_answer_is_sent_until_its_last_piece_is_written() {
        let activity = Arc::new(Activity::new());
        let is_left = || activity.is_left(UNREAD, IDLE);
        let answer = activity.begin(true).unwrap();
        answer.shows_key();
        let mut body = answer.with(Body::from(vec![0; PIECE * 2 + 1]));
        let mut pieces = Vec::new();
        let mut size = body.size_hint().exact();
        while let Some(piece) = body.frame().await {
            pieces.push(piece.unwrap().into_data().unwrap());
            let left = size.unwrap() - pieces.last().unwrap().len() as u64;
            size = body.size_hint().exact();
            assert_eq!(size, Some(left));
        }
        drop(body);
        assert_eq!(pieces.len(), 3);
        while let Some(piece) = pieces.pop() {
            assert_eq!(activity.idle(), None);
            advance(UNREAD / 2 * 3).await;
            assert!(is_left(), "the client takes nothing");
            drop(piece);
            assert!(!is_left(), "it has taken one");
        }
        assert!(activity.idle().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_key_an_answer_keeps_its_place_for_a_while() {
        for shows_key in [false, true] {
            let activity = Arc::new(Activity::new());
            let answer = activity.begin(false).unwrap();
            if shows_key {
                answer.shows_key();
            }
            advance(PATIENCE * 2).await;
            assert_eq!(activity.idle(), None, "it is made");
            let _sent = answer.with(Body::from("here"));
            advance(PATIENCE / 2).await;
            let since = Instant::now();
            assert_eq!(activity.idle(), None, "it is sent");
            advance(PATIENCE).await;
            assert_eq!(activity.idle().is_none(), shows_key);
            if let Some(idle) = activity.idle() {
                assert!(idle.since > since, "others were idle before");
                assert!(activity.leave(idle));
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_keeps_no_place_until_it_is_sent() {
        let activity = Arc::new(Activity::new());
        let answer = activity.begin(false).unwrap();
        answer.shows_key();
        assert_eq!(activity.idle(), None, "it is made");
        answer.keeps_no_place();
        assert!(activity.idle().is_some());
        let _sent = answer.with(Body::from("here"));
        assert_eq!(activity.idle(), None, "it is sent");
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
        let answer = known.begin(false).unwrap();
        answer.shows_key();
        drop(answer);
        advance(UNREAD).await;
        drop(other.begin(false));
        assert!(other.idle() < known.idle());
        drop(known.begin(false));
        assert!(other.idle() < known.idle(), "it is not forgotten");
    }
}
