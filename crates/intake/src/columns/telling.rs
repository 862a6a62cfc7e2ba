//! How to show a source's names to people: short, without control characters, and quoted for a shell.

use crate::unreadable::printable;

/// The longest name shown in full, in characters.
const LONGEST: usize = 40;

/// The most names shown.
const MOST: usize = 12;

/// A name, shortened and without anything that a terminal would act on.
pub(super) fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => printable(&name[..end]) + "…",
        None => printable(name),
    }
}

/// A name in quotes.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", short(name))
}

/// The first names of a list, and how many more follow.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let shown: Vec<_> = names.clone().take(MOST).map(short).collect();
    let shown = shown.join(", ");
    match names.count().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A name as one shell word; `None` if it cannot be typed.
pub(super) fn word(name: &str) -> Option<String> {
    if printable(name) != name {
        return None;
    }
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./@:+,".contains(char);
    if name.chars().all(is_plain) && !name.starts_with('-') {
        Some(name.to_owned())
    } else {
        Some(format!("'{}'", name.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_short_and_harmless() {
        let names = ["a", "b\u{1b}[2J", &"x".repeat(50)];
        let expected = format!(r"a, b\u{{1b}}[2J, {}…", "x".repeat(40));
        assert_eq!(list(names.into_iter()), expected);
        let many = ["n"; 15];
        assert_eq!(
            list(many.into_iter()),
            "n, n, n, n, n, n, n, n, n, n, n, n and 3 more"
        );
    }

    #[test]
    fn a_word_is_one_word_to_a_shell() {
        assert_eq!(word("Email").unwrap(), "Email");
        assert_eq!(word("Record ID").unwrap(), "'Record ID'");
        assert_eq!(word("Owner's $ID").unwrap(), r"'Owner'\''s $ID'");
        assert_eq!(word("-f").unwrap(), "'-f'");
        assert_eq!(word("a\nb"), None);
    }
}
