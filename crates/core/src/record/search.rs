use super::Record;
use crate::id::RecordId;
use crate::identity::name_key;
use crate::text::ExternalId;

/// What a user types to find a record: the beginning of a name, or an external id.
///
/// Names to display are compared by their [keys](name_key). Of other names, the case of `A` to `Z` is ignored, because
/// that is what both engines can do from an index; for other letters, the text is also tried in lower case, and with
/// each word capitalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    beginnings: Vec<String>,
    external_id: ExternalId,
}

impl Search {
    /// Reads what was typed; `None` if it is empty, or longer than any external id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let external_id = ExternalId::parse(text).ok()?;
        let text = external_id.as_str();
        let small = name_key(text)?;
        let words: Vec<_> = small.split(' ').map(capitalised).collect();
        let mut beginnings = [text.to_owned(), words.join(" "), small]
            .map(ascii_small)
            .to_vec();
        beginnings.sort_unstable();
        beginnings.dedup();
        Some(Self {
            beginnings,
            external_id,
        })
    }

    /// The possible beginnings of a name, with `A` to `Z` in lower case.
    #[must_use]
    pub fn beginnings(&self) -> &[String] {
        &self.beginnings
    }

    /// A string that sorts, byte by byte, after every name with this beginning.
    #[must_use]
    pub fn end(beginning: &str) -> String {
        format!("{beginning}\u{10ffff}")
    }

    /// A record's place among those found: the key of its name and its id.
    ///
    /// It allocates, so keep the result when sorting.
    #[must_use]
    pub fn place(record: &Record) -> (String, RecordId) {
        let key = record.values.name_key(record.kind);
        (key.unwrap_or_default(), record.id)
    }

    /// The text as an external id.
    #[must_use]
    pub const fn external_id(&self) -> &ExternalId {
        &self.external_id
    }
}

fn ascii_small(mut text: String) -> String {
    text.make_ascii_lowercase();
    text
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginnings(text: &str) -> Vec<String> {
        Search::parse(text).unwrap().beginnings
    }

    #[test]
    fn other_letters_are_tried_in_both_cases() {
        assert_eq!(beginnings(" Ada L "), ["ada l"]);
        assert_eq!(beginnings("émile zola"), ["Émile zola", "émile zola"]);
        assert_eq!(beginnings("ÅSA"), ["Åsa", "åsa"]);
        assert_eq!(Search::parse("  "), None);
        assert_eq!(Search::parse(&"a".repeat(501)), None);
    }
}
