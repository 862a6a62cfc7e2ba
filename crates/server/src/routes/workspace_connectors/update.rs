use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Deleted, JobKind, Status};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};
use wellhead_jsonapi::request::ResourceObject;

use super::wind_down::{loss, wind_down};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::parameter::flag;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::link_of;

const QUERY: QuerySpec = QuerySpec {
    custom: &["dry_run"],
    ..workspace_connector::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Admin, QUERY, update)
        .audited(Act::Update, About::WorkspaceConnector)
        .updates(&workspace_connector::SHAPE)
        .tells(&workspace_connector::LOSS)
        .defers()
}

/// Disabling leaves the connector's links to a job.
async fn update(
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let mut object = ResourceObject::update(&body, workspace_connector::TYPE, &id)?;
    let shape = &workspace_connector::SHAPE;
    let url = &link_of(&uri, &QUERY);
    if unchanged::is_sent_back(&object, shape, &[]) {
        let (tenant, fields) = (author.tenant, Fieldsets::default());
        let found = super::find(&app.ledger, tenant, id, Deleted::Include).await?;
        let shown = workspace_connector::resource(tenant, &found, &fields);
        unchanged::forget(&mut object, shape, &shown);
        if object.is_empty() && found.times.deleted_at.is_none() {
            conditions.check(&found.times)?;
            return super::answer(&app.ledger, tenant, &found, &query, url).await;
        }
    }
    let changes = incoming::workspace_connector::update(object)?;
    let dry_run = flag(&query, "dry_run")?;
    let disables = changes.status == Some(Status::Disabled);
    if let Some(sent) = query.custom("dry_run").filter(|_| dry_run && !disables) {
        return Err(sent.invalid("only disabling has a dry run").into());
    }
    if dry_run {
        let deleted = if changes.restore {
            Deleted::Include
        } else {
            Deleted::Exclude
        };
        let (activation, loss) = loss(&app.ledger, author.tenant, id, deleted, &conditions).await?;
        let loss = Some(loss);
        return super::answer_and(&app.ledger, author.tenant, &activation, &query, url, loss).await;
    }
    if disables {
        return wind_down(&app, author, id, JobKind::Disconnect, changes, &conditions).await;
    }
    let (ledger, expected) = (&app.ledger, conditions.expected(changes.restore));
    let updated = ledger.workspace_connector_update(author, id, changes, expected);
    let activation = updated
        .await
        .map_err(|error| Pointers::data().blame(error))?;
    super::answer(ledger, author.tenant, &activation, &query, url).await
}
