//! Checks that a log is what was written.

use serde::Deserialize;

use super::event::{END, HASH, canonical};
use super::{Hash, Head, Stored};
use crate::id::WorkspaceId;
use crate::labels::labels;

/// A log that is checked entry by entry, in the order of their positions.
#[derive(Debug, Clone)]
pub struct Chain {
    workspace: WorkspaceId,
    from: Head,
    last: Head,
}

/// A log without a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The workspace whose log it is.
    pub workspace: WorkspaceId,
    /// Behind this, it was checked.
    pub from: Head,
    /// Up to here.
    pub upto: Head,
}

/// Where a log is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("position {position}: {flaw}")]
pub struct Broken {
    /// The first position that is wrong.
    pub position: u64,
    /// What is wrong there.
    pub flaw: Flaw,
}

labels! {
    /// What is wrong with a log.
    Flaw, InvalidFlaw, "not a flaw";
    /// It says something else than what was written, or the entries before it were others.
    Altered => "altered",
    /// It is not there, but later ones are.
    Missing => "missing",
    /// It is not behind the one before it.
    Reordered => "reordered",
    /// It and all behind it are not there.
    CutOff => "cut_off",
    /// It is there, but the log is said to end before it.
    Beyond => "beyond_the_end",
    /// The log does not say where it ends.
    Endless => "without_an_end",
}

impl Chain {
    /// The log of a workspace behind `from`.
    #[must_use]
    pub const fn new(workspace: WorkspaceId, from: Head) -> Self {
        Self {
            workspace,
            from,
            last: from,
        }
    }

    /// The workspace whose log it is.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The last entry that was checked.
    #[must_use]
    pub const fn last(&self) -> Head {
        self.last
    }

    /// Checks the next entry.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&mut self, stored: &Stored) -> Result<(), Broken> {
        let text = stored
            .entry
            .as_ref()
            .map(|entry| canonical(self.workspace, stored.position, entry));
        self.link(stored.position, text.as_deref(), stored.hash)
    }

    /// Checks the next line of an export.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check_line(&mut self, line: &str) -> Result<(), Broken> {
        #[derive(Deserialize)]
        struct Place {
            position: u64,
        }
        let expected = self.last.position + 1;
        let parts = line.strip_suffix(END).and_then(|it| it.rsplit_once(HASH));
        let Some((body, hash)) = parts else {
            return Err(Flaw::Altered.at(expected));
        };
        let text = format!("{body}}}");
        let Ok(Place { position }) = serde_json::from_str(&text) else {
            return Err(Flaw::Altered.at(expected));
        };
        let is_ours = text.starts_with(&format!("{{\"workspace_id\":\"{}\",", self.workspace));
        let text = is_ours.then_some(&*text);
        self.link(position, text, hash.parse().ok())
    }

    fn link(
        &mut self,
        position: u64,
        text: Option<&str>,
        hash: Option<Hash>,
    ) -> Result<(), Broken> {
        let expected = self.last.position + 1;
        if position > expected {
            return Err(Flaw::Missing.at(expected));
        }
        if position < expected {
            return Err(Flaw::Reordered.at(expected));
        }
        let is = text.map(|text| self.last.hash.then(text.as_bytes()));
        match is.zip(hash) {
            Some((is, said)) if is == said => {
                self.last = Head { position, hash: is };
                Ok(())
            }
            _ => Err(Flaw::Altered.at(position)),
        }
    }

    /// Checks that the log ends here, as is said at `end`.
    ///
    /// # Errors
    /// What is wrong.
    pub fn end(&self, end: Head) -> Result<Verified, Broken> {
        if end.position > self.last.position {
            Err(Flaw::CutOff.at(self.last.position + 1))
        } else if end.position < self.last.position {
            Err(Flaw::Beyond.at(end.position + 1))
        } else if end.hash == self.last.hash {
            Ok(Verified {
                workspace: self.workspace,
                from: self.from,
                upto: self.last,
            })
        } else {
            Err(Flaw::Altered.at(end.position))
        }
    }
}

impl Flaw {
    /// The flaw at a position.
    #[must_use]
    pub const fn at(self, position: u64) -> Broken {
        Broken {
            position,
            flaw: self,
        }
    }
}
