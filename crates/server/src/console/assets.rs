//! The files that pages load: built into the binary, under names that change with their contents.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// A file that pages load.
pub(super) struct Asset {
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    digest: LazyLock<String>,
}

macro_rules! assets {
    ($($name:ident = $stem:literal . $extension:literal $content_type:literal;)+) => {
        $(pub(super) static $name: Asset = Asset {
            stem: $stem,
            extension: $extension,
            content_type: $content_type,
            bytes: include_bytes!(concat!("assets/", $stem, ".", $extension)),
            digest: LazyLock::new(|| $name.digest()),
        };)+
        static ALL: &[&Asset] = &[$(&$name),+];
    };
}

assets! {
    NORMALIZE = "modern-normalize"."css" "text/css; charset=utf-8";
    STYLE = "console"."css" "text/css; charset=utf-8";
    HTMX = "htmx.min"."js" "text/javascript; charset=utf-8";
    ICON = "icon"."svg" "image/svg+xml";
    PRINT = "print"."js" "text/javascript; charset=utf-8";
}

impl Asset {
    fn digest(&self) -> String {
        let digest = Sha256::digest(self.bytes);
        let bits = digest
            .iter()
            .take(8)
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        format!("{bits:016x}")
    }

    fn name(&self) -> String {
        format!("{}-{}.{}", self.stem, *self.digest, self.extension)
    }

    /// Its URL.
    pub(super) fn url(&self) -> String {
        format!("/console/assets/{}", self.name())
    }
}

/// The file of this name, if there is one. A name always means the same contents, so a browser fetches it once.
pub(super) fn get(name: &str, headers: &HeaderMap) -> Option<Response> {
    let asset = ALL.iter().find(|asset| asset.name() == name)?;
    let tag = format!("\"{}\"", *asset.digest);
    let caching = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (ETAG, &tag),
    ];
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| *known == *tag)
    {
        return Some((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let content_type = [(CONTENT_TYPE, asset.content_type)];
    Some((caching, content_type, asset.bytes).into_response())
}
