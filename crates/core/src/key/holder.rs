use crate::tenant::Principal;
use crate::time::Timestamp;

/// Who holds a key that is not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The key, its workspace and its role.
    pub principal: Principal,
    /// When the key stops working by itself, if it does.
    pub expires_at: Option<Timestamp>,
    /// Whether its workspace is suspended.
    pub is_suspended: bool,
}

/// Why a key opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    /// It is unknown, is revoked, or has expired.
    #[error("the key is unknown or revoked, or has expired")]
    Unknown,
    /// The key is good, but its workspace is suspended.
    #[error("the workspace is suspended; whoever operates the service can resume it")]
    Suspended,
}

impl Holder {
    /// Whom it lets in at `at`.
    ///
    /// # Errors
    /// Why it lets nobody in.
    pub fn admitted(self, at: Timestamp) -> Result<Principal, Shut> {
        if self.expires_at.is_some_and(|expires| expires <= at) {
            Err(Shut::Unknown)
        } else if self.is_suspended {
            Err(Shut::Suspended)
        } else {
            Ok(self.principal)
        }
    }
}
