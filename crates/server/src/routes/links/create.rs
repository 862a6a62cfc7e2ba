use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::permission::Syncer;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::with_query;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, uri, body| create(kind, syncer, app, uri, body);
    Endpoint::post(
        kind.wire().links_path,
        Role::Sync,
        link::query(kind),
        handler,
    )
    .audited(Act::Create, About::Link(kind))
    .creates(link::shape(kind))
}

async fn create(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = link::query(kind).parse(uri.query())?;
    let object = ResourceObject::create(&body, kind.wire().link)?;
    let new = incoming::link::create(&app.ledger, kind, object, &Lids::new())?;
    let link = app.ledger.link_create(author, new).await;
    let link = link.map_err(|error| Pointers::data().blame(error))?;
    let location = link::path(kind, link.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&app.ledger, author.tenant, kind, &link, &query, &url).await?;
    Ok(answer.created(location))
}
