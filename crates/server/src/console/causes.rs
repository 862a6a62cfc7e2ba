//! Who did something to a link, in words, with the way to their page.

use std::collections::BTreeMap;

use maud::{Markup, html};
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::id::{JobId, KeyId, SyncRunId};
use wellhead_core::key::Key;
use wellhead_core::resource::{Job, SyncRun};
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;

use super::Console;
use super::session::Visitor;
use super::words::{date, minute, time};

/// The runs, jobs and keys that a page names as causes.
pub(super) struct Causes {
    runs: BTreeMap<SyncRunId, SyncRun>,
    jobs: BTreeMap<JobId, Job>,
    keys: BTreeMap<KeyId, Key>,
}

impl Causes {
    /// Looks up those of `causes`.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        causes: impl IntoIterator<Item = Cause>,
    ) -> Result<Self, StoreError> {
        let ledger = &console.app.ledger;
        let found = ledger.causes_found(visitor.tenant, causes).await?;
        Ok(Self {
            runs: found.runs.into_iter().map(|it| (it.id, it)).collect(),
            jobs: found.jobs.into_iter().map(|it| (it.id, it)).collect(),
            keys: found.keys.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// Who it was.
    pub(super) fn who(&self, cause: Cause) -> Markup {
        match cause {
            Cause::Run(id) => html! {
                a href={ "/console/runs/" (id) } {
                    @match self.runs.get(&id) {
                        Some(run) => { "the run of " (minute(run.started_at)) }
                        None => { "a run" }
                    }
                }
            },
            Cause::Job(id) => html! {
                a href={ "/console/jobs/" (id) } {
                    @match self.jobs.get(&id) {
                        Some(job) => { "the job of " (minute(job.created_at)) }
                        None => { "a job" }
                    }
                }
            },
            Cause::Key(id) => html! {
                span title=(id) {
                    @match self.keys.get(&id) {
                        Some(key) => { "the " (key.role) " key made " (date(key.created_at)) }
                        None => { "a key" }
                    }
                }
            },
            Cause::Operator => html! { "an operator" },
        }
    }

    /// ` by` whom, if that is known.
    pub(super) fn by(&self, cause: Option<Cause>) -> Markup {
        html! { @if let Some(cause) = cause { " by " (self.who(cause)) } }
    }

    /// How, when and by whom a link ended.
    pub(super) fn end(
        &self,
        at: Timestamp,
        cause: Option<Cause>,
        grounds: Option<Grounds>,
    ) -> Markup {
        html! { (ended(grounds)) " " (time(at)) (self.by(cause)) }
    }
}

/// How a link ended.
pub(super) const fn ended(grounds: Option<Grounds>) -> &'static str {
    match grounds {
        Some(Grounds::Swept) => "swept",
        Some(Grounds::Disconnected) => "disconnected",
        Some(Grounds::Invalidated) => "invalidated",
        Some(Grounds::Deduplicated) => "removed as a twin",
        Some(Grounds::RecordDeleted) => "deleted with its record",
        Some(Grounds::Merged) => "merged",
        Some(Grounds::Erased) => "erased",
        // Neither of the last two ends a link.
        Some(Grounds::Deleted | Grounds::Rectified | Grounds::Restricted) | None => "deleted",
    }
}
