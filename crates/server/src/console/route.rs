use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use wellhead_core::tenant::Role;

use super::Console;

/// A page, or a form it posts. The console's router is made of these.
pub(super) struct Route {
    pub(super) visit: Visit,
    pub(super) handler: MethodRouter<Console>,
}

/// How a page describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, with `{id}` where an id goes.
    pub path: String,
    /// The lowest role it admits; `None` if it needs no sign-in.
    pub role: Option<Role>,
}

impl Route {
    /// A page for visitors of any role.
    pub(super) fn page<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, Some(Role::Reader), get(handler))
    }

    /// A form that visitors of any role can post.
    pub(super) fn form<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::POST, path, Some(Role::Reader), post(handler))
    }

    /// A page for administrators.
    pub(super) fn admin<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, Some(Role::Admin), get(handler))
    }

    /// A form that administrators can post.
    pub(super) fn admin_post<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::POST, path, Some(Role::Admin), post(handler))
    }

    /// A page for anyone.
    pub(super) fn open<T: 'static>(path: &str, handler: impl Handler<T, Console>) -> Self {
        Self::new(Method::GET, path, None, get(handler))
    }

    /// A form that anyone can post.
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
