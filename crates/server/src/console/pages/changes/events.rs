use std::convert::Infallible;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use wellhead_core::journal::Change;
use wellhead_core::tenant::Principal;
use wellhead_jsonapi::page::Cursor;

use super::Shown;
use super::rows::{self, Rows};
use crate::catalogue::audited::Unaudited;
use crate::console::query::{Exactly, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::{Console, Trouble, visible};
use crate::feed::{Follower, Told};
use crate::resources::change;

pub(super) const PATH: &str = "/console/changes/events";

pub(super) fn route() -> Route {
    Route::page(PATH, follow).unaudited(Unaudited::PlainRead)
}

/// From where on, and which changes.
struct Live(Shown, Option<Cursor>);

impl View for Live {
    fn read(query: &mut Query) -> Self {
        Self(Shown::read(query), query.get("after"))
    }
}

/// The rows of the page as they come: events with HTML.
async fn follow(
    visitor: Visitor,
    State(console): State<Console>,
    headers: HeaderMap,
    Exactly(Live(Shown(filter), after)): Exactly<Live>,
) -> Result<Response, Trouble> {
    let Visitor {
        key,
        tenant,
        role,
        rates,
    } = visitor;
    let last = headers.get("last-event-id").map(|id| id.to_str());
    let cursor = match last {
        Some(last) => Some(last.ok().and_then(|id| id.parse().ok())),
        None => after.map(Some),
    };
    let place = match cursor {
        // Whoever reads on from elsewhere would miss changes.
        Some(cursor) => cursor
            .and_then(|cursor| change::place(tenant.workspace(), cursor))
            .ok_or(Trouble::NotFound)?,
        None => console.app.ledger.journal_head(tenant).await?,
    };
    let principal = Principal {
        key,
        tenant,
        role,
        rates,
    };
    let follower = Follower::new(console.app.clone(), principal, filter, place);
    let events = stream::unfold(
        (follower, console, visitor),
        async |(mut follower, console, visitor)| {
            let told = follower.next().await?;
            let events = events(&console, visitor, told).await?;
            let events = stream::iter(events.into_iter().map(Ok::<_, Infallible>));
            Some((events, (follower, console, visitor)))
        },
    );
    Ok(Sse::new(events.flatten()).into_response())
}

/// `None` if the names cannot be looked up now: the stream ends, and the page goes on from the last event it has seen.
async fn events(console: &Console, visitor: Visitor, told: Told) -> Option<Vec<Event>> {
    Some(match told {
        Told::Changes(changes) => {
            let rows = Rows::of(console, visitor, &changes).await.ok()?;
            let columns = rows::columns();
            let event = |change: &Change| {
                let id = change::cursor(visitor.tenant.workspace(), change.place);
                let event = Event::default().event("change").id(id.to_string());
                let row = rows.row(change).among(&columns).into_string();
                event.data(visible::shown(&row).unwrap_or(row))
            };
            changes.iter().map(event).collect()
        }
        Told::Checkpoint(..) => vec![Event::default().comment("still there")],
        Told::Gone(_) => vec![Event::default().event("gone").data("")],
    })
}
