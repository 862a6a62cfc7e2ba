//! What a look at a database finds, for whoever looks after it.

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
}
