use std::sync::{Arc, LazyLock};

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// Whose certificates are trusted. Cheap to clone.
#[derive(Clone)]
pub struct Trust(Arc<LazyLock<TlsConnector, Box<dyn FnOnce() -> TlsConnector + Send>>>);

impl Trust {
    /// Those that this system trusts, read when they are first needed. `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(LazyLock::new(Box::new(|| {
            let found = rustls_native_certs::load_native_certs();
            for error in &found.errors {
                tracing::warn!(%error, "a certificate of this system cannot be read");
            }
            if found.certs.is_empty() {
                tracing::warn!(
                    "this system trusts no certificate, so no webhook can be sent over https"
                );
            }
            trusting(found.certs)
        }))))
    }

    /// Those that these authorities have signed, and no others.
    #[must_use]
    pub fn only(authorities: impl IntoIterator<Item = CertificateDer<'static>>) -> Self {
        let connector = trusting(authorities);
        Self(Arc::new(LazyLock::new(Box::new(|| connector))))
    }

    pub(crate) fn connector(&self) -> &TlsConnector {
        &self.0
    }
}

fn trusting(authorities: impl IntoIterator<Item = CertificateDer<'static>>) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(authorities);
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}
