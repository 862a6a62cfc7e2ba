//! Requests of the service, as text.

pub(crate) const JSON_API: &str = "application/vnd.api+json";

/// The lines up to the last headers.
pub(crate) fn head(method: &str, path: &str, token: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n")
}

pub(crate) fn get(path: &str, token: &str) -> String {
    head("GET", path, token) + "\r\n"
}

pub(crate) fn post(path: &str, token: &str, media_type: &str, body: &str) -> String {
    with_body(&head("POST", path, token), media_type, body)
}

pub(crate) fn with_body(head: &str, media_type: &str, body: &str) -> String {
    let length = body.len();
    format!("{head}Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n{body}")
}
