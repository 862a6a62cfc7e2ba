use axum::extract::State;
use axum::http::Uri;
use wellhead_core::privacy::{RecallFilter, SubjectRight};
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::recall;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const FILTERS: &[&str] = &[
    recall::SUBJECT,
    query::CREATED[0],
    query::CREATED[1],
    query::CREATED[2],
    query::CREATED[3],
];

fn spec(right: SubjectRight) -> QuerySpec {
    QuerySpec {
        filters: FILTERS,
        sort: query::SORT,
        page: Some(query::PAGES),
        ..recall::query(right)
    }
}

pub(super) fn endpoint(right: SubjectRight) -> Endpoint {
    let handler = move |reader, app, uri| list(right, reader, app, uri);
    let shape = recall::shape(right);
    Endpoint::get(shape.path, spec(right), handler)
        .unaudited(Unaudited::Impersonal)
        .lists(shape)
}

async fn list(
    right: SubjectRight,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = spec(right).parse(uri.query())?;
    let request = query::page_request(&query)?;
    let filter = RecallFilter {
        right: Some(right),
        record: query::filter(&query, recall::SUBJECT)?,
    };
    let page = app.ledger.recalls(tenant, filter, request);
    let count = app.ledger.recalls_total(tenant, filter, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| recall::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}
