//! The audit log of requests: makes the entry of each, as the catalogue says. The [`Auditor`] writes it.

mod export;

pub(crate) use export::export;

use std::net::IpAddr;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use uuid::Uuid;
use wellhead_core::audit::{About, Act, Entry, Fact, Outcome, Value};
use wellhead_core::host::mint;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_core::trace::TraceId;

use crate::auditor::Auditor;
use crate::catalogue::audited::Audited;
use crate::extract::address::address;
use crate::extract::asking::Asking;
use crate::respond::failure::Failure;
use crate::respond::told::Told;

/// How the requests to an endpoint are audited.
#[derive(Clone)]
struct Auditing {
    auditor: Auditor,
    audited: Audited,
    /// What is answered when an entry has to be durable, and cannot be written.
    failed: fn(StoreError) -> Response,
}

/// The answer of the API when the log cannot be written.
pub(crate) fn failed(error: StoreError) -> Response {
    Failure::from(error).into_response()
}

/// `handler`, whose requests are audited like this. What never gets into the log goes a shorter way.
pub(crate) fn around<S: Clone + Send + Sync + 'static>(
    handler: MethodRouter<S>,
    auditor: &Auditor,
    audited: Audited,
    failed: fn(StoreError) -> Response,
) -> MethodRouter<S> {
    if matches!(audited, Audited::Not(_)) {
        return handler;
    }
    let auditing = Auditing {
        auditor: auditor.clone(),
        audited,
        failed,
    };
    handler.layer(from_fn_with_state(auditing, audit))
}

/// Notes what is done by a request, and what came of it.
async fn audit(State(auditing): State<Auditing>, mut request: Request, next: Next) -> Response {
    let Some((act, about)) = auditing.audited.of(request.uri()) else {
        return next.run(request).await;
    };
    let asking = Asking::default();
    request.extensions_mut().insert(asking.clone());
    let mut noted = Noted {
        at: auditing.auditor.now(),
        act,
        about,
        id: id(&request),
        address: address(request.extensions()),
        is_dry: is_dry(request.uri()),
        trace_id: request.extensions().get::<TraceId>().map(|id| id.number()),
        asking,
        auditor: auditing.auditor.clone(),
        is_answered: false,
    };
    let response = next.run(request).await;
    noted.is_answered = true;
    let Some((tenant, entry)) = noted.answered(&response) else {
        return response;
    };
    if matches!(auditing.audited, Audited::Durably(..)) {
        if let Err(error) = auditing.auditor.write(tenant, entry).await {
            return (auditing.failed)(error);
        }
    } else {
        auditing.auditor.note(tenant, entry).await;
    }
    response
}

impl Audited {
    /// What is done by a request to `uri`, if it gets into the log.
    fn of(self, uri: &Uri) -> Option<(Act, About)> {
        match self {
            Self::As(act, about) | Self::Durably(act, about) => Some((act, about)),
            Self::If(filters, act, about) => {
                let query = uri.query().unwrap_or_default();
                let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
                let is_sent = names.any(|name| {
                    let filter = name.strip_prefix("filter[");
                    let filter = filter.and_then(|it| it.strip_suffix(']'));
                    filter.is_some_and(|it| filters.contains(&it))
                });
                is_sent.then_some((act, about))
            }
            Self::Not(_) => None,
        }
    }
}

/// The id in the path.
fn id(request: &Request) -> Option<Uuid> {
    let route = request.extensions().get::<MatchedPath>()?.as_str();
    let mut parts = route.split('/').zip(request.uri().path().split('/'));
    let (_, given) = parts.find(|(said, _)| *said == "{id}")?;
    given.parse().ok()
}

/// Whether it only counts what it would do.
fn is_dry(uri: &Uri) -> bool {
    let query = uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).any(|it| it == ("dry_run".into(), "true".into()))
}

/// A request that gets into the log, even if nobody waits for its answer.
struct Noted {
    at: Timestamp,
    act: Act,
    about: About,
    id: Option<Uuid>,
    address: Option<IpAddr>,
    trace_id: Option<u128>,
    is_dry: bool,
    asking: Asking,
    auditor: Auditor,
    is_answered: bool,
}

impl Noted {
    fn entry(&self, outcome: Outcome) -> Option<(Tenant, Entry)> {
        let (tenant, actor) = self.asking.who()?;
        let id = mint(self.auditor.host(), self.at);
        let subject = self.about.with(self.id);
        let entry = Entry {
            outcome,
            address: self.address,
            trace_id: self.trace_id,
            ..Entry::at(id, self.at, actor, self.act, subject)
        };
        Some((tenant, entry))
    }

    fn answered(&self, response: &Response) -> Option<(Tenant, Entry)> {
        let status = response.status().as_u16();
        let (tenant, mut entry) = self.entry(Outcome::of_status(status))?;
        entry.status = Some(status);
        if self.is_dry {
            entry.detail = entry.detail.and(Fact::DryRun, Value::Number(1));
        }
        if let Some(told) = response.extensions().get::<Told>() {
            entry.act = told.act.unwrap_or(entry.act);
            entry.subject.id = entry.subject.id.or(told.id);
            entry.sha256 = told.sha256;
            entry.detail = entry.detail.and_all(told.detail.clone());
        }
        match response.headers().get(LOCATION).and_then(made) {
            Some(("jobs", job)) => {
                entry.detail = entry.detail.and(Fact::Job, Value::Id(job));
            }
            Some((_, made)) => entry.subject.id = entry.subject.id.or(Some(made)),
            None => {}
        }
        Some((tenant, entry))
    }
}

/// The collection and the id of what an answer leads to.
fn made(location: &HeaderValue) -> Option<(&str, Uuid)> {
    let path = location.to_str().ok()?.split(['?', '#']).next()?;
    let (collection, id) = path.rsplit_once('/')?;
    let (_, collection) = collection.rsplit_once('/')?;
    Some((collection, id.parse().ok()?))
}

impl Drop for Noted {
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        if let Some((tenant, entry)) = self.entry(Outcome::BrokenOff) {
            let auditor = self.auditor.clone();
            tokio::spawn(async move { auditor.note(tenant, entry).await });
        }
    }
}
