use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::Args;
use serde::Serialize;
use uuid::Uuid;
use wellhead_core::cause::Grounds;
use wellhead_core::id::{RecordId, WorkspaceId};
use wellhead_core::journal::{Change, ChangeFilter, Changed, Changes as Found, Ends, Place};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Slug};
use wellhead_core::time::Timestamp;

use super::scope::Scope;
use super::{Global, record};
use crate::output::{Feed, Row};
use crate::stop::Stop;
use crate::terminal::say;

#[derive(Debug, Args)]
pub(super) struct Changes {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// Only changes behind this position; 0 for all that are kept [default: the last 20 changes]
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
    /// Wait for more, until this is stopped
    #[arg(long, short)]
    follow: bool,
    /// Only changes of this kind of record and of links to it
    #[arg(long, value_name = "KIND", value_parser = record::kind())]
    record: Option<Kind>,
    /// Only changes of the record with this id and of its links
    #[arg(long, value_name = "ID")]
    id: Option<RecordId>,
    /// Only changes of links to this connector
    #[arg(long, value_name = "SLUG", value_parser = Slug::parse)]
    connector: Option<Slug>,
    /// Only what the run, job or key with this id did
    #[arg(long, value_name = "ID")]
    cause: Option<Uuid>,
}

/// The changes shown if none are asked for.
const LAST: u64 = 20;

/// The changes read at a time.
const AT_ONCE: usize = 500;

/// How often to look for more.
const LOOK: Duration = Duration::from_millis(500);

/// A change, as it is printed.
#[derive(Serialize)]
struct View {
    position: u64,
    at: Timestamp,
    act: &'static str,
    kind: &'static str,
    record: String,
    link: Option<String>,
    direction: Option<&'static str>,
    workspace_connector: Option<String>,
    before: Option<Before>,
    reason: Option<&'static str>,
    cause: &'static str,
    cause_id: Option<Uuid>,
}

#[derive(Serialize)]
struct Before {
    record: String,
    direction: &'static str,
    workspace_connector: String,
}

impl From<Ends> for Before {
    fn from(ends: Ends) -> Self {
        Self {
            record: ends.record.to_string(),
            direction: ends.direction.as_str(),
            workspace_connector: ends.workspace_connector.to_string(),
        }
    }
}

impl From<&Change> for View {
    fn from(change: &Change) -> Self {
        let (kind, record, link, ends, before) = match change.subject {
            Changed::Record(it) => (it.kind, it.id, None, None, None),
            Changed::Link {
                kind,
                id,
                now,
                before,
            } => (kind, now.record, Some(id), Some(now), before),
        };
        Self {
            position: change.place.position,
            at: change.at,
            act: change.act.as_str(),
            kind: kind.as_str(),
            record: record.to_string(),
            link: link.map(|id| id.to_string()),
            direction: ends.map(|it| it.direction.as_str()),
            workspace_connector: ends.map(|it| it.workspace_connector.to_string()),
            before: before.map(Before::from),
            reason: change.reason.map(Grounds::as_str),
            cause: change.cause.kind().as_str(),
            cause_id: change.cause.id(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "position",
        "at",
        "act",
        "kind",
        "record",
        "link",
        "direction",
        "connector",
        "reason",
        "cause",
    ];

    fn cells(&self) -> Vec<String> {
        let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let cause = match self.cause_id {
            Some(id) => format!("{} {id}", self.cause),
            None => self.cause.to_owned(),
        };
        vec![
            self.position.to_string(),
            self.at.to_string(),
            self.act.to_owned(),
            self.kind.to_owned(),
            self.record.clone(),
            or_dash(self.link.as_deref()),
            or_dash(self.direction),
            or_dash(self.workspace_connector.as_deref()),
            or_dash(self.reason),
            cause,
        ]
    }
}

impl Changes {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
        let (ledger, tenant) = (&scope.ledger, scope.tenant);
        let filter = ChangeFilter {
            kind: self.record,
            record: self.id,
            workspace_connector: None,
            cause: self.cause,
        };
        // A connector may be activated more than once.
        let mut filters = vec![filter];
        if let Some(slug) = &self.connector {
            let activations = scope.some_activations(slug, Deleted::Include).await?;
            let of = |id| ChangeFilter {
                workspace_connector: Some(id),
                ..filter
            };
            filters = activations.iter().map(|it| of(it.id)).collect();
        }
        let position = if let Some(position) = self.after {
            position
        } else {
            let head = ledger.journal_head(tenant).await?;
            head.position.saturating_sub(LAST)
        };
        let mut place = Place { position, at: None };
        let mut feed = Feed::new(global.output);
        let mut stop = Stop::listen()?;
        loop {
            let found = match ledger.changes(tenant, &filter, place, AT_ONCE).await? {
                Ok(found) => found,
                // Nobody asked for more than is kept.
                Err(gone) if self.after.is_none_or(|after| after == 0) && place.at.is_none() => {
                    place = gone.oldest;
                    continue;
                }
                Err(gone) => bail!(
                    "the changes do not go on from there: those that are kept are behind position {}, and the newest is \
                     {}; read what you need anew, and go on with --after {}",
                    gone.oldest.position,
                    gone.head,
                    gone.oldest.position
                ),
            };
            let Found {
                changes,
                upto,
                head,
            } = found;
            place = upto;
            let wanted = |change: &&Change| filters.iter().any(|filter| filter.lets(change));
            for change in changes.iter().filter(wanted) {
                if !feed.print(&View::from(change))? {
                    return Ok(ExitCode::SUCCESS);
                }
            }
            if place.position < head {
                continue;
            }
            if !self.follow {
                return Ok(ExitCode::SUCCESS);
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = stop.asked() => {
                    say(format!("stopped; go on with --after {}", place.position));
                    return Ok(Stop::exit_code());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_a_cell_a_column() {
        let change = Change {
            place: Place {
                position: 7,
                at: None,
            },
            at: Timestamp::from_micros(0),
            act: wellhead_core::journal::Act::Created,
            reason: None,
            cause: wellhead_core::cause::Cause::Operator,
            subject: Changed::Record(Kind::People.record(RecordId::new(Uuid::nil()))),
        };
        let view = View::from(&change);
        assert_eq!(view.cells().len(), View::COLUMNS.len());
    }
}
