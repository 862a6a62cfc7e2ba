use axum::extract::State;
use axum::http::Uri;
use wellhead_core::provenance::FLOWING;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::provenance;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

const QUERY: QuerySpec = QuerySpec {
    filters: &[
        "record",
        "created_at[gte]",
        "created_at[gt]",
        "created_at[lte]",
        "created_at[lt]",
        "deleted",
    ],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(provenance::FLOWS_PATH, QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .counts(&provenance::FLOWS)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let kind = query::record(&query)?;
    let created = query::page_request(&query)?.created;
    let deleted = query::deleted(&query)?;
    let picture = app.ledger.flows(tenant, kind, created, deleted, FLOWING);
    let picture = picture.await?;
    let url = &self_link(&uri);
    let resource = provenance::flows(tenant, kind, &picture, url);
    Ok(Answer::resource(url, resource, None))
}
