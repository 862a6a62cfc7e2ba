use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing;
use crate::path::Id;
use crate::permission::Reader;
use crate::resources::{person, workspace};
use crate::routes::relationship;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, workspace::TYPE);
    Endpoint::get(path, listing::DELETED, retrieve).shows_linkage(&workspace::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = listing::DELETED.parse(uri.query())?;
    let person = super::find(&app.ledger, tenant, id, listing::deleted(&query)?).await?;
    let (home, times) = (person::home(&person), &person.times);
    let own = tenant.workspace().uuid();
    let answer = relationship::to_one(&uri, home, times, workspace::TYPE, own);
    answer.under(&conditions)
}
