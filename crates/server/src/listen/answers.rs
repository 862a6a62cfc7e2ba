use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

/// The answers on a connection that many requests share. Such a client may go on without taking an answer, and without asking
/// anything: nothing that the connection itself sees would tell.
#[derive(Default)]
pub(super) struct Answers(Mutex<State>);

#[derive(Default)]
struct State {
    begun: u64,
    /// How many are being made or sent.
    live: usize,
    /// Those that have more to send, and since when nobody has taken it.
    untaken: HashMap<u64, Instant>,
    /// When one last began or ended.
    last: Option<Instant>,
}

/// One of them.
pub(super) struct Answer {
    answers: Arc<Answers>,
    number: u64,
}

impl Answers {
    /// One more is asked for.
    pub(super) fn begin(self: &Arc<Self>) -> Answer {
        let mut state = self.state();
        state.begun += 1;
        state.live += 1;
        state.last = Some(Instant::now());
        Answer {
            number: state.begun,
            answers: Arc::clone(self),
        }
    }

    /// Whether one was not taken for longer than `unread`, or nothing was asked for longer than `idle`.
    pub(super) fn are_left(&self, unread: Duration, idle: Duration) -> bool {
        let state = self.state();
        let is_idle = state.live == 0 && state.last.is_some_and(|last| last.elapsed() > idle);
        is_idle || state.untaken.values().any(|since| since.elapsed() > unread)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    /// The answer's body, which tells when it is taken.
    pub(super) fn with(self, body: Body) -> Body {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Taken { body, answer: self })
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let mut state = self.answers.state();
        state.live -= 1;
        state.untaken.remove(&self.number);
        state.last = Some(Instant::now());
    }
}

struct Taken {
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
        let number = self.answer.number;
        self.answer.answers.state().untaken.remove(&number);
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if frame.is_some() {
            let now = Instant::now();
            self.answer.answers.state().untaken.insert(number, now);
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
    use futures_util::stream;
    use http_body_util::BodyExt;
    use tokio::time::advance;

    use super::*;

    const UNREAD: Duration = Duration::from_secs(30);
    const IDLE: Duration = Duration::from_secs(75);

    #[tokio::test(start_paused = true)]
    async fn what_is_not_taken_and_who_asks_nothing_is_left() {
        let answers = Arc::new(Answers::default());
        let are_left = || answers.are_left(UNREAD, IDLE);
        advance(IDLE * 2).await;
        assert!(!are_left(), "nobody has asked in this way");
        let parts = stream::iter(["one", "two"].map(Ok::<_, std::io::Error>));
        let waits = stream::pending();
        let body = Body::from_stream(futures_util::StreamExt::chain(parts, waits));
        let mut body = answers.begin().with(body);
        advance(IDLE * 2).await;
        assert!(!are_left(), "it is made");
        body.frame().await.unwrap().unwrap();
        advance(UNREAD / 2).await;
        body.frame().await.unwrap().unwrap();
        advance(UNREAD / 2).await;
        assert!(!are_left(), "it is taken");
        advance(UNREAD).await;
        assert!(are_left(), "the client does not take it");
        let next = tokio::time::timeout(IDLE * 2, body.frame()).await;
        assert!(next.is_err() && !are_left(), "the client waits for it");
        drop(body);
        assert!(!are_left());
        advance(IDLE * 2).await;
        assert!(are_left(), "nothing more is asked");
    }
}
