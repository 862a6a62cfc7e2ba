//! A client for the API of a running server, for holders of a key.
//!
//! Nothing here knows a database. A blocking client makes the requests on its own threads, so that the command can
//! stop while it waits for one. Failures that may be temporary (the network, a server that restarts or is busy) are
//! retried for a while; a refusal by the server is final.

mod address;
mod delivery;
mod document;
mod exchange;
mod key;
mod page;
mod patience;
mod readiness;
mod trouble;

pub(crate) use address::Address;
pub(crate) use delivery::{Chunk, Delivery, Rejections};
pub(crate) use document::run;
pub(crate) use key::Key;
pub(crate) use page::next;
pub(crate) use readiness::readiness;
pub(crate) use trouble::{Refusal, Trouble};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::ensure;
use rustls::crypto::ring;
use serde_json::Value;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::stop::Stop;
use exchange::Exchange;
use patience::patiently;
use trouble::Miss;

/// How long a server may be silent in the middle of an answer.
const SILENCE: Duration = Duration::from_mins(2);
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    exchange: Arc<Exchange>,
    /// How long to keep retrying.
    patience: Duration,
    /// Signals that the user wants to stop; `None` if waiting is already limited.
    stop: Option<Stop>,
    /// Whether it has answered before.
    has_answered: Arc<AtomicBool>,
}

impl Server {
    pub(crate) fn new(
        address: Address,
        key: Key,
        patience: Duration,
        stop: Stop,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            exchange: Arc::new(Exchange {
                agent: agent(&address, None)?,
                address,
                key,
            }),
            patience,
            stop: Some(stop),
            has_answered: Arc::default(),
        })
    }

    /// The same server for a final request, which is brief and cannot be interrupted.
    pub(crate) fn briefly(&self) -> Self {
        Self {
            patience: self.patience.min(Duration::from_secs(10)),
            stop: None,
            ..self.clone()
        }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.exchange.address
    }

    /// Fetches the document at `path`.
    pub(crate) async fn get(&self, path: String) -> Result<Value, Trouble> {
        self.patiently(|exchange| {
            let path = path.clone();
            move || exchange.get(&path)
        })
        .await
    }

    /// Posts a document, and returns the answer.
    pub(crate) async fn post(&self, path: &'static str, document: Value) -> Result<Value, Trouble> {
        let document = Arc::new(document);
        self.patiently(|exchange| {
            let document = Arc::clone(&document);
            move || exchange.send("POST", path, &document)
        })
        .await
    }

    /// Patches a resource, and returns the answer.
    pub(crate) async fn patch(&self, path: String, document: Value) -> Result<Value, Trouble> {
        let document = Arc::new(document);
        self.patiently(|exchange| {
            let (path, document) = (path.clone(), Arc::clone(&document));
            move || exchange.send("PATCH", &path, &document)
        })
        .await
    }

    /// Retries until it succeeds, is refused, or runs out of patience.
    async fn patiently<T, F>(&self, attempt: impl Fn(Arc<Exchange>) -> F) -> Result<T, Trouble>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Miss> + Send + 'static,
    {
        let has_answered = || self.has_answered.load(Ordering::Relaxed);
        let done = patiently(self.patience, self.stop.clone(), has_answered, || {
            let attempt = attempt(Arc::clone(&self.exchange));
            let has_answered = Arc::clone(&self.has_answered);
            move || {
                let done = attempt();
                if !matches!(done, Err(Miss::Unreached(_) | Miss::Unknown(_))) {
                    has_answered.store(true, Ordering::Relaxed);
                }
                done
            }
        });
        done.await
    }
}

/// Makes requests to a server, each of which may take that long in all.
fn agent(address: &Address, patience: Option<Duration>) -> anyhow::Result<ureq::Agent> {
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(patience)
        .timeout_connect(Some(CONNECT))
        .timeout_per_read(Some(SILENCE))
        .timeout_per_write(Some(SILENCE))
        .user_agent(concat!("wellhead/", env!("CARGO_PKG_VERSION")));
    if address.is_loopback() {
        // A proxy must not see requests to this machine.
        config = config.proxy(None);
    }
    if address.is_encrypted() {
        config = config.tls_config(tls()?);
    }
    Ok(config.build().into())
}

/// TLS with the certificates that this machine trusts.
pub(crate) fn tls() -> anyhow::Result<TlsConfig> {
    let found = rustls_native_certs::load_native_certs();
    let errors: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
    ensure!(
        !found.certs.is_empty(),
        "this machine trusts no certificates: none were found through SSL_CERT_FILE and SSL_CERT_DIR or in the \
         system's store {}",
        errors.join("; ")
    );
    let trusted = found.certs.iter();
    let trusted: Vec<_> = trusted
        .map(|certificate| Certificate::from_der(certificate).to_owned())
        .collect();
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&trusted))
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .build())
}
