use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::LinkId;

use super::end::End;
use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing;
use crate::path::Id;
use crate::permission::Reader;
use crate::resources::link;
use crate::routes::relationship;

pub(super) fn endpoint(end: End) -> Endpoint {
    let path = relationship::path(&super::path(end.kind()), end.name());
    let handler =
        move |reader, app, id, uri, conditions| retrieve(end, reader, app, id, uri, conditions);
    Endpoint::get(path, listing::DELETED, handler).shows_linkage(end.shape())
}

async fn retrieve(
    end: End,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = listing::DELETED.parse(uri.query())?;
    let deleted = listing::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, end.kind(), id, deleted).await?;
    let home = link::home(end.kind(), &link);
    let answer = relationship::to_one(&uri, home, &link.times, end.name(), end.of(&link));
    answer.under(&conditions)
}
