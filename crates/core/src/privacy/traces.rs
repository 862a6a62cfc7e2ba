use std::collections::BTreeSet;

use crate::identity::Likeness;
use crate::record::{Field, Kind, Record, Type, Value};

/// What an erasure leaves of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remnant {
    /// Nothing.
    Nothing,
    /// The value, a word that names nobody.
    Same,
    /// The text [`ERASED`], for a field that is never empty.
    Erased,
}

/// What an erased record has in a text that is never empty.
pub const ERASED: &str = "erased";

impl Remnant {
    /// What is left of this field.
    #[must_use]
    pub const fn of(field: &Field) -> Self {
        match field.of {
            _ if field.is_nullable() => Self::Nothing,
            Type::OneOf(_) => Self::Same,
            _ => Self::Erased,
        }
    }
}

/// What an erasure writes to the columns of a record's values and of their keys: `NULL`, or this text.
pub fn emptied(kind: Kind) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let fields = kind.fields().iter();
    let fields = fields.filter_map(|field| match Remnant::of(field) {
        Remnant::Nothing => Some((field.name, None)),
        Remnant::Erased => Some((field.name, Some(ERASED))),
        Remnant::Same => None,
    });
    let keys = Likeness::of(kind).iter();
    fields.chain(keys.map(|of| (of.column(), None)))
}

/// What is put in place of a name in a text.
const REDACTED: &str = "[erased]";

/// The texts by which erased records, which are one, can be recognised: their values and ids. Lives no longer than the
/// erasure.
#[derive(Default)]
pub struct Traces {
    /// With small ASCII letters; the longest first, so that a name is found before its parts.
    texts: Vec<String>,
}

impl Traces {
    /// Those of these records, and of the external ids that they have or had.
    #[must_use]
    pub fn new<'a>(
        records: impl IntoIterator<Item = &'a Record>,
        ids: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut texts: BTreeSet<String> = ids.into_iter().collect();
        for record in records {
            let fields = record.kind.fields().iter().zip(record.values.iter());
            for (field, value) in fields {
                if matches!(field.of, Type::Text(_))
                    && let Some(text) = value.and_then(Value::as_text)
                {
                    texts.insert(text.to_owned());
                }
            }
            // As indexes have them.
            texts.extend(record.values.keys(record.kind).flatten());
        }
        let texts: BTreeSet<_> = texts.iter().map(|it| it.to_ascii_lowercase()).collect();
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self { texts }
    }

    /// The texts themselves.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// `text` without them; `None` if it has none. A trace counts where it is a whole word, so that `Ann` is not found in
    /// `Annex`, and with its ASCII letters in any case.
    #[must_use]
    pub fn redact(&self, text: &str) -> Option<String> {
        let mut redacted = text.to_owned();
        for trace in &self.texts {
            redacted = without(&redacted, trace);
        }
        (redacted != text).then_some(redacted)
    }
}

/// `text` without a trace, which has small ASCII letters.
fn without(text: &str, trace: &str) -> String {
    let is_part = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    // Its places are those of the text.
    let lowered = text.to_ascii_lowercase();
    while let Some(place) = lowered[text.len() - rest.len()..].find(trace) {
        let (before, behind) = (&rest[..place], &rest[place + trace.len()..]);
        let is_word = !is_part(before.chars().next_back().or(left.chars().next_back()))
            && !is_part(behind.chars().next());
        left.push_str(before);
        let found = &rest[place..place + trace.len()];
        left.push_str(if is_word { REDACTED } else { found });
        rest = behind;
    }
    left.push_str(rest);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_redacted() {
        let traces = Traces::new([], ["Ann", "Ann Lee", "E-1"].map(String::from));
        for (text, redacted) in [
            ("Ann Lee is E-1.", Some("[erased] is [erased].")),
            ("for Ann", Some("for [erased]")),
            ("Annex E-10", None),
            ("nothing", None),
        ] {
            assert_eq!(traces.redact(text).as_deref(), redacted, "{text}");
        }
    }

    #[test]
    fn what_is_left_names_nobody() {
        for kind in Kind::ALL {
            for field in kind.fields() {
                let is_harmless = match Remnant::of(field) {
                    Remnant::Nothing => field.is_nullable(),
                    Remnant::Same => matches!(field.of, Type::OneOf(_)),
                    Remnant::Erased => matches!(field.of, Type::Text(_)),
                };
                assert!(is_harmless, "{kind} {}", field.name);
            }
        }
    }
}
