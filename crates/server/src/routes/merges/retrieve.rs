use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::JobId;
use wellhead_core::record::Kind;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::merge;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler =
        move |reader, app, id, uri, conditions| retrieve(kind, reader, app, id, uri, conditions);
    Endpoint::get(super::path(kind), merge::query(kind), handler)
        .unaudited(Unaudited::PlainRead)
        .shows(merge::shape(kind))
}

async fn retrieve(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<JobId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = merge::query(kind).parse(uri.query())?;
    let found = super::find(&app.ledger, tenant, kind, id).await?;
    let url = self_link(&uri);
    let answer = super::answer(&app.ledger, tenant, &found, &query, &url).await?;
    answer.under(&conditions)
}
