use unicode_normalization::UnicodeNormalization;

use super::name::MOST_BYTES;

/// What two spellings of one e-mail address have in common: without white space, in lower case, in Unicode's NFC. `None`
/// if the text is no address, as `n/a` is not: else all who have it would be the same person.
///
/// ```
/// use wellhead_core::identity::email_key;
///
/// assert_eq!(email_key(" Ada@X.io "), email_key("ada@x.io"));
/// assert_eq!(email_key("n/a"), None);
/// ```
#[must_use]
pub fn email_key(text: &str) -> Option<String> {
    // Lower case first: it may take a letter apart that has no small form in one piece.
    let key: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .nfc()
        .collect();
    let (name, host) = key.rsplit_once('@')?;
    let is_host = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    (!name.is_empty() && is_host && key.len() <= MOST_BYTES).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_have_one_key() {
        let key = "zoë@x.io";
        for text in [
            "Zoë@X.io",
            " zoe\u{308}@x.io\t",
            "ZOE\u{308}@X.IO",
            "zoë @x.io",
        ] {
            assert_eq!(email_key(text).as_deref(), Some(key), "{text:?}");
        }
        for text in [
            "", "n/a", "@", "ada@", "@x.io", "ada@x", "ada@x.", "unknown",
        ] {
            assert_eq!(email_key(text), None, "{text:?}");
        }
        // The letter takes four bytes, and in NFC twelve.
        let long = format!("{}@x.io", "\u{1d160}".repeat(400));
        assert_eq!(email_key(&long), None);
    }
}
