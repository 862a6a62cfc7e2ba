use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act};
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Pointer;
use wellhead_jsonapi::query::Fieldsets;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::extract::body::Body;
use crate::extract::conditions::Conditions;
use crate::extract::incoming::{self, unchanged};
use crate::extract::path::Id;
use crate::extract::permission::Syncer;
use crate::resources::record;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers, Wanted};
use crate::respond::url::self_link;

pub(super) fn endpoint(kind: Kind) -> Endpoint {
    let handler = move |syncer, app, id, uri, conditions, body| {
        update(kind, syncer, app, id, uri, conditions, body)
    };
    Endpoint::patch(super::path(kind), Role::Sync, record::query(kind), handler)
        .audited(Act::Update, About::Record(kind))
        .updates(record::shape(kind))
        .fails(&codes::MERGED)
}

async fn update(
    kind: Kind,
    Syncer(author): Syncer,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    conditions: Conditions,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = record::query(kind).parse(uri.query())?;
    let mut object = ResourceObject::update(&body, kind.as_str(), &id)?;
    let shape = record::shape(kind);
    let ledger = &app.ledger;
    if unchanged::is_sent_back(&object, shape, &[]) {
        let (tenant, fields) = (author.tenant, Fieldsets::default());
        let held = super::held(ledger, tenant, kind.record(id), Deleted::Include).await?;
        let times = held.record.times;
        unchanged::forget(
            &mut object,
            shape,
            &record::resource(tenant, &held.record, &fields),
        );
        if object.is_empty() && times.deleted_at.is_none() {
            conditions.check(&times)?;
            return super::answer(ledger, tenant, &held, &query, &self_link(&uri)).await;
        }
    }
    let changes = incoming::record::update(kind, object)?;
    let pointers = Pointers {
        named: None,
        wanted: Wanted::record(Pointer::data(), &changes),
    };
    let (record, expected) = (kind.record(id), conditions.expected(changes.restore));
    let updated = ledger.record_update(author, record, changes, expected);
    let held = updated.await.map_err(|error| pointers.blame(error))?;
    super::answer(ledger, author.tenant, &held, &query, &self_link(&uri)).await
}
