//! The console: the ledger as web pages.
//!
//! A page needs a tenant, and only a visitor has one: [`session`] turns the cookie of a signed-in browser into a
//! [`session::Visitor`], and asks the store each time whether the key is still valid. `pages` query the ledger and
//! render the answer in the [`frame`] they all share, with a [`chart`] where a picture says more. Everything is served
//! from this binary; a page loads nothing from another server.

mod assets;
mod causes;
mod chart;
mod document;
mod frame;
mod guard;
mod kinds;
mod naming;
mod origin;
mod pages;
mod query;
mod route;
mod sent;
mod session;
mod table;
mod trouble;
mod urls;
mod visible;
mod words;

use axum::Router;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::app::App;
use crate::audit;
use session::Sessions;
use trouble::Trouble;

pub use route::Visit;

/// What every page can reach. The tenant is not here: it comes with the visitor.
#[derive(Clone)]
struct Console {
    app: App,
    sessions: Sessions,
}

/// Every page of the console, and every form it takes.
#[must_use]
pub fn catalogue() -> Vec<Visit> {
    let routes = pages::routes();
    routes.into_iter().map(|route| route.visit).collect()
}

/// The console, and the redirect to it from the server's root.
pub(crate) fn router(app: App) -> Router {
    let mut pages = Router::new();
    for route in pages::routes() {
        let mut handler = route.handler;
        if let Some(audited) = route.visit.audited {
            let failed = |error| Trouble::Store(error).into_response();
            handler = audit::around(handler, &app.auditor, audited, failed);
        }
        pages = pages.route(&route.visit.path, handler);
    }
    pages
        .route("/", get(async || Redirect::to(urls::HOME)))
        .route("/console/{*path}", get(async || Trouble::NotFound))
        .route("/console/assets/{name}", get(asset))
        .layer(from_fn(visible::pages))
        .layer(from_fn(guard::headers))
        .with_state(Console {
            app,
            sessions: Sessions::default(),
        })
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Trouble> {
    assets::get(&name, &headers).ok_or(Trouble::NotFound)
}
