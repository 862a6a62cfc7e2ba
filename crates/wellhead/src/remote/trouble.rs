use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// Why a server did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// Somebody wants that nobody waits any longer.
    #[error("stopped")]
    Stopped,
    /// It was tried until there was no patience left: what it was asked for may be done, or not.
    #[error("{0}")]
    Unreachable(String),
    /// It says no.
    #[error("{0}")]
    Refused(Box<Refusal>),
}

/// What a server says where it says no.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// What a program tells it by; empty where the server has no such word.
    pub(crate) code: String,
    pub(crate) detail: String,
    /// What it says besides.
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

/// Why one attempt came to nothing.
#[derive(Debug)]
pub(super) enum Miss {
    /// It is not to be tried again.
    Final(Box<Refusal>),
    /// No server was reached.
    Unreached(String),
    /// There is no server by this name.
    Unknown(String),
    /// It may pass; the server may have said how long that takes.
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

const NO_HOST: &str = "there is no host of this name";

impl From<ureq::Error> for Miss {
    fn from(error: ureq::Error) -> Self {
        use ureq::Error::{
            BadUri, ConnectProxyFailed, ConnectionFailed, HostNotFound, Http, InvalidProxyUrl, Io,
            Rustls, Tls, TlsRequired,
        };
        let why = error.to_string();
        let is_final = match &error {
            HostNotFound => return Self::Unknown(NO_HOST.to_owned()),
            // The standard library has no kind of its own for it.
            Io(error) if error.to_string().starts_with("failed to lookup address") => {
                return Self::Unknown(format!("{NO_HOST} ({error})"));
            }
            ConnectionFailed | ConnectProxyFailed(_) => return Self::Unreached(why),
            Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
                return Self::Unreached("nobody listens there".to_owned());
            }
            // A certificate that is not trusted will not be so in a minute.
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
