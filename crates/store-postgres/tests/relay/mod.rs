//! A relay that speaks TLS as a PostgreSQL server does, before one that does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tempfile::NamedTempFile;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Somebody who signs certificates.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: NamedTempFile,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(&file, certificate.pem()).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// The file with its certificate.
    pub(crate) fn path(&self) -> String {
        self.file.path().display().to_string()
    }

    /// What a server needs to be `host`.
    fn certify(&self, host: &str) -> ServerConfig {
        let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }
}

/// A message that asks for TLS: its length, and a number instead of a version.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// The connections that came, by how.
#[derive(Default)]
struct Met {
    encrypted: AtomicUsize,
    plain: AtomicUsize,
}

pub(crate) struct Relay {
    database: String,
    port: u16,
    met: Arc<Met>,
}

impl Relay {
    /// One that shows a certificate of `host`. It ends with the test's runtime.
    pub(crate) async fn before(database: &str, authority: &Authority, host: &str) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = TlsAcceptor::from(Arc::new(authority.certify(host)));
        let (_, place) = database.rsplit_once('@').unwrap();
        let (server, database) = place.split_once('/').unwrap();
        let (server, met) = (server.to_owned(), Arc::new(Met::default()));
        let counted = Arc::clone(&met);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, acceptor) = (server.clone(), acceptor.clone());
                tokio::spawn(relay(client, server, acceptor, Arc::clone(&counted)));
            }
        });
        Self {
            database: database.to_owned(),
            port,
            met,
        }
    }

    pub(crate) fn url(&self, host: &str, query: &str) -> String {
        let Self { database, port, .. } = self;
        format!("postgres://postgres@{host}:{port}/{database}?{query}")
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How many connections spoke TLS.
    pub(crate) fn encrypted(&self) -> usize {
        self.met.encrypted.load(Ordering::SeqCst)
    }

    /// How many did not even ask for it.
    pub(crate) fn plain(&self) -> usize {
        self.met.plain.load(Ordering::SeqCst)
    }
}

async fn relay(mut client: TcpStream, server: String, acceptor: TlsAcceptor, met: Arc<Met>) {
    let mut first = [0; 8];
    if client.read_exact(&mut first).await.is_err() {
        return;
    }
    if first != SSL_REQUEST {
        met.plain.fetch_add(1, Ordering::SeqCst);
        join(client, &first, &server).await;
        return;
    }
    client.write_all(b"S").await.ok();
    // A client that does not trust us goes away.
    if let Ok(client) = acceptor.accept(client).await {
        met.encrypted.fetch_add(1, Ordering::SeqCst);
        join(client, &[], &server).await;
    }
}

async fn join(mut client: impl AsyncRead + AsyncWrite + Unpin, first: &[u8], server: &str) {
    let mut server = TcpStream::connect(server).await.unwrap();
    server.write_all(first).await.unwrap();
    copy_bidirectional(&mut client, &mut server).await.ok();
}
