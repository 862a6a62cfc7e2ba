//! Safe output to a terminal: text from files, servers and databases is displayed, never interpreted.
//!
//! A value is [`Shown`] on one line, and [`safe_lines`] is the last check of whatever goes to people.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Write as _};

use wellhead_core::text::is_obeyed;

/// Text on one line. Characters that a terminal would interpret or display out of order are escaped, such as
/// `\u{1b}`.
pub(crate) struct Shown<T>(pub(crate) T);

impl<T: Display> Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_obeyed) {
            let (plain, behind) = rest.split_at(at);
            self.0.write_str(plain)?;
            let mut behind = behind.chars();
            for escape in behind.next().into_iter().flat_map(char::escape_default) {
                self.0.write_char(escape)?;
            }
            rest = behind.as_str();
        }
        self.0.write_str(rest)
    }
}

/// `text` with its line breaks, and otherwise as [`Shown`].
pub(crate) fn safe_lines(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        write!(safe, "{}{end}", Shown(line)).expect("a String takes everything");
    }
    safe
}

/// Prints a message on standard error. Lines after the first are indented, so that none can pass
/// for another message.
pub(crate) fn say(message: impl Display) {
    let message = message.to_string();
    to_stderr(&(message.lines().collect::<Vec<_>>().join("\n  ") + "\n"));
}

/// Prints text of several lines on standard error.
pub(crate) fn explain(text: impl Display) {
    to_stderr(&text.to_string());
}

/// Asks on standard error, and reads a line; it is empty at the end of the input.
pub(crate) fn ask(question: impl Display) -> io::Result<String> {
    to_stderr(&format!("{question} "));
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line)
}

fn to_stderr(text: &str) {
    // If standard error is closed, nobody reads it.
    let _ = io::stderr().lock().write_all(safe_lines(text).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        for (text, shown) in [
            ("Zoë \u{1f600} משה", "Zoë \u{1f600} משה"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\tb\r\nc\0", "a\\tb\\r\\nc\\u{0}"),
            ("\u{7f}\u{9b}2J", "\\u{7f}\\u{9b}2J"),
            ("\u{202e}gnp.exe\u{2069}", "\\u{202e}gnp.exe\\u{2069}"),
            ("a\u{2028}b\u{85}", "a\\u{2028}b\\u{85}"),
            (
                "\u{200e}\u{200f}\u{61c}\u{206a}",
                "\\u{200e}\\u{200f}\\u{61c}\\u{206a}",
            ),
        ] {
            assert_eq!(Shown(text).to_string(), shown);
            assert!(!Shown(text).to_string().contains(is_obeyed));
        }
    }

    #[test]
    fn lines_stay_lines() {
        let text = "a\u{1b}[2J\n\n  b\r\nc\u{202e}";
        assert_eq!(safe_lines(text), "a\\u{1b}[2J\n\n  b\\r\nc\\u{202e}");
        assert_eq!(safe_lines("a\n"), "a\n");
        assert_eq!(safe_lines(""), "");
    }
}
