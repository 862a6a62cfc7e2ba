use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::{QUERY, Wanted, events, page};
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Follower;
use crate::layers::negotiation::wants_events;
use crate::resources::change;
use crate::respond::failure::Failure;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(change::PATH, QUERY, list)
        .unaudited(Unaudited::PlainRead)
        .feeds(&change::SHAPE)
}

/// One URL for both: a page, or events while they happen.
async fn list(
    Follower(principal): Follower,
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let query = QUERY.parse(uri.query())?;
    let wanted = Wanted::parse(principal.tenant, &query)?;
    if wants_events(&headers) {
        let stream = events::stream(app, principal, wanted, query.fields, &headers).await?;
        return Ok(stream.into_response());
    }
    let page = page::answer(&app.ledger, principal.tenant, &wanted, &query, &uri).await?;
    Ok(page.into_response())
}
