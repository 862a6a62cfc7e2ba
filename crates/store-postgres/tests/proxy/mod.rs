use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A proxy before the real server.
pub(crate) struct Proxy(Arc<Faults>);

#[derive(Default)]
struct Faults {
    /// Connections from before the current one get no more answers.
    era: AtomicUsize,
    /// Those from now on get none but to their login.
    is_mute: AtomicBool,
    next_commit: Mutex<Option<Loss>>,
    are_commits_held: watch::Sender<bool>,
    held_commits: AtomicUsize,
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
        let faults = Arc::<Faults>::default();
        let current = Arc::clone(&faults);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                tokio::spawn(forward(client, server, Arc::clone(&current)));
            }
        });
        let through = format!("{login}@{address}/{database}");
        (Self(faults), through)
    }

    pub(crate) fn go_silent(&self) {
        self.0.era.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn answer_logins_alone(&self) {
        self.0.is_mute.store(true, Ordering::SeqCst);
    }

    /// Loses the server's answer to the next commit.
    pub(crate) fn lose_a_commit(&self, loss: Loss) {
        *self.0.next_commit.lock().unwrap() = Some(loss);
    }

    /// Keeps all answers to commits back, or lets them go.
    pub(crate) fn hold_commits(&self, are_held: bool) {
        self.0.are_commits_held.send_replace(are_held);
    }

    /// How many it keeps back.
    pub(crate) fn held_commits(&self) -> usize {
        self.0.held_commits.load(Ordering::SeqCst)
    }
}

/// What a server says when it is ready for a question, and nothing is under way.
const READY: &[u8] = b"Z\0\0\0\x05I";

/// The head of the answer to a commit.
const COMMITTED: &[u8] = b"C\0\0\0\x0bCOMMIT\0";

fn position(of: &[u8], bytes: &[u8]) -> Option<usize> {
    bytes.windows(of.len()).position(|it| it == of)
}

async fn forward(client: TcpStream, server: TcpStream, faults: Arc<Faults>) {
    let born = faults.era.load(Ordering::SeqCst);
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { copy(&mut from_client, &mut to_server).await });
    let mut buffer = [0; 4_096];
    while let Ok(read @ 1..) = from_server.read(&mut buffer).await {
        if faults.era.load(Ordering::SeqCst) != born {
            // Neither answers nor hangs up.
            std::future::pending::<()>().await;
        }
        let mut answer = &buffer[..read];
        if let Some(committed) = position(COMMITTED, answer) {
            // What comes before it was answered before.
            if to_client.write_all(&answer[..committed]).await.is_err() {
                return;
            }
            answer = &answer[committed..];
            let loss = faults.next_commit.lock().unwrap().take();
            match loss {
                None => {}
                Some(Loss::HungUp) => return,
                Some(Loss::Silent) => std::future::pending().await,
            }
            faults.held_commits.fetch_add(1, Ordering::SeqCst);
            let mut are_held = faults.are_commits_held.subscribe();
            are_held.wait_for(|are_held| !are_held).await.ok();
            faults.held_commits.fetch_sub(1, Ordering::SeqCst);
        }
        if to_client.write_all(answer).await.is_err() {
            return;
        }
        if faults.is_mute.load(Ordering::SeqCst) && position(READY, answer).is_some() {
            std::future::pending::<()>().await;
        }
    }
}
