//! Connections: who may open one, how many, and for how long one may say nothing.
//!
//! A connection costs memory and an open file, and whoever opens it needs no key. So there is a most of them, in all and from one
//! address, and none stays without a reason: one that asks nothing, sends half a head or takes no answer is closed. When all places are
//! taken, whoever comes gets that of a connection that is idle.

mod activity;
mod body;
mod caps;
mod connection;
mod open_files;
mod turned_away;

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::measured::CONNECTIONS;
use crate::proxies::Proxies;
use caps::Caps;

pub(crate) use body::Silent;
pub use caps::MostConnections;
pub(crate) use caps::whose;
pub use open_files::allow_more_files;

/// How long to wait when no connection can be accepted, because there are no files left, say.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves connections `to` something, as they are measured, until `stop`, then lets requests in progress finish.
pub(crate) async fn serve(
    listener: TcpListener,
    to: &'static str,
    router: Router,
    most: MostConnections,
    proxies: Proxies,
    stop: impl Future<Output = ()>,
) {
    let caps = Caps::new(most, proxies);
    let graceful = GracefulShutdown::new();
    let turned_away = turned_away::Door::default();
    let mut stop = pin!(stop);
    loop {
        let (stream, from) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener) => accepted,
        };
        match caps.admit(from.ip()) {
            Ok(place) => {
                let (router, watcher) = (router.clone(), graceful.watcher());
                let activity = Arc::clone(&place.activity);
                tokio::spawn(async move {
                    let _open = CONNECTIONS.hold([to.into()]);
                    connection::serve(stream, from, router, activity, watcher).await;
                    drop(place);
                });
            }
            Err(full) => turned_away.tell(stream, full),
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The next connection. What goes wrong with one says nothing of the next.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted now");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether a client that left too soon is to blame.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::net::Ipv4Addr;
    use std::sync::Arc;
    use std::time::Duration;

    use axum::body::{Body, Bytes, to_bytes};
    use axum::routing::{any, get};
    use futures_util::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpSocket;
    use tokio::sync::Notify;
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::layers::encoding::cause;

    /// Serves on a free port, with a little of everything that can take long.
    async fn served(most: MostConnections, gone: Arc<Notify>) -> SocketAddr {
        let endless = move || {
            let gone = Gone(Arc::clone(&gone));
            let parts = stream::unfold(gone, async |gone| {
                Some((Ok::<_, io::Error>(Bytes::from(vec![0; 1 << 16])), gone))
            });
            async { Body::from_stream(parts) }
        };
        let read = async |body: Body| match to_bytes(body, 1_000).await {
            Ok(read) => format!("{} bytes", read.len()),
            Err(error) if cause::<Silent>(&error).is_some() => "too slow".to_owned(),
            Err(error) => error.to_string(),
        };
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/endless", get(endless))
            .route("/read", any(read));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, "service", router, most, pending()));
        address
    }

    async fn open(most: MostConnections) -> TcpStream {
        let address = served(most, Arc::default()).await;
        TcpStream::connect(address).await.unwrap()
    }

    /// Tells that it is dropped.
    struct Gone(Arc<Notify>);

    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }

    async fn ask(stream: &mut TcpStream, head: &str) -> String {
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 4_096];
        let read = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }

    const GET: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// How long until the server closes the connection. The clock runs as fast as nothing else happens.
    async fn closed_after(mut stream: TcpStream) -> Duration {
        let began = Instant::now();
        let mut rest = Vec::new();
        let hour = Duration::from_hours(1);
        let read = timeout(hour, stream.read_to_end(&mut rest)).await;
        let _ = read.expect("the server closes it");
        began.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_is_closed() {
        for begun in [
            "",
            "GET / HT",
            "PRI * HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ] {
            let mut stream = open(MostConnections::default()).await;
            stream.write_all(begun.as_bytes()).await.unwrap();
            let took = closed_after(stream).await;
            assert!(took <= Duration::from_secs(20), "{begun:?}: {took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_nothing_more_is_closed() {
        for begun in ["", "GET / HT"] {
            let mut stream = open(MostConnections::default()).await;
            let answer = ask(&mut stream, GET).await;
            assert!(answer.ends_with("here"), "{answer}");
            stream.write_all(begun.as_bytes()).await.unwrap();
            let took = closed_after(stream).await;
            assert!(took <= Duration::from_secs(80), "{begun:?}: {took:?}");
            assert!(took >= Duration::from_mins(1), "{begun:?}: {took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_is_told_so() {
        let mut stream = open(MostConnections::default()).await;
        let head = "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf";
        let answer = ask(&mut stream, head).await;
        assert!(answer.ends_with("too slow"), "{answer}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_nobody_reads_ends() {
        let gone = Arc::new(Notify::new());
        let address = served(MostConnections::default(), Arc::clone(&gone)).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let dropped = timeout(Duration::from_hours(1), gone.notified());
        dropped.await.expect("the answer is given up");
    }

    #[tokio::test]
    async fn who_asks_nothing_makes_room() {
        let most = MostConnections {
            in_all: 8,
            from_one_address: Some(8),
        };
        let address = served(most, Arc::default()).await;
        let mut silent = Vec::new();
        for _ in 0..50 {
            silent.push(TcpStream::connect(address).await.unwrap());
            let mut asks = TcpStream::connect(address).await.unwrap();
            let mut answer = ask(&mut asks, GET).await;
            // The one that left may not be gone yet.
            while !answer.ends_with("here") {
                asks = TcpStream::connect(address).await.unwrap();
                answer = ask(&mut asks, GET).await;
            }
        }
        let mut closed = [0; 1];
        let read = timeout(Duration::from_secs(10), silent[0].read(&mut closed)).await;
        assert_eq!(read.expect("it is closed").unwrap_or(0), 0);
    }

    #[tokio::test]
    async fn beyond_the_most_there_is_a_quick_answer() {
        let most = MostConnections {
            in_all: 4,
            from_one_address: Some(2),
        };
        let address = served(most, Arc::default()).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        let mut second = TcpStream::connect(address).await.unwrap();
        for stream in [&mut first, &mut second] {
            assert!(ask(stream, GET).await.ends_with("here"));
        }
        let mut third = TcpStream::connect(address).await.unwrap();
        let answer = ask(&mut third, GET).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("this address has"), "{answer}");
        // Other addresses are everyone's own, on Linux.
        #[cfg(target_os = "linux")]
        {
            let socket = TcpSocket::new_v4().unwrap();
            socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
            let mut other = socket.connect(address).await.unwrap();
            assert!(ask(&mut other, GET).await.ends_with("here"));
        }
        drop(first);
        timeout(Duration::from_secs(10), async {
            loop {
                let mut again = TcpStream::connect(address).await.unwrap();
                if ask(&mut again, GET).await.ends_with("here") {
                    break;
                }
                sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("the place is free again");
    }
}
