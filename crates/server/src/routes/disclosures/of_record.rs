use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use wellhead_core::audit::{About, Act};
use wellhead_core::id::RecordId;
use wellhead_core::identity::MergedInto;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::{Asked, Handing};
use wellhead_core::record::Kind;
use wellhead_core::time::{Moment, Timestamp};
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::Query;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::extract::path::Id;
use crate::extract::permission::Named;
use crate::extract::query;
use crate::layers::negotiation::{LD_JSON, REPORTS, wanted};
use crate::resources::disclosure_report::{self, QUERY};
use crate::respond::answer::Answer;
use crate::respond::disclosures_csv;
use crate::respond::failure::Failure;
use crate::respond::told::Told;
use crate::respond::url::self_link;
use crate::routes::records;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let path = format!("{}/disclosures", records::path(kind));
    let handler = move |named, app, id, uri, headers| retrieve(kind, named, app, id, uri, headers);
    Endpoint::get(path, QUERY, handler)
        .reports(&disclosure_report::SHAPE)
        .fails(&codes::MERGED)
        .audited_durably(Act::Report, About::Record(kind))
}

/// Includes soft-deleted records: people often ask where data went after it was deleted.
async fn retrieve(
    kind: Kind,
    Named(author): Named,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let query = QUERY.parse(uri.query())?;
    let asked = asked(&query, &app.ledger)?;
    let record = kind.record(id);
    let handed = app.ledger.hand_out(author, record, asked).await?;
    let handed = match handed.ok_or_else(Failure::not_found)? {
        Handing::Report(handed) => handed,
        Handing::Merged(into) => return Err(Failure::merged(&MergedInto { record, into })),
    };
    let Some(other) = wanted(&headers, REPORTS) else {
        let url = &self_link(&uri);
        let resource = disclosure_report::resource(&handed, url);
        let answer = Answer::resource(url, resource, None);
        return Ok(answer.telling(Told::from(&*handed)).into_response());
    };
    let body = if other == LD_JSON {
        handed.document()
    } else {
        disclosures_csv::table(&handed)
    };
    let mut response = ([(CONTENT_TYPE, other.0), (VARY, "Accept")], body).into_response();
    response.extensions_mut().insert(Told::from(&*handed));
    Ok(response)
}

/// Which disclosures the query asks for, as far as the ledger knows now if it does not say.
fn asked(query: &Query, ledger: &Ledger) -> Result<Asked, Errors> {
    let mut errors = Errors::new();
    let mut time = |name| {
        let filter = query.filter(name)?;
        Some((filter, errors.check(query::time(filter))?))
    };
    let (from, to, as_of) = (time("from"), time("to"), time("as_of"));
    let first = |it: Option<(_, Moment)>| it.map(|(_, at)| at.first());
    if let (Some(from), Some((filter, to))) = (first(from), to)
        && from >= to.first()
    {
        errors.push(
            filter.invalid("the time ends before it begins: use a moment after filter[from]"),
        );
    }
    let as_of: Option<Timestamp> = as_of.map(|(_, at)| at.last());
    errors.or(Asked {
        from: first(from),
        to: first(to),
        as_of: as_of.unwrap_or_else(|| ledger.present()),
    })
}
