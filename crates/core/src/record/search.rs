use super::{Record, Value};
use crate::id::RecordId;
use crate::text::ExternalId;

/// What somebody types to find a record: the beginning of a name, or an external id.
///
/// Names are compared without regard to the case of `A` to `Z`, as both engines can do it alike from an
/// index. For other letters it is made up for here: what was typed is also tried in small letters, and with
/// each word's first letter large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    beginnings: Vec<String>,
    external_id: ExternalId,
}

impl Search {
    /// Reads what was typed; `None` where that is nothing, or longer than any external id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let external_id = ExternalId::parse(text).ok()?;
        let text = external_id.as_str();
        let small = text.to_lowercase();
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

    /// What a name may begin with, in small letters as far as they are `a` to `z`.
    #[must_use]
    pub fn beginnings(&self) -> &[String] {
        &self.beginnings
    }

    /// What all names with this beginning come before, in the order of their bytes.
    #[must_use]
    pub fn end(beginning: &str) -> String {
        format!("{beginning}\u{10ffff}")
    }

    /// Where a record stands among those found: by what it is shown as, and its id.
    ///
    /// Costs an allocation, so that whoever sorts by it keeps it.
    #[must_use]
    pub fn place(record: &Record) -> (String, RecordId) {
        let fields = record.kind.declaration().display.iter();
        let mut shown = fields.filter_map(|name| record.values.of(record.kind, name));
        let shown = shown.next().map_or_else(String::new, Value::to_string);
        (ascii_small(shown), record.id)
    }

    /// What an external id may be.
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
    fn the_case_of_other_letters_is_tried_out() {
        assert_eq!(beginnings(" Ada L "), ["ada l"]);
        assert_eq!(beginnings("émile zola"), ["Émile zola", "émile zola"]);
        assert_eq!(beginnings("ÅSA"), ["Åsa", "åsa"]);
        assert_eq!(Search::parse("  "), None);
        assert_eq!(Search::parse(&"a".repeat(501)), None);
    }
}
