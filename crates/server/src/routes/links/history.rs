use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Shows;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::link_state;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/history", super::path(kind));
    let handler = move |reader, app, id, uri| history(kind, reader, app, id, uri);
    Endpoint::get(path, link_state::query(kind), handler)
        .unaudited(Unaudited::PlainRead)
        .answers(StatusCode::OK, Shows::All(link_state::shape(kind)))
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
    let states = app.ledger.link_history(tenant, kind, id).await?;
    let states = states.ok_or_else(Failure::not_found)?;
    let related = Related::of_states(&app.ledger, tenant, kind, &states, &query).await?;
    let resources = states
        .iter()
        .map(|state| link_state::resource(kind, id, state, &query.fields));
    let resources: Vec<_> = resources.collect();
    let url = &self_link(&uri);
    Ok(Answer::resources(url, &resources, related.included(&query)))
}
