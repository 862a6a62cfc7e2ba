use std::fmt;

/// Why one line of a delivery is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// A stable code for programs.
    pub code: &'static str,
    /// An explanation for people.
    pub detail: String,
}

impl Refused {
    /// A refusal with this code.
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }

    /// A member has an invalid value.
    pub(super) fn value(member: &str, why: impl fmt::Display) -> Self {
        Self::new("invalid_value", format!("{member} {why}"))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}
