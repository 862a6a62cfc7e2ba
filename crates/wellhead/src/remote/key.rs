use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, ensure};
use wellhead_core::key::Token;

use crate::terminal::say;

/// The environment variable for the key.
pub(crate) const VARIABLE: &str = "WELLHEAD_KEY";
/// The prefix of every key.
const PREFIX: &str = "whk_";

/// The key to a workspace. It is never shown.
#[derive(Debug)]
pub(crate) struct Key(Token);

impl Key {
    /// Reads the key from a file, from standard input if that is `-`, or from the environment.
    pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = file else {
            let key = env::var(VARIABLE).ok().filter(|key| !key.trim().is_empty());
            let key = key.with_context(|| {
                format!("--server needs a key: put it into a file, for --key-file FILE, or set {VARIABLE}")
            })?;
            return Self::parse(&key).with_context(|| VARIABLE.to_owned());
        };
        let name = path.display();
        if path.as_os_str() == "-" {
            return Self::of(io::stdin().lock()).context("the key on standard input");
        }
        let file = File::open(path).with_context(|| format!("the key in {name}"))?;
        if is_open_to_others(&file)? {
            say(format_args!(
                "wellhead: others can read the key in {name}; restrict it with 'chmod 600'"
            ));
        }
        Self::of(file).with_context(|| format!("the key in {name}"))
    }

    /// Whether an argument is a key, which belongs in a file instead.
    pub(crate) fn is_one(word: &Path) -> bool {
        word.to_string_lossy().starts_with(PREFIX)
    }

    fn of(input: impl Read) -> anyhow::Result<Self> {
        /// Longer than any key, so that a wrong file is not read in full.
        const MOST: u64 = 4 << 10;
        let mut text = String::new();
        input.take(MOST).read_to_string(&mut text)?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        let is_plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        ensure!(
            text.starts_with(PREFIX) && is_plain,
            "it contains no key: keys begin with {PREFIX}, and 'wellhead key create' makes one"
        );
        Ok(Self(Token::received(text)))
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0.reveal())
    }
}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata()?;
    Ok(metadata.is_file() && metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_line_and_is_not_shown() {
        let key = Key::of(&b"whk_0123abc\n"[..]).unwrap();
        assert_eq!(key.header(), "Bearer whk_0123abc");
        assert!(!format!("{key:?}").contains("0123"));
        for bad in [
            "",
            "secret",
            "whk_a b",
            "whk_a\nwhk_b",
            "whk_\u{1b}",
            "whk_ä",
        ] {
            let said = Key::parse(bad).unwrap_err().to_string();
            assert!(bad.is_empty() || !said.contains(bad), "{said}");
        }
    }
}
