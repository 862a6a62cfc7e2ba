use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::NotificationId;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::request::ResourceObject;

use super::{answer, find};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::notification::{self, QUERY, SHAPE, TYPE};
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Sync, QUERY, update)
        .audited(Act::Update, About::Notification)
        .updates(&SHAPE)
}

/// Programs that tell recipients set this, too, so it takes no admin.
async fn update(
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<NotificationId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let mut object = ResourceObject::update(&body, TYPE, &id)?;
    if unchanged::is_sent_back(&object, &SHAPE, &[]) {
        let (found, fields) = (
            find(&app.ledger, author.tenant, id).await?,
            Fieldsets::default(),
        );
        unchanged::forget(
            &mut object,
            &SHAPE,
            &notification::resource(&found, &fields),
        );
        if object.is_empty() {
            conditions.check(&notification::times(&found))?;
            return Ok(answer(&found, &query, &self_link(&uri)));
        }
    }
    let changes = incoming::recall::notification(object)?;
    let found = find(&app.ledger, author.tenant, id).await?;
    conditions.check(&notification::times(&found))?;
    let updated = app.ledger.notification_update(author, id, changes).await;
    let updated = updated.map_err(|error| Pointers::data().blame(error))?;
    Ok(answer(&updated, &query, &self_link(&uri)))
}
