use axum::extract::State;
use axum::http::Uri;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_jsonapi::query::QuerySpec;

use super::page;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    Endpoint::get(kind.wire().links_path, query(kind), handler).lists(link::shape(kind))
}

const fn query(kind: Kind) -> QuerySpec {
    QuerySpec {
        filters: match kind {
            Kind::People => &[
                "people",
                link::CONNECTOR,
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
        ..link::query(kind)
    }
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = query(kind).parse(uri.query())?;
    let filter = page::filter(kind, &query, LinkFilter::default())?;
    page::resources(&app.ledger, tenant, kind, filter, &query, &uri).await
}
