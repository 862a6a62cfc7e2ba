//! What a database URL says. It is read strictly, because whatever is taken for a host or an option may be shown: no part of a
//! password may be.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::error::DatabaseError;
use crate::tls::{Mode, Roots};

/// Why a database URL cannot be used. None of the texts quotes it.
#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    /// It is not a PostgreSQL URL.
    #[error("it does not begin with postgres:// or postgresql://")]
    Scheme,
    /// It can be read in two ways.
    #[error(
        "a character in it means something else there; in the user, the password and values write @ as %40, : as %3A, \
         / as %2F, ? as %3F, = as %3D and % as %25"
    )]
    Ambiguous,
    /// A value is not of its option, or there is no such option.
    #[error("{0}")]
    Option(String),
    /// There is no such mode.
    #[error("sslmode is one of disable, prefer, require, verify-ca and verify-full")]
    Mode,
    /// A certificate is named that would not be looked at.
    #[error("sslrootcert needs sslmode=require, verify-ca or verify-full")]
    Unused,
    /// Nobody is named who may sign a certificate, or anybody may.
    #[error(
        "sslmode=verify-ca needs sslrootcert=FILE: anybody can have a certificate that this system trusts; or use \
         sslmode=verify-full"
    )]
    Anybody,
}

/// A PostgreSQL server and database. Shown without its secrets.
pub(crate) struct Url {
    pub(crate) config: Config,
    pub(crate) mode: Mode,
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Self, UrlError> {
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))
            .ok_or(UrlError::Scheme)?;
        // The driver ends the login at the first @, wherever that is.
        let (login, place) = rest.split_once('@').unwrap_or(("", rest));
        let user = login.split_once(':').map_or(login, |(user, _)| user);
        if place.contains('@') || user.contains(['/', '?', '=']) || login.contains("?password=") {
            return Err(UrlError::Ambiguous);
        }
        let query = place.split_once('?').map_or("", |(_, query)| query);
        let base = text.strip_suffix(query).unwrap_or(text);
        let base = base.strip_suffix('?').unwrap_or(base);
        let (mut mode, mut root) = (None, None);
        let mut others = Vec::new();
        for option in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = option.split_once('=').ok_or(UrlError::Ambiguous)?;
            let decoded = percent_decode_str(value).decode_utf8_lossy().into_owned();
            match name {
                "sslmode" => mode = Some(decoded),
                "sslrootcert" => root = Some(decoded),
                _ => others.push(option),
            }
        }
        let driven = format!("{base}?{}", others.join("&"));
        let mut config: Config = driven
            .parse()
            .map_err(|error| UrlError::Option(DatabaseError(&error).to_string()))?;
        let mode = Self::mode(mode.as_deref(), root)?;
        config.ssl_mode(match mode {
            // A socket of this machine has no TLS, as libpq has it, too.
            _ if config.get_hosts().iter().all(is_socket) => SslMode::Disable,
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::VerifyCa(_) | Mode::VerifyFull(_) => SslMode::Require,
        });
        Ok(Self { config, mode })
    }

    fn mode(named: Option<&str>, root: Option<String>) -> Result<Mode, UrlError> {
        let root = root.map(|root| match root.as_str() {
            "system" => Roots::System,
            _ => Roots::File(PathBuf::from(root)),
        });
        match (named.unwrap_or("prefer"), root) {
            ("disable", None) => Ok(Mode::Disable),
            ("prefer", None) => Ok(Mode::Prefer),
            ("disable" | "prefer", Some(_)) => Err(UrlError::Unused),
            ("verify-ca", Some(root @ Roots::File(_))) => Ok(Mode::VerifyCa(root)),
            ("verify-ca", _) => Err(UrlError::Anybody),
            ("require" | "verify-full", root) => {
                Ok(Mode::VerifyFull(root.unwrap_or(Roots::System)))
            }
            _ => Err(UrlError::Mode),
        }
    }

    /// Whether what is sent leaves this machine.
    pub(crate) fn leads_elsewhere(&self) -> bool {
        let is_here = |address: &IpAddr| address.to_canonical().is_loopback();
        let addresses = self.config.get_hostaddrs();
        if !addresses.is_empty() {
            return !addresses.iter().all(is_here);
        }
        let is_elsewhere = |host: &Host| match host {
            Host::Tcp(name) => {
                let is_here = name.parse().map(|it| is_here(&it));
                !is_here.unwrap_or_else(|_| name.eq_ignore_ascii_case("localhost"))
            }
            #[cfg(unix)]
            Host::Unix(_) => false,
        };
        self.config.get_hosts().iter().any(is_elsewhere)
    }

    /// `host:port` of each server that it names.
    pub(crate) fn place(&self) -> String {
        place(&self.config)
    }
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "there are none"))]
fn is_socket(host: &Host) -> bool {
    #[cfg(unix)]
    return matches!(host, Host::Unix(_));
    #[cfg(not(unix))]
    false
}

