use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server on this machine's loopback.
pub(super) struct Server {
    pub(super) port: u16,
    accepted: Arc<AtomicUsize>,
    /// Gives what the first connection's handler returned.
    pub(super) first: JoinHandle<String>,
}

impl Server {
    /// Handles the first connection, and counts the others.
    pub(super) async fn start<F: Future<Output = String> + Send + 'static>(
        handle: impl FnOnce(TcpStream) -> F + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&accepted);
        let first = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::Relaxed);
            let others = tokio::spawn(async move {
                while listener.accept().await.is_ok() {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            });
            let handled = handle(stream).await;
            others.abort();
            handled
        });
        Self {
            port,
            accepted,
            first,
        }
    }

    /// Reads the request, and answers with these bytes.
    pub(super) async fn answering(answer: impl Into<String>) -> Self {
        let answer = answer.into();
        Self::start(async move |mut stream| {
            let request = request(&mut stream).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
            request
        })
        .await
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook?a=b", self.port)
    }

    /// How many connections it has accepted.
    pub(super) fn accepted(&self) -> usize {
        self.accepted.load(Ordering::Relaxed)
    }
}

/// A request, with its body.
pub(super) async fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |it| it.parse().unwrap()) {
                return text.into_owned();
            }
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "a request");
    }
}
