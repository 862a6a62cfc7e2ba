use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecallId;
use wellhead_core::privacy::SubjectRight;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::recall;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint(right: SubjectRight) -> Endpoint {
    let handler =
        move |reader, app, id, uri, conditions| retrieve(right, reader, app, id, uri, conditions);
    let shape = recall::shape(right);
    let path = format!("{}/{{id}}", shape.path);
    Endpoint::get(path, recall::query(right), handler)
        .unaudited(Unaudited::Impersonal)
        .shows(shape)
}

async fn retrieve(
    right: SubjectRight,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecallId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = recall::query(right).parse(uri.query())?;
    let found = super::find(&app.ledger, tenant, right, id).await?;
    super::answer(&found, &query, &self_link(&uri)).under(&conditions)
}
