use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::cause::Cause;
use crate::host::Host;
use crate::id::{RecallId, SuppressionId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::record::Kind;
use crate::text::{ExternalId, Note};
use crate::time::Timestamp;

labels! {
    /// What happens to a line that names an erased record.
    OnSuppressed, InvalidOnSuppressed, "not a way to treat erased records; use reject or skip";
    /// It is rejected.
    Reject => "reject",
    /// It is left out, and counted.
    Skip => "skip",
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro derives what all labels share"
)]
impl Default for OnSuppressed {
    fn default() -> Self {
        Self::Reject
    }
}

/// An id of an erased record that may not come back. The id itself is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The public id.
    pub id: SuppressionId,
    /// The erasure that made it.
    pub erasure: RecallId,
    /// The kind of record.
    pub kind: Kind,
    /// The connector whose own id it was; `None` for a key of the whole workspace.
    pub workspace_connector: Option<WorkspaceConnectorId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was lifted, if it was.
    pub lifted_at: Option<Timestamp>,
    /// Who lifted it.
    pub lifted: Option<Cause>,
    /// Why it was lifted.
    pub lift_reason: Option<Note>,
}

impl Positioned for Suppression {
    fn position(&self) -> Position {
        Position {
            created_at: self.created_at,
            id: self.id.uuid(),
        }
    }
}

/// Which suppressions a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SuppressionFilter {
    /// Only those of this erasure.
    pub erasure: Option<RecallId>,
}

/// A workspace's secret, with which it marks the ids of erased records. Without it, marks cannot be compared with guesses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SuppressionKey(pub [u8; 32]);

impl SuppressionKey {
    /// A new one.
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        let mut key = [0; 32];
        host.fill_random(&mut key);
        Self(key)
    }

    /// The mark of an id that records of this kind have, for a line of connectors, named by its first activation, or for the
    /// whole workspace.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "HMAC takes a key of any length")]
    pub fn mark(
        &self,
        kind: Kind,
        line: Option<WorkspaceConnectorId>,
        id: &ExternalId,
    ) -> SuppressionMark {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any length is a key");
        mac.update(kind.as_str().as_bytes());
        mac.update(&[0]);
        if let Some(line) = line {
            mac.update(line.uuid().as_bytes());
        }
        mac.update(&[0]);
        mac.update(id.as_str().as_bytes());
        SuppressionMark(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for SuppressionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SuppressionKey(..)")
    }
}

/// What is suppressed: the mark of an id, and the first connector of the line that called the record so; `None` for an id of
/// the whole workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// The first connector of the line.
    pub line: Option<WorkspaceConnectorId>,
    /// The mark.
    pub mark: SuppressionMark,
}

/// What an erasure suppresses, to be suppressed again after a restore. Whoever has it can tell whether an id is among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureMarks {
    /// The workspace's key.
    pub key: SuppressionKey,
    /// The marks, in any order, without those that were lifted.
    pub marks: Vec<Marked>,
}

/// What is kept of an erased record's id: HMAC-SHA-256 of the kind, the line of connectors and the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SuppressionMark(pub [u8; 32]);

impl SuppressionMark {
    /// The digest of `parts`, which have a fixed length each, but for the first.
    pub(super) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// An id made of it: a UUID version 8.
    pub(super) fn id<T: From<uuid::Uuid>>(self) -> T {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.0[..16]);
        Builder::from_custom_bytes(bytes).into_uuid().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_marked_for_one_kind_and_line() {
        let key = SuppressionKey([7; 32]);
        let id = |text| ExternalId::from_stored(String::from(text));
        let line = WorkspaceConnectorId::new(uuid::Uuid::from_u128(1));
        let mark = key.mark(Kind::People, None, &id("E-1"));
        assert_eq!(mark, key.mark(Kind::People, None, &id("E-1")));
        for other in [
            SuppressionKey([8; 32]).mark(Kind::People, None, &id("E-1")),
            key.mark(Kind::Company, None, &id("E-1")),
            key.mark(Kind::People, Some(line), &id("E-1")),
            key.mark(Kind::People, None, &id("E-2")),
        ] {
            assert_ne!(mark, other);
        }
    }

    #[test]
    fn a_key_does_not_show() {
        let key = SuppressionKey([7; 32]);
        assert_eq!(format!("{key:?}"), "SuppressionKey(..)");
    }
}
