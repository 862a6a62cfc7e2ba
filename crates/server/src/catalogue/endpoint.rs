mod says;

use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::{MethodFilter, MethodRouter, on};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::Kind;
use wellhead_jsonapi::media_type::Supported;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::audited::{Audited, Unaudited};
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::permission::Reader;
use crate::layers::negotiation::{PLAIN, Speaks};
use crate::resources::shape::Attribute;
use crate::respond::failure::Failure;

/// One method at one path. The router is made of these.
pub(crate) struct Endpoint {
    pub(crate) served: Served,
    /// The media types it takes and answers.
    pub(crate) speaks: Speaks,
    /// What the request document holds, if there is one.
    pub(crate) takes: Option<Takes>,
    /// What a successful answer shows.
    pub(crate) answers: Vec<(StatusCode, Shows)>,
    /// The `meta` of a successful answer, if there is one.
    pub(crate) meta: Option<&'static Attribute>,
    /// The errors specific to it that its document and its query do not tell.
    pub(crate) fails: Vec<&'static Kind>,
    pub(crate) handler: MethodRouter<App>,
}

/// How an endpoint describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: Method,
    /// The path, with `{id}` where an id goes.
    pub path: String,
    /// The lowest role that may use it.
    pub role: Role,
    /// The query parameters it takes.
    pub query: QuerySpec,
    /// Whether it takes and answers NDJSON instead of JSON:API documents.
    pub streams: bool,
    /// Whether it may answer 202, with a job that does the work and the job's URL in `Location`.
    pub defers: bool,
    /// What the audit log has of it; `None` if that was forgotten.
    pub audited: Option<Audited>,
    /// Why this request is not supported. If set, the endpoint always answers 403, as JSON:API asks.
    pub refused: Option<&'static str>,
}

impl Endpoint {
    /// Reads; takes a key of any role.
    pub(crate) fn get<T: 'static>(
        path: impl Into<String>,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::GET, path, Role::Reader, query, handler)
    }

    /// Creates a resource.
    pub(crate) fn post<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::POST, path, role, query, handler)
    }

    /// Takes a key of this role, or a higher one.
    pub(crate) fn needs(mut self, role: Role) -> Self {
        self.served.role = role;
        self
    }

    /// Takes and answers more than plain JSON:API.
    pub(crate) fn speaking(self, supported: Supported) -> Self {
        Self {
            speaks: Speaks::JsonApi(supported),
            ..self
        }
    }

    /// Changes a resource.
    pub(crate) fn patch<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::PATCH, path, role, query, handler)
    }

    /// Removes a resource.
    pub(crate) fn delete<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::DELETE, path, role, query, handler)
    }

    /// Answers 403 to anyone with a key. JSON:API asks for that rather than a 405.
    pub(crate) fn refused(method: Method, path: impl Into<String>, why: &'static str) -> Self {
        let refuse = async move |_: Reader| Failure::unsupported(why);
        let endpoint = Self::new(method, path, Role::Reader, QuerySpec::NONE, refuse);
        Self {
            served: Served {
                refused: Some(why),
                audited: Some(Audited::Not(Unaudited::Refused)),
                ..endpoint.served
            },
            ..endpoint
        }
    }

    fn new<T: 'static>(
        method: Method,
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        let filter = MethodFilter::try_from(method.clone()).expect("a method that is routed");
        Self {
            served: Served {
                method,
                path: path.into(),
                role,
                query,
                streams: false,
                defers: false,
                audited: None,
                refused: None,
            },
            speaks: Speaks::JsonApi(PLAIN),
            takes: None,
            answers: Vec::new(),
            meta: None,
            fails: Vec::new(),
            handler: on(filter, handler),
        }
    }
}
