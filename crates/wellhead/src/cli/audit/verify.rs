use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use wellhead_core::audit::{
    About, Act, Broken, Copy, Detail, Entry, Fact, Flaw, Head, Invalid, Outcome, Value, Verified,
};
use wellhead_core::id::WorkspaceId;

use super::super::scope::Scope;
use super::super::{Global, Usage};
use crate::host::SystemHost;
use crate::output::Row;
use crate::terminal::say;

/// The longest line of an export that is read: an entry takes about a tenth of it.
const MOST_BYTES: u64 = 16 * 1024;

#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    /// An export; without it, the log in the database is checked
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The workspace whose log in the database is checked, or compared with the file
    #[arg(long, value_name = "ID")]
    workspace: Option<WorkspaceId>,
}

/// What was found.
#[derive(Serialize)]
struct View {
    workspace_id: Option<String>,
    intact: bool,
    /// Behind this position, the log was checked.
    after: Option<u64>,
    /// Up to this one.
    upto: Option<u64>,
    /// The hash of the last entry.
    hash: Option<String>,
    /// The first position that is wrong.
    broken_at: Option<u64>,
    flaw: Option<&'static str>,
}

impl View {
    fn intact(verified: Verified) -> Self {
        Self {
            workspace_id: Some(verified.workspace.to_string()),
            intact: true,
            after: Some(verified.from.position),
            upto: Some(verified.upto.position),
            hash: Some(verified.upto.hash.to_string()),
            broken_at: None,
            flaw: None,
        }
    }

    fn broken(workspace: Option<WorkspaceId>, broken: Broken) -> Self {
        Self {
            workspace_id: workspace.map(|id| id.to_string()),
            intact: false,
            after: None,
            upto: None,
            hash: None,
            broken_at: Some(broken.position),
            flaw: Some(broken.flaw.as_str()),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "workspace_id",
        "intact",
        "after",
        "upto",
        "hash",
        "broken_at",
        "flaw",
    ];

    fn cells(&self) -> Vec<String> {
        let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
        vec![
            self.workspace_id.clone().unwrap_or_default(),
            self.intact.to_string(),
            number(self.after),
            number(self.upto),
            self.hash.clone().unwrap_or_default(),
            number(self.broken_at),
            self.flaw.unwrap_or_default().to_owned(),
        ]
    }
}

impl Verify {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let scope = match self.workspace {
            Some(workspace) => Some(Scope::open(global, workspace).await?),
            None => None,
        };
        let found = match (&self.file, &scope) {
            (Some(file), scope) => of_file(file, scope.as_ref()).await?,
            (None, Some(scope)) => scope.ledger.audit_verify(scope.tenant).await?,
            (None, None) => {
                let why = "say what to check: the FILE of an export, --workspace, or both";
                return Err(Usage(why.to_owned()).into());
            }
        };
        if let Some(scope) = &scope {
            let mut entry = Entry::by_operator(&SystemHost, Act::Verify, About::Log.with(None));
            match found {
                Ok(verified) => {
                    let upto = Value::Number(verified.upto.position);
                    entry.detail = Detail::default().and(Fact::Upto, upto);
                }
                Err(_) => entry.outcome = Outcome::Failed,
            }
            let added = scope.ledger.audit(scope.tenant, entry).await;
            match (added, found) {
                // Nothing may hide what was found, not even that the log takes no entries any more.
                (Err(error), Err(_)) => say(format_args!("wellhead: {error}")),
                (added, _) => added?,
            }
        }
        let view = match found {
            Ok(verified) => View::intact(verified),
            Err(broken) => View::broken(self.workspace, broken),
        };
        global.output.one(&view)?;
        Ok(if view.intact {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// Checks an export, and that the database still has what is in it, if one is given.
async fn of_file(path: &Path, scope: Option<&Scope>) -> anyhow::Result<Result<Verified, Broken>> {
    let place = || path.display().to_string();
    let mut file = BufReader::new(File::open(path).with_context(place)?);
    let mut copy = Copy::default();
    let mut said = scope.map(Said::new);
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut bounded = std::io::Read::take(&mut file, MOST_BYTES);
        if bounded.read_until(b'\n', &mut line).with_context(place)? == 0 {
            break;
        }
        let text = str::from_utf8(&line).unwrap_or_default();
        let before = copy.last();
        match copy.line(text.strip_suffix('\n').unwrap_or(text)) {
            Ok(()) => {}
            Err(Invalid::Broken(broken)) => return Ok(Err(broken)),
            Err(other) => return Err(anyhow::Error::from(other).context(place())),
        }
        if let (Some(scope), Some(of)) = (scope, copy.workspace()) {
            let here = scope.tenant.workspace();
            ensure!(
                of == here,
                "{} is an export of the workspace {of}, not of {here}",
                path.display()
            );
        }
        if let (Some(said), Some(last)) = (&mut said, copy.last())
            && before != Some(last)
            && let Err(broken) = said.is(last).await?
        {
            return Ok(Err(broken));
        }
    }
    let verified = match copy.end() {
        Ok(verified) => verified,
        Err(Invalid::Broken(broken)) => return Ok(Err(broken)),
        Err(other) => return Err(anyhow::Error::from(other).context(place())),
    };
    Ok(Ok(verified))
}

/// What the database says, entry by entry, as the file is read.
struct Said<'a> {
    scope: &'a Scope,
    /// Those that were read ahead, the next one last.
    ahead: Vec<Head>,
    /// Up to here nothing is kept any more.
    forgotten: Option<Head>,
}

impl<'a> Said<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self {
            scope,
            ahead: Vec::new(),
            forgotten: None,
        }
    }

    /// Whether the database has this hash at this position.
    async fn is(&mut self, head: Head) -> anyhow::Result<Result<(), Broken>> {
        let Scope { ledger, tenant, .. } = self.scope;
        let forgotten = match self.forgotten {
            Some(forgotten) => forgotten,
            None => match ledger.audit_heads(*tenant).await? {
                Some(heads) => *self.forgotten.insert(heads.forgotten),
                None => return Ok(Err(Flaw::Endless.at(1))),
            },
        };
        if head.position < forgotten.position || head.position == 0 {
            return Ok(Ok(()));
        }
        if head.position == forgotten.position {
            let is_same = head.hash == forgotten.hash;
            return Ok(is_same.then_some(()).ok_or(Flaw::Altered.at(head.position)));
        }
        if self.ahead.is_empty() {
            let stored = ledger.audit_stored(*tenant, head.position - 1).await?;
            let heads = stored.into_iter().map(|it| Head {
                position: it.position,
                hash: it.hash.unwrap_or(wellhead_core::audit::Hash::ORIGIN),
            });
            self.ahead = heads.rev().collect();
        }
        Ok(match self.ahead.pop() {
            Some(found) if found == head => Ok(()),
            Some(found) if found.position != head.position => Err(Flaw::Missing.at(head.position)),
            Some(_) => Err(Flaw::Altered.at(head.position)),
            None => Err(Flaw::CutOff.at(head.position)),
        })
    }
}
