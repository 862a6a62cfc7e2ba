use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::About;
use wellhead_core::id::RecordId;
use wellhead_core::privacy::SubjectRight;
use wellhead_core::record::Kind;
use wellhead_core::tenant::Role;
use wellhead_jsonapi::request::ResourceObject;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::body::Body;
use crate::extract::incoming;
use crate::extract::path::Id;
use crate::extract::permission::Admin;
use crate::resources::recall;
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, Pointers};
use crate::respond::told::Told;
use crate::respond::url::with_query;

pub(super) fn endpoint(kind: Kind, right: SubjectRight) -> Endpoint {
    let handler = move |admin, app, id, uri, body| create(kind, right, admin, app, id, uri, body);
    let path = recall::collection(kind, right);
    Endpoint::post(path, Role::Admin, recall::query(right), handler)
        .audited_durably(recall::act(right), About::Record(kind))
        .creates(recall::shape(right))
}

/// The answer comes when the recall is recorded. An erasure has then mostly destroyed what names the record, too.
async fn create(
    kind: Kind,
    right: SubjectRight,
    Admin(author): Admin,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
    Body(body): Body,
) -> Result<Answer, Failure> {
    let query = recall::query(right).parse(uri.query())?;
    let object = ResourceObject::create(&body, recall::shape(right).of)?;
    let reference = incoming::recall::create(object)?;
    let record = kind.record(id);
    let made = app.ledger.recall(author, right, record, reference);
    let made = made.await.map_err(|error| Pointers::GONE.blame(error))?;
    let location = recall::path(right, made.id);
    let url = with_query(&location, &uri);
    let answer = super::answer(&made, &query, &url);
    Ok(answer.created(location).telling(Told::from(&made)))
}
