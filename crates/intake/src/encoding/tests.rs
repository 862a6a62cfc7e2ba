use super::*;
use crate::testing::Slow;

/// The decoded text and its encoding, the same however the bytes arrive.
#[track_caller]
fn read(bytes: &[u8], asked: Option<&str>) -> Result<(Vec<u8>, Option<&'static str>), String> {
    let asked = asked.map(|name| named(name).unwrap());
    let mut results = Vec::new();
    for size in [1, 2, 3, 7, 1 << 20] {
        let text = Text::of(Peeked::new(Slow::new(bytes, size)), asked);
        results.push(text.map_err(|error| error.to_string()).map(|mut text| {
            let mut out = Vec::new();
            text.read_to_end(&mut out).unwrap();
            (out, text.decided.get().map(|it| it.encoding.name()))
        }));
    }
    let first = results.remove(0);
    for result in results {
        assert!(result == first, "it depends on how it comes");
    }
    first
}

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

const TEXT: &str = "id,name\n1,Zoë Müller\n2,Ada 𝒜 £\n";

#[test]
fn a_mark_decides_and_is_skipped() {
    let marked = "\u{feff}".to_owned() + TEXT;
    for (bytes, encoding) in [
        (marked.clone().into_bytes(), "UTF-8"),
        (utf_16(&marked, false), "UTF-16LE"),
        (utf_16(&marked, true), "UTF-16BE"),
    ] {
        let expected = Ok((TEXT.as_bytes().to_vec(), Some(encoding)));
        assert_eq!(read(&bytes, None), expected, "{encoding}");
        assert_eq!(read(&bytes, Some(encoding)), expected, "{encoding}");
        let other = read(&bytes, Some("windows-1252")).unwrap_err();
        assert!(
            other.contains(encoding) && other.contains("--encoding"),
            "{other}"
        );
    }
    assert_eq!(
        read("\u{feff}".as_bytes(), None),
        Ok((Vec::new(), Some("UTF-8")))
    );
}

#[test]
fn ascii_needs_no_deciding() {
    let text = b"id,name\n".repeat(20_000);
    assert!(read(&text, None) == Ok((text, None)));
    assert_eq!(read(b"", None), Ok((Vec::new(), None)));
}

#[test]
fn the_first_non_ascii_letter_may_come_late() {
    let ascii = "1,Ada\n".repeat(30_000);
    let text = ascii.clone() + "2,Zoë\n" + &ascii;
    let expected = Ok((text.clone().into_bytes(), Some("UTF-8")));
    assert!(read(text.as_bytes(), None) == expected);
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let expected = Ok((text.clone().into_bytes(), Some("windows-1252")));
    assert!(read(&latin, None) == expected);
}

#[test]
fn text_that_is_not_utf_8_may_look_like_windows_1252() {
    for text in [
        "Zoë",
        "José\nAndrÉ’s £5",
        "Größe",
        "Éva, Müller: “Ål”",
        "naïve café ß",
    ] {
        let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(text);
        assert!(!is_lossy);
        let expected = Ok((text.as_bytes().to_vec(), Some("windows-1252")));
        assert_eq!(read(&bytes, None), expected, "{text}");
    }
}

#[test]
fn bad_bytes_in_utf_8_stay_as_they_are() {
    for bytes in [
        &b"1,Zo\xc3\xab\n2,\xff\n"[..],
        b"1,\xff\n2,Zo\xc3\xab\n",
        b"1,Zo\xe2\x82\xac\n2,\xc3",
        // No letters of Western Europe, and nothing else we could recognise.
        b"1,\xff\xfe\n",
        // Cyrillic in windows-1251.
        b"1,\xc8\xe2\xe0\xed\n",
    ] {
        assert_eq!(read(bytes, None), Ok((bytes.to_vec(), Some("UTF-8"))));
    }
}

#[test]
fn undecodable_input_does_not_become_utf_8() {
    let mut bytes = utf_16("\u{feff}1,A", false);
    bytes.extend_from_slice(&[0x00, 0xd8]); // half of a pair
    bytes.extend(utf_16("\n2,B\n", false));
    bytes.push(b'3');
    let (text, _) = read(&bytes, None).unwrap();
    assert_eq!(text, b"1,A\xff\n2,B\n\xff");
    let (text, encoding) = read(b"\x83\x5c,\x83\n", Some("shift_jis")).unwrap();
    assert_eq!(text, ["ソ,".as_bytes(), b"\xff\n"].concat());
    assert_eq!(encoding, Some("Shift_JIS"));
}

#[test]
fn utf_16_without_a_mark_is_reported() {
    for (big, name) in [(false, "UTF-16LE"), (true, "UTF-16BE")] {
        let bytes = utf_16(TEXT, big);
        let error = read(&bytes, None).unwrap_err();
        assert!(error.ends_with(&format!("--encoding {name}")), "{error}");
        assert_eq!(read(&bytes, Some(name)).unwrap().0, TEXT.as_bytes());
    }
    assert!(
        read(b"\xff\xfe\0\0i\0\0\0", None)
            .unwrap_err()
            .contains("UTF-32")
    );
}

#[test]
fn the_user_is_told_what_was_guessed() {
    let notice = |bytes: &[u8]| {
        let mut text = Text::of(Peeked::new(bytes), None).unwrap();
        text.read_to_end(&mut Vec::new()).unwrap();
        let decided = text.decided();
        decided.get().and_then(|it| it.notice.clone())
    };
    assert_eq!(notice("Zoë Müller".as_bytes()), None);
    let western = notice(b"Zo\xeb M\xfcller").unwrap();
    assert!(western.contains("was read as Windows-1252"), "{western}");
    let name = "Иван Петров, Мария Сидорова, Ольга Кузнецова, Дмитрий Смирнов";
    let (russian, _, _) = encoding_rs::WINDOWS_1251.encode(name);
    let russian = notice(&russian).unwrap();
    assert!(russian.ends_with("--encoding windows-1251"), "{russian}");
}

#[test]
fn encodings_have_the_names_of_the_web() {
    assert_eq!(named("latin1").unwrap().name(), "windows-1252");
    let error = named("ebcdic\u{1b}").unwrap_err().to_string();
    assert!(
        error.starts_with(r"there is no encoding 'ebcdic\u{1b}'"),
        "{error}"
    );
}
