use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// Why a server did not do what was requested.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// The user stopped it.
    #[error("stopped")]
    Stopped,
    /// Retries ran out: the request may or may not have taken effect.
    #[error("{0}")]
    Unreachable(String),
    /// The server refused.
    #[error("{0}")]
    Refused(Box<Refusal>),
}

/// A server's refusal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// The error code; empty if there is none.
    pub(crate) code: String,
    pub(crate) detail: String,
    /// The detail.
    pub(crate) meta: Value,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            code,
            detail,
            ..
        } = self;
        write!(f, "the server refuses: {detail}")?;
        match (*status, code.as_str()) {
            (0, "") => Ok(()),
            (0, code) => write!(f, " ({code})"),
            (status, "") => write!(f, " ({status})"),
            (status, code) => write!(f, " ({status} {code})"),
        }
    }
}

/// Why one attempt failed.
#[derive(Debug)]
pub(super) enum Miss {
    /// Permanent: do not retry.
    Final(Box<Refusal>),
    /// No connection to the server.
    Unreached(String),
    /// The host name does not resolve.
    Unknown(String),
    /// Temporary; the server may have said how long to wait.
    Passing(String, Option<Duration>),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Refusal> for Miss {
    fn from(refusal: Refusal) -> Self {
        Self::Final(Box::new(refusal))
    }
}

const NO_HOST: &str = "there is no host with this name";

impl From<ureq::Error> for Miss {
    fn from(error: ureq::Error) -> Self {
        use ureq::Error::{
            BadUri, ConnectProxyFailed, ConnectionFailed, HostNotFound, Http, InvalidProxyUrl, Io,
            Rustls, Tls, TlsRequired,
        };
        let why = error.to_string();
        let is_final = match &error {
            HostNotFound => return Self::Unknown(NO_HOST.to_owned()),
            // The standard library has no error kind for it.
            Io(error) if error.to_string().starts_with("failed to lookup address") => {
                return Self::Unknown(format!("{NO_HOST} ({error})"));
            }
            ConnectionFailed | ConnectProxyFailed(_) => return Self::Unreached(why),
            Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                return Self::Unreached("nothing listens there".to_owned());
            }
            // An untrusted certificate will not be trusted a minute later.
            Io(error) => error
                .get_ref()
                .is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>),
            BadUri(_) | Http(_) | InvalidProxyUrl | Rustls(_) | Tls(_) | TlsRequired => true,
            _ => false,
        };
        if is_final {
            Self::from(Refusal {
                detail: why,
                ..Refusal::default()
            })
        } else {
            Self::Passing(why, None)
        }
    }
}
