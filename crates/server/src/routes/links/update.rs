use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::link;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, id, uri, conditions, body| {
        update(kind, syncer, app, id, uri, conditions, body)
    };
    Endpoint::patch(super::path(kind), Role::Sync, link::query(kind), handler)
        .audited(Act::Update, About::Link(kind))
        .updates(link::shape(kind))
}

async fn update(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = link::query(kind).parse(uri.query())?;
    let mut object = ResourceObject::update(&body, kind.wire().link, &id)?;
    let shape = link::shape(kind);
    let (ledger, tenant) = (&app.ledger, author.tenant);
    if unchanged::is_sent_back(&object, shape, &[]) {
        let fields = Fieldsets::default();
        let found = super::find(ledger, tenant, kind, id, Deleted::Include).await?;
        unchanged::forget(&mut object, shape, &link::resource(kind, &found, &fields));
        if object.is_empty() && found.times.deleted_at.is_none() {
            conditions.check(&found.times)?;
            return super::answer(ledger, tenant, kind, &found, &query, &self_link(&uri)).await;
        }
    }
    let changes = incoming::link::update(kind, object, &Lids::new())?;
    let expected = conditions.expected(changes.restore);
    let updated = ledger.link_update(author, kind, id, changes, expected);
    let link = updated
        .await
        .map_err(|error| Pointers::data().blame(error))?;
    super::answer(ledger, tenant, kind, &link, &query, &self_link(&uri)).await
}
