//! A running server, as whoever has a key sees it through its API.
//!
//! Nothing here knows a database. Requests are made by a blocking client on threads of their own, so that whoever
//! waits for one can stop. What may be passing (a network that fails, a server that restarts or is busy) is tried
//! again for a while; what the server refuses is final.

mod address;
mod delivery;
mod document;
mod exchange;
mod key;
mod patience;
mod trouble;

pub(crate) use address::Address;
pub(crate) use delivery::{Chunk, Delivery, Rejections};
pub(crate) use document::run;
pub(crate) use key::Key;
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
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// A running server.
#[derive(Clone)]
pub(crate) struct Server {
    exchange: Arc<Exchange>,
    /// How long it is tried again.
    patience: Duration,
    /// Who may want that nobody waits any longer; `None` where it is over already.
    stop: Option<Stop>,
    /// Whether it has ever answered.
    has_answered: Arc<AtomicBool>,
}

impl Server {
    pub(crate) fn new(
        address: Address,
        key: Key,
        patience: Duration,
        stop: Stop,
    ) -> anyhow::Result<Self> {
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(SILENCE))
            .timeout_per_write(Some(SILENCE))
            .user_agent(concat!("wellhead/", env!("CARGO_PKG_VERSION")));
        if address.is_loopback() {
            // What is said on this machine is no proxy's business.
            config = config.proxy(None);
        }
        if address.is_encrypted() {
            config = config.tls_config(tls()?);
        }
        Ok(Self {
            exchange: Arc::new(Exchange {
                agent: config.build().into(),
                address,
                key,
            }),
            patience,
            stop: Some(stop),
            has_answered: Arc::default(),
        })
    }

    /// The same server, for a last word: nobody waits long for it, and nobody can stop it.
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

    /// What is at `path`.
    pub(crate) async fn get(&self, path: String) -> Result<Value, Trouble> {
        self.patiently(|exchange| {
            let path = path.clone();
            move || exchange.get(&path)
        })
        .await
    }

    /// What the server answers to a document.
    pub(crate) async fn post(&self, path: &'static str, document: Value) -> Result<Value, Trouble> {
        let document = Arc::new(document);
        self.patiently(|exchange| {
            let document = Arc::clone(&document);
            move || exchange.send("POST", path, &document)
        })
        .await
    }

    /// The same for a change.
    pub(crate) async fn patch(&self, path: String, document: Value) -> Result<Value, Trouble> {
        let document = Arc::new(document);
        self.patiently(|exchange| {
            let (path, document) = (path.clone(), Arc::clone(&document));
            move || exchange.send("PATCH", &path, &document)
        })
        .await
    }

    /// Does something until it is done, refused, or there is no patience left.
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

/// TLS with the certificates that this machine trusts.
fn tls() -> anyhow::Result<TlsConfig> {
    let found = rustls_native_certs::load_native_certs();
    let errors: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
    ensure!(
        !found.certs.is_empty(),
        "this machine trusts no certificates: there are none where SSL_CERT_FILE and SSL_CERT_DIR say, or where its \
         system keeps them {}",
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
