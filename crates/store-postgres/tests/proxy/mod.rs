use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};

/// A proxy before the real server. Connections from before its current era get no more answers.
pub(crate) struct Proxy {
    era: Arc<AtomicUsize>,
    next_commit: Arc<Mutex<Option<Loss>>>,
}

/// How an answer is lost.
#[derive(Clone, Copy)]
pub(crate) enum Loss {
    /// The connection ends.
    HungUp,
    /// Nothing more comes.
    Silent,
}

impl Proxy {
    /// A proxy before the server of this URL, and the URL that leads through it.
    pub(crate) async fn before(url: &str) -> (Self, String) {
        let (login, place) = url.split_once('@').expect("a login");
        let (server, database) = place.split_once('/').expect("a database");
        let server = server.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let era = Arc::new(AtomicUsize::new(0));
        let current = Arc::clone(&era);
        let next_commit = Arc::<Mutex<Option<Loss>>>::default();
        let losses = Arc::clone(&next_commit);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                let era = Arc::clone(&current);
                tokio::spawn(forward(client, server, era, Arc::clone(&losses)));
            }
        });
        let through = format!("{login}@{address}/{database}");
        (Self { era, next_commit }, through)
    }

    pub(crate) fn go_silent(&self) {
        self.era.fetch_add(1, Ordering::SeqCst);
    }

    /// Loses the server's answer to the next commit.
    pub(crate) fn lose_a_commit(&self, loss: Loss) {
        *self.next_commit.lock().unwrap() = Some(loss);
    }
}

async fn forward(
    client: TcpStream,
    server: TcpStream,
    era: Arc<AtomicUsize>,
    next_commit: Arc<Mutex<Option<Loss>>>,
) {
    let born = era.load(Ordering::SeqCst);
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { copy(&mut from_client, &mut to_server).await });
    let mut buffer = [0; 4_096];
    while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
        if era.load(Ordering::SeqCst) != born {
            // Neither answers nor hangs up.
            std::future::pending::<()>().await;
        }
        let answer = b"COMMIT\0";
        if buffer[..read].windows(answer.len()).any(|it| it == answer) {
            let loss = next_commit.lock().unwrap().take();
            match loss {
                None => {}
                Some(Loss::HungUp) => return,
                Some(Loss::Silent) => std::future::pending().await,
            }
        }
        if to_client.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
