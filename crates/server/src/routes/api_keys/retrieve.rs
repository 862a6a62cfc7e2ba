use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::KeyId;
use wellhead_core::tenant::Role;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::api_key;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

pub(super) fn endpoint() -> Endpoint {
    let endpoint = Endpoint::get(super::ONE, api_key::QUERY, retrieve)
        .unaudited(Unaudited::Impersonal)
        .needs(Role::Admin);
    endpoint.shows(&api_key::SHAPE)
}

async fn retrieve(
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<KeyId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = api_key::QUERY.parse(uri.query())?;
    let found = app.ledger.keys_found(author.tenant, &[id]).await?;
    let key = found.first().ok_or_else(Failure::not_found)?;
    let data = api_key::resource(key, None, &query.fields);
    let answer = Answer::resource(&self_link(&uri), data, None);
    answer.with_version(&key.times()).under(&conditions)
}
