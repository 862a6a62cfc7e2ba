use axum::extract::State;
use axum::http::Uri;
use wellhead_core::page::{Order, PageRequest};
use wellhead_core::privacy::NotificationFilter;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::notification::{self, RECALL, SHAPE};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    filters: &["status", RECALL],
    sort: &["due_at"],
    page: Some(query::PAGES),
    ..notification::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(notification::PATH, QUERY, list)
        .unaudited(Unaudited::Impersonal)
        .lists(&SHAPE)
}

async fn list(Reader(tenant): Reader, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let filter = filter(&query)?;
    let request = query::page_request(&query)?;
    let request = PageRequest {
        order: match &query.sort[..] {
            [] => Order::OldestFirst,
            _ => request.order,
        },
        ..request
    };
    let page = app.ledger.notifications(tenant, filter, request);
    let count = app.ledger.notifications_total(tenant, filter, request);
    let listing = Listing::read(&uri, &query, request, page, count).await?;
    let item = |it, meta| notification::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}

fn filter(query: &Query) -> Result<NotificationFilter, Errors> {
    let mut errors = Errors::new();
    let status = errors.check(query::filter(query, "status"));
    let recall = errors.check(query::filter(query, RECALL));
    errors.or(NotificationFilter {
        status: status.flatten(),
        recall: recall.flatten(),
    })
}
