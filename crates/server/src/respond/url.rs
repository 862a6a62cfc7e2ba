//! The URLs in documents. They are paths, because clients may know the server by another name than it does itself, unless
//! somebody tells it its public URL.
//!
//! Every resource has several URLs, and is made deep within an answer. So what they begin with belongs to the request's
//! task, and is not handed from function to function.

use std::fmt::Write;

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::Response;
use tokio::task_local;
use wellhead_jsonapi::query::QuerySpec;

use crate::origin::PublicUrl;

task_local! {
    /// What the URLs in the request's answer begin with.
    static BASE: PublicUrl;
}

/// Lets the URLs in answers begin with `base`.
pub(crate) async fn absolute(
    State(base): State<PublicUrl>,
    request: Request,
    next: Next,
) -> Response {
    BASE.scope(base, next.run(request)).await
}

/// What the URLs in the request's answer begin with, for what is made later.
pub(crate) fn base() -> Option<PublicUrl> {
    BASE.try_with(PublicUrl::clone).ok()
}

/// Makes something whose URLs begin with `base`.
pub(crate) fn under<T>(base: Option<PublicUrl>, make: impl FnOnce() -> T) -> T {
    match base {
        Some(base) => BASE.sync_scope(base, make),
        None => make(),
    }
}

/// The URL of a path on this server.
pub(crate) fn at(path: String) -> String {
    BASE.try_with(|base| format!("{base}{path}"))
        .unwrap_or(path)
}

/// The URL of a request.
pub(crate) fn self_link(uri: &Uri) -> String {
    at(escaped(
        uri.path_and_query().map_or("/", PathAndQuery::as_str),
    ))
}

/// The URL of the resource that a change returns: `query` without the parameters that only affect the change.
pub(crate) fn link_of(uri: &Uri, query: &QuerySpec) -> String {
    let is_own = |parameter: &str| {
        let (name, _) = parameter.split_once('=').unwrap_or((parameter, ""));
        query.custom.contains(&name)
    };
    let parameters = uri.query().unwrap_or_default().split('&');
    let shown: Vec<_> = parameters
        .filter(|it| !it.is_empty() && !is_own(it))
        .collect();
    at(match &*shown.join("&") {
        "" => escaped(uri.path()),
        query => escaped(&format!("{}?{query}", uri.path())),
    })
}

/// The URL at `path`, with the parameters of the request `uri` that affect what is shown.
pub(crate) fn with_query(path: &str, uri: &Uri) -> String {
    at(match uri.query() {
        Some(query) => format!("{path}?{}", escaped(query)),
        None => path.to_owned(),
    })
}

/// Links must be URIs as in RFC 3986, so characters that clients send but URIs cannot hold, such as brackets, are
/// escaped.
fn escaped(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for (i, byte) in url.bytes().enumerate() {
        let hexadecimal = |at| url.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
        let fits = match byte {
            b'%' => hexadecimal(i + 1) && hexadecimal(i + 2),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte),
        };
        if fits {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("writing to a String cannot fail");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_uris() {
        let link = self_link(&"/v1/people?filter[x]=a%20b&y=100%|é,+".parse().unwrap());
        assert_eq!(link, "/v1/people?filter%5Bx%5D=a%20b&y=100%25%7C%C3%A9,+");
    }

    #[test]
    fn a_link_is_absolute_if_the_server_knows_where_it_is() {
        let public = "https://ledger.example/x".parse().unwrap();
        let uri: Uri = "/v1/people?include=workspace".parse().unwrap();
        let made = under(Some(public), || {
            let inherited = base();
            under(inherited, || {
                [self_link(&uri), with_query("/v1/people/7", &uri)]
            })
        });
        let expected = ["", "/7"]
            .map(|it| format!("https://ledger.example/x/v1/people{it}?include=workspace"));
        assert_eq!(made, expected);
        assert_eq!(
            under(None, || self_link(&uri)),
            "/v1/people?include=workspace"
        );
    }

    #[test]
    fn a_link_does_not_change_anything() {
        let query = QuerySpec {
            custom: &["dry_run"],
            ..QuerySpec::NONE
        };
        for (asked, link) in [
            ("/x?dry_run=true", "/x"),
            ("/x?include=y&dry_run=true", "/x?include=y"),
            ("/x", "/x"),
        ] {
            assert_eq!(link_of(&asked.parse().unwrap(), &query), link);
        }
    }
}
