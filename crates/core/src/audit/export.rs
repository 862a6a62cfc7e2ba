//! Copies of a log that can be checked without the database.
//!
//! An export is NDJSON: a line that says what it begins behind, a [line](super::Event::line) for each entry, and a line
//! that says where it ends. What the last line is missing from was cut off.

use serde::{Deserialize, Serialize};

use super::{AT_ONCE, Broken, Chain, Flaw, Head, Verified};
use crate::id::WorkspaceId;
use crate::ledger::Ledger;
use crate::store::StoreError;
use crate::tenant::Tenant;

/// A copy that is being made.
#[derive(Debug, Clone)]
pub struct Export {
    tenant: Tenant,
    from: Head,
    upto: Head,
    /// The position that was written last, and whether the first and the last line were.
    last: u64,
    is_begun: bool,
    is_ended: bool,
}

impl Export {
    /// Where it begins.
    #[must_use]
    pub const fn from(&self) -> Head {
        self.from
    }

    /// Where it ends.
    #[must_use]
    pub const fn upto(&self) -> Head {
        self.upto
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    audit_log: Begins,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begins {
    workspace_id: String,
    after: Place,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    head: Place,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    position: u64,
    hash: String,
}

impl From<Head> for Place {
    fn from(head: Head) -> Self {
        Self {
            position: head.position,
            hash: head.hash.to_string(),
        }
    }
}

impl Place {
    fn head(&self) -> Option<Head> {
        Some(Head {
            position: self.position,
            hash: self.hash.parse().ok()?,
        })
    }
}

fn line(of: &impl Serialize) -> String {
    serde_json::to_string(of).expect("ids and numbers can be written") + "\n"
}

impl Ledger {
    /// A copy of the log behind the position `after`, as far as it goes now. If the log does not go on from there, where
    /// it ends. What is no longer kept is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_export(
        &self,
        tenant: Tenant,
        after: u64,
    ) -> Result<Result<Export, Head>, StoreError> {
        let heads = self.audit_heads(tenant).await?;
        let heads = heads.ok_or_else(|| StoreError::Failed("the audit log has no end".into()))?;
        let from = if after <= heads.forgotten.position {
            heads.forgotten
        } else {
            let before = self.audit_read(tenant, after - 1, after).await?;
            match before.first().filter(|it| it.position == after) {
                Some(event) => Head {
                    position: after,
                    hash: event.hash,
                },
                None => return Ok(Err(heads.head)),
            }
        };
        Ok(Ok(Export {
            tenant,
            from,
            upto: heads.head,
            last: from.position,
            is_begun: false,
            is_ended: false,
        }))
    }

    /// The next lines of a copy; `None` after the last.
    ///
    /// # Errors
    /// When the store fails, or holds something that is no entry.
    pub async fn audit_lines(&self, export: &mut Export) -> Result<Option<String>, StoreError> {
        let workspace = export.tenant.workspace();
        if export.is_ended {
            return Ok(None);
        }
        let mut lines = String::new();
        if !std::mem::replace(&mut export.is_begun, true) {
            lines += &line(&First {
                audit_log: Begins {
                    workspace_id: workspace.to_string(),
                    after: export.from.into(),
                },
            });
        }
        let upto = export.upto.position;
        let events = self.audit_read(export.tenant, export.last, upto).await?;
        for event in events.iter().filter(|it| it.position <= upto) {
            lines += &event.line(workspace);
            lines.push('\n');
            export.last = event.position;
        }
        // A gap makes a read end behind the end, or short of it.
        if events.len() < AT_ONCE || export.last == upto {
            export.is_ended = true;
            lines += &line(&Last {
                head: export.upto.into(),
            });
        }
        Ok(Some(lines))
    }
}

/// A copy that is being checked, line by line.
#[derive(Debug, Default)]
pub struct Copy {
    chain: Option<Chain>,
    end: Option<Head>,
}

/// Why a copy is not in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Its first line is not one of an export.
    #[error("this is no export of an audit log: the first line does not say where it begins")]
    NoExport,
    /// An entry is not what was written.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Copy {
    /// Checks the next line, without its end.
    ///
    /// # Errors
    /// What is wrong.
    pub fn line(&mut self, line: &str) -> Result<(), Invalid> {
        let Some(chain) = &mut self.chain else {
            self.chain = Some(first(line).ok_or(Invalid::NoExport)?);
            return Ok(());
        };
        if self.end.is_some() {
            return Err(Flaw::Beyond.at(chain.last().position + 1).into());
        }
        if let Ok(Last { head }) = serde_json::from_str(line) {
            let end = head.head();
            self.end = Some(end.ok_or_else(|| Flaw::Endless.at(chain.last().position))?);
            return Ok(());
        }
        Ok(chain.check_line(line)?)
    }

    /// The workspace whose log it is, once its first line was read.
    #[must_use]
    pub fn workspace(&self) -> Option<WorkspaceId> {
        self.chain.as_ref().map(Chain::workspace)
    }

    /// The last entry that was checked, or what the copy begins behind.
    #[must_use]
    pub fn last(&self) -> Option<Head> {
        self.chain.as_ref().map(Chain::last)
    }

    /// Checks that nothing was cut off behind the last line.
    ///
    /// # Errors
    /// What is wrong.
    pub fn end(self) -> Result<Verified, Invalid> {
        let chain = self.chain.ok_or(Invalid::NoExport)?;
        let cut_off = || Flaw::CutOff.at(chain.last().position + 1);
        let end = self.end.ok_or_else(cut_off)?;
        Ok(chain.end(end)?)
    }
}

/// The chain that the first line begins.
fn first(line: &str) -> Option<Chain> {
    let First { audit_log } = serde_json::from_str(line).ok()?;
    let workspace: WorkspaceId = audit_log.workspace_id.parse().ok()?;
    Some(Chain::new(workspace, audit_log.after.head()?))
}
