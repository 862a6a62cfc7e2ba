//! Answers that are ready before their requests have been read.
//!
//! Closing a connection with unread data resets it, and a client that is still sending then sees a broken pipe
//! instead of a 401. So RFC 9112 (9.6) wants the server to answer with `Connection: close`, and to read and discard
//! what still arrives for a while before it closes. This layer does so for every route: it lends the body to the
//! handler, and gets back what the handler leaves unread. A body that was read to its end costs nothing extra, and
//! its connection stays open.
//! HTTP/2 would reset only the one stream after the answer, without an error (RFC 9113, 8.1). Some clients treat even
//! that as a failure, so their streams are drained too; the connection stays open.

use std::future::ready;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, EXPECT};
use axum::http::{HeaderValue, StatusCode, Version};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use futures_util::future::Either;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{oneshot, watch};
use tokio::time::{sleep, timeout};

use super::asker::Known;
use crate::listen;

/// How long a client may send nothing while its body is drained.
const SILENCE: Duration = Duration::from_secs(10);

/// How much of the body is drained. Some clients send everything before they look at the answer.
#[derive(Debug, Clone, Copy)]
struct Courtesy {
    time: Duration,
    /// Bytes.
    amount: u64,
    /// Bytes in a second.
    pace: Option<u32>,
}

impl Courtesy {
    /// For clients with a valid key.
    const KNOWN: Self = Self {
        time: Duration::from_mins(15),
        amount: 16 << 30,
        pace: None,
    };
    /// For anyone. Holding a connection costs an attacker nothing, so it is brief.
    const STRANGER: Self = Self {
        time: Duration::from_mins(1),
        amount: 256 << 20,
        pace: None,
    };
    /// Bytes in a second of who comes too fast. To read them all at once, on many connections, would keep the processors from others'.
    const REFUSED: u32 = 1 << 20;

    fn towards(answer: &Response) -> Self {
        let courtesy = match answer.extensions().get::<Known>() {
            Some(_) => Self::KNOWN,
            None => Self::STRANGER,
        };
        let is_refused = answer.status() == StatusCode::TOO_MANY_REQUESTS;
        Self {
            pace: is_refused.then_some(Self::REFUSED),
            ..courtesy
        }
    }
}

/// How long bodies are still drained when the server stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// Lends the request's body to the handler, and drains what it leaves.
pub(crate) async fn linger(
    State(stopping): State<Stopping>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let version = request.version();
    // The connection is busy for as long as the body is drained.
    let busy = request.extensions().get::<listen::Answer>().cloned();
    // With `Expect: 100-continue`, polling the body would ask the client to send it.
    let is_held_back = request.headers().contains_key(EXPECT);
    let (back, mut left) = oneshot::channel();
    let request = request.map(|body| {
        Body::new(Lent {
            body,
            back: Some(back),
        })
    });
    let mut response = next.run(request).await;
    let left = match left.try_recv() {
        Err(TryRecvError::Closed) => return response,
        // The answer streams while the body is read; some of it may still be left at the end.
        Err(TryRecvError::Empty) => Either::Left(left),
        Ok(mut body) => {
            if !is_held_back && is_here(&mut body) {
                return response;
            }
            if version <= Version::HTTP_11 {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(CONNECTION, close);
            }
            Either::Right(ready(Ok(body)))
        }
    };
    let courtesy = Courtesy::towards(&response);
    let (begun, has_begun) = oneshot::channel();
    tokio::spawn(async move {
        // Before the answer's head is sent, reading would ask the client for a body that it holds back.
        let _ = has_begun.await;
        if let Ok(body) = left.await {
            discard(body, courtesy, stopping).await;
        }
        drop(busy);
    });
    response.map(|body| {
        Body::new(Answer {
            body,
            begun: Some(begun),
        })
    })
}

/// Whether the rest of the body arrived with the head and can be read without waiting.
fn is_here(body: &mut Body) -> bool {
    // The server has not buffered more than this so far.
    const FRAMES: usize = 4;
    for _ in 0..FRAMES {
        match body.frame().now_or_never() {
            Some(Some(Ok(_))) if !body.is_end_stream() => {}
            Some(None | Some(Ok(_))) => return true,
            Some(Some(Err(_))) | None => return false,
        }
    }
    false
}

