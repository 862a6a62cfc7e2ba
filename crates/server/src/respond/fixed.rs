//! Documents that are the same for everybody, and for as long as the process lives.

use std::io::Write;

use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::entity_tag::strong;

/// A document in both its representations. It is compressed once, when it is made.
pub(crate) struct Fixed {
    content_type: &'static str,
    /// How long it may be kept.
    caching: &'static str,
    plain: Representation,
    gzip: Representation,
}

struct Representation {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Fixed {
    /// A document that may be kept, but is asked for again: the next release may have another.
    pub(crate) fn new(content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish());
        let packed = packed.expect("writing to memory cannot fail");
        Self {
            content_type,
            caching: "no-cache",
            plain: Representation::of(bytes),
            gzip: Representation::of(packed.into()),
        }
    }

    /// A document whose URL changes with it, so that nobody needs to ask again.
    pub(crate) fn for_ever(self) -> Self {
        Self {
            caching: "public, max-age=31536000, immutable",
            ..self
        }
    }

    /// The answer to a request with these headers.
    pub(crate) fn answer(&self, asked: &HeaderMap) -> Response {
        let packed = takes_gzip(asked);
        let shown = if packed { &self.gzip } else { &self.plain };
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.caching));
        headers.insert(ETAG, shown.tag.clone());
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if knows(asked, &shown.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let content_type = HeaderValue::from_static(self.content_type);
        headers.insert(CONTENT_TYPE, content_type);
        if packed {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        (headers, shown.bytes.clone()).into_response()
    }
}

impl Representation {
    fn of(bytes: Bytes) -> Self {
        let tag = format!("\"{}\"", digest(&bytes));
        let tag = HeaderValue::try_from(tag).expect("a tag is plain ASCII");
        Self { bytes, tag }
    }
}

/// Tells contents apart: the beginning of their SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let bits = digest
        .iter()
        .take(8)
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    format!("{bits:016x}")
}

/// The items of a header that is a list.
fn items(
    headers: &HeaderMap,
    name: impl axum::http::header::AsHeaderName,
) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn knows(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    items(asked, IF_NONE_MATCH).any(|known| known == "*" || strong(known) == *tag)
}

/// Whether a client says that it understands gzip. What it says of gzip wins over what it says of all encodings.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let weight = |coding: &str| {
        items(asked, ACCEPT_ENCODING).find_map(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
            let weight = weight.trim().strip_prefix("q=");
            let is_it = name.trim().eq_ignore_ascii_case(coding);
            is_it.then(|| weight.and_then(|it| it.parse::<f32>().ok()).unwrap_or(0.0))
        })
    };
    weight("gzip").or_else(|| weight("*")).unwrap_or(0.0) > 0.0
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::body::to_bytes;
    use flate2::read::GzDecoder;

    use super::*;

    const TEXT: &str = "{\"openapi\": \"3.1.0\"}";

    fn asking(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter();
        let pairs =
            pairs.map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        pairs.collect::<HeaderMap>()
    }

    #[tokio::test]
    async fn a_client_that_takes_gzip_gets_it() {
        let fixed = Fixed::new("application/json", TEXT);
        for (encodings, packed) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("*", true),
            ("identity", false),
            ("gzip;q=0", false),
            ("gzip; q=0.0, *", false),
            ("", false),
        ] {
            let response = fixed.answer(&asking(&[("accept-encoding", encodings)]));
            assert_eq!(response.headers()[VARY], "Accept-Encoding");
            let encoding = response.headers().get(CONTENT_ENCODING);
            assert_eq!(encoding.is_some(), packed, "{encodings}");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let mut text = String::new();
            if packed {
                GzDecoder::new(&*body).read_to_string(&mut text).unwrap();
            } else {
                text.push_str(str::from_utf8(&body).unwrap());
            }
            assert_eq!(text, TEXT, "{encodings}");
        }
    }

    #[tokio::test]
    async fn what_a_client_has_is_not_sent_again() {
        let fixed = Fixed::new("application/json", TEXT);
        let plain = fixed.answer(&HeaderMap::new());
        let packed = fixed.answer(&asking(&[("accept-encoding", "gzip")]));
        let tag = plain.headers()[ETAG].clone();
        assert_ne!(
            tag,
            packed.headers()[ETAG],
            "each representation has its own"
        );
        let other = Fixed::new("application/json", "{}").answer(&HeaderMap::new());
        assert_ne!(tag, other.headers()[ETAG]);

        let tag = tag.to_str().unwrap();
        for (known, status) in [
            (tag.to_owned(), 304),
            (format!("\"1\", W/{tag}"), 304),
            ("*".to_owned(), 304),
            ("\"1\"".to_owned(), 200),
        ] {
            let mut asked = HeaderMap::new();
            asked.insert(IF_NONE_MATCH, known.parse().unwrap());
            let response = fixed.answer(&asked);
            assert_eq!(response.status(), status, "{known}");
            assert_eq!(response.headers()[ETAG], tag);
            assert_eq!(response.headers()[CACHE_CONTROL], "no-cache");
        }
    }
}
