use axum::extract::State;
use axum::http::Uri;
use serde_json::json;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::SyncRun;
use wellhead_core::sync::SyncStatus;
use wellhead_jsonapi::document::Meta;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{sync_run, sync_status, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

const QUERY: QuerySpec = QuerySpec {
    filters: query::DELETED.filters,
    ..workspace_connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .shows(&workspace_connector::SHAPE)
        .tells(&sync_status::META)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let activation = super::find(&app.ledger, tenant, id, deleted).await?;
    let status = app.ledger.sync_status(tenant, id).await?;
    let meta = Some(meta(&status));
    let url = &self_link(&uri);
    let answer = super::answer_and(&app.ledger, tenant, &activation, &query, url, meta).await?;
    answer.under(&conditions)
}

/// The state of the connector's sync. It is `meta` rather than an attribute, because it is counted on request.
fn meta(status: &SyncStatus) -> Meta<'static> {
    let shown = |run: &SyncRun| {
        json!({
            "type": sync_run::TYPE,
            "id": run.id.to_string(),
            "record": run.record.as_str(),
            "direction": run.direction.as_str(),
            "mode": run.mode.as_str(),
            "status": run.status.as_str(),
            "started_at": run.started_at,
            "completed_at": run.completed_at,
            "records_synced": run.tally.records_synced(),
            "rejected": run.tally.rejected,
            "error": run.error,
        })
    };
    let last_runs: Vec<_> = status.last_runs.iter().map(shown).collect();
    let by_record = status
        .active
        .iter()
        .map(|it| json!({"record": it.kind.as_str(), "input": it.input, "output": it.output}));
    let by_record: Vec<_> = by_record.collect();
    let active_links = json!({"input": status.active_input(), "output": status.active_output()});
    Meta::default()
        .and("last_run", status.last_run().map(shown))
        .and("last_runs_by_record", last_runs)
        .and("active_links", active_links)
        .and("active_links_by_record", by_record)
}
