use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::link::CONNECTOR;
use crate::resources::workspace_connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::workspace_connectors as activations;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/{CONNECTOR}", super::path(kind));
    let handler = move |reader, app, id, uri, conditions| {
        related_connector(kind, reader, app, id, uri, conditions)
    };
    Endpoint::get(path, activations::retrieve::QUERY, handler).shows(&workspace_connector::SHAPE)
}

async fn related_connector(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = activations::retrieve::QUERY.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, kind, id, deleted).await?;
    // Whoever sees the link sees what it went through.
    let id = link.workspace_connector;
    let activation = activations::find(&app.ledger, tenant, id, Deleted::Include).await?;
    let url = &self_link(&uri);
    let answer = activations::answer(&app.ledger, tenant, &activation, &query, url).await?;
    answer.under(&conditions)
}
