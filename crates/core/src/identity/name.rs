use unicode_normalization::UnicodeNormalization;

/// The most bytes of a key: an index takes no more.
pub(super) const MOST_BYTES: usize = 2_000;

/// What two spellings of one name have in common: words with one space between them, in lower case, in Unicode's NFC.
/// `None` if the text is blank. Of a name beyond all bounds, the beginning.
///
/// ```
/// use wellhead_core::identity::name_key;
///
/// assert_eq!(name_key(" Ada  LOVELACE "), name_key("ada lovelace"));
/// assert_eq!(name_key("  "), None);
/// ```
#[must_use]
pub fn name_key(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    // Lower case first: it may take a letter apart that has no small form in one piece.
    let mut key: String = words.join(" ").to_lowercase().nfc().collect();
    key.truncate(key.floor_char_boundary(MOST_BYTES));
    (!key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for text in ["Zoë Å", "zoe\u{308}\u{a0} A\u{30a}", "\tZOË \n å"] {
            assert_eq!(name_key(text).as_deref(), Some("zoë å"), "{text:?}");
        }
        assert_ne!(name_key("Zoë"), name_key("Zoe"));
        assert_eq!(name_key("\u{a0}\t"), None);
    }

    #[test]
    fn a_key_fits_into_an_index() {
        // The letter takes four bytes, and in NFC twelve.
        let long = "\u{1d160}".repeat(500);
        let key = name_key(&long).unwrap();
        assert!(key.len() <= MOST_BYTES, "{}", key.len());
    }
}
