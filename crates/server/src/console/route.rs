use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use wellhead_core::audit::{About, Act};
use wellhead_core::tenant::Role;

use super::Console;
use crate::catalogue::audited::{Audited, Unaudited};

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
    /// What the audit log has of a visit; `None` if that was forgotten.
    pub audited: Option<Audited>,
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

    /// Each visit gets into the audit log as this act, done to something of this type.
    pub(super) fn audited(mut self, act: Act, about: About) -> Self {
        self.visit.audited = Some(Audited::As(act, about));
        self
    }

    /// The same, before the answer is sent.
    pub(super) fn audited_durably(mut self, act: Act, about: About) -> Self {
        self.visit.audited = Some(Audited::Durably(act, about));
        self
    }

    /// No visit gets into the audit log.
    pub(super) fn unaudited(mut self, why: Unaudited) -> Self {
        self.visit.audited = Some(Audited::Not(why));
        self
    }

    fn new(method: Method, path: &str, role: Option<Role>, handler: MethodRouter<Console>) -> Self {
        Self {
            visit: Visit {
                method,
                path: path.to_owned(),
                role,
                audited: None,
            },
            handler,
        }
    }
}
