use axum::extract::State;
use axum::http::Uri;
use wellhead_core::audit::{About, Act, AuditFilter};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::page::{PageSpec, Reach};
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Admin;
use crate::extract::query;
use crate::resources::{api_key, audit_event};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::listing::Listing;

const QUERY: QuerySpec = QuerySpec {
    filters: &[
        "actor",
        api_key::TYPE,
        "act",
        "subject",
        "subject_id",
        query::CREATED[0],
        query::CREATED[1],
        query::CREATED[2],
        query::CREATED[3],
    ],
    sort: query::SORT,
    page: Some(PageSpec {
        reach: Reach::Both,
        ..query::PAGES
    }),
    ..audit_event::QUERY
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(audit_event::PATH, QUERY, list)
        .needs(Role::Admin)
        .audited(Act::Read, About::Log)
        .lists(&audit_event::SHAPE)
}

/// What this process has noted so far is in it; what others have, a moment later.
async fn list(Admin(author): Admin, State(app): State<App>, uri: Uri) -> Result<Answer, Failure> {
    let query = QUERY.parse(uri.query())?;
    let filter = filter(&query)?;
    let request = query::page_request(&query)?;
    app.auditor.flush(author.tenant).await?;
    let page = app.ledger.audit_events(author.tenant, filter, request);
    let listing = Listing::of(&uri, request, page.await?);
    let item = |it, meta| audit_event::resource(it, &query.fields).with_meta(meta);
    Ok(listing.answer(item, None))
}

fn filter(query: &Query) -> Result<AuditFilter, Errors> {
    let mut errors = Errors::new();
    let actor = errors.check(query::filter(query, "actor"));
    let key = errors.check(query::filter(query, api_key::TYPE));
    let act = errors.check(query::filter(query, "act"));
    let about = errors.check(query::filter(query, "subject"));
    let id = errors.check(query::id(query, "subject_id"));
    errors.or(AuditFilter {
        actor: actor.flatten(),
        key: key.flatten(),
        act: act.flatten(),
        about: about.flatten(),
        id: id.flatten(),
    })
}
