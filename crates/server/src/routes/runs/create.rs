use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming::run::{Opening, open};
use crate::extract::permission::Syncer;
use crate::resources::sync_run;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::with_query;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post(sync_run::PATH, Role::Sync, sync_run::QUERY, create)
        .audited(Act::Create, About::Run)
        .creates(&sync_run::SHAPE)
}

async fn create(
    Syncer(Author { tenant, .. }): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = sync_run::QUERY.parse(uri.query())?;
    let object = ResourceObject::create(&body, sync_run::TYPE)?;
    let Opening {
        workspace_connector,
        record,
        direction,
        trigger,
        mode,
    } = open(object)?;
    let opened = app.ledger.run_open(
        tenant,
        workspace_connector,
        record,
        direction,
        trigger,
        mode,
    );
    let run = opened
        .await
        .map_err(|error| Pointers::data().blame(error))?;
    let location = sync_run::path(run.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, tenant, &run, &query, &url, None).await?;
    Ok(answer.created(location))
}
