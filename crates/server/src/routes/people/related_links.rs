use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{link, person};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::links::page;

/// What the lists of one person's links can be asked for.
pub(super) const PAGE: QuerySpec = QuerySpec {
    filters: &[
        link::CONNECTOR,
        "direction",
        "created_at[gte]",
        "created_at[gt]",
        "created_at[lte]",
        "created_at[lt]",
        "deleted",
    ],
    sort: query::SORT,
    page: Some(query::PAGES),
    ..QuerySpec::NONE
};

const QUERY: QuerySpec = QuerySpec {
    include: link::query(Kind::People).include,
    fields: link::query(Kind::People).fields,
    ..PAGE
};

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/{}", super::ONE, person::LINKS);
    Endpoint::get(path, QUERY, related_links).lists(link::shape(Kind::People))
}

async fn related_links(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let of_person = LinkFilter {
        record: Some(id),
        ..LinkFilter::default()
    };
    let filter = page::filter(Kind::People, &query, of_person)?;
    super::find(&app.ledger, tenant, id, query::owner(filter.deleted)).await?;
    page::resources(&app.ledger, tenant, Kind::People, filter, &query, &uri).await
}
