use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::PATIENCE;

/// A server on this machine that takes webhooks.
pub(super) struct Receiver {
    pub(super) url: String,
    answer: Arc<Mutex<StatusCode>>,
    received: UnboundedReceiver<Received>,
    serving: JoinHandle<()>,
}

/// A message as it arrives.
pub(super) struct Received {
    headers: HeaderMap,
    body: Bytes,
}

impl Receiver {
    /// Takes whatever it gets.
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let answer = Arc::new(Mutex::new(StatusCode::NO_CONTENT));
        let (tell, received) = mpsc::unbounded_channel();
        let status = Arc::clone(&answer);
        let take = async move |headers: HeaderMap, body: Bytes| {
            tell.send(Received { headers, body }).ok();
            *status.lock().unwrap()
        };
        let router = Router::new().fallback(take);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            answer,
            received,
            serving,
        }
    }

    /// Answers like this from now on.
    pub(super) fn answers(&self, status: StatusCode) {
        *self.answer.lock().unwrap() = status;
    }

    /// The next message.
    pub(super) async fn next(&mut self) -> Received {
        let next = timeout(PATIENCE, self.received.recv()).await;
        next.expect("a message comes").unwrap()
    }

    /// How many messages have come and were not looked at.
    pub(super) fn waiting(&self) -> usize {
        self.received.len()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Received {
    pub(super) fn id(&self) -> &str {
        self.headers["webhook-id"].to_str().unwrap()
    }

    /// What it says, if this secret has signed it.
    #[track_caller]
    pub(super) fn verified(&self, secret: &str) -> Value {
        let key = Webhook::new(secret).unwrap();
        key.verify(&self.body, &self.headers).unwrap();
        assert_eq!(self.headers["content-type"], "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }
}
