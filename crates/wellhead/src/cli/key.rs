use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Key as Resource, Token};
use wellhead_core::tenant::Role;

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Create a key and show its token, this once
    Create {
        /// The workspace that it opens
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// What it may do: reader reads; sync also writes links and records; admin also
        /// connectors
        #[arg(long, value_name = "reader|sync|admin")]
        role: Role,
    },
    /// List keys without their tokens, including revoked ones
    List {
        /// Only keys of this workspace
        #[arg(long, value_name = "ID")]
        workspace: Option<WorkspaceId>,
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
    created_at: String,
    revoked_at: Option<String>,
}

impl From<Resource> for View {
    fn from(key: Resource) -> Self {
        Self {
            key_id: key.id.to_string(),
            workspace_id: key.workspace.to_string(),
            role: key.role.as_str(),
            created_at: key.created_at.to_string(),
            revoked_at: key.revoked_at.map(|at| at.to_string()),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] =
        &["key_id", "workspace_id", "role", "created_at", "revoked_at"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.key_id.clone(),
            self.workspace_id.clone(),
            self.role.to_owned(),
            self.created_at.clone(),
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
    token: String,
}

impl Row for Created {
    const COLUMNS: &'static [&'static str] = &["key_id", "workspace_id", "role", "token"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.key_id.clone(),
            self.workspace_id.clone(),
            self.role.to_owned(),
            format!("{}  (shown only once)", self.token),
        ]
    }
}

impl Key {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let operator = global.open().await?.operator;
        let at = SystemHost.now();
        match self {
            Self::Create { workspace, role } => {
                let token = Token::generate(&SystemHost);
                let id: KeyId = mint(&SystemHost, at);
                let entry = Entry::by_operator(&SystemHost, Act::Create, id);
                let key = operator
                    .key_create(at, id, workspace, role, token.hash(), entry)
                    .await?;
                global.output.one(&Created {
                    key_id: key.id.to_string(),
                    workspace_id: key.workspace.to_string(),
                    role: key.role.as_str(),
                    token: token.reveal().to_owned(),
                })?;
            }
            Self::List { workspace } => {
                let keys = operator.key_list(workspace).await?;
                let views: Vec<_> = keys.into_iter().map(View::from).collect();
                global.output.list(&views)?;
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
