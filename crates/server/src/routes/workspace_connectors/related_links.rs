use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::links::page;

/// What the lists of one connector's links can be asked for.
pub(super) const fn page(kind: Kind) -> QuerySpec {
    QuerySpec {
        filters: match kind {
            Kind::People => &[
                "people",
                "direction",
                "created_at[gte]",
                "created_at[gt]",
                "created_at[lte]",
                "created_at[lt]",
                "deleted",
            ],
            _ => panic!("no others are served"),
        },
        sort: query::SORT,
        page: Some(query::PAGES),
        ..QuerySpec::NONE
    }
}

const fn query(kind: Kind) -> QuerySpec {
    QuerySpec {
        include: link::query(kind).include,
        fields: link::query(kind).fields,
        ..page(kind)
    }
}

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/{}", super::ONE, kind.wire().links);
    let handler = move |reader, app, id, uri| related_links(kind, reader, app, id, uri);
    Endpoint::get(path, query(kind), handler).lists(link::shape(kind))
}

async fn related_links(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = query(kind).parse(uri.query())?;
    let of_connector = LinkFilter {
        workspace_connector: Some(id),
        ..LinkFilter::default()
    };
    let filter = page::filter(kind, &query, of_connector)?;
    super::find(&app.ledger, tenant, id, query::owner(filter.deleted)).await?;
    page::resources(&app.ledger, tenant, kind, filter, &query, &uri).await
}
