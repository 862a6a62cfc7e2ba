use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::ConnectorId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::path::{Id, self_link};
use crate::permission::Reader;
use crate::resources::connector;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, connector::QUERY, retrieve).shows(&connector::SHAPE)
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
