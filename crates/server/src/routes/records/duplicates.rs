use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::identity::Likeness;
use wellhead_core::record::{EachKind, Kind};
use wellhead_jsonapi::Error;
use wellhead_jsonapi::page::{PageSpec, Reach};
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::duplicates;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;
use crate::respond::related::Related;

/// In what they are alike; in anything by default.
const BY: &str = "by";

static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    filters: [&[BY][..], &query::CREATED].concat().leak(),
    sort: query::SORT,
    page: Some(PageSpec {
        reach: Reach::Both,
        // A group may have a hundred records.
        max_size: 50,
        ..query::PAGES
    }),
    ..duplicates::query(kind)
});

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |reader, app, uri| list(kind, reader, app, uri);
    let path = format!("{}/duplicates", kind.wire().records_path);
    Endpoint::get(path, *QUERIES.of(kind), handler)
        .audited(Act::Duplicates, About::Record(kind))
        .lists(duplicates::shape(kind))
}

async fn list(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERIES.of(kind).parse(uri.query())?;
    let by = by(kind, &query)?;
    let request = query::page_request(&query)?;
    let page = app.ledger.duplicates(tenant, kind, &by, request).await?;
    let listing = Listing::of(&uri, request, page);
    let related = Related::of_duplicates(tenant, listing.items(), &query);
    let item = |it, meta| duplicates::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, related.included(&query)))
}

/// In what records of this kind should be alike.
fn by(kind: Kind, query: &Query) -> Result<Vec<Likeness>, Error> {
    let possible = Likeness::of(kind);
    let Some(filter) = query.filter(BY) else {
        return Ok(possible.to_vec());
    };
    let wanted = query::filter(query, BY)?;
    if let Some(by) = wanted.filter(|it| possible.contains(it)) {
        return Ok(vec![by]);
    }
    let many = kind.declaration().words.many;
    Err(filter.invalid(format!("{many} have no {}", filter.value)))
}
