use std::process::ExitCode;

use anyhow::anyhow;
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::{Reason, RunStatus, SyncRun};
use wellhead_core::store::ApplyError;
use wellhead_core::sync::{DeliveryError, FinishError};

use crate::cli::scope::{Scope, plain};
use crate::stop::Stop;

/// Why an import did not come to its end.
pub(super) enum Failure {
    /// Somebody asked it to stop.
    Stopped,
    /// All is written, but what the files do not name may not be swept.
    NotSwept(String),
    /// Anything else.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<DeliveryError> for Failure {
    fn from(error: DeliveryError) -> Self {
        Self::Failed(match error {
            DeliveryError::Apply(error) => plain(error),
            error => error.into(),
        })
    }
}

impl From<FinishError> for Failure {
    fn from(error: FinishError) -> Self {
        Self::NotSwept(match error {
            FinishError::TooMuch {
                unseen,
                most_percent,
            } => format!(
                "the sweep would remove {} of {} links, more than {most_percent} %; if they are gone, import \
                 again with --confirm-sweep",
                unseen.unseen, unseen.older,
            ),
            FinishError::Everything(unseen) => format!(
                "the sweep would remove every one of the {} links; if that is meant, 'wellhead disconnect' does it",
                unseen.unseen,
            ),
            FinishError::NothingAccepted(rows) => {
                return Self::Failed(anyhow!("none of the {rows} rows was good"));
            }
            FinishError::Apply(ApplyError::Rejected {
                rejection: Rejection::CannotSweep(why),
                ..
            }) => format!("{why}; mend the files and import them again"),
            FinishError::Apply(error) => return Self::Failed(plain(error)),
        })
    }
}

impl Failure {
    /// Closes the run as failed, where it is open and can be reached; answers how it stands.
    pub(super) async fn close(&self, scope: &Scope, run: SyncRunId) -> Option<SyncRun> {
        let why = match self {
            Self::Stopped => "the import was stopped".to_owned(),
            Self::NotSwept(why) => format!("nothing was swept: {why}"),
            Self::Failed(error) => format!("{error:#}"),
        };
        // It may quote the files, which hold anything.
        let why: String = why
            .chars()
            .filter(|char| *char != '\0')
            .take(Reason::MAX_CHARS)
            .collect();
        let closed = match scope.ledger.run_fail(scope.tenant, run, &why).await {
            // It is being swept, or somebody else has closed it.
            Err(ApplyError::Rejected { .. }) => scope.ledger.run(scope.tenant, run).await,
            Err(ApplyError::Store(error)) => Err(error),
            Ok(closed) => Ok(Some(closed)),
        };
        closed.unwrap_or_else(|error| {
            eprintln!(
                "wellhead: the run {run} is left open ({error}); it is closed when nothing was heard of it for 5 \
                 minutes"
            );
            None
        })
    }

    /// Says what went wrong, now that the run stands as it does.
    pub(super) fn exit(self, run: Option<&SyncRun>) -> anyhow::Result<ExitCode> {
        match self {
            Self::Failed(error) => Err(error),
            Self::NotSwept(why) => {
                eprintln!("wellhead: nothing was swept: {why}");
                Ok(ExitCode::FAILURE)
            }
            Self::Stopped => {
                match run.map(|run| run.status) {
                    None => eprintln!("wellhead: stopped"),
                    Some(RunStatus::InProgress) => eprintln!(
                        "wellhead: stopped; the sweep goes on when 'wellhead serve' runs, or with the next import"
                    ),
                    Some(_) => eprintln!(
                        "wellhead: stopped; the run is closed as error and keeps what it had committed"
                    ),
                }
                Ok(Stop::exit_code())
            }
        }
    }
}
