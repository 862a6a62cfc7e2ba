//! Compressed bodies.
//!
//! Bodies are decoded while they are read, so handlers only see plain ones. A delivery may be of any length, so the
//! bound is on the ratio of decoded to received bytes: without it, a small body that expands without end would keep
//! the server busy for hours. The memory for decoding has its own bound. A body may hold several gzip members or zstd
//! frames in a row, as `pigz` and `cat` produce them; all are decoded, since stopping after the first would silently
//! lose the rest.

use std::error::Error;
use std::io;
use std::iter;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Poll, ready};

use async_compression::tokio::bufread::{GzipDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_ENCODING;
use futures_util::{Stream, TryStreamExt, stream};
use tokio::io::AsyncRead;
use tokio::task::coop;
use tokio_util::io::{ReaderStream, StreamReader};

use crate::listen::Silent;
use crate::respond::failure::Failure;

/// The encodings that are understood, for `Accept-Encoding` in an answer.
pub(crate) const UNDERSTOOD: &str = "gzip, zstd";

/// The logarithm of the largest zstd window: 8 MiB, as RFC 8878 (3.1.1.1.2) recommends. All levels without
/// `--ultra` and `--long` keep to it.
const LARGEST_WINDOW: u32 = 23;
/// How many bytes a body may expand to, however small it is.
const FREE: u64 = 64 << 20;
/// How many times its size a body may expand to beyond [`FREE`]. Very similar records compress about 30 times.
const RATIO: u64 = 250;
/// How many bytes are decoded at a time.
const PART: usize = 32 << 10;

/// A content encoding that is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Gzip,
    Zstd,
}

/// A body that is not encoded as its `Content-Encoding` says.
#[derive(Debug, thiserror::Error)]
#[error("the body cannot be decoded as {name}: {error}")]
pub(crate) struct Undecodable {
    name: &'static str,
    error: io::Error,
}

/// The body, decoded.
///
/// Reading it fails with [`Undecodable`] in the error's chain, or with the errors of `body`.
///
/// # Errors
/// 415 if its encoding is not supported, or if it is encoded more than once.
pub(crate) fn decoded(headers: &HeaderMap, body: Body) -> Result<Body, Failure> {
    let encoding = Encoding::of(headers).map_err(Failure::unknown_encoding)?;
    Ok(match encoding {
        Some(encoding) => Body::from_stream(encoding.decode(body)),
        None => body,
    })
}

/// Why a body could not be read to its end.
pub(crate) fn unreadable(error: &axum::Error) -> Failure {
    if let Some(undecodable) = cause::<Undecodable>(error) {
        return Failure::undecodable(undecodable);
    }
    match cause::<Silent>(error) {
        Some(_) => Failure::body_too_slow(),
        None => Failure::body_broke_off(),
    }
}

/// The first error of this type in the chain of `error`.
pub(crate) fn cause<T: Error + 'static>(error: &axum::Error) -> Option<&T> {
    let mut causes = iter::successors(error.source(), |&error| error.source());
    causes.find_map(|error| error.downcast_ref())
}

