//! The console: the ledger's answers as pages, for people.
//!
//! A page needs a tenant, and only a visitor brings one: [`session`] turns the cookie of whoever signed in
//! with a key into a [`session::Visitor`], and asks the store each time whether the key still holds. `pages`
//! ask the ledger and write what goes out, in the [`frame`] that all share, with [`chart`]s where a picture
//! says more. Everything comes from this binary, and a page asks nothing of any other server.

mod assets;
mod chart;
mod frame;
mod guard;
mod kinds;
mod naming;
mod pages;
mod query;
mod route;
mod sent;
mod session;
mod trouble;
mod words;

use axum::Router;
use axum::middleware::from_fn;
use axum::response::Redirect;
use axum::routing::get;

use crate::app::App;
use session::Sessions;
use trouble::Trouble;

pub use route::Visit;

/// What every page may reach. There is no tenant in it: that comes with the visitor.
#[derive(Clone)]
struct Console {
    app: App,
    sessions: Sessions,
}

/// Every page of the console and everything that one can send to it.
#[must_use]
pub fn catalogue() -> Vec<Visit> {
    let routes = pages::routes();
    routes.into_iter().map(|route| route.visit).collect()
}

/// The console, and the way to it from the server's root.
pub(crate) fn router(app: App) -> Router {
    let mut pages = Router::new();
    for route in pages::routes() {
        pages = pages.route(&route.visit.path, route.handler);
    }
    pages
        .route("/", get(async || Redirect::to(frame::HOME)))
        .route("/console/{*path}", get(async || Trouble::NotFound))
        .route("/console/assets/{name}", get(assets::serve))
        .layer(from_fn(guard::headers))
        .with_state(Console {
            app,
            sessions: Sessions::default(),
        })
}
