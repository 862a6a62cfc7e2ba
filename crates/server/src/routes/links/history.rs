use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::LinkId;
use wellhead_core::page::{Order, PageRequest};
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::link_state;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/history", super::path(kind));
    let handler = move |reader, app, id, uri| history(kind, reader, app, id, uri);
    Endpoint::get(path, link_state::query(kind), handler)
        .unaudited(Unaudited::PlainRead)
        .lists(link_state::shape(kind))
}

/// Shows a deleted link's history, too: people ask how it came to that.
async fn history(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = link_state::query(kind).parse(uri.query())?;
    let request = PageRequest {
        order: Order::OldestFirst,
        ..query::page_request(&query)?
    };
    let ledger = &app.ledger;
    let page = ledger.link_history(tenant, kind, id, request);
    let total = ledger.link_history_total(tenant, kind, id);
    let listing = Listing::read(&uri, &query, request, page, total).await?;
    // A link always is in some state, but a page may be empty.
    if listing.items().is_empty() {
        let link = ledger.link(tenant, kind, id, Deleted::Include).await?;
        link.ok_or_else(Failure::not_found)?;
    }
    let related = Related::of_states(ledger, tenant, kind, listing.items(), &query).await?;
    let item = |it, meta| link_state::resource(kind, id, it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(&query)))
}
