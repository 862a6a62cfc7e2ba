use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::RunFilter;

use super::related_runs::PAGE;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::sync_run;
use crate::resources::workspace_connector::{self, RUNS};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship;
use crate::routes::runs::page;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, RUNS);
    Endpoint::get(path, PAGE, retrieve).lists_linkage(&sync_run::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = PAGE.parse(uri.query())?;
    let of_connector = RunFilter {
        workspace_connector: Some(id),
        ..RunFilter::default()
    };
    let filter = page::filter(&query, of_connector)?;
    let owner = query::owner(query::deleted(&query)?);
    let activation = super::find(&app.ledger, tenant, id, owner).await?;
    let related = workspace_connector::home(&activation).related(RUNS);
    page::linkage(&app.ledger, tenant, filter, &query, &uri, related).await
}
