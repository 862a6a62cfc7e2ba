use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::SuppressionId;
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
use crate::extract::permission::Admin;
use crate::resources::suppression::{self, QUERY, REASON, SHAPE, TYPE};
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::patch(super::ONE, Role::Admin, QUERY, update)
        .audited(Act::Update, About::Suppression)
        .updates(&SHAPE)
}

/// Lifts it. One that was lifted stays as it is, and so does one without a reason.
async fn update(
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<SuppressionId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let mut object = ResourceObject::update(&body, TYPE, &id)?;
    // A reason asks for something, whatever is there; null asks for nothing.
    let asks = &[REASON];
    if unchanged::is_sent_back(&object, &SHAPE, asks) {
        let (found, fields) = (
            find(&app.ledger, author.tenant, id).await?,
            Fieldsets::default(),
        );
        unchanged::forget_but(
            &mut object,
            &SHAPE,
            &suppression::resource(&found, &fields),
            asks,
        );
    }
    let reason = incoming::recall::lift(object)?;
    let found = find(&app.ledger, author.tenant, id).await?;
    conditions.check(&suppression::times(&found))?;
    let lifted = match reason {
        Some(reason) => app.ledger.suppression_lift(author, id, reason).await,
        None => Ok(found),
    };
    let lifted = lifted.map_err(|error| Pointers::data().blame(error))?;
    Ok(answer(&lifted, &query, &self_link(&uri)))
}
