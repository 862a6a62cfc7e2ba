use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::body::Heard;

/// How long a new connection may take for its first head.
const FIRST: Duration = Duration::from_secs(15);

/// How long a connection may ask nothing, and how long a later head may take. Proxies close theirs after a minute.
const IDLE: Duration = Duration::from_secs(75);

/// How long a client may take nothing of an answer.
const UNREAD: Duration = Duration::from_secs(30);

/// How often a connection that many requests share is asked whether its client is still there.
const PING: Duration = Duration::from_secs(20);

/// Requests at a time on a connection that they share.
const STREAMS: u32 = 100;

/// What is held of an answer that its client does not take, in bytes.
const HELD_BACK: usize = 64 << 10;

/// Serves one connection to its end.
pub(super) async fn serve(stream: TcpStream, from: SocketAddr, router: Router, watcher: Watcher) {
    // An event is sent when it happens.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(UNREAD));
    let stream = TokioIo::new(Box::pin(stream));
    let has_asked = Arc::new(AtomicBool::new(false));
    let asks = Arc::clone(&has_asked);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        asks.store(true, Ordering::Relaxed);
        let mut request: Request = request.map(|body| Body::new(Heard::new(body)));
        request.extensions_mut().insert(ConnectInfo(from));
        router.clone().oneshot(request)
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
    let mut connection = pin!(watcher.watch(builder.serve_connection(stream, service)));
    let served = match timeout(FIRST, connection.as_mut()).await {
        Ok(served) => served,
        Err(_) if has_asked.load(Ordering::Relaxed) => connection.await,
        Err(_) => return,
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection broke off");
    }
}
