use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;

use crate::answer::Answer;
use crate::app::App;
use crate::conditions::Conditions;
use crate::endpoint::Endpoint;
use crate::failure::Failure;
use crate::listing;
use crate::path::Id;
use crate::permission::Reader;
use crate::resources::{connector, workspace_connector};
use crate::routes::relationship;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, connector::TYPE);
    Endpoint::get(path, listing::DELETED, retrieve).shows_linkage(&connector::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = listing::DELETED.parse(uri.query())?;
    let activation = super::find(&app.ledger, tenant, id, listing::deleted(&query)?).await?;
    let (home, times) = (workspace_connector::home(&activation), &activation.times);
    let id = activation.connector.uuid();
    let answer = relationship::to_one(&uri, home, times, connector::TYPE, id);
    Ok(answer.unless_known(&conditions))
}
