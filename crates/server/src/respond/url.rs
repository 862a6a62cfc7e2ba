//! The URLs in documents, without scheme and host: clients may know the server by another name
//! than it does itself.

use std::fmt::Write;

use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use wellhead_jsonapi::query::QuerySpec;

/// The URL of a request.
pub(crate) fn self_link(uri: &Uri) -> String {
    escaped(uri.path_and_query().map_or("/", PathAndQuery::as_str))
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
    match &*shown.join("&") {
        "" => escaped(uri.path()),
        query => escaped(&format!("{}?{query}", uri.path())),
    }
}

/// The URL at `path`, with the parameters of the request `uri` that affect what is shown.
pub(crate) fn with_query(path: &str, uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{path}?{}", escaped(query)),
        None => path.to_owned(),
    }
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
