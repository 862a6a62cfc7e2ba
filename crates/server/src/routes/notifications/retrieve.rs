use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::NotificationId;

use super::{answer, find};
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::notification::{QUERY, SHAPE};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<NotificationId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let found = find(&app.ledger, tenant, id).await?;
    answer(&found, &query, &self_link(&uri)).under(&conditions)
}
