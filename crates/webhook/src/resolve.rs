use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use url::Host;
use wellhead_core::webhook::EndpointUrl;

use crate::address::check;
use crate::connect::Failure;

/// The most names that are resolved at a time. The system's resolver holds a thread for as long as it takes.
const AT_ONCE: usize = 16;

/// The most addresses of a name that are looked at.
const MOST: usize = 32;

/// Finds the addresses of names.
#[async_trait]
pub(crate) trait Resolve: Send + Sync {
    /// The addresses of `name`, as many as there are.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of this system.
pub(crate) struct System(Arc<Semaphore>);

impl Default for System {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

#[async_trait]
impl Resolve for System {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let name = name.to_owned();
        let permit = Arc::clone(&self.0).acquire_owned().await;
        let asked = spawn_blocking(move || {
            // Held until the resolver is done, even if nobody waits for it any more.
            let _permit = permit;
            let found = (&*name, 0).to_socket_addrs()?;
            Ok(found.map(|it| it.ip()).take(MOST).collect())
        });
        asked.await.map_err(io::Error::other)?
    }
}

/// The addresses that a URL leads to, all of them checked. If one must not be reached, none is: a name with public and
/// private addresses is a mistake or an attack.
pub(crate) async fn addresses(
    resolver: &dyn Resolve,
    url: &EndpointUrl,
) -> Result<Vec<SocketAddr>, Failure> {
    let found = match url.parts().host() {
        Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
        Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
        Some(Host::Domain(name)) => {
            let found = resolver.resolve(name).await.unwrap_or_default();
            if found.is_empty() {
                return Err(Failure::Unresolved(name.to_owned()));
            }
            found
        }
        None => return Err(Failure::Unresolved(String::new())),
    };
    let port = url.parts().port_or_known_default().unwrap_or(443);
    let checked = found.into_iter().map(|address| {
        check(address, url.is_loopback())?;
        Ok(SocketAddr::new(address, port))
    });
    checked.collect()
}
