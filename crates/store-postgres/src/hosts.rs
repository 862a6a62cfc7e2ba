//! Several servers in one URL: the first that lets somebody in is taken. One that accepts connections and says nothing keeps
//! nobody from the next.

use std::cmp::max;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::Connect;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::config::{Host, LoadBalanceHosts};
use tokio_postgres::{Client, Config, Error};

use crate::tls::Tls;

/// How long a server is waited for before the next one is asked, too.
const HEAD_START: Duration = Duration::from_secs(1);

/// How long a host may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a server may leave what was sent unacknowledged.
const GONE: Duration = Duration::from_secs(15);

/// The system's own idea of when to look whether the other side is still there.
const NEARLY_NEVER: Duration = Duration::from_hours(2);

/// How long a server may take to answer a stranger.
const ANSWER: Duration = Duration::from_secs(1);

/// Opens connections to one of the servers of a URL; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    config: Config,
    tls: Tls,
    /// The one that let somebody in last, in the order of the URL. It is tried first: another one may be silent.
    last: Arc<AtomicUsize>,
    /// The last server that a stranger asked.
    asked: Arc<Mutex<Option<Asked>>>,
}

#[derive(Debug, Clone, Copy)]
struct Asked {
    server: usize,
    /// When it answered, or was no longer waited for.
    ended: Instant,
    has_answered: bool,
}

type Opened = Result<(Client, JoinHandle<()>), Error>;

impl Connect for Hosts {
    /// A pool's configuration is this one's.
    fn connect(&self, _: &Config) -> Pin<Box<dyn Future<Output = Opened> + Send + '_>> {
        Box::pin(self.open())
    }
}

