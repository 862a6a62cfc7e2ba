use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::resource::{JobStatus, RunFilter, RunStatus};

use super::{job, parts, run};
use crate::catalogue::audited::Unaudited;
use crate::console::query::{Exactly, Place};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::{Console, Trouble};

const PATH: &str = "/console/overview/under-way";

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::Impersonal)
}

/// The runs and jobs in progress. Refreshes itself.
pub(super) async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    _: Exactly<()>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let newest = Place::default().page(20, Interval::default());
    let open = RunFilter {
        status: Some(RunStatus::InProgress),
        ..RunFilter::default()
    };
    let runs = ledger.runs(visitor.tenant, open, newest).await?.items;
    let mut jobs = ledger.jobs(visitor.tenant, newest).await?.items;
    jobs.retain(|job| job.status == JobStatus::InProgress);
    let selected = jobs
        .iter()
        .filter_map(|job| job.selection.workspace_connector);
    let ids = runs
        .iter()
        .map(|run| run.workspace_connector)
        .chain(selected);
    let named = ledger.named(visitor.tenant, ids.collect()).await?;
    Ok(html! {
        section #under-way hx-get=(PATH) hx-trigger="every 2s" hx-swap="outerHTML" {
            @if !runs.is_empty() || !jobs.is_empty() {
                h2 { "Under way" }
                ul.under-way {
                    @for it in &runs {
                        li {
                            span { (parts::connector(&named[&it.workspace_connector])) " " (it.record.declaration().words.many) " " (parts::direction(it.direction)) }
                            (run::pace(it, ledger.now()))
                            a href={ "/console/runs/" (it.id) } { "The run" }
                        }
                    }
                    @for it in &jobs {
                        li {
                            span {
                                (job::title(it))
                                @if let Some(id) = it.selection.workspace_connector { " " (parts::connector(&named[&id])) }
                            }
                            (job::pace(it))
                            a href={ "/console/jobs/" (it.id) } { "The job" }
                        }
                    }
                }
            }
        }
    })
}
