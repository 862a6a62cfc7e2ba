use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::AuditEventId;
use wellhead_core::tenant::Role;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::audit_event;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(super::ONE, audit_event::QUERY, retrieve)
        .needs(Role::Admin)
        .audited(Act::Read, About::Log)
        .shows(&audit_event::SHAPE)
}

async fn retrieve(
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<AuditEventId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = audit_event::QUERY.parse(uri.query())?;
    app.auditor.flush(author.tenant).await?;
    let found = app.ledger.audit_event(author.tenant, id).await?;
    let event = found.ok_or_else(Failure::not_found)?;
    let data = audit_event::resource(&event, &query.fields);
    let answer = Answer::resource(&self_link(&uri), data, None);
    answer
        .with_version(&audit_event::times(&event))
        .under(&conditions)
}
