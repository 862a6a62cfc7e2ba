use form_urlencoded::{Serializer, parse};

use super::{AFTER, BEFORE, Cursor};

/// Which way to turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Forward, past this place: `next`.
    After(Cursor),
    /// Back, before this place: `prev`.
    Before(Cursor),
}

/// The URL of another page of the list at `path`, with all parameters of `raw` except its cursors.
#[must_use]
pub fn link(path: &str, raw: Option<&str>, turn: Turn) -> String {
    let (name, cursor) = match turn {
        Turn::After(cursor) => (AFTER, cursor),
        Turn::Before(cursor) => (BEFORE, cursor),
    };
    let kept = parse(raw.unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != AFTER && name != BEFORE);
    Serializer::for_suffix(format!("{path}?"), path.len() + 1)
        .extend_pairs(kept)
        .append_pair(name, &cursor.to_string())
        .finish()
}
