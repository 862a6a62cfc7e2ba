//! The feed as events: `id` is the cursor, `data` the change as in a page. A checkpoint tells now and then where the
//! reader is, also if nothing it wants has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use futures_util::stream::{self, Stream};
use tokio::time::{Instant, sleep, sleep_until};
use wellhead_core::journal::{Change, ChangeFilter, Place};
use wellhead_core::tenant::Principal;
use wellhead_jsonapi::page::Cursor;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::{Error, error::kind::INVALID_CURSOR};

use super::{Wanted, after, expired, page};
use crate::app::App;
use crate::resources::change;
use crate::respond::failure::Failure;

/// How often a checkpoint is sent, and the key looked at again.
const CHECKPOINT: Duration = Duration::from_secs(15);

/// How long another process's change may go unnoticed.
const LOOK: Duration = Duration::from_secs(1);

/// The changes read at a time.
const AT_ONCE: usize = 500;

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
    let found = app.ledger.changes(tenant, &wanted.filter, place, 1).await?;
    if let Err(gone) = found {
        return Err(expired(tenant, gone).into());
    }
    let follower = Following {
        app,
        principal,
        filter: wanted.filter,
        fields,
        place,
        head: 0,
        read: VecDeque::new(),
        checkpoint: Instant::now(),
        ended: false,
    };
    let events = stream::unfold(follower, async |mut follower| {
        let event = follower.next().await?;
        Some((Ok(event), follower))
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

/// A reader that follows.
struct Following {
    app: App,
    principal: Principal,
    filter: ChangeFilter,
    fields: Fieldsets,
    /// Behind what was looked at.
    place: Place,
    head: u64,
    /// Looked at, and not yet sent.
    read: VecDeque<Change>,
    /// When the next checkpoint is due.
    checkpoint: Instant,
    ended: bool,
}

impl Following {
    /// The next event, however long it takes; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        let tenant = self.principal.tenant;
        let bell = self.app.ledger.bell().of(tenant.workspace());
        loop {
            if let Some(change) = self.read.pop_front() {
                return Some(self.event(&change));
            }
            if self.ended {
                return None;
            }
            // From here on it hears the bell, so nothing happens unnoticed between the look and the wait.
            let mut rung = std::pin::pin!(bell.notified());
            rung.as_mut().enable();
            let ledger = &self.app.ledger;
            let found = ledger.changes(tenant, &self.filter, self.place, AT_ONCE);
            match found.await {
                Ok(Ok(found)) => {
                    (self.place, self.head) = (found.upto, found.head);
                    self.read.extend(found.changes);
                }
                Ok(Err(gone)) => {
                    self.ended = true;
                    return Some(failed(&expired(tenant, gone)));
                }
                Err(error) => {
                    tracing::warn!(%error, "the changes cannot be read now; the reader is to connect again");
                    return None;
                }
            }
            if !self.read.is_empty() {
                continue;
            }
            if Instant::now() >= self.checkpoint {
                self.checkpoint = Instant::now() + CHECKPOINT;
                match ledger.still_holds(self.principal).await {
                    Ok(true) => return Some(self.checkpoint()),
                    Ok(false) | Err(_) => return None,
                }
            }
            // It has looked at much that the filter leaves out.
            if self.place.position < self.head {
                continue;
            }
            tokio::select! {
                () = rung => {}
                () = sleep(LOOK) => {}
                () = sleep_until(self.checkpoint) => {}
                () = self.app.stopping.asked() => return None,
            }
        }
    }

    fn event(&self, change: &Change) -> Event {
        let tenant = self.principal.tenant;
        let resource = change::resource(tenant.workspace(), change, &self.fields);
        event(change::TYPE, &resource)
            .id(change::cursor(tenant.workspace(), change.place).to_string())
    }

    fn checkpoint(&self) -> Event {
        let cursor = change::cursor(self.principal.tenant.workspace(), self.place);
        let data = serde_json::json!({"position": self.place.position, "head": self.head});
        event("checkpoint", &data).id(cursor.to_string())
    }
}

/// Why the events end.
fn failed(error: &Error) -> Event {
    event("error", error)
}

fn event(name: &str, data: &impl serde::Serialize) -> Event {
    let event = Event::default().event(name);
    event
        .json_data(data)
        .expect("a document can be written as JSON")
}
