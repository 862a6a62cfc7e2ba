mod span;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Subcommand;
use serde::Serialize;
use wellhead_core::audit::{Act, Detail, Entry, Fact, Value};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key as Resource, KeyRotation, MAX_OVERLAP, NewKey, Token};
use wellhead_core::resource::Name;
use wellhead_core::store::OperatorStore;
use wellhead_core::tenant::Role;
use wellhead_core::time::Timestamp;

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;
use span::Expiry;

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Create a key and show its token, this once
    Create {
        /// The workspace that it opens
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// What it may do: reader reads; sync also writes links and records; admin also
        /// connectors and keys
        #[arg(long, value_name = "reader|sync|admin")]
        role: Role,
        /// What people call it, such as the pipeline that uses it
        #[arg(long, value_parser = Name::parse)]
        name: Option<Name>,
        /// When it stops working: after a span of time like 90d, or at an instant like
        /// 2027-01-31T00:00:00Z; without it, never
        #[arg(long, value_name = "SPAN|INSTANT", value_parser = span::expiry)]
        expires: Option<Expiry>,
    },
    /// List keys without their tokens, including those that have ended
    List {
        /// Only keys of this workspace
        #[arg(long, value_name = "ID")]
        workspace: Option<WorkspaceId>,
    },
    /// Create another key in the place of one, and show its token, this once
    ///
    /// It has the same workspace, role and name, and lasts as long as the first was made to. The first goes on for a while, so
    /// that whoever uses it can change over.
    Rotate {
        /// Its id, as 'key list' shows it
        #[arg(value_name = "KEY_ID")]
        key: KeyId,
        /// For how long the first goes on, at most 7d; 0s if somebody else knows its token
        #[arg(long, value_name = "SPAN", default_value = "24h", value_parser = span::span)]
        overlap: Duration,
    },
    /// Revoke a key
    Revoke {
        /// Its id, as 'key list' shows it
        #[arg(value_name = "KEY_ID")]
        key: KeyId,
    },
}

#[derive(Serialize)]
struct View {
    key_id: String,
    workspace_id: String,
    role: &'static str,
    name: Option<String>,
    prefix: Option<String>,
    created_at: String,
    expires_at: Option<String>,
    last_used_at: Option<String>,
    revoked_at: Option<String>,
}

impl From<Resource> for View {
    fn from(key: Resource) -> Self {
        let written = |at: Option<Timestamp>| at.map(|at| at.to_string());
        Self {
            key_id: key.id.to_string(),
            workspace_id: key.workspace.to_string(),
            role: key.role.as_str(),
            name: key.name.map(|name| name.to_string()),
            prefix: key.prefix.map(|prefix| prefix.as_str().to_owned()),
            created_at: key.created_at.to_string(),
            expires_at: written(key.expires_at),
            last_used_at: written(key.last_used_at),
            revoked_at: written(key.revoked_at),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "key_id",
        "workspace_id",
        "role",
        "name",
        "prefix",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.key_id.clone(),
            self.workspace_id.clone(),
            self.role.to_owned(),
            self.name.clone().unwrap_or_default(),
            self.prefix.clone().unwrap_or_default(),
            self.created_at.clone(),
            self.expires_at.clone().unwrap_or_default(),
            self.last_used_at.clone().unwrap_or_default(),
            self.revoked_at.clone().unwrap_or_default(),
        ]
    }
}

/// A new key with its token.
#[derive(Serialize)]
struct Created {
    key_id: String,
    workspace_id: String,
    role: &'static str,
    name: Option<String>,
    expires_at: Option<String>,
    token: String,
}

impl Created {
    fn new(key: &Resource, token: &Token) -> Self {
        Self {
            key_id: key.id.to_string(),
            workspace_id: key.workspace.to_string(),
            role: key.role.as_str(),
            name: key.name.as_ref().map(ToString::to_string),
            expires_at: key.expires_at.map(|at| at.to_string()),
            token: token.reveal().to_owned(),
        }
    }
}

impl Row for Created {
    const COLUMNS: &'static [&'static str] = &[
        "key_id",
        "workspace_id",
        "role",
        "name",
        "expires_at",
        "token",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.key_id.clone(),
            self.workspace_id.clone(),
            self.role.to_owned(),
            self.name.clone().unwrap_or_default(),
            self.expires_at.clone().unwrap_or_default(),
            format!("{}  (shown only once)", self.token),
        ]
    }
}

/// A new key with its token, and until when the key that it replaces goes on.
#[derive(Serialize)]
struct Rotated {
    #[serde(flatten)]
    created: Created,
    replaces: String,
    replaced_until: Option<String>,
}

impl Row for Rotated {
    const COLUMNS: &'static [&'static str] = &[
        "key_id",
        "workspace_id",
        "role",
        "name",
        "expires_at",
        "token",
        "replaces",
        "replaced_until",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = self.created.cells();
        cells.push(self.replaces.clone());
        cells.push(self.replaced_until.clone().unwrap_or_default());
        cells
    }
}

impl Key {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let operator = global.open().await?.operator;
        let at = SystemHost.now();
        match self {
            Self::Create {
                workspace,
                role,
                name,
                expires,
            } => {
                let token = Token::generate(&SystemHost);
                let id: KeyId = mint(&SystemHost, at);
                let expires_at = expires.map(|expiry| {
                    let expires_at = expiry.of(at);
                    expires_at
                        .context("--expires is not later than now; the key would open nothing")
                });
                let new = NewKey {
                    name,
                    expires_at: expires_at.transpose()?,
                    ..NewKey::opened_by(&token, id, role)
                };
                let entry = Entry::by_operator(&SystemHost, Act::Create, id);
                let key = operator.key_create(at, workspace, new, entry).await?;
                global.output.one(&Created::new(&key, &token))?;
            }
            Self::List { workspace } => {
                let keys = operator.key_list(workspace).await?;
                let views: Vec<_> = keys.into_iter().map(View::from).collect();
                global.output.list(&views)?;
            }
            Self::Rotate { key, overlap } => {
                global
                    .output
                    .one(&rotate(&*operator, at, key, overlap).await?)?;
            }
            Self::Revoke { key } => {
                let entry = Entry::by_operator(&SystemHost, Act::Revoke, key);
                let key = operator.key_revoke(at, key, entry).await?;
                global.output.one(&View::from(key))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn rotate(
    operator: &dyn OperatorStore,
    at: Timestamp,
    key: KeyId,
    overlap: Duration,
) -> anyhow::Result<Rotated> {
    ensure!(
        overlap <= MAX_OVERLAP,
        "--overlap is 7d at most; to keep both keys, create another one with 'wellhead key create'"
    );
    let token = Token::generate(&SystemHost);
    let rotation = KeyRotation::at(&SystemHost, at, &token, overlap);
    let successor = Value::Id(rotation.successor.uuid());
    let entry = Entry {
        detail: Detail::default().and(Fact::Successor, successor),
        ..Entry::by_operator(&SystemHost, Act::Rotate, key)
    };
    let rotated = operator.key_rotate(at, key, rotation, entry).await?;
    Ok(Rotated {
        created: Created::new(&rotated.successor, &token),
        replaces: rotated.key.id.to_string(),
        replaced_until: rotated.key.expires_at.map(|at| at.to_string()),
    })
}