impl Hosts {
    /// What the configuration leaves open is bounded, so that the system, too, finds out a server that is gone without a word.
    pub(crate) fn new(config: Config, tls: Tls) -> Self {
        Self {
            config: bounded(config),
            tls,
            last: Arc::default(),
            asked: Arc::default(),
        }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// How its connections are encrypted.
    pub(crate) fn tls(&self) -> Tls {
        self.tls.clone()
    }

    /// Opens a connection to the first server that lets it. If all are silent, so is this: whoever calls it limits that.
    pub(crate) async fn open(&self) -> Opened {
        let config = &self.config;
        let mut servers: Vec<_> = servers(config).into_iter().enumerate().collect();
        let start = match config.get_load_balance_hosts() {
            LoadBalanceHosts::Random => random(servers.len()),
            _ => self.last(),
        };
        let most = servers.len();
        servers.rotate_left(start.min(most));
        let (index, opened) = first(&servers, config, &self.tls).await?;
        self.last.store(index, Ordering::Relaxed);
        Ok(opened)
    }

    /// The server that let somebody in last.
    pub(crate) fn last(&self) -> usize {
        self.last.load(Ordering::Relaxed)
    }

    /// Whether a server answers a stranger: one who opens a connection and asks something short. To refuse either is an answer.
    /// Those who want to know at the same time learn it from one.
    pub(crate) async fn answers(&self, server: usize) -> bool {
        let came = Instant::now();
        let mut asked = self.asked.lock().await;
        if let Some(asked) = asked.filter(|it| it.server == server && it.ended >= came) {
            return asked.has_answered;
        }
        let has_answered = self.answers_within(server, ANSWER).await;
        *asked = Some(Asked {
            server,
            ended: Instant::now(),
            has_answered,
        });
        has_answered
    }

    /// The same, for one who waits up to `most` and asks alone.
    pub(crate) async fn answers_within(&self, server: usize, most: Duration) -> bool {
        match timeout(most, self.ask(server)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => error.as_db_error().is_some(),
            Err(_) => false,
        }
    }

    async fn ask(&self, server: usize) -> Result<(), Error> {
        let servers = servers(&self.config);
        let config = servers.get(server).unwrap_or(&self.config);
        let (client, _) = self.tls.open(config).await?;
        // A pooler may let somebody in by itself.
        client.batch_execute("SELECT").await
    }
}

fn bounded(mut config: Config) -> Config {
    if config.get_application_name().is_none() {
        config.application_name("wellhead");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(GONE);
    }
    if config.get_keepalives_idle() >= NEARLY_NEVER {
        config.keepalives_idle(GONE);
        config.keepalives_interval(CONNECT);
        config.keepalives_retries(3);
    }
    config
}

fn random(below: usize) -> usize {
    let random = RandomState::new().hash_one(below);
    let random = random.checked_rem(below as u64).unwrap_or(0);
    usize::try_from(random).unwrap_or(0)
}

async fn first(
    servers: &[(usize, Config)],
    config: &Config,
    tls: &Tls,
) -> Result<(usize, (Client, JoinHandle<()>)), Error> {
    let mut untried = servers.iter();
    let mut trying = FuturesUnordered::new();
    let mut refused = None;
    loop {
        if let Some(server) = untried.next() {
            let (index, server) = server;
            trying.push(async move { tls.open(server).await.map(|opened| (*index, opened)) });
        } else if trying.is_empty() {
            break;
        }
        tokio::select! {
            Some(opened) = trying.next() => match opened {
                Ok(opened) => return Ok(opened),
                Err(error) => refused = Some(error),
            },
            () = sleep(HEAD_START), if !untried.as_slice().is_empty() => {}
        }
    }
    match refused {
        Some(error) => Err(error),
        // The driver says what is wrong with a URL without a server.
        None => Ok((0, tls.open(config).await?)),
    }
}

/// A configuration for each server.
fn servers(config: &Config) -> Vec<Config> {
    let (hosts, addresses, ports) = (
        config.get_hosts(),
        config.get_hostaddrs(),
        config.get_ports(),
    );
    let number = max(hosts.len(), addresses.len());
    (0..number)
        .map(|index| {
            let mut server = without_hosts(config);
            match hosts.get(index) {
                Some(Host::Tcp(name)) => {
                    server.host(name);
                }
                #[cfg(unix)]
                Some(Host::Unix(path)) => {
                    server.host_path(path);
                }
                None => {}
            }
            if let Some(address) = addresses.get(index) {
                server.hostaddr(*address);
            }
            if let Some(port) = ports.get(index).or(ports.first()) {
                server.port(*port);
            }
            server
        })
        .collect()
}

/// All that a configuration says of no server in particular. It cannot forget its servers.
fn without_hosts(config: &Config) -> Config {
    let mut other = Config::new();
    if let Some(user) = config.get_user() {
        other.user(user);
    }
    if let Some(password) = config.get_password() {
        other.password(password);
    }
    if let Some(database) = config.get_dbname() {
        other.dbname(database);
    }
    if let Some(options) = config.get_options() {
        other.options(options);
    }
    if let Some(name) = config.get_application_name() {
        other.application_name(name);
    }
    if let Some(most) = config.get_connect_timeout() {
        other.connect_timeout(*most);
    }
    if let Some(most) = config.get_tcp_user_timeout() {
        other.tcp_user_timeout(*most);
    }
    if let Some(every) = config.get_keepalives_interval() {
        other.keepalives_interval(every);
    }
    if let Some(times) = config.get_keepalives_retries() {
        other.keepalives_retries(times);
    }
    other
        .ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .keepalives(config.get_keepalives())
        .keepalives_idle(config.get_keepalives_idle())
        .target_session_attrs(config.get_target_session_attrs())
        .channel_binding(config.get_channel_binding());
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_all_else_that_the_url_says() {
        let url = "postgres://me:secret@one:1,two:2/ledger?target_session_attrs=read-write&keepalives_idle=7\
                   &options=-c%20a=b&connect_timeout=3&application_name=x&tcp_user_timeout=9&keepalives_retries=4\
                   &keepalives_interval=5&channel_binding=disable&sslnegotiation=postgres";
        let config: Config = url.parse().expect("a URL");
        let servers = servers(&config);
        for (server, (name, port)) in servers.iter().zip([("one", 1), ("two", 2)]) {
            let alone = url.replace("one:1,two:2", &format!("{name}:{port}"));
            assert_eq!(server, &alone.parse().expect("a URL"));
        }
        assert_eq!(servers.len(), 2);
    }
}
