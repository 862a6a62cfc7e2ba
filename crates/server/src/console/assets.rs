//! The files that pages load: built into the binary, under names that change with their contents.

use std::sync::LazyLock;

use axum::http::HeaderMap;
use axum::response::Response;

use crate::respond::fixed::{Fixed, digest};

/// A file that pages load.
pub(super) struct Asset {
    stem: &'static str,
    extension: &'static str,
    bytes: &'static [u8],
    digest: LazyLock<String>,
    file: LazyLock<Fixed>,
}

macro_rules! assets {
    ($($name:ident = $stem:literal . $extension:literal $content_type:literal;)+) => {
        $(pub(super) static $name: Asset = Asset {
            stem: $stem,
            extension: $extension,
            bytes: include_bytes!(concat!("assets/", $stem, ".", $extension)),
            digest: LazyLock::new(|| digest($name.bytes)),
            file: LazyLock::new(|| Fixed::new($content_type, $name.bytes).for_ever()),
        };)+
        static ALL: &[&Asset] = &[$(&$name),+];
    };
}

assets! {
    NORMALIZE = "modern-normalize"."css" "text/css; charset=utf-8";
    STYLE = "console"."css" "text/css; charset=utf-8";
    HTMX = "htmx.min"."js" "text/javascript; charset=utf-8";
    ICON = "icon"."svg" "image/svg+xml";
    LIVE = "live"."js" "text/javascript; charset=utf-8";
    PRINT = "print"."js" "text/javascript; charset=utf-8";
}

impl Asset {
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
    Some(asset.file.answer(headers))
}
