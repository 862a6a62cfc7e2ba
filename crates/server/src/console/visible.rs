//! Characters that show nothing but change what others show: they are shown themselves.
//!
//! A name may hold U+202E, behind which the rest of a line is read backwards. No page has a use for such a character, so
//! they are replaced in whatever the console answers, wherever in a page they are, as in a terminal.

use std::borrow::Cow;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::Response;
use wellhead_core::text::is_obeyed;

/// Where a form holds what somebody may send back: that stays as it is.
const VALUE: &str = " value=\"";

/// Replaces them in a page, or in a part of one. Other answers, such as downloads and events, pass.
pub(super) async fn pages(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    if response.headers().get(CONTENT_TYPE) != Some(&html) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The page is in memory as it is.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let body = match std::str::from_utf8(&body).ok().and_then(shown) {
        Some(shown) => Body::from(shown),
        None => Body::from(body),
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

fn is_hidden(char: char) -> bool {
    is_obeyed(char) && !matches!(char, '\n' | '\r' | '\t')
}

/// The page with such characters written as U+202E is written in a terminal; `None` if it has none.
pub(super) fn shown(html: &str) -> Option<String> {
    if !html.contains(is_hidden) {
        return None;
    }
    let mut shown = String::with_capacity(html.len());
    let mut parts = html.split(VALUE);
    replace(&mut shown, parts.next().unwrap_or_default());
    for part in parts {
        let (value, behind) = part.split_once('"').unwrap_or((part, ""));
        shown.extend([VALUE, value]);
        if value.len() < part.len() {
            shown.push('"');
        }
        replace(&mut shown, behind);
    }
    Some(shown)
}

/// A text with such characters written in the same way.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    replace(&mut shown, text);
    Cow::Owned(shown)
}

fn replace(shown: &mut String, text: &str) {
    for char in text.chars() {
        if is_hidden(char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_hidden_is_replaced() {
        for (html, expected) in [
            ("<p>Zoë משה \u{200e}</p>", Some("<p>Zoë משה \\u{200e}</p>")),
            (
                "<p>a\u{202e}b\u{2069}</p>",
                Some("<p>a\\u{202e}b\\u{2069}</p>"),
            ),
            (
                "<a title=\"\u{202e}\">x</a><input value=\"a\u{202e}\">\u{1b}",
                Some("<a title=\"\\u{202e}\">x</a><input value=\"a\u{202e}\">\\u{1b}"),
            ),
            ("<p>one\n\ttwo</p>", None),
        ] {
            assert_eq!(shown(html).as_deref(), expected, "{html}");
        }
    }
}
