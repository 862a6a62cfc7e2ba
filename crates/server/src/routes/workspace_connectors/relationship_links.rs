use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;

use super::related_links;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{link, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::links::page;
use crate::routes::relationship;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = relationship::path(super::ONE, kind.wire().links);
    let handler = move |reader, app, id, uri| retrieve(kind, reader, app, id, uri);
    Endpoint::get(path, related_links::page(kind), handler).lists_linkage(link::shape(kind))
}

async fn retrieve(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = related_links::page(kind).parse(uri.query())?;
    let of_connector = LinkFilter {
        workspace_connector: Some(id),
        ..LinkFilter::default()
    };
    let filter = page::filter(kind, &query, of_connector)?;
    let owner = query::owner(filter.deleted);
    let activation = super::find(&app.ledger, tenant, id, owner).await?;
    let related = workspace_connector::home(&activation).related(kind.wire().links);
    page::linkage(&app.ledger, tenant, kind, filter, &query, &uri, related).await
}
