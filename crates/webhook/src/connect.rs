use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use rustls::pki_types::{InvalidDnsNameError, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Host;
use wellhead_core::webhook::{EndpointUrl, Outcome};

use crate::address::{Forbidden, check};
use crate::resolve::{Resolve, addresses};
use crate::tls::Trust;

/// Why an endpoint has not answered.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Its name has no address.
    #[error("the name {0} does not resolve")]
    Unresolved(String),
    /// It leads to an address that webhooks must not reach.
    #[error("webhooks do not go there: {0}")]
    Forbidden(Forbidden),
    /// No connection can be made.
    #[error("{address} cannot be reached: {why}")]
    Unreachable {
        /// The last address that was tried.
        address: SocketAddr,
        /// Why.
        why: io::Error,
    },
    /// There is no TLS, or the certificate is not trusted.
    #[error("no secure connection: {0}")]
    Untrusted(io::Error),
    /// The connection was closed, or what came over it is not HTTP.
    #[error("the answer cannot be read: {0}")]
    Garbled(hyper::Error),
    /// It took too long.
    #[error("there was no answer within {} seconds", crate::PATIENCE.as_secs())]
    TimedOut,
}

impl From<Forbidden> for Failure {
    fn from(forbidden: Forbidden) -> Self {
        Self::Forbidden(forbidden)
    }
}

impl Failure {
    /// What an attempt comes to that fails so.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Unresolved(_) | Self::Unreachable { .. } => Outcome::Unreachable,
            Self::Forbidden(_) => Outcome::Forbidden,
            Self::Untrusted(_) => Outcome::Untrusted,
            Self::Garbled(_) => Outcome::Garbled,
            Self::TimedOut => Outcome::TimedOut,
        }
    }
}

/// How long to try one address, if there are others.
const EACH: Duration = Duration::from_secs(5);

/// The most addresses that are tried.
const MOST: usize = 4;

/// A connection, encrypted or not.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Connects to an address that a URL leads to, and that was checked.
pub(crate) async fn connect(
    resolver: &dyn Resolve,
    trust: &Trust,
    url: &EndpointUrl,
) -> Result<Box<dyn Stream>, Failure> {
    let addresses = addresses(resolver, url).await?;
    let connected = to_one_of(&addresses, url.is_loopback()).await?;
    if !url.is_encrypted() {
        return Ok(Box::new(connected));
    }
    let name = name(url).map_err(|error| Failure::Untrusted(io::Error::other(error)))?;
    let encrypted = trust.connector().connect(name, connected).await;
    Ok(Box::new(encrypted.map_err(Failure::Untrusted)?))
}

/// Connects to the first of these addresses that accepts.
async fn to_one_of(addresses: &[SocketAddr], is_loopback: bool) -> Result<TcpStream, Failure> {
    let mut failure = Failure::TimedOut;
    for address in addresses.iter().take(MOST) {
        let tried = timeout(EACH, TcpStream::connect(address)).await;
        let tried = tried.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        match tried.and_then(|stream| Ok((stream.peer_addr()?, stream))) {
            Ok((peer, stream)) => {
                check(peer.ip(), is_loopback)?;
                return Ok(stream);
            }
            Err(why) => {
                let address = *address;
                failure = Failure::Unreachable { address, why };
            }
        }
    }
    Err(failure)
}

/// The name that the certificate must have.
fn name(url: &EndpointUrl) -> Result<ServerName<'static>, InvalidDnsNameError> {
    match url.parts().host() {
        Some(Host::Ipv4(address)) => Ok(ServerName::from(std::net::IpAddr::V4(address))),
        Some(Host::Ipv6(address)) => Ok(ServerName::from(std::net::IpAddr::V6(address))),
        host => {
            let name = host.map_or_else(String::new, |host| host.to_string());
            ServerName::try_from(name)
        }
    }
}
