//! A link's life: every state that it had, and who made it so.

mod life;

use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::LinkId;
use wellhead_core::page::{Interval, Order, Page, PageRequest, Positioned};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, LinkState};
use wellhead_core::store::StoreError;

use super::links;
use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::links_url;
use crate::console::naming::Ends;
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words;
use crate::console::{Console, Trouble};

/// How many states a page shows.
const SIZE: usize = 50;

/// One page for each kind, at the path of the kind's links.
pub(super) fn routes() -> [Route; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        let show = move |visitor, console, path, asked| show(kind, visitor, console, path, asked);
        Route::page(&format!("{}/{{id}}", links_url(kind)), show).unaudited(Unaudited::PlainRead)
    })
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Asked { view, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let id: LinkId = id.parse().map_err(|_| Trouble::NotFound)?;
    let History {
        request,
        page,
        first,
        before,
        now,
    } = History::read(&console, visitor, kind, id, view).await?;
    let events = life::events(before.as_ref(), &page.items);
    let shown = || page.items.iter().chain(&before).chain([&now]);
    let causes = events.iter().filter_map(|event| event.by);
    let ends = Ends::found(
        &console,
        visitor,
        kind,
        shown().map(|state| state.record),
        shown().map(|state| state.workspace_connector),
        causes.chain(now.deleted_by),
    )
    .await?;
    let list = format!("{}?record={kind}", links::PATH);
    let url = format!("{}/{id}", links_url(kind));
    let content = html! {
        p.trail { a href=(list) { "Links" } " / Link" }
        h1 {
            (words::said(parts::record_name(now.record, &ends))) " " (way(&now)) " "
            (words::said(&ends.connectors[&now.workspace_connector].connector.name))
            @if now.deleted_at.is_some() { " " span.badge.off { "deleted" } }
        }
        p.note { code { (id) } " · known since " (words::time(first.since)) }
        dl.facts {
            div { dt { (words::title(kind.declaration().words.noun)) } dd { (parts::record(now.record, &ends)) } }
            div { dt { "Connector" } dd { (parts::connector(&ends.connectors[&now.workspace_connector])) } }
            div { dt { "Direction" } dd { (parts::direction(now.direction)) } }
            div { dt { "State" } dd { (state(&now, &ends)) } }
        }
        section #life {
            h2 { "Life" }
            (life::list(&events, &ends))
            (parts::turns(&url, &query, &request, &page, ["← Earlier", "Later →"]))
        }
    };
    frame::page(&console, visitor, &query, Section::Links, "Link", content).await
}

/// What the page shows of a link's history.
struct History {
    request: PageRequest,
    page: Page<LinkState>,
    /// The first state of all.
    first: LinkState,
    /// The one before the page.
    before: Option<LinkState>,
    /// The present one.
    now: LinkState,
}

impl History {
    /// What is not on the page is read besides.
    async fn read(
        console: &Console,
        visitor: Visitor,
        kind: Kind,
        id: LinkId,
        place: Place,
    ) -> Result<Self, Trouble> {
        let ledger = &console.app.ledger;
        let request = PageRequest {
            order: Order::OldestFirst,
            ..place.page(SIZE, Interval::default())
        };
        let page = ledger.link_history(visitor.tenant, kind, id, request);
        let page = page.await?;
        let one = async |order, created| {
            let request = PageRequest {
                order,
                ..Place::default().page(1, created)
            };
            let page = ledger.link_history(visitor.tenant, kind, id, request);
            Ok::<_, StoreError>(page.await?.items.pop())
        };
        let whole = Interval::default();
        let (first, before) = match page.items.first() {
            Some(first) if !page.has_previous => (Some(first.clone()), None),
            Some(later) => {
                let earlier = Interval::following(later.position(), Order::NewestFirst);
                let before = one(Order::NewestFirst, earlier).await?;
                (one(Order::OldestFirst, whole).await?, before)
            }
            None => (one(Order::OldestFirst, whole).await?, None),
        };
        let now = match page.items.last() {
            Some(last) if !page.has_next => Some(last.clone()),
            _ => one(Order::NewestFirst, whole).await?,
        };
        let (first, now) = first.zip(now).ok_or(Trouble::NotFound)?;
        Ok(Self {
            request,
            page,
            first,
            before,
            now,
        })
    }
}

const fn way(state: &LinkState) -> &'static str {
    match state.direction {
        Direction::Input => "from",
        Direction::Output => "to",
    }
}

fn state(now: &LinkState, ends: &Ends) -> Markup {
    html! {
        @match now.deleted_at {
            None => { "active since " (words::time(now.since)) }
            Some(at) => { (ends.causes.end(at, now.deleted_by, now.reason)) }
        }
    }
}
