use axum::extract::State;
use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::provenance::FLOWING;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::chart;
use crate::console::frame;
use crate::console::query::{Exactly, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words::{DAY, title};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/overview/flows";

/// A time range to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// Its name in the URL.
    name: &'static str,
    words: &'static str,
    days: Option<i64>,
}

const RANGES: [Range; 4] = [
    Range::new("", "All time", None),
    Range::new("90", "90 days", Some(90)),
    Range::new("30", "30 days", Some(30)),
    Range::new("7", "7 days", Some(7)),
];

impl Range {
    const fn new(name: &'static str, words: &'static str, days: Option<i64>) -> Self {
        Self { name, words, days }
    }

    /// The range that a URL asks for; all time by default.
    pub(super) fn read(query: &mut Query) -> Self {
        let known = |text: &str| {
            let known = RANGES.into_iter().find(|range| range.name == text);
            known.ok_or_else(|| "not a range; use 90, 30 or 7".to_owned())
        };
        query.parsed("days", known).unwrap_or(RANGES[0])
    }
}

/// What the chart shows.
struct Flows {
    kind: Kind,
    range: Range,
}

impl View for Flows {
    fn read(query: &mut Query) -> Self {
        Self {
            kind: query.kind().unwrap_or_default(),
            range: Range::read(query),
        }
    }
}

pub(super) fn route() -> Route {
    Route::page(PATH, show).unaudited(Unaudited::Impersonal)
}

/// The URL of the requested chart.
pub(super) fn url(kind: Kind, range: Range) -> String {
    format!("{PATH}?record={kind}&days={}", range.name)
}

/// The ranges to choose from.
pub(super) fn choices(kind: Kind, here: Range, query: &Query) -> Markup {
    html! {
        nav.choices aria-label="Links of" {
            @for range in RANGES {
                a href={ (frame::HOME) "?" (query.with(&[("record", kind.as_str()), ("days", range.name)], None)) "#flows" }
                    aria-current=[(range == here).then_some("true")] { (range.words) }
            }
        }
    }
}

/// The workspace's active links, as a flow chart.
async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Exactly(Flows { kind, range }): Exactly<Flows>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let since = range.days.map(|days| ledger.now().plus_micros(-days * DAY));
    let created = since.map(Interval::since).unwrap_or_default();
    let (tenant, active) = (visitor.tenant, Deleted::Exclude);
    let picture = ledger.largest_flows(tenant, kind, created, active, FLOWING, chart::TABLED);
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
