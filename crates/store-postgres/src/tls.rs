//! Whether connections are encrypted, and whom they trust.

mod lenient;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::task::JoinHandle;
use tokio_postgres::{CancelToken, Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::ConnectError;
use lenient::Lenient;

/// What a URL asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    /// No TLS.
    Disable,
    /// TLS if the server offers it, with any certificate: against those who only listen.
    Prefer,
    /// TLS, with a certificate of any host that one of these has signed.
    VerifyCa(Roots),
    /// TLS, with a certificate of this host that one of these has signed.
    VerifyFull(Roots),
}

/// Who may sign a server's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Whom this system trusts.
    System,
    /// Those in a PEM file.
    File(PathBuf),
}

/// How connections are opened.
#[derive(Clone)]
pub(crate) struct Tls {
    connector: Option<MakeRustlsConnect>,
    is_encrypted: Arc<AtomicBool>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("is_encrypted", &self.is_encrypted())
            .finish_non_exhaustive()
    }
}

impl Tls {
    /// Asks the server to cancel what the token's connection is doing.
    pub(crate) async fn cancel(self, token: CancelToken) -> Result<(), tokio_postgres::Error> {
        match self.connector {
            None => token.cancel_query(NoTls).await,
            Some(connector) => token.cancel_query(connector).await,
        }
    }

    pub(crate) fn new(mode: &Mode) -> Result<Self, ConnectError> {
        let provider = ring::default_provider();
        let algorithms = provider.signature_verification_algorithms;
        let is_encrypted = Arc::new(AtomicBool::new(false));
        let lenient = |roots| Lenient {
            algorithms,
            roots,
            is_met: Arc::clone(&is_encrypted),
        };
        let config = match mode {
            Mode::Disable => None,
            Mode::Prefer => Some(lenient(None).config(provider)),
            Mode::VerifyCa(roots) => Some(lenient(Some(store(roots)?)).config(provider)),
            Mode::VerifyFull(roots) => {
                is_encrypted.store(true, Ordering::Relaxed);
                let config = versions(provider).with_root_certificates(store(roots)?);
                Some(config.with_no_client_auth())
            }
        };
        Ok(Self {
            connector: config.map(MakeRustlsConnect::new),
            is_encrypted,
        })
    }

    /// Whether connections are encrypted, once there has been one.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.is_encrypted.load(Ordering::Relaxed)
    }

    /// Opens a connection to one of the servers of `config`, and runs it.
    pub(crate) async fn open(
        &self,
        config: &Config,
    ) -> Result<(Client, JoinHandle<()>), tokio_postgres::Error> {
        // A connection reports its end to whoever uses its client.
        Ok(match self.connector.clone() {
            None => {
                let (client, connection) = config.connect(NoTls).await?;
                (client, tokio::spawn(async { drop(connection.await) }))
            }
            Some(connector) => {
                let (client, connection) = config.connect(connector).await?;
                (client, tokio::spawn(async { drop(connection.await) }))
            }
        })
    }
}

fn versions(
    provider: CryptoProvider,
) -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("ring supports TLS 1.2 and 1.3")
}

fn store(roots: &Roots) -> Result<RootCertStore, ConnectError> {
    let certificates = match roots {
        Roots::System => of_system()?,
        Roots::File(path) => of_file(path)?,
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates);
    Ok(store)
}

fn of_system() -> Result<Vec<CertificateDer<'static>>, ConnectError> {
    let mut found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return Err(ConnectError::Certificates(match found.errors.pop() {
            Some(error) => error.into(),
            None => "there are none".into(),
        }));
    }
    for error in found.errors {
        tracing::warn!(%error, "a certificate of this system cannot be read");
    }
    Ok(found.certs)
}

fn of_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, ConnectError> {
    let unusable = |why| ConnectError::RootCertificate {
        path: path.to_owned(),
        why,
    };
    let certificates = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let certificates: Vec<_> = certificates.map_err(|error| unusable(error.into()))?;
    if certificates.is_empty() {
        return Err(unusable("it has no certificate".into()));
    }
    Ok(certificates)
}
