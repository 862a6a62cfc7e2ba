use axum::extract::State;
use axum::http::Uri;
use uuid::Uuid;
use wellhead_core::journal::{ChangeFilter, Place};

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::resources::change::{self, QUERY};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{{id}}", change::PATH);
    Endpoint::get(path, QUERY, retrieve)
        .unaudited(Unaudited::PlainRead)
        .counts(&change::SHAPE)
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<Uuid>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let position = change::position(tenant.workspace(), id).ok_or_else(Failure::not_found)?;
    let before = Place {
        position: position - 1,
        at: None,
    };
    let all = ChangeFilter::default();
    let found = app.ledger.changes(tenant, &all, before, 1).await?;
    let changes = found.map_err(|_| Failure::not_found())?.changes;
    let change = changes.first().ok_or_else(Failure::not_found)?;
    let data = change::resource(tenant.workspace(), change, &query.fields);
    Ok(Answer::resource(&self_link(&uri), data, None))
}