/// Reads and discards the body, within limits.
async fn discard(mut body: Body, courtesy: Courtesy, stopping: Stopping) {
    let reading = async {
        let mut read = 0;
        while read < courtesy.amount
            && let Ok(Some(Ok(frame))) = timeout(SILENCE, body.frame()).await
        {
            let length = frame.data_ref().map_or(0, Bytes::len);
            read += length as u64;
            if let Some(pace) = courtesy.pace {
                sleep(Duration::from_secs(length as u64) / pace).await;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = sleep(courtesy.time) => {}
        () = stopping.farewell() => {}
    }
}

/// A request's body on loan. It is given back on drop if it was not read to its end.
struct Lent {
    body: Body,
    /// `None` if nothing is left to read.
    back: Option<oneshot::Sender<Body>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) || self.body.is_end_stream() {
            self.back = None;
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

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(back) = self.back.take() {
            // This fails only if the client is gone.
            let _ = back.send(mem::take(&mut self.body));
        }
    }
}

/// An answer's body that signals when its head has been sent.
struct Answer {
    body: Body,
    /// Dropped when the body is first polled, or discarded.
    begun: Option<oneshot::Sender<()>>,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.begun = None;
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Tells whether the server is stopping.
#[derive(Clone)]
pub(crate) struct Stopping(watch::Receiver<Stage>);

/// How far a server is from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// It serves.
    Serving,
    /// It serves, and tells those who ask whether it is ready to send no more.
    Leaving,
    /// It takes no more connections, and finishes what it has begun.
    Stopping,
}

impl Stopping {
    /// For a server that is never stopped.
    pub(crate) fn never() -> Self {
        Self(watch::channel(Stage::Serving).1)
    }

    /// For a server that is asked to leave by `stop`, and stops so much later; also returns what to wait for at the end.
    pub(crate) fn with(
        stop: impl Future<Output = ()>,
        delay: Duration,
    ) -> (Self, impl Future<Output = ()>) {
        let (sender, receiver) = watch::channel(Stage::Serving);
        let stop = async move {
            stop.await;
            sender.send_replace(Stage::Leaving);
            sleep(delay).await;
            sender.send_replace(Stage::Stopping);
        };
        (Self(receiver), stop)
    }

    /// Whether the server is stopping, or will in a moment.
    pub(crate) fn is_leaving(&self) -> bool {
        *self.0.borrow() >= Stage::Leaving
    }

    /// Whether the server is stopping.
    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow() >= Stage::Stopping
    }

    /// Waits for the server to stop.
    pub(crate) async fn asked(&mut self) {
        if self
            .0
            .wait_for(|stage| *stage >= Stage::Stopping)
            .await
            .is_err()
        {
            std::future::pending::<()>().await;
        }
    }

    /// Waits for the server to stop, and then for the bodies that are still being drained.
    async fn farewell(mut self) {
        self.asked().await;
        sleep(FAREWELL).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::any;
    use futures_util::stream;
    use tokio::time::Instant;
    use tower::ServiceExt;

    use super::*;

    /// A body that yields `part` every `pause`, for ever; and a count of how much was read.
    fn endless(part: Bytes, pause: Duration) -> (Body, Arc<AtomicU64>) {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&read);
        let parts = stream::unfold((), move |()| {
            counted.fetch_add(part.len() as u64, Ordering::Relaxed);
            let part = part.clone();
            async move {
                sleep(pause).await;
                Some((Ok::<_, std::io::Error>(part), ()))
            }
        });
        (Body::from_stream(parts), read)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_sends_nothing_is_left() {
        let began = Instant::now();
        let (body, _) = endless(Bytes::from_static(b"x"), Duration::from_hours(1));
        discard(body, Courtesy::KNOWN, Stopping::never()).await;
        assert_eq!(began.elapsed(), SILENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_trickles_is_left() {
        let began = Instant::now();
        let (body, _) = endless(Bytes::from_static(b"x"), SILENCE / 2);
        discard(body, Courtesy::KNOWN, Stopping::never()).await;
        assert_eq!(began.elapsed(), Courtesy::KNOWN.time);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_floods_is_left() {
        let part = Bytes::from(vec![0; 64 << 20]);
        let (body, read) = endless(part, Duration::ZERO);
        discard(body, Courtesy::KNOWN, Stopping::never()).await;
        assert_eq!(read.load(Ordering::Relaxed), Courtesy::KNOWN.amount);
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_too_fast_is_drained_slowly() {
        let mut answer = Response::default();
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        let part = Bytes::from(vec![0; 1 << 20]);
        let parts = stream::iter((0..100).map(move |_| Ok::<_, std::io::Error>(part.clone())));
        let began = Instant::now();
        let body = Body::from_stream(parts);
        discard(body, Courtesy::towards(&answer), Stopping::never()).await;
        assert_eq!(began.elapsed(), Courtesy::STRANGER.time, "it ends");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stops_is_not_held_up() {
        let (stopping, stop) =
            Stopping::with(sleep(Duration::from_secs(20)), Duration::from_secs(10));
        let stopped = tokio::spawn(async {
            stop.await;
            Instant::now()
        });
        tokio::time::advance(Duration::from_secs(21)).await;
        tokio::task::yield_now().await;
        assert!(stopping.is_leaving() && !stopping.is_asked());
        let (body, _) = endless(Bytes::from_static(b"x"), Duration::from_secs(1));
        discard(body, Courtesy::KNOWN, stopping.clone()).await;
        assert_eq!(stopped.await.unwrap().elapsed(), FAREWELL);
        // A request that is refused during the stop still gets its answer.
        let (body, _) = endless(Bytes::from_static(b"x"), Duration::from_secs(1));
        let began = Instant::now();
        discard(body, Courtesy::KNOWN, stopping).await;
        assert_eq!(began.elapsed(), FAREWELL);
    }

    /// What is left of a request whose handler reads one of two parts.
    #[tokio::test]
    async fn unread_bodies_are_drained_once_the_answer_has_begun() {
        let handler = async |request: Request| {
            request.into_body().frame().await.unwrap().unwrap();
        };
        let layer = from_fn_with_state(Stopping::never(), linger);
        let service: Router = Router::new().route("/", any(handler)).layer(layer);
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        let parts = stream::unfold(receiver, async |mut receiver| {
            Some((Ok::<&str, std::io::Error>(receiver.recv().await?), receiver))
        });
        sender.send("one").await.unwrap();
        let request = Request::new(Body::from_stream(parts));
        let response = service.oneshot(request).await.unwrap();
        assert_eq!(response.headers()[CONNECTION], "close");
        sender.send("two").await.unwrap();
        tokio::task::yield_now().await;
        assert!(sender.try_send("three").is_err(), "nobody reads yet");
        drop(response);
        for _ in 0..10 {
            sender.send("more").await.unwrap();
        }
    }
}
