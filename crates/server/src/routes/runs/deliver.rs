use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use wellhead_core::audit::{About, Act};
use wellhead_core::command::Rejection;
use wellhead_core::id::SyncRunId;
use wellhead_core::identity::OnConflict;
use wellhead_core::source::OnKnown;
use wellhead_core::store::{ApplyError, OnDuplicate};
use wellhead_core::sync::DeliveryOptions;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::delivery::{Ndjson, Offer, begin};
use crate::extract::parameter::{flag, value};
use crate::extract::path::Id;
use crate::extract::permission::Writer;
use crate::layers::negotiation::NDJSON;
use crate::respond::failure::{Failure, Pointers};

const QUERY: QuerySpec = QuerySpec {
    custom: &[
        "on_duplicate",
        "on_conflict",
        "on_known",
        "on_suppressed",
        "atomic",
        "delivery",
        "from_line",
    ],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    let path = format!("{}/deliveries", super::ONE);
    Endpoint::post(path, Role::Sync, QUERY, deliver)
        .audited(Act::Deliver, About::Run)
        .streams()
}

async fn deliver(
    Writer(by): Writer,
    State(app): State<App>,
    Id(run): Id<SyncRunId>,
    uri: Uri,
    lines: Ndjson,
) -> Result<Response, Failure> {
    let tenant = by.tenant;
    let query = QUERY.parse(uri.query())?;
    let (options, first_line) = options(&app, &query)?;
    let run = super::find(&app.ledger, tenant, run).await?;
    // Before the delivery is opened, because an opened one would count as broken off.
    let committed = app.ledger.delivered(tenant, run.id, options.id).await?;
    if first_line > committed + 1 {
        let rejection = Rejection::DeliveryIsElsewhere(committed);
        let error = ApplyError::Rejected {
            index: 0,
            rejection,
        };
        return Err(Pointers::GONE.blame(error));
    }
    let offer = Offer {
        by,
        run,
        options,
        first_line,
        lines,
    };
    let mut response = begin(app, offer).await?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON.0));
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

/// The options of the delivery, and the number of its first line.
fn options(app: &App, query: &Query) -> Result<(DeliveryOptions, u64), Errors> {
    let mut errors = Errors::new();
    let on_duplicate = query
        .custom("on_duplicate")
        .map_or(Ok(OnDuplicate::Touch), |sent| match &*sent.value {
            "touch" => Ok(OnDuplicate::Touch),
            "append" => Ok(OnDuplicate::Append),
            _ => Err(sent.invalid("use touch or append")),
        });
    let on_duplicate = errors.check(on_duplicate);
    let on_conflict = query
        .custom("on_conflict")
        .map_or(Ok(OnConflict::Reject), |sent| {
            let parsed = sent.value.parse();
            parsed.map_err(|_| sent.invalid("use reject or identity"))
        });
    let on_conflict = errors.check(on_conflict);
    let on_known = query.custom("on_known").map_or(Ok(OnKnown::Keep), |sent| {
        let parsed = sent.value.parse();
        parsed.map_err(|_| sent.invalid("use keep or update"))
    });
    let on_known = errors.check(on_known);
    let on_suppressed = value(query, "on_suppressed", "use reject or skip");
    let on_suppressed = errors.check(on_suppressed).flatten();
    let all_or_nothing = errors.check(flag(query, "atomic"));
    let id = errors.check(value(query, "delivery", "use a UUID"));
    let first_line = query.custom("from_line").map_or(Ok(1), |sent| {
        let number = sent.value.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| sent.invalid("use the number of a line, counted from 1"))
    });
    let first_line = errors.check(first_line);
    let options = DeliveryOptions {
        id: app.ledger.new_id(id.flatten()).get(),
        on_duplicate: on_duplicate.unwrap_or_default(),
        on_conflict: on_conflict.unwrap_or_default(),
        on_known: on_known.unwrap_or_default(),
        on_suppressed: on_suppressed.unwrap_or_default(),
        all_or_nothing: all_or_nothing.unwrap_or_default(),
    };
    errors.or((options, first_line.unwrap_or(1)))
}
