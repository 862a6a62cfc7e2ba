use std::process::ExitCode;

use anyhow::anyhow;
use wellhead_core::command::Rejection;
use wellhead_core::resource::{Reason, RunStatus, SyncRun};
use wellhead_core::store::ApplyError;
use wellhead_core::sync::{DeliveryError, FinishError};

use crate::cli::scope::plain;
use crate::remote::Trouble;
use crate::stop::Stop;
use crate::terminal::say;

/// Why an import did not finish.
pub(super) enum Failure {
    /// The user stopped it.
    Stopped,
    /// All rows are written, but the sweep was refused.
    NotSwept(String),
    /// The input does not meet a requirement.
    Unfit(String),
    /// The server is no longer reachable, and the run stays open.
    CutOff(String),
    /// Any other error.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast() {
            Ok(trouble) => Trouble::into(trouble),
            Err(error) => Self::Failed(error),
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Stopped => Self::Stopped,
            Trouble::Unreachable(why) => Self::CutOff(why),
            refused @ Trouble::Refused(_) => Self::Failed(refused.into()),
        }
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
                "the sweep would remove {} of {} links, more than {most_percent} %; if they really are gone, import \
                 again with --confirm-sweep",
                unseen.unseen, unseen.older,
            ),
            FinishError::Everything(unseen) => format!(
                "the sweep would remove all {} links; if that is intended, use 'wellhead disconnect'",
                unseen.unseen,
            ),
            FinishError::NothingAccepted(rows) => {
                return Self::Failed(anyhow!("none of the {rows} rows is good"));
            }
            FinishError::Apply(ApplyError::Rejected {
                rejection: Rejection::CannotSweep(why),
                ..
            }) => format!("{why}; correct the files and import them again"),
            FinishError::Apply(error) => return Self::Failed(plain(error)),
        })
    }
}

impl Failure {
    /// The error that the run is closed with.
    pub(super) fn reason(&self) -> String {
        let why = match self {
            Self::Stopped => "the import was stopped".to_owned(),
            Self::NotSwept(why) => format!("nothing was swept: {why}"),
            Self::Unfit(why) | Self::CutOff(why) => why.clone(),
            Self::Failed(error) => format!("{error:#}"),
        };
        // It may quote the files, which can contain anything.
        let why = why.chars().filter(|char| *char != '\0');
        why.take(Reason::MAX_CHARS).collect()
    }

    /// Reports the failure, once the run has its final state; `None` if there is no run or its state is unknown.
    pub(super) fn exit(self, run: Option<&SyncRun>) -> anyhow::Result<ExitCode> {
        match self {
            Self::Failed(error) => return Err(error),
            Self::NotSwept(why) => say(format_args!("wellhead: nothing was swept: {why}")),
            Self::Unfit(why) => {
                say(match run.map(|run| run.tally.records_synced()) {
                    Some(0) => format!("wellhead: {why}; the run is closed as error"),
                    Some(kept) => format!(
                        "wellhead: {why}; the run is closed as error, and the {kept} rows that it committed stay"
                    ),
                    None => format!("wellhead: {why}"),
                });
            }
            Self::CutOff(why) => say(format_args!(
                "wellhead: the server cannot be reached: {why}"
            )),
            Self::Stopped => {
                say(match run.map(|run| run.status) {
                    None => "wellhead: stopped",
                    Some(RunStatus::InProgress) => {
                        "wellhead: stopped; the sweep resumes when 'wellhead serve' runs, or with the next import"
                    }
                    Some(_) => {
                        "wellhead: stopped; the run is closed as error and keeps what it committed"
                    }
                });
                return Ok(Stop::exit_code());
            }
        }
        Ok(ExitCode::FAILURE)
    }
}
