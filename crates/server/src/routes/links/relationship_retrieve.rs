use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::LinkId;

use super::end::End;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship;

pub(super) fn endpoint(end: End) -> Endpoint {
    let path = relationship::path(&super::path(end.kind()), end.name());
    let handler =
        move |reader, app, id, uri, conditions| retrieve(end, reader, app, id, uri, conditions);
    Endpoint::get(path, query::DELETED, handler).shows_linkage(end.shape())
}

async fn retrieve(
    end: End,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = query::DELETED.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, end.kind(), id, deleted).await?;
    let home = link::home(end.kind(), &link);
    let answer = relationship::to_one(&uri, home, &link.times, end.name(), end.of(&link));
    answer.under(&conditions)
}
