use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use wellhead_core::tenant::Role;

use super::Console;

/// A page, or something that one can send to it: what the console's router is made of.
pub(super) struct Route {
    pub(super) visit: Visit,
    pub(super) handler: MethodRouter<Console>,
}

/// What a page says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, with `{id}` where an id goes.
    pub path: String,
    /// The least role that may come here; `None` where nobody has to sign in first.
    pub role: Option<Role>,
}

impl Route {
    /// A page, for a visitor of any role.
    pub(super) fn page<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, Some(Role::Reader), get(handler))
    }

    /// A page for administrators.
    pub(super) fn admin<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, Some(Role::Admin), get(handler))
    }

    /// Something that administrators can send.
    pub(super) fn admin_post<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::POST, path, Some(Role::Admin), post(handler))
    }

    /// A page for whoever comes.
    pub(super) fn open<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, None, get(handler))
    }

    /// Something that whoever comes can send.
    pub(super) fn open_post<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::POST, path, None, post(handler))
    }

    fn new(method: Method, path: &str, role: Option<Role>, handler: MethodRouter<Console>) -> Self {
        Self {
            visit: Visit {
                method,
                path: path.to_owned(),
                role,
            },
            handler,
        }
    }
}
