use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::record;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let query = QuerySpec {
        filters: query::DELETED.filters,
        ..record::query(kind)
    };
    let handler = move |reader, app, id, uri, conditions| {
        retrieve(kind, query, reader, app, id, uri, conditions)
    };
    Endpoint::get(super::path(kind), query, handler)
        .unaudited(Unaudited::PlainRead)
        .shows(record::shape(kind))
        .fails(&codes::MERGED)
}

async fn retrieve(
    kind: Kind,
    query: QuerySpec,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = query.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let held = super::held(&app.ledger, tenant, kind.record(id), deleted).await?;
    let answer = super::answer(&app.ledger, tenant, &held, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
