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
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::measured::CONNECTIONS;
use crate::proxies::Proxies;
use caps::Caps;

pub(crate) use activity::Answer;
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
    let (stopping, stopped) = watch::channel(());
    let turned_away = turned_away::Door::default();
    let mut stop = pin!(stop);
    loop {
        let (stream, from) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener) => accepted,
        };
        match caps.admit(from.ip()) {
            Ok(place) => {
                let (router, stopped) = (router.clone(), stopped.clone());
                let activity = Arc::clone(&place.activity);
                tokio::spawn(async move {
                    let _open = CONNECTIONS.hold([to.into()]);
                    connection::serve(stream, from, router, activity, stopped).await;
                    drop(place);
                });
            }
            Err(full) => turned_away.tell(stream, full),
        }
    }
    drop((listener, stopped));
    stopping.send_replace(());
    stopping.closed().await;
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
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::{any, get};
    #[cfg(target_os = "linux")]
    use futures_util::future::join_all;
    use futures_util::{FutureExt, stream};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    #[cfg(target_os = "linux")]
    use tokio::net::TcpSocket;
    use tokio::sync::Notify;
    use tokio::time::{Instant, timeout};

    use super::*;
    use crate::layers::encoding::cause;
    use crate::layers::linger::{Stopping, linger};

    /// More than a connection is given at once, and than the system holds for a client that reads nothing.
    const LARGE: usize = 32 << 20;

    /// How many bytes a client of HTTP/2 has room for, unless it says something else.
    const WINDOW: usize = (64 << 10) - 1;

    /// A little more.
    const LONGER: usize = WINDOW + (32 << 10);

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
            .route("/large", get(async || vec![0; LARGE]))
            .route("/longer", get(async || vec![0; LONGER]))
            .route("/refused", any(async || StatusCode::UNAUTHORIZED))
            .route("/too-fast", any(async || StatusCode::TOO_MANY_REQUESTS))
            .route("/read", any(read))
            .layer(from_fn_with_state(Stopping::never(), linger));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let proxies = Proxies::new(&[]);
        tokio::spawn(serve(listener, "service", router, most, proxies, pending()));
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

    /// What is answered; nothing if the server has closed the connection.
    async fn ask(stream: &mut TcpStream, head: &str) -> String {
        let _ = stream.write_all(head.as_bytes()).await;
        let mut answer = vec![0; 4_096];
        let read = stream.read(&mut answer).await.unwrap_or(0);
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
    async fn who_comes_too_fast_waits_for_the_refusal() {
        let mut stream = open(MostConnections::default()).await;
        let began = Instant::now();
        for _ in 0..10 {
            let answer = ask(&mut stream, "GET /too-fast HTTP/1.1\r\nHost: x\r\n\r\n").await;
            assert!(answer.starts_with("HTTP/1.1 429 "), "{answer}");
        }
        assert!(began.elapsed() >= Duration::from_secs(1));
        let refused = began.elapsed();
        ask(&mut stream, GET).await;
        assert_eq!(began.elapsed(), refused, "others do not");
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

    fn at_most(in_all: usize, from_one_address: usize) -> MostConnections {
        MostConnections {
            in_all,
            from_one_address: Some(from_one_address),
        }
    }

    /// A connection from another address of this machine, of which Linux has many.
    #[cfg(target_os = "linux")]
    async fn from(last: u8, to: SocketAddr) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, last], 0).into()).unwrap();
        socket.connect(to).await.unwrap()
    }

    /// Waits until the server has closed the connection.
    async fn is_closed(stream: &mut TcpStream) {
        let closed = async {
            let mut rest = [0; 1_024];
            while stream.read(&mut rest).await.unwrap_or(0) > 0 {}
        };
        let closed = timeout(Duration::from_mins(1), closed);
        closed.await.expect("it is closed");
    }

    #[tokio::test]
    async fn who_asks_nothing_makes_room() {
        let address = served(at_most(8, 8), Arc::default()).await;
        let mut silent = Vec::new();
        for _ in 0..50 {
            silent.push(TcpStream::connect(address).await.unwrap());
            let mut asks = TcpStream::connect(address).await.unwrap();
            let answer = ask(&mut asks, GET).await;
            assert!(answer.ends_with("here"), "{answer}");
        }
        is_closed(&mut silent[0]).await;
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn two_addresses_lock_nobody_out() {
        let address = served(at_most(8, 4), Arc::default()).await;
        let lasts = [2, 3, 2, 3, 2, 3, 2, 3];
        let mut all = join_all(lasts.map(|last| from(last, address))).await;
        let mut left = 0;
        for _ in 0..20 {
            for (stream, last) in all.iter_mut().zip(lasts) {
                while !ask(stream, GET).await.ends_with("here") {
                    left += 1;
                    *stream = from(last, address).await;
                }
            }
            let mut comes = from(4, address).await;
            assert!(ask(&mut comes, GET).await.ends_with("here"));
        }
        assert!(left > 0, "nobody has made room");
    }

    #[tokio::test]
    async fn what_is_under_way_is_kept() {
        let address = served(at_most(2, 2), Arc::default()).await;
        let mut sends = TcpStream::connect(address).await.unwrap();
        let head =
            "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
        let answer = ask(&mut sends, head).await;
        assert!(answer.contains("100 Continue"), "{answer}");
        for _ in 0..20 {
            let mut comes = TcpStream::connect(address).await.unwrap();
            assert!(ask(&mut comes, GET).await.ends_with("here"));
        }
        assert!(ask(&mut sends, "nine byte").await.ends_with("9 bytes"));
    }

    /// Others come and stay, and each gets the place of the one before.
    async fn others_come(address: SocketAddr) {
        let mut all = Vec::new();
        for _ in 0..20 {
            let mut comes = TcpStream::connect(address).await.unwrap();
            let answer = ask(&mut comes, GET).await;
            assert!(answer.ends_with("here"), "{answer}");
            all.push(comes);
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_taken_slowly_is_kept() {
        let address = served(at_most(2, 2), Arc::default()).await;
        let mut slow = TcpStream::connect(address).await.unwrap();
        let head = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assert!(ask(&mut slow, head).await.starts_with("HTTP/1.1 200 "));
        others_come(address).await;
        let mut rest = Vec::new();
        slow.read_to_end(&mut rest).await.unwrap();
        assert!(rest.len() > LARGE - 4_096, "{} bytes", rest.len());
    }

    #[tokio::test]
    async fn an_answer_that_its_client_has_no_room_for_is_kept() {
        let address = served(at_most(2, 2), Arc::default()).await;
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(&get_2("/longer")).await.unwrap();
        let mut read = Vec::new();
        while read.len() < WINDOW {
            assert!(slow.read_buf(&mut read).await.unwrap() > 0);
        }
        others_come(address).await;
        // Room for the rest, on the connection and in the stream.
        for stream in [0, 1] {
            let more = [0, 0, 4, 8, 0, 0, 0, 0, stream, 0, 1, 0, 0];
            slow.write_all(&more).await.unwrap();
        }
        while read.len() < LONGER {
            assert!(slow.read_buf(&mut read).await.unwrap() > 0);
        }
    }

    #[tokio::test]
    async fn who_still_sends_what_was_refused_is_kept() {
        let address = served(at_most(2, 2), Arc::default()).await;
        let mut sends = TcpStream::connect(address).await.unwrap();
        let head = "POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nnine";
        assert!(ask(&mut sends, head).await.starts_with("HTTP/1.1 401 "));
        others_come(address).await;
        assert!(sends.read(&mut [0]).now_or_never().is_none(), "it is open");
        sends.write_all(b" byte").await.unwrap();
        is_closed(&mut sends).await;
    }

    /// A request in the form of HTTP/2, on a connection that has none yet.
    fn get_2(path: &str) -> Vec<u8> {
        let mut asks = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        asks.extend(settings);
        let length = u8::try_from(path.len()).unwrap();
        // GET, http, the authority x, and the path.
        let mut head = vec![0x82, 0x86, 0x41, 1, b'x', 0x44, length];
        head.extend(path.as_bytes());
        // The whole head, and the end of the request.
        asks.extend([0, 0, u8::try_from(head.len()).unwrap(), 1, 0x5, 0, 0, 0, 1]);
        asks.extend(head);
        asks
    }

    #[tokio::test]
    async fn without_an_open_stream_a_shared_connection_makes_room() {
        let gone = Arc::new(Notify::new());
        let address = served(at_most(2, 2), Arc::clone(&gone)).await;
        let asks = async |path, until: &[u8]| {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(&get_2(path)).await.unwrap();
            let mut read = Vec::new();
            while !read.windows(until.len()).any(|part| part == until) {
                assert!(stream.read_buf(&mut read).await.unwrap() > 0, "{path}");
            }
            stream
        };
        let mut streams = asks("/endless", &[0; 1_000]).await;
        let mut idle = asks("/", b"here").await;
        for _ in 0..20 {
            let mut comes = TcpStream::connect(address).await.unwrap();
            let answer = ask(&mut comes, GET).await;
            assert!(answer.ends_with("here"), "{answer}");
        }
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).await.unwrap();
        let goaway = [0, 8, 7, 0];
        let is_told = rest.windows(4).any(|part| part == goaway);
        assert!(is_told, "{rest:?}");
        assert!(gone.notified().now_or_never().is_none(), "it goes on");
        assert!(streams.read(&mut [0; 1]).await.unwrap() > 0);
    }

    #[tokio::test]
    async fn beyond_the_most_there_is_a_quick_answer() {
        const ENDLESS: &str = "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n";
        let address = served(at_most(4, 2), Arc::default()).await;
        let mut first = TcpStream::connect(address).await.unwrap();
        let mut second = TcpStream::connect(address).await.unwrap();
        for stream in [&mut first, &mut second] {
            assert!(ask(stream, ENDLESS).await.starts_with("HTTP/1.1 200 "));
        }
        let mut third = TcpStream::connect(address).await.unwrap();
        let answer = ask(&mut third, GET).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("this address has"), "{answer}");
        #[cfg(target_os = "linux")]
        assert!(
            ask(&mut from(2, address).await, GET)
                .await
                .ends_with("here")
        );
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
