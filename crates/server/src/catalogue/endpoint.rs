mod says;

use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::{MethodFilter, MethodRouter, on};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::media_type::Supported;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::permission::Reader;
use crate::layers::negotiation::{PLAIN, Speaks};
use crate::resources::shape::Attribute;
use crate::respond::failure::Failure;

/// One method at one path: what the router is made of.
pub(crate) struct Endpoint {
    pub(crate) served: Served,
    /// What it speaks.
    pub(crate) speaks: Speaks,
    /// What a request's document says, where there is one.
    pub(crate) takes: Option<Takes>,
    /// What there is when all went well.
    pub(crate) answers: Vec<(StatusCode, Shows)>,
    /// The `meta` of the document that it answers, where there is one.
    pub(crate) meta: Option<&'static Attribute>,
    pub(crate) handler: MethodRouter<App>,
}

/// What an endpoint says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: Method,
    /// The path, with `{id}` where an id goes.
    pub path: String,
    /// The least role that may use it.
    pub role: Role,
    /// The query parameters that it takes.
    pub query: QuerySpec,
    /// Whether it takes and answers NDJSON, line by line, where the others have documents of JSON:API.
    pub streams: bool,
    /// Whether it may answer 202: with a job that does what was asked for, and its place in `Location`.
    pub defers: bool,
    /// Why nobody may do this, where JSON:API has a request that is not supported: it is always a 403.
    pub refused: Option<&'static str>,
}

impl Endpoint {
    /// Reads, for a key of any role.
    pub(crate) fn get<T: 'static>(
        path: impl Into<String>,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::GET, path, Role::Reader, query, handler)
    }

    /// Makes something.
    pub(crate) fn post<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::POST, path, role, query, handler)
    }

    /// Speaks more of JSON:API than most.
    pub(crate) fn speaking(self, supported: Supported) -> Self {
        Self {
            speaks: Speaks::JsonApi(supported),
            ..self
        }
    }

    /// Changes something.
    pub(crate) fn patch<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::PATCH, path, role, query, handler)
    }

    /// Removes something.
    pub(crate) fn delete<T: 'static>(
        path: impl Into<String>,
        role: Role,
        query: QuerySpec,
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::DELETE, path, role, query, handler)
    }

    /// Answers 403 to whoever has a key: JSON:API asks for that, not for a 405.
    pub(crate) fn refused(method: Method, path: impl Into<String>, why: &'static str) -> Self {
        let refuse = async move |_: Reader| Failure::unsupported(why);
        let endpoint = Self::new(method, path, Role::Reader, QuerySpec::NONE, refuse);
        Self {
            served: Served {
                refused: Some(why),
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
                refused: None,
            },
            speaks: Speaks::JsonApi(PLAIN),
            takes: None,
            answers: Vec::new(),
            meta: None,
            handler: on(filter, handler),
        }
    }
}
