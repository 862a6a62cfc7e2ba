use std::convert::Infallible;
use std::error::Error;
use std::future::pending;
use std::io;
use std::iter::successors;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{StatusCode, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::layers::asker::Known;
use crate::measured::CLIENT_TIMEOUTS;

use super::activity::Activity;
use super::body::Heard;

/// How long a new connection may take for its first head.
const FIRST: Duration = Duration::from_secs(15);

/// How long a connection may ask nothing, and how long a later head may take. Proxies close theirs after a minute.
const IDLE: Duration = Duration::from_secs(75);

/// How long a client may take nothing of an answer.
const UNREAD: Duration = Duration::from_secs(30);

/// How often to look whether a connection is left.
const LOOK: Duration = Duration::from_secs(10);

/// How often a connection that many requests share is asked whether its client is still there.
const PING: Duration = Duration::from_secs(20);

/// Requests at a time on a connection that they share.
const STREAMS: u32 = 100;

/// What is held of an answer that its client does not take, in bytes.
const HELD_BACK: usize = 64 << 10;

/// How long a refusal for coming too fast takes, so that whoever asks again at once asks no faster than ten times in a second on each
/// connection. Meanwhile another may have its place.
const REFUSAL: Duration = Duration::from_millis(100);

/// How long a connection that makes room may take to send what it has, and to tell its client.
const FAREWELL: Duration = Duration::from_secs(1);

/// How many may do so at a time: their places are others' already. The rest are closed at once.
static FAREWELLS: Semaphore = Semaphore::const_new(64);

/// Serves one connection to its end, which is that of its last answer after a `stop`.
pub(super) async fn serve(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    activity: Arc<Activity>,
    mut stop: watch::Receiver<()>,
) {
    // An event is sent when it happens.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(UNREAD));
    let stream = TokioIo::new(Box::pin(stream));
    let used = Arc::clone(&activity);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let answer = used.begin(request.version() == Version::HTTP_2);
        let mut request: Request = request.map(|body| Body::new(Heard::new(body)));
        request.extensions_mut().insert(ConnectInfo(from));
        if let Some(answer) = &answer {
            request.extensions_mut().insert(answer.clone());
        }
        let answered = router.clone().oneshot(request);
        async move {
            let Some(answer) = answer else {
                // The connection closes now, and nothing was done: its client can ask again.
                return pending().await;
            };
            let response = answered.await?;
            if response.extensions().get::<Known>().is_some() {
                answer.shows_key();
            }
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                answer.keeps_no_place();
                sleep(REFUSAL).await;
            }
            Ok::<_, Infallible>(response.map(|body| answer.with(body)))
        }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .max_concurrent_streams(STREAMS)
        .max_send_buf_size(HELD_BACK);
    let mut connection = pin!(builder.serve_connection(stream, service));
    let mut is_left = pin!(async {
        sleep(FIRST).await;
        while activity.has_asked() && !activity.is_left(UNREAD, IDLE) {
            sleep(LOOK).await;
        }
    });
    let served = loop {
        tokio::select! {
            served = connection.as_mut() => break served,
            () = activity.is_to_leave() => {
                if activity.has_asked() && let Ok(_permit) = FAREWELLS.try_acquire() {
                    connection.as_mut().graceful_shutdown();
                    let _ = timeout(FAREWELL, connection).await;
                }
                return;
            }
            () = is_left.as_mut() => {
                let waited_for = if activity.has_asked() { "answer" } else { "head" };
                CLIENT_TIMEOUTS.add(1, [waited_for.into()]);
                return;
            }
            Ok(()) = stop.changed() => connection.as_mut().graceful_shutdown(),
        }
    };
    if let Err(error) = served {
        if let Some(waited_for) = timed_out(&*error) {
            CLIENT_TIMEOUTS.add(1, [waited_for.into()]);
        }
        tracing::debug!(%error, "a connection broke off");
    }
}

/// What was waited for, if the connection ended because its client was silent.
fn timed_out(error: &(dyn Error + 'static)) -> Option<&'static str> {
    let mut causes = successors(Some(error), |error| (*error).source());
    causes.find_map(|cause| match cause.downcast_ref::<hyper::Error>() {
        Some(error) if error.is_timeout() => Some("head"),
        _ => {
            let cause = cause.downcast_ref::<io::Error>()?;
            (cause.kind() == io::ErrorKind::TimedOut).then_some("answer")
        }
    })
}
