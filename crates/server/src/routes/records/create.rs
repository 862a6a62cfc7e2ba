use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::ledger::Created;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Syncer;
use crate::resources::record;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::told::Told;
use crate::respond::url::with_query;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, uri, body| create(kind, syncer, app, uri, body);
    let (path, shape) = (kind.wire().records_path, record::shape(kind));
    Endpoint::post(path, Role::Sync, record::query(kind), handler)
        .audited(Act::Create, About::Record(kind))
        .creates(shape)
        .shows(shape)
}

/// 201 with a new record, or 200 with the existing record that has the external id.
async fn create(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = record::query(kind).parse(uri.query())?;
    let object = ResourceObject::create(&body, kind.as_str())?;
    let new = incoming::record::create(&app.ledger, kind, object)?;
    let created = app.ledger.record_create(author, new).await;
    let Created { held, resolved } = created.map_err(|error| Pointers::data().blame(error))?;
    let location = record::path(held.record.reference());
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, author.tenant, &held, &query, &url).await?;
    Ok(if resolved {
        answer.telling(Told {
            id: Some(held.record.id.uuid()),
            ..Told::default()
        })
    } else {
        answer.created(location)
    })
}
