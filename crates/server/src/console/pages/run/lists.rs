//! What a run did, one list at a time: the links that it made, saw and swept, and the lines that it rejected.

use std::str::FromStr;

use maud::{Markup, Render as _, html};
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::resource::{Deed, Deleted, DoneBy, LinkFilter, SyncRun};
use wellhead_core::store::StoreError;
use wellhead_core::sync::RejectedLine;

use crate::console::Console;
use crate::console::naming::Ends;
use crate::console::pages::parts;
use crate::console::query::{Place, Query, View};
use crate::console::session::Visitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, count, counted};

/// Links or lines per page.
const SIZE: usize = 50;

/// A list of the run's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Made,
    Seen,
    Swept,
    Rejected,
}

impl List {
    const ALL: [Self; 4] = [Self::Made, Self::Seen, Self::Swept, Self::Rejected];

    const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Seen => "seen",
            Self::Swept => "swept",
            Self::Rejected => "rejected",
        }
    }

    /// Its title, with the number of its items if the run has counted them.
    fn title(self, run: &SyncRun) -> String {
        let tally = &run.tally;
        match self {
            Self::Made => format!("New links {}", count(tally.links_created)),
            Self::Seen => "Links it saw last".to_owned(),
            Self::Swept => format!("Swept links {}", count(tally.links_swept)),
            Self::Rejected => format!("Rejected lines {}", count(tally.rejected)),
        }
    }

    /// What to say if it is empty.
    const fn nothing(self) -> (&'static str, &'static str) {
        match self {
            Self::Made => ("No links.", "This run made no link."),
            Self::Seen => (
                "No links.",
                "No link was delivered by this run and by none after it.",
            ),
            Self::Swept => (
                "No links.",
                "This run has swept no link that is still gone.",
            ),
            Self::Rejected => ("No rejected lines.", "This run keeps no rejected line."),
        }
    }

    const fn deed(self) -> Option<Deed> {
        match self {
            Self::Made => Some(Deed::Created),
            Self::Seen => Some(Deed::Seen),
            Self::Swept => Some(Deed::Deleted),
            Self::Rejected => None,
        }
    }
}

impl FromStr for List {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|it| it.name() == text);
        known.ok_or("not a list of a run; use made, seen, swept or rejected")
    }
}

/// The list that a visitor asks for, and the page of it.
pub(super) struct Shown {
    list: Option<List>,
    place: Place,
}

impl View for Shown {
    fn read(query: &mut Query) -> Self {
        Self {
            list: query.get("show"),
            place: query.place(),
        }
    }
}

/// The choice of lists, and a page of the chosen one.
pub(super) async fn lists(
    console: &Console,
    visitor: Visitor,
    run: &SyncRun,
    shown: &Shown,
    query: &Query,
) -> Result<Markup, StoreError> {
    let path = format!("/console/runs/{}", run.id);
    let here = shown.list.unwrap_or(List::Made);
    let list = match here.deed() {
        Some(deed) => {
            links(
                console,
                visitor,
                run,
                (here, deed),
                shown.place,
                (&path, query),
            )
            .await?
        }
        None => rejected(console, visitor, run, shown.place, (&path, query)).await?,
    };
    Ok(html! {
        section #lists {
            h2 { "What it did" }
            nav.choices aria-label="What the run did" {
                @for list in List::ALL {
                    a href={ (path) "?show=" (list.name()) } aria-current=[(list == here).then_some("true")] {
                        (list.title(run))
                    }
                }
            }
            (list)
        }
    })
}

async fn links(
    console: &Console,
    visitor: Visitor,
    run: &SyncRun,
    (list, deed): (List, Deed),
    place: Place,
    (path, query): (&str, &Query),
) -> Result<Markup, StoreError> {
    let filter = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    let done = DoneBy {
        deed,
        by: run.id.uuid(),
    };
    let request = place.page(SIZE, Interval::default());
    let ledger = &console.app.ledger;
    let page = ledger.links_done(visitor.tenant, run.record, filter, done, request);
    let page = page.await?;
    let ends = Ends::of(console, visitor, run.record, &page.items).await?;
    Ok(html! {
        @if !page.items.is_empty() {
            (parts::links(&page.items, &ends, "Links of this run"))
        } @else if page.upto.is_none() {
            (nothing(list))
        }
        (parts::ended_early(&page))
        (parts::pager(path, query, &request, &page))
    })
}

async fn rejected(
    console: &Console,
    visitor: Visitor,
    run: &SyncRun,
    place: Place,
    (path, query): (&str, &Query),
) -> Result<Markup, StoreError> {
    let request = PageRequest {
        order: Order::OldestFirst,
        ..place.page(SIZE, Interval::default())
    };
    let ledger = &console.app.ledger;
    let kept = ledger.run_rejections_kept(visitor.tenant, run.id).await?;
    let page = ledger.run_rejections(visitor.tenant, run.id, request);
    let page = page.await?;
    let all = kept.of(run.tally.rejected);
    Ok(html! {
        @if all > kept.all {
            p.note {
                (counted(all, "line was", "lines were")) " rejected. "
                @if kept.all > 0 { "The first " (count(kept.all)) " are kept." }
                @else { "None was kept: the run is older than the version that keeps them." }
            }
        }
        @if page.items.is_empty() { (nothing(List::Rejected)) } @else { (table(&page.items)) }
        (parts::turns(path, query, &request, &page, ["← Earlier lines", "Later lines →"]))
    })
}

fn nothing(list: List) -> Markup {
    let (title, text) = list.nothing();
    parts::nothing(title, &html! { (text) })
}

fn table(lines: &[RejectedLine]) -> Markup {
    let has_sources = lines.iter().any(|line| line.why.source.is_some());
    let mut columns = vec![Column::number("Line")];
    if has_sources {
        columns.push(Column::new("From"));
    }
    columns.extend(["Reason", "Code"].map(Column::new));
    let rows = lines.iter().map(|line| {
        let mut cells = vec![html! { (count(line.line)) }];
        if has_sources {
            let source = line.why.source.as_ref();
            cells.push(table::cell(
                source.map(|it| html! { (words::said(&it.file)) ":" (it.line) }),
            ));
        }
        cells.push(html! {
            span.text { (words::said(&line.why.detail)) }
            @if line.undid_delivery { p.why { "Nothing of its delivery was kept." } }
        });
        cells.push(html! { code { (line.why.code) } });
        Row::new(cells)
    });
    Table::new("Rejected lines", columns, rows).render()
}
