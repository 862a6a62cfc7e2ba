use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The most bytes to look at.
pub(super) const ENOUGH: usize = 64 << 10;

/// The encoding of a source.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) encoding: &'static Encoding,
    pub(super) notice: Option<String>,
}

/// Judges bytes that begin with a non-ASCII one, after an ASCII one; or says how many bytes it needs.
///
/// Two UTF-8 characters are hardly ever anything else, nor is one European character or one of three bytes, so
/// even a pipe with a row a minute is decided soon. Otherwise it looks at everything up to [`ENOUGH`]:
/// - If most of it is UTF-8 characters, it is UTF-8, and the other bytes are errors.
/// - If not, and most non-ASCII bytes stand next to ASCII letters, as in "Müller", it is Windows-1252.
/// - Anything else is not Western European text. It is not guessed at, because a wrong guess would end up in people's
///   names.
pub(super) fn judge(last: u8, bytes: &[u8], is_end: bool) -> Result<Judged, usize> {
    let is_all = is_end || bytes.len() >= ENOUGH;
    let mut found = Found::default();
    let mut rest = bytes;
    while let Some(start) = rest.iter().position(|byte| !byte.is_ascii()) {
        let before = bytes.len() - rest.len() + start;
        rest = &rest[start..];
        let length = match sequence(rest) {
            Sequence::Letter(length) => {
                found.letters += 1;
                found.is_sure |= length > 2 || (0xc3..=0xc5).contains(&rest[0]);
                length
            }
            // Our window cuts it off here, not the source.
            Sequence::Begun if !is_end => break,
            Sequence::Begun | Sequence::None => {
                found.others += 1;
                1
            }
        };
        let neighbours = [
            before.checked_sub(1).map_or(last, |before| bytes[before]),
            bytes.get(before + length).copied().unwrap_or(0),
        ];
        found.within_words += usize::from(neighbours.iter().any(u8::is_ascii_alphabetic));
        rest = &rest[length..];
        if found.others == 0 && (found.letters >= 2 || found.is_sure) {
            return Ok(utf_8());
        }
    }
    if !is_all {
        let more = bytes.len() + 1 + bytes.len() / 8;
        return Err(if found.others > 0 { ENOUGH } else { more });
    }
    Ok(if found.letters >= found.others {
        utf_8()
    } else if found.within_words * 2 > found.letters + found.others {
        windows_1252(bytes)
    } else {
        something_else(bytes)
    })
}

#[derive(Default)]
struct Found {
    /// UTF-8 characters.
    letters: usize,
    /// Whether one of them is very unlikely to be two characters of another encoding.
    is_sure: bool,
    /// Bytes that are not part of one.
    others: usize,
    /// How many of both stand next to an ASCII letter.
    within_words: usize,
}

enum Sequence {
    Letter(usize),
    /// More bytes may complete it.
    Begun,
    None,
}

/// Classifies the start of bytes that begin with a non-ASCII one.
fn sequence(bytes: &[u8]) -> Sequence {
    let longest = &bytes[..bytes.len().min(4)];
    match std::str::from_utf8(longest) {
        Ok(text) => Sequence::Letter(text.chars().next().map_or(1, char::len_utf8)),
        Err(error) if error.valid_up_to() > 0 => {
            Sequence::Letter(longest[0].leading_ones() as usize)
        }
        Err(error) if error.error_len().is_none() => Sequence::Begun,
        Err(_) => Sequence::None,
    }
}

fn utf_8() -> Judged {
    Judged {
        encoding: UTF_8,
        notice: None,
    }
}

fn windows_1252(bytes: &[u8]) -> Judged {
    let hint = match likely(bytes) {
        Some(likely) => format!("try --encoding {likely}"),
        None => "say which it is with --encoding".to_owned(),
    };
    Judged {
        encoding: WINDOWS_1252,
        notice: Some(format!(
            "it is not UTF-8 and was read as Windows-1252; if names look wrong, {hint}"
        )),
    }
}

fn something_else(bytes: &[u8]) -> Judged {
    let likely = likely(bytes).unwrap_or("windows-1251 or shift_jis");
    Judged {
        encoding: UTF_8,
        notice: Some(format!(
            "it is not UTF-8, and rows that are not are rejected; name its encoding, such as --encoding {likely}"
        )),
    }
}

/// Which other encoding it may be, if there is enough to tell.
fn likely(bytes: &[u8]) -> Option<&'static str> {
    const FEW: usize = 16;
    if bytes.iter().filter(|byte| !byte.is_ascii()).count() < FEW {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    (guess != WINDOWS_1252).then(|| guess.name())
}
