use std::io;

use deadpool_postgres::{Manager, ManagerConfig, RecyclingMethod};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::ConnectError;

/// Whether connections are encrypted.
#[derive(Clone)]
pub(crate) enum Tls {
    /// They are not.
    Plain,
    /// By TLS, with a server whose certificate this system trusts.
    Verified(MakeRustlsConnect),
}

/// TLS if the URL says `sslmode=require`. `prefer` would accept a connection that an attacker has downgraded.
pub(crate) fn connector(config: &Config) -> Result<Tls, ConnectError> {
    if config.get_ssl_mode() != SslMode::Require {
        return Ok(Tls::Plain);
    }
    match MakeRustlsConnect::with_native_certs() {
        Ok((connector, unread)) => {
            for error in unread {
                tracing::warn!(%error, "a certificate of this system cannot be read");
            }
            Ok(Tls::Verified(connector))
        }
        Err(mut errors) => Err(ConnectError::Certificates(match errors.pop() {
            Some(error) => error.into(),
            None => io::Error::other("there are none").into(),
        })),
    }
}

impl Tls {
    /// Opens one connection outside any pool.
    pub(crate) async fn connect(self, config: &Config) -> Result<Client, tokio_postgres::Error> {
        match self {
            Self::Plain => {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
            Self::Verified(tls) => {
                let (client, connection) = config.connect(tls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }
    }

    /// The manager that opens a pool's connections.
    pub(crate) fn manager(self, config: Config) -> Manager {
        // A broken connection reports itself; checking each one each time would cost a round trip.
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        match self {
            Self::Plain => Manager::from_config(config, NoTls, recycling),
            Self::Verified(tls) => Manager::from_config(config, tls, recycling),
        }
    }
}
