use uuid::Uuid;
use wellhead_core::audit::{Act, Detail};

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
