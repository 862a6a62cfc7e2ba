//! Answers that are ready before their requests have been read.
//!
//! A connection that is closed while something is unread is reset, and a client that is still sending then sees a
//! broken pipe where there was a 401. So RFC 9112 (9.6) wants the server to answer, to say that it closes, and to
//! read on for a while, throwing away what comes, before it does. This does so in front of every route: it lends
//! the body to the handler, and what the handler leaves comes back. A body that was read to its end costs nothing
//! more, and its connection is kept.
//!
//! HTTP/2 would reset the one stream behind the answer, without an error (RFC 9113, 8.1). There are clients that
//! take that for a failure all the same, so that their streams are read on, too; the connection is kept.

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

/// How long a client may send nothing while it is read for courtesy.
const SILENCE: Duration = Duration::from_secs(10);

/// How much of it is read at all. Some clients send everything before they look at the answer.
#[derive(Debug, Clone, Copy)]
struct Courtesy {
    time: Duration,
    /// Bytes.
    amount: u64,
}

impl Courtesy {
    /// For whoever has a key.
    const KNOWN: Self = Self {
        time: Duration::from_mins(15),
        amount: 16 << 30,
    };
    /// For anybody: to hold a connection costs nothing, so it is not held for long.
    const STRANGER: Self = Self {
        time: Duration::from_mins(1),
        amount: 256 << 20,
    };

    fn towards(answer: &Response) -> Self {
        match answer.status() {
            StatusCode::UNAUTHORIZED => Self::STRANGER,
            _ => Self::KNOWN,
        }
    }
}

/// How long it is still read when the server stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// Lends the request's body to whatever answers, and reads on where that left something.
pub(crate) async fn linger(
    State(stopping): State<Stopping>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let version = request.version();
    // To look for a body that is waited for would ask for it.
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
        // It is read while it is answered, and may be left yet.
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
        // Until the answer is on its way, to read asks a client for the body that it holds back.
        let _ = has_begun.await;
        if let Ok(body) = left.await {
            discard(body, courtesy, stopping).await;
        }
    });
    response.map(|body| {
        Body::new(Answer {
            body,
            begun: Some(begun),
        })
    })
}

/// Whether the rest of the body has come with the head, so that it takes no waiting to read it.
fn is_here(body: &mut Body) -> bool {
    // More would be more than the server has read so far.
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

/// Reads the body and throws it away, within bounds.
async fn discard(mut body: Body, courtesy: Courtesy, stopping: Stopping) {
    let reading = async {
        let mut read = 0;
        while read < courtesy.amount
            && let Ok(Some(Ok(frame))) = timeout(SILENCE, body.frame()).await
        {
            read += frame.data_ref().map_or(0, Bytes::len) as u64;
        }
    };
    tokio::select! {
        () = reading => {}
        () = sleep(courtesy.time) => {}
        () = stopping.farewell() => {}
    }
}

/// A request's body on loan. What is not read to its end is given back when it is dropped.
struct Lent {
    body: Body,
    /// `None` where there is nothing left to be read.
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
            // Nobody wants it where the client is gone.
            let _ = back.send(mem::take(&mut self.body));
        }
    }
}

/// An answer's body, that lets it be known when its head has been written.
struct Answer {
    body: Body,
    /// Is dropped when the body is asked for, or is not wanted.
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

/// Knows whether the server stops.
#[derive(Clone)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Of a server that nobody stops.
    pub(crate) fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Of a server that stops with `stop`; and that, to be waited for.
    pub(crate) fn with(stop: impl Future<Output = ()>) -> (Self, impl Future<Output = ()>) {
        let (sender, receiver) = watch::channel(false);
        let stop = async move {
            stop.await;
            sender.send_replace(true);
        };
        (Self(receiver), stop)
    }

    /// Waits until the server stops, and for what it has left to its clients then.
    async fn farewell(mut self) {
        if self.0.wait_for(|stops| *stops).await.is_err() {
            std::future::pending::<()>().await;
        }
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

    /// A body that goes on with `part` every `pause`, for ever; and how much of it was read.
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
    async fn a_server_that_stops_is_not_held_up() {
        let (stopping, stop) = Stopping::with(sleep(Duration::from_secs(30)));
        let stopped = tokio::spawn(async {
            stop.await;
            Instant::now()
        });
        let (body, _) = endless(Bytes::from_static(b"x"), Duration::from_secs(1));
        discard(body, Courtesy::KNOWN, stopping.clone()).await;
        assert_eq!(stopped.await.unwrap().elapsed(), FAREWELL);
        // One that is refused while it stops hears why, too.
        let (body, _) = endless(Bytes::from_static(b"x"), Duration::from_secs(1));
        let began = Instant::now();
        discard(body, Courtesy::KNOWN, stopping).await;
        assert_eq!(began.elapsed(), FAREWELL);
    }

    /// What is left of a request whose handler reads one part of two.
    #[tokio::test]
    async fn what_a_handler_leaves_is_read_when_the_answer_has_begun() {
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
