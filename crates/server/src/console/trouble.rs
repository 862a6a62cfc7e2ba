use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;
use wellhead_core::store::{ApplyError, Hindrance, StoreError};
use wellhead_core::tenant::Role;

use super::query::Unclear;
use super::{document, query, urls};

/// Why a page cannot be shown, in words for the visitor.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The visitor is not signed in.
    SignedOut {
        /// Where to go after signing in.
        back: Option<String>,
        /// Whether only a fragment was requested; then the whole page is to redirect.
        fragment: bool,
    },
    /// The key's role does not allow this.
    Forbidden(Role),
    /// The workspace is suspended.
    Suspended,
    /// The page does not exist or belongs to another workspace; the answer does not tell which.
    NotFound,
    /// The URL's query is not understood.
    Unclear(Vec<Unclear>),
    /// A form came from another site.
    ForeignForm,
    /// Of this address.
    TooManyWrongKeys,
    /// The visitor's key asks more often than it may.
    TooFast,
    /// The request cannot be carried out.
    Refused(String),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<ApplyError> for Trouble {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Rejected { rejection, .. } => Self::Refused(format!("{rejection}.")),
            ApplyError::Store(error) => Self::Store(error),
        }
    }
}

impl Trouble {
    fn words(&self) -> (StatusCode, &'static str, String) {
        match self {
            Self::SignedOut { .. } => (
                StatusCode::UNAUTHORIZED,
                "Sign in first",
                "You are not signed in, or your key was revoked or has expired.".to_owned(),
            ),
            Self::Forbidden(role) => (
                StatusCode::FORBIDDEN,
                "Administrators only",
                format!("Your key has the role {role}; this needs admin."),
            ),
            Self::Suspended => (
                StatusCode::FORBIDDEN,
                "The workspace is suspended",
                "All that it has is kept. Whoever operates the service can resume it.".to_owned(),
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Page not found",
                "This workspace has no such page, or it no longer exists.".to_owned(),
            ),
            Self::Unclear(_) => (
                StatusCode::BAD_REQUEST,
                "This address was not understood",
                "Nothing is shown, because it might be more than was asked for.".to_owned(),
            ),
            Self::TooFast => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too fast",
                "Your key asks more often than it may. Wait a second, and try again.".to_owned(),
            ),
            Self::TooManyWrongKeys => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too many wrong keys",
                "They came from your address. Wait a minute, and try again.".to_owned(),
            ),
            Self::ForeignForm => (
                StatusCode::FORBIDDEN,
                "That form came from another site",
                "The console only accepts forms from its own pages. Go back and try again."
                    .to_owned(),
            ),
            Self::Refused(why) => (StatusCode::CONFLICT, "This cannot be done", why.clone()),
            Self::Store(StoreError::Unavailable(_)) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "The database is unavailable",
                "It cannot be reached at the moment. Try again shortly.".to_owned(),
            ),
            Self::Store(StoreError::CommitUnknown(_)) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "It is not known whether this was done",
                "The database did not say so. Look before you try again.".to_owned(),
            ),
            Self::Store(StoreError::Hindered(Hindrance::TooMuchAtOnce, _)) => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too much at once",
                "Other pages of this workspace are still being read. Try again when they are there."
                    .to_owned(),
            ),
            Self::Store(StoreError::Hindered(Hindrance::Damaged, _)) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "The database is damaged",
                "A part of it cannot be read. Its operator has to restore it.".to_owned(),
            ),
            Self::Store(StoreError::Hindered(hindrance, _)) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "The database cannot answer now",
                format!("The reason: {hindrance}. Try again shortly."),
            ),
            Self::Store(StoreError::Failed(_)) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong",
                "The server's log has the details.".to_owned(),
            ),
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match &self {
            Self::SignedOut { back, fragment } => {
                let sign_in = urls::sign_in_url(back.as_deref());
                if !fragment {
                    return (StatusCode::SEE_OTHER, [(LOCATION, sign_in)]).into_response();
                }
                let redirect = HeaderName::from_static("hx-redirect");
                let there = [(redirect, urls::sign_in_url(None))];
                return (StatusCode::UNAUTHORIZED, there).into_response();
            }
            Self::Store(error) => tracing::error!(%error, "the console could not query the store"),
            _ => {}
        }
        let (status, title, text) = self.words();
        let page = document::bare(
            title,
            &html! {
                h1 { (title) }
                p { (text) }
                @if let Self::Unclear(unclear) = &self { (query::list(unclear)) }
                p { a.button href=(urls::HOME) { "To the overview" } }
            },
        );
        (status, page).into_response()
    }
}
