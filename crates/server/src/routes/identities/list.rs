use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::identity::IdentityFilter;
use wellhead_core::record::Kind;

use super::Identities;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::resources::identity;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship::List;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    Endpoint::get(kind.wire().identities_path, Identities::all(kind), handler)
        .audited_if(&["external_id"], Act::Search, About::Identity(kind))
        .lists(identity::shape(kind))
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = Identities::all(kind).parse(uri.query())?;
    let identities = Identities(kind);
    let filter = identities.filter(&query, IdentityFilter::default())?;
    identities
        .resources(&app.ledger, tenant, filter, &query, &uri)
        .await
}
