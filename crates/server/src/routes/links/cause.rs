//! Who made, saw and deleted a link. Anyone who can see the link can see that, even if it is a key.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Deed;
use wellhead_jsonapi::document::{Document, Links};
use wellhead_jsonapi::media_type::Applied;

use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::Shows;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query::{self, DELETED};
use crate::resources::{cause, link};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::respond::url::self_link;
use crate::routes::relationship;

/// Both endpoints: the resource, and the linkage.
pub(in crate::routes) fn endpoints(kind: Kind, deed: Deed) -> [Endpoint; 3] {
    let (one, name) = (super::path(kind), cause::name(deed));
    let related = move |reader, app, id, uri, conditions| {
        related(kind, deed, reader, app, id, uri, conditions)
    };
    let linkage = move |reader, app, id, uri, conditions| {
        linkage(kind, deed, reader, app, id, uri, conditions)
    };
    [
        Endpoint::get(format!("{one}/{name}"), cause::QUERY, related)
            .unaudited(Unaudited::PlainRead)
            .answers(StatusCode::OK, Shows::Cause),
        Endpoint::get(relationship::path(&one, name), DELETED, linkage)
            .unaudited(Unaudited::PlainRead)
            .answers(StatusCode::OK, Shows::CauseLinkage),
        relationship::fixed(&one, name),
    ]
}

async fn related(
    kind: Kind,
    deed: Deed,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = cause::QUERY.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, kind, id, deleted).await?;
    let cause = deed.by(&link.causes);
    let related = Related::of_cause(&app.ledger, tenant, cause).await?;
    let (resource, times) = match related.causes(&query.fields).next() {
        Some((resource, times)) => (Some(resource), times),
        None => (None, link.times),
    };
    let answer = Answer::perhaps(&self_link(&uri), resource, cause::meta(cause));
    answer.with_version(&times).under(&conditions)
}

async fn linkage(
    kind: Kind,
    deed: Deed,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<LinkId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = DELETED.parse(uri.query())?;
    let deleted = query::deleted(&query)?;
    let link = super::find(&app.ledger, tenant, kind, id, deleted).await?;
    let related = link::home(kind, &link).related(cause::name(deed));
    let links = Links::to("self", self_link(&uri)).and("related", related);
    let cause = deed.by(&link.causes);
    let mut document = Document::of(cause::identifier(cause)).with_links(links);
    document.meta = cause::meta(cause);
    let answer = Answer::ok(&Applied::default(), &document);
    answer.with_version(&link.times).under(&conditions)
}
