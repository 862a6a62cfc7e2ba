use uuid::Uuid;
use wellhead_core::audit::{Act, Detail, Fact, Value};
use wellhead_core::privacy::{HandedOut, Recall};

/// What a handler has to say for the audit log, in the extensions of its response.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// What was done, if it is not what the endpoint is audited as.
    pub(crate) act: Option<Act>,
    /// To what it was done, if neither the path nor the `Location` of the answer says so.
    pub(crate) id: Option<Uuid>,
    /// The SHA-256 of what is handed out.
    pub(crate) sha256: Option<[u8; 32]>,
    /// Ids and numbers.
    pub(crate) detail: Detail,
}

/// A report has a digest, by which it can be asked for again.
impl From<&HandedOut> for Told {
    fn from(handed: &HandedOut) -> Self {
        Self {
            sha256: Some(handed.digest()),
            ..Self::default()
        }
    }
}

/// An entry leads to the recall that was made.
impl From<&Recall> for Told {
    fn from(made: &Recall) -> Self {
        Self {
            detail: Detail::default().and(Fact::Recall, Value::Id(made.id.uuid())),
            ..Self::default()
        }
    }
}