impl Encoding {
    /// The encoding in `Content-Encoding`; `None` if there is none. The error is the value that is not supported.
    fn of(headers: &HeaderMap) -> Result<Option<Self>, String> {
        let mut said = Vec::new();
        for value in headers.get_all(CONTENT_ENCODING) {
            let names = value.to_str().unwrap_or("?").split(',').map(str::trim);
            said.extend(names.map(str::to_ascii_lowercase));
        }
        said.retain(|name| !name.is_empty() && name != "identity");
        match &*said {
            [] => Ok(None),
            [name] if name == "gzip" || name == "x-gzip" => Ok(Some(Self::Gzip)),
            [name] if name == "zstd" => Ok(Some(Self::Zstd)),
            _ => Err(said.join(", ")),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    fn decode(self, body: Body) -> impl Stream<Item = Result<axum::body::Bytes, axum::Error>> {
        let packed = Arc::new(AtomicU64::new(0));
        let came = Arc::clone(&packed);
        let parts = body.into_data_stream().map_err(io::Error::other);
        let parts = parts.inspect_ok(move |part| {
            came.fetch_add(part.len() as u64, Ordering::Relaxed);
        });
        let reader = StreamReader::new(parts);
        let decoder: Pin<Box<dyn AsyncRead + Send>> = match self {
            Self::Gzip => {
                let mut decoder = GzipDecoder::new(reader);
                decoder.multiple_members(true);
                Box::pin(decoder)
            }
            Self::Zstd => {
                let window = DParameter::window_log_max(LARGEST_WINDOW);
                let mut decoder = ZstdDecoder::with_params(reader, &[window]);
                decoder.multiple_members(true);
                Box::pin(decoder)
            }
        };
        let mut plain = ReaderStream::with_capacity(decoder, PART);
        let mut expanded = 0;
        stream::poll_fn(move |context| {
            // A little input may decode to very much, so let other tasks run in between.
            let turn = ready!(coop::poll_proceed(context));
            let part = ready!(Pin::new(&mut plain).poll_next(context));
            turn.made_progress();
            let part = part.map(|part| {
                let part = part?;
                expanded += part.len() as u64;
                let most = FREE.max(packed.load(Ordering::Relaxed).saturating_mul(RATIO));
                if expanded > most {
                    let why = format!("it expands to more than {RATIO} times its received size");
                    return Err(io::Error::other(why));
                }
                Ok(part)
            });
            Poll::Ready(part.map(|part| part.map_err(|error| self.explain(error))))
        })
    }

    fn explain(self, error: io::Error) -> axum::Error {
        match error.downcast::<axum::Error>() {
            Ok(unread) => unread,
            Err(error) => axum::Error::new(Undecodable {
                name: self.name(),
                error,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use async_compression::Level;
    use async_compression::tokio::write::{GzipEncoder, ZstdEncoder};
    use async_compression::zstd::CParameter;
    use axum::body::{Bytes, to_bytes};
    use rand::RngExt;
    use tokio::io::AsyncWriteExt;

    use super::*;

    async fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzipEncoder::new(Vec::new());
        encoder.write_all(text).await.unwrap();
        encoder.shutdown().await.unwrap();
        encoder.into_inner()
    }

    async fn zstd(text: &[u8], window: u32) -> Vec<u8> {
        let window = [CParameter::window_log(window)];
        let level = Level::Default;
        let mut encoder = ZstdEncoder::with_quality_and_params(Vec::new(), level, &window);
        encoder.write_all(text).await.unwrap();
        encoder.shutdown().await.unwrap();
        encoder.into_inner()
    }

    fn headers(values: &[&str]) -> HeaderMap {
        let values = values
            .iter()
            .map(|it| (CONTENT_ENCODING, it.parse().unwrap()));
        values.collect()
    }

    async fn read(encoding: &str, body: Body) -> Result<Bytes, axum::Error> {
        to_bytes(decoded(&headers(&[encoding]), body).unwrap(), usize::MAX).await
    }

    async fn code(encoding: &str, bytes: &[u8]) -> (&'static str, String) {
        let error = read(encoding, Body::from(bytes.to_vec())).await;
        let failure = unreadable(&error.expect_err("this cannot be decoded"));
        let error = failure.first();
        (error.kind.code, error.detail.clone())
    }

    #[test]
    fn one_encoding_or_none() {
        for (values, encoding) in [
            (&[][..], Ok(None)),
            (&[""], Ok(None)),
            (&["identity"], Ok(None)),
            (&["gzip"], Ok(Some(Encoding::Gzip))),
            (&["X-GZip"], Ok(Some(Encoding::Gzip))),
            (&[" zstd "], Ok(Some(Encoding::Zstd))),
            (&["identity, zstd,"], Ok(Some(Encoding::Zstd))),
            (&["identity", "gzip"], Ok(Some(Encoding::Gzip))),
            (&["gzip, gzip"], Err("gzip, gzip")),
            (&["zstd", "gzip"], Err("zstd, gzip")),
            (&["br"], Err("br")),
            (&["deflate"], Err("deflate")),
            (&["g\u{e9}"], Err("?")),
        ] {
            let encoding = encoding.map_err(str::to_owned);
            assert_eq!(Encoding::of(&headers(values)), encoding, "{values:?}");
        }
    }

    #[expect(clippy::disallowed_methods, reason = "any bytes will do")]
    #[tokio::test]
    async fn decoding_does_not_depend_on_chunks() {
        let text: Vec<u8> = (0..10_000_u32)
            .flat_map(|i| format!("{i} {}\n", i.wrapping_mul(2_654_435_761)).into_bytes())
            .collect();
        let (head, tail) = text.split_at(text.len() / 3);
        // Each is followed by another member, and by an empty one.
        let gzipped = [gzip(head).await, gzip(tail).await, gzip(b"").await].concat();
        let zstded = [
            zstd(head, 20).await,
            zstd(tail, 23).await,
            zstd(b"", 10).await,
        ]
        .concat();
        let mut random = rand::rng();
        for (encoding, encoded) in [
            ("gzip", gzipped),
            ("zstd", zstded),
            ("identity", text.clone()),
        ] {
            for most in [1, 7, 1_000, 100_000] {
                let mut parts = Vec::new();
                let mut rest = &encoded[..];
                while !rest.is_empty() {
                    let (part, after) =
                        rest.split_at(random.random_range(0..=most.min(rest.len())));
                    parts.push(Ok::<_, Infallible>(part.to_vec()));
                    rest = after;
                }
                let read = read(encoding, Body::from_stream(stream::iter(parts))).await;
                assert!(read.unwrap() == text, "{encoding} by {most}");
            }
        }
    }

    #[tokio::test]
    async fn malformed_encodings_are_reported() {
        let text = b"{\"external_person_id\":\"E-1\"}\n".repeat(1_000);
        for (encoding, encoded) in [("gzip", gzip(&text).await), ("zstd", zstd(&text, 20).await)] {
            assert_eq!(
                read(encoding, Body::from(encoded.clone())).await.unwrap(),
                text
            );
            for end in 0..encoded.len() {
                let (code, detail) = code(encoding, &encoded[..end]).await;
                assert_eq!(code, "invalid_encoding", "{encoding} to {end}: {detail}");
                assert!(detail.contains(encoding), "{detail}");
            }
            let garbage = [&encoded, &b"nonsense"[..]].concat();
            assert_eq!(code(encoding, &garbage).await.0, "invalid_encoding");
            assert_eq!(code(encoding, &text).await.0, "invalid_encoding");
        }
        // The checksum is verified.
        let mut gzip = gzip(&text).await;
        let checksum = gzip.len() - 8;
        gzip[checksum] ^= 1;
        assert_eq!(code("gzip", &gzip).await.0, "invalid_encoding");
    }

    #[tokio::test]
    async fn a_window_has_a_bound_in_every_frame() {
        let small = zstd(b"small", 20).await;
        let large = zstd(&vec![b'x'; 1 << 20], LARGEST_WINDOW + 1).await;
        for encoded in [large.clone(), [small, large].concat()] {
            let (code, detail) = code("zstd", &encoded).await;
            assert_eq!(code, "invalid_encoding");
            assert!(detail.contains("memory"), "{detail}");
        }
    }

    #[tokio::test]
    async fn a_broken_body_is_not_an_encoding_error() {
        let encoded = gzip(&[b'x'; 1_000]).await;
        let parts = [
            Ok(encoded[..encoded.len() / 2].to_vec()),
            Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        ];
        let error = read("gzip", Body::from_stream(stream::iter(parts))).await;
        let failure = unreadable(&error.unwrap_err());
        assert_eq!(failure.first().kind.code, "body_broke_off");
    }
}
