//! What a look at a database finds, for whoever looks after it.

use std::cmp::Ordering;
use std::time::Duration;

/// The name of the check of the schema's version.
pub const SCHEMA: &str = "schema";

/// For how long nothing was heard of a run or a job that nobody looks after.
pub const SILENT: Duration = Duration::from_mins(15);

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Sound,
    /// It works, and somebody should look at it.
    Doubtful,
    /// It is wrong: something does not work, may be lost, or may be read by whom it does not concern.
    Unsound,
}

impl State {
    /// Its name, for people and programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sound => "ok",
            Self::Doubtful => "warning",
            Self::Unsound => "failed",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub what: &'static str,
    /// How it is.
    pub state: State,
    /// What was found, in a sentence. It has no names or ids of a tenant.
    pub found: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Finding {
    /// It is as it should be.
    #[must_use]
    pub fn sound(what: &'static str, found: impl Into<String>) -> Self {
        Self {
            what,
            state: State::Sound,
            found: found.into(),
            advice: None,
        }
    }

    /// It works, and somebody should look at it.
    #[must_use]
    pub fn doubtful(
        what: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Doubtful,
            advice: Some(advice.into()),
            ..Self::sound(what, found)
        }
    }

    /// It is wrong.
    #[must_use]
    pub fn unsound(
        what: &'static str,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            state: State::Unsound,
            advice: Some(advice.into()),
            ..Self::sound(what, found)
        }
    }

    /// Of a schema of version `found`, for a program that knows `known`; whether it still `serves` an older program, and how
    /// to `migrate` it.
    #[must_use]
    pub fn schema(found: u32, known: u32, serves: bool, migrate: &str) -> Self {
        match found.cmp(&known) {
            Ordering::Equal => Self::sound(SCHEMA, format!("version {found}, the newest")),
            Ordering::Less => Self::doubtful(
                SCHEMA,
                format!("version {found}, and this wellhead brings {known}"),
                migrate,
            ),
            Ordering::Greater if serves => Self::doubtful(
                SCHEMA,
                format!("version {found}, which this wellhead, of {known}, may still use"),
                "go on with the upgrade: install the newer wellhead everywhere",
            ),
            Ordering::Greater => Self::unsound(
                SCHEMA,
                format!("version {found}, and this wellhead knows up to {known}"),
                "use the newer wellhead that migrated it",
            ),
        }
    }

    /// Of the number of workspaces with a run or a job of which nothing was heard for [`SILENT`].
    #[must_use]
    pub fn left(workspaces: u64) -> Self {
        const WHAT: &str = "runs and jobs";
        if workspaces == 0 {
            return Self::sound(WHAT, "none was left by a process that is gone");
        }
        Self::doubtful(
            WHAT,
            format!(
                "in {workspaces} workspaces a run or a job is open of which nothing was heard for {} minutes",
                SILENT.as_secs() / 60
            ),
            "start 'wellhead serve', which closes such runs and carries such jobs on; if it runs, see its log",
        )
    }
}
