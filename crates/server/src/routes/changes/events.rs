//! The feed as events: `id` is the cursor, `data` the change as in a page. A checkpoint tells now and then where the
//! reader is, also if nothing it wants has changed.

use std::convert::Infallible;

use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use futures_util::StreamExt;
use futures_util::stream::{self, Stream};
use wellhead_core::id::WorkspaceId;
use wellhead_core::journal::{ChangeFilter, Place};
use wellhead_core::tenant::Principal;
use wellhead_jsonapi::page::Cursor;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::{Error, error::kind::INVALID_CURSOR};

use super::{Wanted, after, expired, page};
use crate::app::App;
use crate::feed::{Follower, Told};
use crate::resources::change;
use crate::respond::failure::Failure;
use crate::respond::url;

/// The header with the cursor of the last event that a reader saw before it lost the connection.
const LAST_EVENT_ID: &str = "Last-Event-ID";

/// The events from the reader's place on. They end when the server stops, the key is revoked or the changes do not go
/// on from there; the reader then connects again.
pub(super) async fn stream(
    app: App,
    principal: Principal,
    wanted: Wanted,
    fields: Fieldsets,
    headers: &HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>, Failure> {
    let tenant = principal.tenant;
    let place = match last_event(principal, headers)?.or(wanted.after) {
        Some(place) => place,
        None => page::beginning(&app.ledger, tenant).await?,
    };
    // Now, while it can still be a 410.
    let all = ChangeFilter::default();
    let found = app.ledger.changes(tenant, &all, place, 1).await?;
    if let Err(gone) = found {
        return Err(expired(tenant, gone).into());
    }
    let follower = Follower::new(app, principal, wanted.filter, place);
    let told = stream::unfold(follower, async |mut follower| {
        let told = follower.next().await?;
        Some((told, follower))
    });
    // They are made when the request is long over for everybody else.
    let base = url::base();
    let events = told.flat_map(move |told| {
        let events = match told {
            Told::Changes(changes) => url::under(base.clone(), || {
                let changes = changes.iter();
                let events = changes.map(|it| changed(tenant.workspace(), it, &fields));
                events.collect()
            }),
            Told::Checkpoint(place, head) => vec![checkpoint(tenant.workspace(), place, head)],
            Told::Gone(gone) => vec![event("expired", &expired(tenant, gone))],
        };
        stream::iter(events.into_iter().map(Ok))
    });
    Ok(Sse::new(events))
}

fn last_event(principal: Principal, headers: &HeaderMap) -> Result<Option<Place>, Failure> {
    let Some(value) = headers.get(LAST_EVENT_ID).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let cursor: Option<Cursor> = value.to_str().ok().and_then(|text| text.parse().ok());
    let unread = || Error::new(&INVALID_CURSOR, "use the id of an event of this feed");
    let place = cursor
        .ok_or_else(unread)
        .and_then(|cursor| after(principal.tenant, cursor));
    let place = place.map_err(|error| error.in_header(LAST_EVENT_ID))?;
    Ok(Some(place))
}

fn changed(
    workspace: WorkspaceId,
    change: &wellhead_core::journal::Change,
    fields: &Fieldsets,
) -> Event {
    let cursor = change::cursor(workspace, change.place);
    event(change::TYPE, &change::resource(workspace, change, fields)).id(cursor.to_string())
}

fn checkpoint(workspace: WorkspaceId, place: Place, head: u64) -> Event {
    let data = serde_json::json!({"position": place.position, "head": head});
    event("checkpoint", &data).id(change::cursor(workspace, place).to_string())
}

fn event(name: &str, data: &impl serde::Serialize) -> Event {
    let event = Event::default().event(name);
    event
        .json_data(data)
        .expect("a document can be written as JSON")
}
