use axum::extract::State;
use axum::http::Uri;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::ExternalId;
use wellhead_jsonapi::query::{Query, QuerySpec};
use wellhead_jsonapi::{Error, Errors};

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::person;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

const QUERY: QuerySpec = QuerySpec {
    filters: &[
        "external_person_id",
        "created_at[gte]",
        "created_at[gt]",
        "created_at[lte]",
        "created_at[lt]",
        "deleted",
    ],
    sort: query::SORT,
    page: Some(query::PAGES),
    ..person::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(person::PATH, QUERY, list).lists(&person::SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let filter = filter(&query)?;
    let request = query::page_request(&query)?;
    let page = app
        .ledger
        .records(tenant, Kind::People, &filter, request)
        .await?;
    let count = app
        .ledger
        .records_total(tenant, Kind::People, &filter, request);
    let total = query::total(&query, count).await?;
    let related = Related::of_people(&app.ledger, tenant, &query).await?;
    let listing = Listing {
        uri: &uri,
        related: None,
        request,
        page: &page,
        total,
    };
    let item = |it, meta| person::resource(tenant, it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(&query)))
}

fn filter(query: &Query) -> Result<RecordFilter, Errors> {
    let mut errors = Errors::new();
    let external_id = errors.check(external_id(query));
    let deleted = errors.check(query::deleted(query));
    errors.or(RecordFilter {
        external_id: external_id.flatten(),
        deleted: deleted.unwrap_or_default(),
    })
}

fn external_id(query: &Query) -> Result<Option<ExternalId>, Error> {
    let filter = query.filter("external_person_id");
    let parse = |it: &wellhead_jsonapi::query::Filter| {
        ExternalId::parse(&it.value).map_err(|error| it.invalid(format!("the value {error}")))
    };
    filter.map(parse).transpose()
}