/// `host:port` of each server that it names.
pub(crate) fn place(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(i, host)| {
        let port = ports.get(i).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) if name.contains(':') => format!("[{name}]:{port}"),
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => format!("{}:{port}", path.display()),
        }
    });
    hosts.collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        // A socket's path would end the host.
        let place = self.place().replace(", ", ",").replace('/', "%2F");
        write!(
            f,
            "{place}/{}",
            self.config.get_dbname().unwrap_or_default()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match Url::parse(text) {
            Ok(url) => url.to_string(),
            Err(error) => panic!("{text}: {error}"),
        }
    }

    #[test]
    fn it_is_shown_without_its_secrets() {
        for (text, expected) in [
            ("postgres://db/a", "postgres://db:5432/a"),
            ("postgresql://me:x@db:1/a", "postgres://me@db:1/a"),
            ("postgres://me@db/a?password=x", "postgres://me@db:5432/a"),
            ("postgres://me:a/b?c@db/a", "postgres://me@db:5432/a"),
            ("postgres://me:p%40x@[::1]/a", "postgres://me@[::1]:5432/a"),
            (
                "postgres://a:1,b:2/c?sslmode=verify-full",
                "postgres://a:1,b:2/c",
            ),
            (
                "postgres:///a?host=/run/pg&user=me",
                "postgres://me@%2Frun%2Fpg:5432/a",
            ),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn what_could_show_a_secret_is_refused_without_quoting_it() {
        for text in [
            "host=db password=SECRET",
            "postgres:me:SECRET@db/a",
            "postgres://me:p@SECRET@db/a",
            "postgres://db/a?password=p@SECRET",
            "postgres://db:5432/a?password=p@SECRET",
            "postgres://me:SECRET",
            "postgres://me@db:SECRET/a",
            "postgres://me@db/a?SECRET",
            "postgres://me@db/a?sslmode=SECRET",
            "postgres://me@db/a?port=SECRET",
        ] {
            let refused = Url::parse(text).err().expect(text).to_string();
            assert!(!refused.contains("SECRET"), "{text}: {refused}");
        }
        let refused = Url::parse("postgres://db/a?sslcert=x").err().unwrap();
        assert!(refused.to_string().contains("`sslcert`"), "{refused}");
    }

    #[test]
    fn modes_are_those_of_libpq() {
        let mode = |query: &str| Url::parse(&format!("postgres://db/a{query}")).map(|it| it.mode);
        assert_eq!(mode("").unwrap(), Mode::Prefer);
        assert_eq!(mode("?sslmode=disable").unwrap(), Mode::Disable);
        let file = || Roots::File("/a b.pem".into());
        for (query, expected) in [
            ("?sslmode=require", Mode::VerifyFull(Roots::System)),
            (
                "?sslmode=verify-full&sslrootcert=system",
                Mode::VerifyFull(Roots::System),
            ),
            (
                "?sslrootcert=/a%20b.pem&sslmode=verify-full",
                Mode::VerifyFull(file()),
            ),
            (
                "?sslmode=verify-ca&sslrootcert=/a%20b.pem",
                Mode::VerifyCa(file()),
            ),
        ] {
            assert_eq!(mode(query).unwrap(), expected, "{query}");
        }
        for query in [
            "?sslmode=allow",
            "?sslmode=verify-ca",
            "?sslmode=verify-ca&sslrootcert=system",
            "?sslrootcert=/a.pem",
            "?sslmode=disable&sslrootcert=/a.pem",
        ] {
            assert!(mode(query).is_err(), "{query}");
        }
    }

    #[test]
    fn only_this_machine_is_here() {
        for (place, is_elsewhere) in [
            ("localhost", false),
            ("127.0.0.2:1", false),
            ("[::1]", false),
            ("[::ffff:127.0.0.1]", false),
            ("%2Frun%2Fpg", false),
            ("db", true),
            ("10.0.0.1", true),
            ("localhost,db", true),
        ] {
            let url = Url::parse(&format!("postgres://{place}/a")).unwrap();
            assert_eq!(url.leads_elsewhere(), is_elsewhere, "{place}");
        }
        let url = Url::parse("postgres://db/a?hostaddr=127.0.0.1").unwrap();
        assert!(!url.leads_elsewhere());
    }
}
