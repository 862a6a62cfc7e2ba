use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::{MethodFilter, MethodRouter, on};
use wellhead_core::tenant::Role;
use wellhead_jsonapi::media_type::Supported;
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::exchange::{Shows, Takes};
use crate::failure::Failure;
use crate::negotiation::PLAIN;
use crate::permission::Reader;

/// One method at one path: what the router is made of.
pub(crate) struct Endpoint {
    pub(crate) served: Served,
    /// What it speaks besides JSON:API itself.
    pub(crate) speaks: Supported,
    /// What a request's document says, where there is one.
    pub(crate) takes: Option<Takes>,
    /// What there is when all went well.
    pub(crate) answers: Vec<(StatusCode, Shows)>,
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

    /// Speaks something else than most.
    pub(crate) fn speaking(self, speaks: Supported) -> Self {
        Self { speaks, ..self }
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
        handler: impl Handler<T, App>,
    ) -> Self {
        Self::new(Method::DELETE, path, role, QuerySpec::NONE, handler)
            .answers(StatusCode::NO_CONTENT, Shows::Nothing)
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
                refused: None,
            },
            speaks: PLAIN,
            takes: None,
            answers: Vec::new(),
            handler: on(filter, handler),
        }
    }
}
