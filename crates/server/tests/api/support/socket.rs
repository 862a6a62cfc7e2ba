//! The API behind a real socket, for behaviour that a router alone does not show.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use wellhead_server::Settings;

use super::Api;

/// Longer than anything here takes; a deadlock would take for ever.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// A server that stops when this is dropped.
pub(crate) struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Served {
    pub(crate) async fn begin(api: &Api) -> Self {
        Self::begin_with(api, Settings::default()).await
    }

    pub(crate) async fn begin_with(api: &Api, settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        let serving = wellhead_server::serve(listener, api.ledger.clone(), settings, stopped);
        Self {
            address,
            stop,
            serving: tokio::spawn(serving),
        }
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection {
            socket: TcpStream::connect(self.address).await.unwrap(),
            read: Vec::new(),
        }
    }

    /// Connects from another address of this machine, of which Linux has many.
    #[cfg(target_os = "linux")]
    pub(crate) async fn connect_from(&self, last: u8) -> Connection {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, last], 0).into()).unwrap();
        Connection {
            socket: socket.connect(self.address).await.unwrap(),
            read: Vec::new(),
        }
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        let served = timeout(PATIENCE, self.serving).await;
        served.expect("the server stops").unwrap();
    }
}

/// A client's connection, used byte by byte.
pub(crate) struct Connection {
    pub(crate) socket: TcpStream,
    /// What has arrived and is not consumed yet.
    read: Vec<u8>,
}

impl Connection {
    /// Sends all of it; fails if the server has closed the connection.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let sent = timeout(PATIENCE, self.socket.write_all(bytes.as_ref())).await;
        let sent = sent.expect("the server reads");
        sent.expect("the server has not closed");
    }

    /// Asks for a path; returns whether it is there, and the server has not closed the connection.
    pub(crate) async fn is_served(&mut self, path: &str) -> bool {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let _ = self.socket.write_all(head.as_bytes()).await;
        let mut answer = [0; 4_096];
        let read = timeout(PATIENCE, self.socket.read(&mut answer)).await;
        let read = read.expect("the server answers or closes").unwrap_or(0);
        answer[..read].starts_with(b"HTTP/1.1 200 ")
    }

    /// Sends a chunk of a body without a length.
    pub(crate) async fn send_chunk(&mut self, bytes: &[u8]) {
        self.send(format!("{:x}\r\n", bytes.len())).await;
        self.send(bytes).await;
        self.send("\r\n").await;
    }

    /// Reads an answer's head.
    pub(crate) async fn head(&mut self) -> String {
        self.until("\r\n\r\n").await
    }

    /// Reads until `text` arrives; returns everything up to it.
    pub(crate) async fn until(&mut self, text: &str) -> String {
        loop {
            let mut parts = self.read.windows(text.len());
            if let Some(begin) = parts.position(|part| part == text.as_bytes()) {
                let read = self.read.drain(..begin + text.len()).collect();
                return String::from_utf8(read).unwrap();
            }
            self.read_more().await;
        }
    }

    /// Reads an answer that states its length: its head and its body.
    pub(crate) async fn answer(&mut self) -> (String, String) {
        let head = self.head().await;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |it| it.parse().unwrap());
        while self.read.len() < length {
            self.read_more().await;
        }
        let body = self.read.drain(..length).collect();
        (head, String::from_utf8(body).unwrap())
    }

    async fn read_more(&mut self) {
        let read = timeout(PATIENCE, self.socket.read_buf(&mut self.read)).await;
        let read = read.expect("the server answers").unwrap();
        let seen = String::from_utf8_lossy(&self.read);
        assert_ne!(read, 0, "the connection ended after {seen:?}");
    }

    /// Reads to the end of the connection, which must be a clean close; returns what arrived.
    pub(crate) async fn rest(mut self) -> Vec<u8> {
        let read = timeout(PATIENCE, self.socket.read_to_end(&mut self.read)).await;
        read.expect("the server closes").expect("it does not reset");
        self.read
    }
}
