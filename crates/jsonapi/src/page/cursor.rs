use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::display::Base64Display;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Distinguishes this form from later ones.
const VERSION: u8 = 1;
const BYTES: usize = 1 + 8 + 16;

/// A place in a list ordered by time and id. The item itself may be gone.
///
/// Its text is opaque to clients: base64url of a version, the time and the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Microseconds since 1970.
    pub micros: i64,
    /// The id, which breaks ties.
    pub id: [u8; 16],
}

impl Cursor {
    /// Matches the text of every cursor and nothing else: 25 bytes, the first of which is the version.
    pub const PATTERN: &str = "^A[Q-Za-f][A-Za-z0-9_-]{31}[AQgw]$";
}

/// The text is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct InvalidCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [VERSION; BYTES];
        bytes[1..9].copy_from_slice(&self.micros.to_be_bytes());
        bytes[9..].copy_from_slice(&self.id);
        Base64Display::new(&bytes, &URL_SAFE_NO_PAD).fmt(f)
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let mut bytes = [0; BYTES];
        // Check the length first: the decoder would only say that its estimate does not fit.
        if text.len() != (BYTES * 4).div_ceil(3) {
            return Err(InvalidCursor);
        }
        let decoded = URL_SAFE_NO_PAD.decode_slice_unchecked(text, &mut bytes);
        if decoded != Ok(BYTES) || bytes[0] != VERSION {
            return Err(InvalidCursor);
        }
        let (micros, id) = bytes[1..].split_first_chunk().ok_or(InvalidCursor)?;
        Ok(Self {
            micros: i64::from_be_bytes(*micros),
            id: id.try_into().map_err(|_| InvalidCursor)?,
        })
    }
}
