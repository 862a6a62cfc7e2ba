use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::Author;
use wellhead_core::id::WorkspaceId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::request::ResourceObject;

use super::{answer, cuts};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::retention;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Admin, retention::QUERY, update)
        .updates(&retention::SHAPE)
        .audited(Act::Update, About::Retention)
}

async fn update(
    Admin(Author { tenant, .. }): Admin,
    State(app): State<App>,
    Id(id): Id<WorkspaceId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = retention::QUERY.parse(uri.query())?;
    if id != tenant.workspace() {
        return Err(Failure::not_found());
    }
    let mut object = ResourceObject::update(&body, retention::TYPE, &id)?;
    if unchanged::is_sent_back(&object, &retention::SHAPE, &[]) {
        let policy = app.ledger.retention(tenant).await?;
        let (cuts, fields) = (cuts(&app.ledger, tenant).await?, Fieldsets::default());
        let shown = retention::resource(id, &policy, &cuts, &fields);
        unchanged::forget(&mut object, &retention::SHAPE, &shown);
        if object.is_empty() {
            conditions.check(&policy.times())?;
            return answer(&app.ledger, tenant, &policy, &query, &self_link(&uri)).await;
        }
    }
    let changes = incoming::retention::policy(object)?;
    let expected = conditions.expected(false);
    let set = app.ledger.retention_set(tenant, changes, expected).await;
    let policy = set.map_err(|error| Pointers::data().blame(error))?;
    answer(&app.ledger, tenant, &policy, &query, &self_link(&uri)).await
}
