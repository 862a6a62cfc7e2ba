use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::ConnectorId;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, connector::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&connector::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<ConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = connector::QUERY.parse(uri.query())?;
    let answer = super::one(&app.ledger, tenant, id, &query, &self_link(&uri)).await?;
    answer.under(&conditions)
}
