//! Who is asking: the tenant, and what its key allows.

use std::fmt;
use std::str::FromStr;

use wellhead_tenancy::Tenancy;

use crate::id::{KeyId, WorkspaceId};
use crate::limits::Rates;

/// Permission to act inside one workspace. Every method of the port that touches a workspace's rows takes one first.
///
/// Only a store can make one, for a key that it knows or for an operator who named the workspace: the constructor and
/// the access to the `pk` are in `wellhead_tenancy`, and only stores may depend on that. Nothing else compiles:
///
/// ```compile_fail,E0451
/// use wellhead_core::tenant::Tenant;
/// let workspace = wellhead_core::id::WorkspaceId::new(uuid::Uuid::nil());
/// let tenant = Tenant { workspace, pk: 1 };
/// ```
///
/// ```compile_fail,E0599
/// use wellhead_core::tenant::Tenant;
/// let workspace = wellhead_core::id::WorkspaceId::new(uuid::Uuid::nil());
/// let tenant = Tenant::of(workspace, 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tenant {
    workspace: WorkspaceId,
    /// The workspace's `pk` in the store that made this. It never leaves that store.
    pk: i64,
}

impl Tenant {
    /// The workspace's public id.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }
}

impl Tenancy for Tenant {
    type Workspace = WorkspaceId;

    fn of(workspace: WorkspaceId, pk: i64) -> Self {
        Self { workspace, pk }
    }

    fn pk(&self) -> &i64 {
        &self.pk
    }
}

/// What a key may do. Each role includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Reader,
    /// Also writes links and records.
    Sync,
    /// Also writes workspace connectors and webhook endpoints.
    Admin,
}

impl Role {
    /// Every role, the weakest first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Sync, Self::Admin];

    /// The role's name, on the command line and in the databases.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Sync => "sync",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role; there are reader, sync and admin")]
pub struct InvalidRole;

impl FromStr for Role {
    type Err = InvalidRole;

    fn from_str(text: &str) -> Result<Self, InvalidRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(InvalidRole)
    }
}

/// The bearer of a known key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Principal {
    /// The key.
    pub key: KeyId,
    /// The one workspace that it opens.
    pub tenant: Tenant,
    /// What it may do there.
    pub role: Role,
    /// How fast the workspace may go.
    pub rates: Rates,
}
