use axum::extract::State;
use axum::http::Uri;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;

use super::Links;
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship::List;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    Endpoint::get(kind.wire().links_path, Links::all(kind), handler)
        .unaudited(Unaudited::PlainRead)
        .lists(link::shape(kind))
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = Links::all(kind).parse(uri.query())?;
    let links = Links(kind);
    let filter = links.filter(&query, LinkFilter::default())?;
    links
        .resources(&app.ledger, tenant, filter, &query, &uri)
        .await
}
