use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Past;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::provenance::{self, QUERY};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::records;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/provenance", records::path(kind));
    let handler = move |reader, app, id, uri| retrieve(kind, reader, app, id, uri);
    Endpoint::get(path, QUERY, handler)
        .audited(Act::Provenance, About::Record(kind))
        .counts(provenance::shape(kind))
}

/// Includes soft-deleted records: people often ask where data went after it was deleted.
async fn retrieve(
    kind: Kind,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let past = query::past(&query)?;
    let record = kind.record(id);
    let found = app.ledger.provenance(tenant, record, past);
    let found = found.await?.ok_or_else(Failure::not_found)?;
    let url = &self_link(&uri);
    let as_of = match past {
        Some(Past::AsOf(at)) => Some(at),
        Some(Past::Within { .. }) | None => None,
    };
    let resource = provenance::of_record(record, &found, as_of, url);
    Ok(Answer::resource(url, resource, None))
}
