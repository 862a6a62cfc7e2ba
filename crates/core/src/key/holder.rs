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
    #[error("the key has expired, or is unknown or revoked")]
    Unknown,
    /// The key is good, but its workspace is suspended.
    #[error("the workspace is suspended; whoever operates the service can resume it")]
    Suspended(Principal),
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
            Err(Shut::Suspended(self.principal))
        } else {
            Ok(self.principal)
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    use super::*;
    use crate::id::{KeyId, WorkspaceId};
    use crate::limits::Rates;
    use crate::tenant::{Role, Tenant};

    #[test]
    fn a_holder_is_let_in_until_the_key_expires_and_while_the_workspace_goes_on() {
        let principal = Principal {
            key: KeyId::new(Uuid::nil()),
            tenant: Tenant::of(WorkspaceId::new(Uuid::nil()), 1),
            role: Role::Reader,
            rates: Rates::default(),
        };
        let [before, at, after] = [9, 10, 11].map(Timestamp::from_micros);
        let admitted = |expires_at, is_suspended| {
            let holder = Holder {
                principal,
                expires_at,
                is_suspended,
            };
            holder.admitted(at)
        };
        assert_eq!(admitted(None, false), Ok(principal));
        assert_eq!(admitted(Some(after), false), Ok(principal));
        assert_eq!(admitted(Some(at), false), Err(Shut::Unknown));
        assert_eq!(admitted(None, true), Err(Shut::Suspended(principal)));
        // Whoever has no good key does not learn that the workspace is suspended.
        assert_eq!(admitted(Some(before), true), Err(Shut::Unknown));
    }
}
