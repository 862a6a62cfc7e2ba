use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{person, workspace};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, workspace::TYPE);
    Endpoint::get(path, query::DELETED, retrieve).shows_linkage(&workspace::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = query::DELETED.parse(uri.query())?;
    let person = super::find(&app.ledger, tenant, id, query::deleted(&query)?).await?;
    let (home, times) = (person::home(&person), &person.times);
    let own = tenant.workspace().uuid();
    let answer = relationship::to_one(&uri, home, times, workspace::TYPE, own);
    answer.under(&conditions)
}
