use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Bucket, Deleted};
use wellhead_core::sync::TooManyBuckets;
use wellhead_core::time::{Moment, Timestamp};
use wellhead_jsonapi::error::kind::INVALID_PARAMETER;
use wellhead_jsonapi::query::{Query, QuerySpec};
use wellhead_jsonapi::{Error, Errors};

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::activity::{self, Span};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

const SINCE: &str = "created_at[gte]";
const UNTIL: &str = "created_at[lt]";
const QUERY: QuerySpec = QuerySpec {
    filters: &["record", "bucket", "direction", SINCE, UNTIL],
    ..QuerySpec::NONE
};

/// How far back it goes by default.
const THIRTY_DAYS: i64 = 30 * Bucket::Day.micros();

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/activity", super::ONE);
    Endpoint::get(path, QUERY, activity)
        .unaudited(Unaudited::Impersonal)
        .counts(&activity::SHAPE)
}

async fn activity(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let kind = query::record(&query)?;
    let span = span(&app.ledger, &query)?;
    super::find(&app.ledger, tenant, id, Deleted::Exclude).await?;
    let Span {
        bucket,
        since,
        until,
        ..
    } = span;
    let found = app.ledger.activity(tenant, kind, id, bucket, since, until);
    let found = found.await?.map_err(|error| too_many(error, &query))?;
    let url = &self_link(&uri);
    let data = activity::resource(id, span, &found, url);
    Ok(Answer::resource(url, data, None))
}

fn span(ledger: &Ledger, query: &Query) -> Result<Span, Errors> {
    let mut errors = Errors::new();
    let bucket = errors.check(query::filter(query, "bucket")).flatten();
    let direction = errors.check(query::filter(query, "direction"));
    let mut time = |name| {
        let sent = query.filter(name).map(query::time).transpose();
        errors.check(sent).flatten().map(Moment::first)
    };
    let [since, until]: [Option<Timestamp>; 2] = [SINCE, UNTIL].map(&mut time);
    let bucket = bucket.unwrap_or(Bucket::Day);
    let until = until.unwrap_or_else(|| ledger.now().plus_micros(1));
    let since = since.unwrap_or_else(|| bucket.start(until.plus_micros(-THIRTY_DAYS)));
    if since >= until {
        errors.push(on_time(query, "the time range is empty"));
    }
    errors.or(Span {
        bucket,
        since,
        until,
        direction: direction.flatten(),
    })
}

fn too_many(error: TooManyBuckets, query: &Query) -> Error {
    on_time(query, &error.to_string())
}

/// An error for the time range, at the parameters that the client sent.
fn on_time(query: &Query, detail: &str) -> Error {
    let given = [SINCE, UNTIL].into_iter().find_map(|it| query.filter(it));
    given.map_or_else(
        || Error::new(&INVALID_PARAMETER, detail).in_parameter("filter[bucket]"),
        |filter| filter.invalid(detail),
    )
}
