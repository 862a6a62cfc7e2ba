//! What changed, the newest first, while it changes.

mod events;
mod rows;

use axum::extract::State;
use maud::{Markup, html};
use uuid::Uuid;
use wellhead_core::journal::{ChangeFilter, Changes, Place};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;

use crate::catalogue::audited::Unaudited;
use crate::console::assets;
use crate::console::frame::{self, Section};
use crate::console::query::{Asked, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::table::Table;
use crate::console::{Console, Trouble};
use crate::resources::change;
use rows::Rows;

const PATH: &str = "/console/changes";

/// The changes that the page begins with.
const NEWEST: u64 = 50;

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page(PATH, show).unaudited(Unaudited::PlainRead),
        events::route(),
    ]
}

/// Which changes are shown.
struct Shown(ChangeFilter);

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self(ChangeFilter {
            kind: query.kind(),
            record: query.get("id"),
            workspace_connector: query.get("connector"),
            cause: query.get::<Uuid>("cause"),
        })
    }
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Asked {
        view: Shown(filter),
        query,
    }: Asked<Shown>,
) -> Result<Markup, Trouble> {
    let found = newest(&console, visitor.tenant, &filter).await?;
    let mut changes = found.changes;
    changes.reverse();
    let rows = Rows::of(&console, visitor, &changes).await?;
    let cursor = change::cursor(visitor.tenant.workspace(), found.upto).to_string();
    let live = format!(
        "{}?{}",
        events::PATH,
        query.with(&[("after", &cursor)], None)
    );
    let lines = changes.iter().map(|change| rows.row(change));
    let table = Table::new("Changes", rows::columns(), lines);
    let content = html! {
        h1 { "Changes" }
        p.note {
            "Records and links that were created, updated, restored or deleted, the newest first. "
            span data-live-state aria-live="polite" {}
            " " button.quiet data-live-pause hidden { "Pause" }
        }
        (form(&filter, &query))
        @if changes.is_empty() {
            p.note { "Nothing of this among the last " (NEWEST) " changes." }
        }
        (table.live(&live))
        script src=(assets::LIVE.url()) defer {}
    };
    frame::page(
        &console,
        visitor,
        &query,
        Section::Changes,
        "Changes",
        content,
    )
    .await
}

/// The newest changes that `filter` lets through, oldest first, and where they end.
async fn newest(
    console: &Console,
    tenant: Tenant,
    filter: &ChangeFilter,
) -> Result<Changes, Trouble> {
    let ledger = &console.app.ledger;
    let head = ledger.journal_head(tenant).await?;
    let mut from = Place {
        position: head.position.saturating_sub(NEWEST),
        at: None,
    };
    let size = usize::try_from(NEWEST).unwrap_or(usize::MAX);
    loop {
        match ledger.changes(tenant, filter, from, size).await? {
            Ok(found) => return Ok(found),
            // So many are not kept any more.
            Err(gone) if gone.oldest.position > from.position => from = gone.oldest,
            Err(_) => return Err(Trouble::NotFound),
        }
    }
}

fn form(filter: &ChangeFilter, query: &Query) -> Markup {
    let kept = ["id", "connector", "cause"];
    html! {
        form.filter action=(PATH) aria-label="Filter" {
            label { "Kind"
                select name="record" {
                    option value="" { "All" }
                    @for kind in Kind::ALL {
                        option value=(kind) selected[filter.kind == Some(kind)] { (kind.declaration().words.many) }
                    }
                }
            }
            @for name in kept {
                @if !query.shown(name).is_empty() { input type="hidden" name=(name) value=(query.shown(name)); }
            }
            button { "Show" }
        }
    }
}
