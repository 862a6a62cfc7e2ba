use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::person;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::people;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/{}", super::path(kind), kind.as_str());
    Endpoint::get(path, people::retrieve::QUERY, related_person).shows(&person::SHAPE)
}

async fn related_person(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = people::retrieve::QUERY.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, Kind::People, id, deleted).await?;
    // Whoever sees the link sees what it is about.
    let person = people::find(&app.ledger, tenant, link.record, Deleted::Include).await?;
    let answer = people::answer(&app.ledger, tenant, &person, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
