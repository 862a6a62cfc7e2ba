use std::fmt;
use std::io;

/// Why a source cannot be read, or not to its end: what it seems to be, where, and what to do.
///
/// It quotes the source without control characters, which could manipulate a terminal.
#[derive(Debug)]
pub struct Unreadable {
    line: Option<u64>,
    what: String,
}

impl Unreadable {
    /// The source cannot be read at all.
    pub(crate) fn new(what: impl AsRef<str>) -> Self {
        Self {
            line: None,
            what: printable(what.as_ref()),
        }
    }

    /// It cannot be read from this line on.
    pub(crate) fn at(line: u64, what: impl AsRef<str>) -> Self {
        Self {
            line: Some(line),
            ..Self::new(what)
        }
    }

    /// The line, counted from 1, if one is to blame.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.what)
    }
}

impl std::error::Error for Unreadable {}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// `text` with its control characters escaped, so that it can be shown on a terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if is_harmless(char) {
            shown.push(char);
        } else {
            shown.extend(char.escape_default());
        }
    }
    shown
}

/// Whether a character is harmless: it neither controls a terminal nor changes the direction of the text next to
/// it.
fn is_harmless(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_escaped() {
        let error = Unreadable::at(3, "no column 'a\u{1b}[2J\r\n\u{9b}\u{202e}é'");
        assert_eq!(
            error.to_string(),
            r"line 3: no column 'a\u{1b}[2J\r\n\u{9b}\u{202e}é'"
        );
    }
}
