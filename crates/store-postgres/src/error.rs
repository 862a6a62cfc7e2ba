use std::error::Error as _;
use std::fmt;
use std::path::PathBuf;

use tokio_postgres::error::{DbError, SqlState};
use wellhead_core::command::Rejection;
use wellhead_core::measured::failure;
use wellhead_core::store::{BoxError, Hindrance, StoreError};

use crate::url::UrlError;

/// Why a database cannot be used. The text includes the cause, so there is no `source`.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL cannot be used.
    #[error("the database's URL cannot be used: {0}")]
    Url(#[from] UrlError),
    /// The URL requires TLS, and the system's certificates cannot be read.
    #[error(
        "sslmode: this system's certificates cannot be read: {0}; name others with sslrootcert=FILE"
    )]
    Certificates(BoxError),
    /// The certificates that the URL names cannot be used.
    #[error("sslrootcert={path}: {why}")]
    RootCertificate {
        /// The file.
        path: PathBuf,
        /// Why.
        why: BoxError,
    },
    /// The server cannot be reached, or refuses the login.
    #[error("PostgreSQL cannot be reached at {place}: {}", DatabaseError(.why))]
    Unreachable {
        /// Host and port.
        place: String,
        /// Why.
        why: tokio_postgres::Error,
    },
    /// The server accepts the connection and does not answer.
    #[error(
        "PostgreSQL at {place} does not answer; is it a PostgreSQL server, and neither frozen nor overloaded?"
    )]
    Silent {
        /// Host and port.
        place: String,
    },
    /// The server lacks what the schema needs.
    #[error("PostgreSQL {found} at {place} is too old; version 15 or newer is needed")]
    TooOld {
        /// Host and port.
        place: String,
        /// The server's version.
        found: String,
    },
    /// A newer version of this program has migrated the schema.
    #[error(
        "the database's schema has version {found} and this wellhead knows up to {known}: it was migrated by a \
         newer wellhead; use that one"
    )]
    Newer {
        /// The database's.
        found: u32,
        /// This program's.
        known: u32,
    },
    /// Another process has been migrating for too long.
    #[error(
        "another process has been migrating the database for more than a minute; wait until it is done and start again, or see \
         in pg_stat_activity what it waits for"
    )]
    Migrating,
    /// The database's roles are missing, and this login may not make them.
    #[error(
        "the database needs two roles that this login may not make; an administrator of the server makes them with\n  {0}\nThen \
         start again"
    )]
    Roles(String),
    /// The login has no right to work as the service.
    #[error(
        "the login {login} may not work as the service in this database; an administrator of the server, or whoever \
         has made the role, lets it with\n  {grant}"
    )]
    NotAdmitted {
        /// The login.
        login: String,
        /// The statement.
        grant: String,
    },
    /// The schema has to be changed, and somebody else owns it.
    #[error(
        "the database's schema has to be made or changed, and this login does not own it; run 'wellhead migrate' with the \
         login that does"
    )]
    NotOwner,
    /// The database was restored where its roles were not.
    #[error(
        "the database was restored on a server without its roles, so its grants and policies are lost; make the roles with\n  \
         CREATE ROLE wellhead_service NOLOGIN NOINHERIT; CREATE ROLE wellhead_operator NOLOGIN NOINHERIT;\nand restore it anew"
    )]
    RolesLost,
    /// The database could not say what it was asked.
    #[error("the database cannot be looked at: {0}")]
    Question(BoxError),
    /// A migration failed.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migration(BoxError),
}

impl ConnectError {
    /// Whether the server may take the connection in a moment: nobody answers, it is starting, or its database is not there yet. A
    /// login that it refuses stays refused.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            // Another process migrates it, or is about to.
            Self::Silent { .. } | Self::Migrating | Self::NotOwner => true,
            Self::Unreachable { why, .. } => {
                // Class 28: invalid authorization.
                why.code().is_none_or(|code| !code.code().starts_with("28"))
            }
            _ => false,
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err passes the error by value"
)]
impl ConnectError {
    /// What the driver said while the schema was changed.
    pub(crate) fn of_migration(error: tokio_postgres::Error) -> Self {
        Self::Migration(DatabaseError(&error).to_string().into())
    }

