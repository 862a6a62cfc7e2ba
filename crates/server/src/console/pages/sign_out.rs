use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use crate::catalogue::audited::Unaudited;
use crate::console::Console;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session;
use crate::console::urls::{SIGN_IN, SIGN_OUT};

pub(super) fn route() -> Route {
    Route::open_post(SIGN_OUT, send).unaudited(Unaudited::Nobody)
}

async fn send(State(console): State<Console>, headers: HeaderMap, _: Sent) -> Response {
    if let Some(id) = session::id(&headers) {
        console.sessions.close(id);
    }
    let cookie = [(
        SET_COOKIE,
        session::cookie(None, &headers, console.app.public_url.as_ref()),
    )];
    (cookie, Redirect::to(SIGN_IN)).into_response()
}
