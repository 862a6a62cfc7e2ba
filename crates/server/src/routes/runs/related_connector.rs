use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::SyncRunId;
use wellhead_core::resource::Deleted;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::{sync_run, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::workspace_connectors as activations;

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{}", super::ONE, sync_run::CONNECTOR);
    Endpoint::get(path, workspace_connector::QUERY, related_connector)
        .shows(&workspace_connector::SHAPE)
}

async fn related_connector(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<SyncRunId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = workspace_connector::QUERY.parse(uri.query())?;
    let run = super::find(&app.ledger, tenant, id).await?;
    // Whoever sees the run sees whose it is.
    let id = run.workspace_connector;
    let activation = activations::find(&app.ledger, tenant, id, Deleted::Include).await?;
    let url = &self_link(&uri);
    let answer = activations::answer(&app.ledger, tenant, &activation, &query, url).await?;
    answer.under(&conditions)
}
