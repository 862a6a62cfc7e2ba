//! Letters without their case and accents.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The first and the last of the accents that Unicode combines with letters of alphabets. The signs of other scripts, such as
/// the vowels of Devanagari or the voicing of kana, are no accents: without them a word is another one.
pub(super) const MARKS: char = '\u{300}';
pub(super) const LAST_MARK: char = '\u{36f}';

/// What a letter is compared as. Those that Unicode takes for letters of their own stand for what people without such a key
/// type, as in PostgreSQL's `unaccent`.
fn bare(letter: char) -> impl Iterator<Item = char> {
    let small = letter.to_lowercase();
    let bare = small.nfd().filter(|it| !(MARKS..=LAST_MARK).contains(it));
    let bare = bare.flat_map(|letter| {
        let typed = match letter {
            'æ' => "ae",
            'œ' => "oe",
            'ß' => "ss",
            'þ' => "th",
            'ø' => "o",
            'đ' | 'ð' => "d",
            'ħ' => "h",
            'ı' => "i",
            'ł' => "l",
            'ŧ' => "t",
            'ς' => "σ",
            _ => "",
        };
        typed.chars().chain(typed.is_empty().then_some(letter))
    });
    // Put together again what was taken apart for nothing, such as the syllables of Hangul.
    bare.nfc()
}

/// A text without case and accents.
pub(super) fn plain(text: &str) -> String {
    text.chars().flat_map(bare).collect()
}

/// What is left of a plain text behind a letter that spells its beginning; nothing, if the letter spells more than there
/// is. `None` if it spells something else. An accent spells nothing, and leaves everything.
pub(super) fn left_of(text: &str, letter: char) -> Option<&str> {
    let mut left = text.chars();
    for spelled in bare(letter) {
        match left.next() {
            Some(wanted) if wanted == spelled => {}
            Some(_) => return None,
            None => return Some(""),
        }
    }
    Some(left.as_str())
}

/// The letters of indexes by the first letter of what they are compared as, if that is another one.
static SPELLINGS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut spellings: BTreeMap<char, Vec<char>> = BTreeMap::new();
    let letters = '\u{80}'..='\u{1ffff}';
    for letter in letters.filter(|it| it.is_alphabetic()) {
        if let Some(first) = bare(letter).next().filter(|first| *first != letter) {
            spellings.entry(first).or_default().push(letter);
        }
    }
    spellings
});

/// The letters that can spell the beginning of a plain text, in their order, each with what is then left.
pub(super) fn spellings(text: &str) -> impl Iterator<Item = (char, &str)> {
    let first = text.chars().next();
    let others = first
        .and_then(|it| SPELLINGS.get(&it))
        .map_or(&[][..], Vec::as_slice);
    let place = others.partition_point(|it| Some(*it) < first);
    let (before, behind) = others.split_at(place);
    let letters = before
        .iter()
        .copied()
        .chain(first)
        .chain(behind.iter().copied());
    letters.filter_map(move |letter| Some((letter, left_of(text, letter)?)))
}
