use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;

use super::parts;
use crate::console::chart;
use crate::console::frame;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{DAY, title};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/overview/flows";

/// The time ranges to choose from: their names in the URL and on the page, and their lengths in days.
const RANGES: [(&str, &str, Option<i64>); 4] = [
    ("", "All time", None),
    ("90", "90 days", Some(90)),
    ("30", "30 days", Some(30)),
    ("7", "7 days", Some(7)),
];

pub(super) fn route() -> Route {
    Route::page(PATH, show)
}

/// The URL of the requested chart.
pub(super) fn url(kind: Kind, asked: &Asked) -> String {
    format!("{PATH}?record={kind}&days={}", range(asked).0)
}

fn range(asked: &Asked) -> (&'static str, &'static str, Option<i64>) {
    let days = asked.text("days");
    let known = RANGES.into_iter().find(|(name, ..)| *name == days);
    known.unwrap_or(RANGES[0])
}

/// The ranges to choose from.
pub(super) fn choices(kind: Kind, asked: &Asked) -> Markup {
    let (here, ..) = range(asked);
    html! {
        nav.choices aria-label="Links of" {
            @for (name, words, _) in RANGES {
                a href={ (frame::HOME) "?" (asked.with(&[("record", kind.as_str()), ("days", name)], None)) "#flows" }
                    aria-current=[(name == here).then_some("true")] { (words) }
            }
        }
    }
}

/// The workspace's active links, as a flow chart.
async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    asked: Asked,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let kind = asked.kind().unwrap_or_default();
    let (.., days) = range(&asked);
    let since = days.map(|days| ledger.now().plus_micros(-days * DAY));
    let created = since.map(Interval::since).unwrap_or_default();
    let picture = ledger.flows(visitor.tenant, kind, created, Deleted::Exclude);
    let picture = picture.await?;
    Ok(if picture.flows.records == 0 {
        parts::nothing(
            &format!("No {} in this time.", kind.declaration().words.many),
            &html! {
                (title(kind.declaration().words.many))
                " appear here when active links say where they came from or where they went."
            },
        )
    } else {
        chart::sankey(kind, &picture)
    })
}
