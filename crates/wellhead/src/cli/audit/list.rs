use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wellhead_core::audit::{About, Act, ActorKind, AuditFilter, Detail, Event, Hash};
use wellhead_core::id::{KeyId, RecordId, WorkspaceId};
use wellhead_core::page::{Interval, Order, PageRequest, Positioned};
use wellhead_core::time::{Moment, Timestamp};

use super::super::Global;
use super::super::scope::{Scope, oldest};
use crate::output::Row;

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// Only what somebody like this did: `api_key`, console or operator
    #[arg(long)]
    actor: Option<ActorKind>,
    /// Only what the holder of this key did
    #[arg(long, value_name = "KEY_ID")]
    key: Option<KeyId>,
    /// Only this act, such as search, provenance or disconnect
    #[arg(long)]
    act: Option<Act>,
    /// Only what was done to something of this type, such as people or `api_key`
    #[arg(long, value_name = "TYPE")]
    subject: Option<About>,
    /// Only what was done to the one with this id
    #[arg(long, value_name = "ID")]
    id: Option<RecordId>,
    /// Only from this moment on, such as 2026-05-10T14:32:00Z
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
    /// Only up to this moment
    #[arg(long, value_name = "TIME")]
    to: Option<Moment>,
    /// The most entries to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1_000))]
    limit: u16,
}

/// An entry, as it is printed.
#[derive(Serialize)]
struct View {
    position: u64,
    id: String,
    created_at: Timestamp,
    actor: &'static str,
    api_key: Option<String>,
    act: &'static str,
    subject: String,
    subject_id: Option<String>,
    outcome: &'static str,
    status: Option<u16>,
    address: Option<String>,
    trace_id: Option<String>,
    sha256: Option<String>,
    detail: Detail,
    hash: String,
}

impl From<Event> for View {
    fn from(event: Event) -> Self {
        let entry = event.entry;
        Self {
            position: event.position,
            id: entry.id.to_string(),
            created_at: entry.at,
            actor: entry.actor.kind().as_str(),
            api_key: entry.actor.key().map(|id| id.to_string()),
            act: entry.act.as_str(),
            subject: entry.subject.about.to_string(),
            subject_id: entry.subject.id.map(|id| id.to_string()),
            outcome: entry.outcome.as_str(),
            status: entry.status,
            address: entry.address.map(|it| it.to_string()),
            trace_id: entry.trace_id.map(|it| format!("{it:032x}")),
            sha256: entry.sha256.map(|it| Hash(it).to_string()),
            detail: entry.detail,
            hash: event.hash.to_string(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "position",
        "created_at",
        "actor",
        "api_key",
        "act",
        "subject",
        "subject_id",
        "outcome",
        "address",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.position.to_string(),
            self.created_at.to_string(),
            self.actor.to_owned(),
            self.api_key.clone().unwrap_or_default(),
            self.act.to_owned(),
            self.subject.clone(),
            self.subject_id.clone().unwrap_or_default(),
            self.outcome.to_owned(),
            self.address.clone().unwrap_or_default(),
        ]
    }
}

impl List {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
        let filter = AuditFilter {
            actor: self.actor,
            key: self.key,
            act: self.act,
            about: self.subject,
            id: self.id.map(RecordId::uuid),
        };
        let since = self.from.map(|it| Interval::since(it.first()));
        let until = self.to.map(|it| Interval::until(it.last().plus_micros(1)));
        let mut request = PageRequest {
            order: Order::NewestFirst,
            created: since.unwrap_or_default().and(until.unwrap_or_default()),
            ..oldest(self.limit.into())
        };
        let mut found = Vec::new();
        loop {
            let page = scope.ledger.audit_events(scope.tenant, filter, request);
            let page = page.await?;
            // A page may end early.
            let next = page.upto.or(page.items.last().map(Positioned::position));
            let goes_on = page.has_next;
            found.extend(page.items);
            if !goes_on || found.len() >= self.limit.into() {
                break;
            }
            request.after = next;
        }
        found.truncate(self.limit.into());
        let views: Vec<_> = found.into_iter().map(View::from).collect();
        global.output.list(&views)?;
        scope.audited(Act::Read, About::Log.with(None)).await?;
        Ok(ExitCode::SUCCESS)
    }
}
