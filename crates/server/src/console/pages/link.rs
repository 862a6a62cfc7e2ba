//! A link's life: every state that it had, and who made it so.

mod life;

use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, LinkState};

use super::links;
use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::links_url;
use crate::console::naming::Ends;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::words;
use crate::console::{Console, Trouble};

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
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let id: LinkId = id.parse().map_err(|_| Trouble::NotFound)?;
    let ledger = &console.app.ledger;
    let states = ledger.link_history(visitor.tenant, kind, id).await?;
    let states = states.ok_or(Trouble::NotFound)?;
    let (first, now) = states.first().zip(states.last()).ok_or(Trouble::NotFound)?;
    let events = life::events(&states);
    let ends = Ends::found(
        &console,
        visitor,
        kind,
        states.iter().map(|state| state.record),
        states.iter().map(|state| state.workspace_connector),
        events.iter().filter_map(|event| event.by),
    )
    .await?;
    let list = format!("{}?record={kind}", links::PATH);
    let content = html! {
        p.trail { a href=(list) { "Links" } " / Link" }
        h1 {
            (words::said(parts::record_name(now.record, &ends))) " " (way(now)) " "
            (words::said(&ends.connectors[&now.workspace_connector].connector.name))
            @if now.deleted_at.is_some() { " " span.badge.off { "deleted" } }
        }
        p.note { code { (id) } " · known since " (words::time(first.since)) }
        dl.facts {
            div { dt { (words::title(kind.declaration().words.noun)) } dd { (parts::record(now.record, &ends)) } }
            div { dt { "Connector" } dd { (parts::connector(&ends.connectors[&now.workspace_connector])) } }
            div { dt { "Direction" } dd { (parts::direction(now.direction)) } }
            div { dt { "State" } dd { (state(now, &ends)) } }
        }
        section #life {
            h2 { "Life" }
            (life::list(&events, &ends))
        }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Links,
        "Link",
        content,
    )
    .await
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
