//! Entity tags.
//!
//! A tag is `"VERSION-DIGEST"`. The version says when the resource last changed, and grows with every change. One
//! resource has many representations (by included resources and selected fields), and each needs its own tag so that
//! caches do not confuse them; hence the digest of the document.

use std::hash::{DefaultHasher, Hasher};

use wellhead_core::resource::Times;
use wellhead_core::time::Timestamp;

/// The entity tag of the `document` that shows a resource.
pub(crate) fn entity_tag(times: &Times, document: &[u8]) -> String {
    let version = times.version().as_micros();
    // The digest may differ in the next release: a tag that no longer matches only costs another read.
    let mut digest = DefaultHasher::new();
    digest.write(document);
    format!("\"{version:x}-{:016x}\"", digest.finish())
}

/// The version in one of our tags. Weak tags have none here, because `If-Match` compares strongly.
pub(crate) fn version(tag: &str) -> Option<Timestamp> {
    let (version, _) = tag.strip_prefix('"')?.strip_suffix('"')?.split_once('-')?;
    let micros = u64::from_str_radix(version, 16).ok()?;
    Some(Timestamp::from_micros(micros.cast_signed()))
}

/// The tag without the prefix of a weak one.
pub(crate) fn strong(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: Times = Times {
        created_at: Timestamp::MIN,
        updated_at: Some(Timestamp::MAX),
        deleted_at: None,
    };

    #[test]
    fn a_tag_has_the_version() {
        let tag = entity_tag(&TIMES, b"{}");
        assert_eq!(version(&tag), Some(Timestamp::MAX));
        let never_changed = Times {
            updated_at: None,
            ..TIMES
        };
        let tag = entity_tag(&never_changed, b"{}");
        assert_eq!(version(&tag), Some(Timestamp::MIN));
    }

    #[test]
    fn representations_differ() {
        assert_ne!(entity_tag(&TIMES, b"{}"), entity_tag(&TIMES, b"[]"));
    }

    #[test]
    fn foreign_tags_have_no_version() {
        for tag in ["", "*", "\"", "\"abc\"", "\"xyz-1\"", "17-1", "W/\"17-1\""] {
            assert_eq!(version(tag), None, "{tag}");
        }
    }
}
