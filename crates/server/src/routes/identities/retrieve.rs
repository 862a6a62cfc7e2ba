use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::IdentityId;
use wellhead_core::record::Kind;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::identity;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let query = QuerySpec {
        filters: query::DELETED.filters,
        ..identity::query(kind)
    };
    let handler = move |reader, app, id, uri, conditions| {
        retrieve(kind, query, reader, app, id, uri, conditions)
    };
    Endpoint::get(super::path(kind), query, handler)
        .unaudited(Unaudited::PlainRead)
        .shows(identity::shape(kind))
}

async fn retrieve(
    kind: Kind,
    query: QuerySpec,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<IdentityId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = query.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let identity = super::find(&app.ledger, tenant, kind, id, deleted).await?;
    let url = &self_link(&uri);
    let answer = super::answer(&app.ledger, tenant, kind, &identity, &query, url).await?;
    answer.under(&conditions)
}
