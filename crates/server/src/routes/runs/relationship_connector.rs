use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::SyncRunId;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::sync_run::{self, CONNECTOR};
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, CONNECTOR);
    Endpoint::get(path, QuerySpec::NONE, retrieve).shows_linkage(&workspace_connector::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<SyncRunId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let run = super::find(&app.ledger, tenant, id).await?;
    let (home, times) = (sync_run::home(&run), sync_run::times(&run));
    let connector = run.workspace_connector.uuid();
    let answer = relationship::to_one(&uri, home, &times, CONNECTOR, connector);
    answer.under(&conditions)
}