    /// What the driver said to a question.
    pub(crate) fn of_question(error: tokio_postgres::Error) -> Self {
        Self::Question(DatabaseError(&error).to_string().into())
    }
}

/// Shows a driver's error with its cause, which the error's own text leaves out. What the database says of values is left
/// out in turn: they may be names.
pub(crate) struct DatabaseError<'a>(pub(crate) &'a tokio_postgres::Error);

impl fmt::Display for DatabaseError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(error) = self.0.as_db_error() {
            return of_server(error, f);
        }
        self.0.fmt(f)?;
        let said = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !said.contains(&text) {
                write!(f, ": {text}")?;
            }
            cause = error.source();
        }
        Ok(())
    }
}

/// What the server said, without its detail and hint. Messages about data that it cannot take quote it.
fn of_server(error: &DbError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let code = error.code().code();
    let message = match &code[..2] {
        "22" => "a value is not of its type",
        _ => error.message(),
    };
    write!(f, "{}: {message} (SQLSTATE {code}", error.severity())?;
    for (what, name) in [("table", error.table()), ("constraint", error.constraint())] {
        if let Some(name) = name {
            write!(f, ", {what} {name}")?;
        }
    }
    f.write_str(")")
}

/// A failure, which is counted.
pub(crate) fn failed(error: tokio_postgres::Error) -> StoreError {
    failure(of_driver(error))
}

/// A fault of the connection may not happen again; any other is a fault of the program.
#[expect(
    clippy::needless_pass_by_value,
    reason = "map_err passes the error by value"
)]
pub(crate) fn of_driver(error: tokio_postgres::Error) -> StoreError {
    let text = DatabaseError(&error).to_string().into();
    if let Some(hindrance) = error.code().and_then(hindrance) {
        StoreError::Hindered(hindrance, text)
    } else if is_connection(&error) {
        StoreError::Unavailable(text)
    } else {
        StoreError::Failed(text)
    }
}

/// What keeps a server from doing what it is asked, if it says so.
pub(crate) fn hindrance(code: &SqlState) -> Option<Hindrance> {
    // PostgreSQL says either if a file cannot be written, and the second of quotas, too.
    const FULL: [SqlState; 2] = [SqlState::DISK_FULL, SqlState::CONFIGURATION_LIMIT_EXCEEDED];
    const DAMAGED: [SqlState; 2] = [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED];
    Some(match code {
        code if FULL.contains(code) => Hindrance::Full,
        code if *code == SqlState::LOCK_NOT_AVAILABLE => Hindrance::Locked,
        code if *code == SqlState::QUERY_CANCELED => Hindrance::TooLong,
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Hindrance::ReadOnly,
        code if DAMAGED.contains(code) => Hindrance::Damaged,
        code if *code == SqlState::TOO_MANY_CONNECTIONS => Hindrance::Crowded,
        _ => return None,
    })
}

/// The database is out of reach, which is counted.
pub(crate) fn unavailable(error: impl Into<BoxError>) -> StoreError {
    failure(StoreError::Unavailable(error.into()))
}

fn is_connection(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        // Classes: connection exception, insufficient resources, operator intervention.
        Some(code) => ["08", "53", "57P"]
            .iter()
            .any(|class| code.code().starts_with(class)),
        None => {
            error.is_closed()
                || error
                    .source()
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
    }
}

/// Why a command or batch was not applied.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is refused.
    Rejected(Rejection),
    /// It conflicted with another transaction; starting again may work.
    Conflict(StoreError),
    /// The store failed.
    Failed(StoreError),
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<tokio_postgres::Error> for Refused {
    fn from(error: tokio_postgres::Error) -> Self {
        let conflicts = [
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            // The row did not exist when it was looked up; another transaction has made it since.
            SqlState::UNIQUE_VIOLATION,
        ];
        if error.code().is_some_and(|code| conflicts.contains(code)) {
            Self::Conflict(of_driver(error))
        } else {
            Self::Failed(failed(error))
        }
    }
}
