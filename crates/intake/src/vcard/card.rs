use std::borrow::Cow;

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8};
use vcard::tree::codec::mode::VcardEscaper;
use vcard::tree::line::VcardLine;
use wellhead_core::sync::Refused;

/// Kinds of cards that are not about a person, neither a human being nor an organisation (RFC 6350, 6473, 6869).
const NO_PERSON: [&str; 4] = ["group", "location", "application", "device"];

/// The lines of a card that name somebody, as written.
#[derive(Default)]
pub(super) struct Card {
    line: u64,
    uid: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    full: Option<Vec<u8>>,
    name: Option<Vec<u8>>,
    kind: Option<Vec<u8>>,
    is_2_1: bool,
    /// Whether its last line was `AGENT:`, which a card follows in vCard 2.1.
    is_before_agent: bool,
    refused: Option<Refused>,
}

impl Card {
    /// The card that begins on this line.
    pub(super) fn at(line: u64) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn is_before_agent(&self) -> bool {
        self.is_before_agent
    }

    /// Takes a line of the card. The first line of each kind counts, but two ids are an error.
    pub(super) fn take(&mut self, line: &[u8], is_cut: bool) {
        let name = property(line);
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
        self.is_before_agent = is("AGENT") && line.trim_ascii_end().ends_with(b":");
        let place = match () {
            () if is("UID") => &mut self.uid,
            () if is("EMAIL") => &mut self.email,
            () if is("FN") => &mut self.full,
            () if is("N") => &mut self.name,
            () if is("KIND") || is("X-ADDRESSBOOKSERVER-KIND") => &mut self.kind,
            () if is("VERSION") => {
                self.is_2_1 = line.trim_ascii_end().ends_with(b":2.1");
                return;
            }
            () => return,
        };
        let name = String::from_utf8_lossy(name).to_ascii_uppercase();
        if is_cut {
            let detail = format!("the card's {name} is longer than 64 KiB");
            self.refused = Some(Refused::new("invalid_value", detail));
        } else if name == "UID" && place.as_ref().is_some_and(|first| first != line) {
            let detail = "the card has two UIDs";
            self.refused = Some(Refused::new("repeated_member", detail));
        } else if place.is_none() {
            *place = Some(line.to_vec());
        }
    }

    /// Whether it is about a group of people, a place, a program or a device.
    pub(super) fn is_no_person(&self) -> bool {
        let kind = self.text(self.kind.as_deref()).unwrap_or_default();
        let is = |other: &&str| kind.trim().eq_ignore_ascii_case(other);
        NO_PERSON.iter().any(is)
    }

    /// Fills the columns of [`HEADER`](crate::recipe::vcard::HEADER).
    ///
    /// # Errors
    /// If it names nobody, or a line is bad.
    pub(super) fn fill(self, row: &mut StringRecord) -> Result<(), Refused> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let uid = self.text(self.uid.as_deref())?;
        let email = self.text(self.email.as_deref())?;
        let full = self.text(self.full.as_deref())?;
        let (family, given) = (self.name(0)?, self.name(1)?);
        let id = if uid.trim().is_empty() { &email } else { &uid };
        let texts = [id, &uid, &email, &full, &family, &given];
        if texts.iter().all(|text| text.trim().is_empty()) {
            let detail = "the card has neither UID, EMAIL, FN nor N";
            return Err(Refused::new("missing_member", detail));
        }
        row.extend(texts);
        Ok(())
    }

    fn text(&self, line: Option<&[u8]>) -> Result<String, Refused> {
        self.value(line, |line| line.value.decode().into_owned())
    }

    /// A part of the name: the family name is the first, the given name the second.
    fn name(&self, place: usize) -> Result<String, Refused> {
        let part = |line: &VcardLine<'_>| line.value.decode_component(place).into_owned();
        self.value(self.name.as_deref(), part)
    }

    /// The value of a line, or a part of it; empty if there is none.
    fn value(
        &self,
        line: Option<&[u8]>,
        part: impl Fn(&VcardLine<'_>) -> String,
    ) -> Result<String, Refused> {
        let line = line.unwrap_or_default();
        let Ok((mut parsed, _)) = VcardLine::take(line) else {
            // No colon.
            return Ok(String::new());
        };
        let charset = charset(&parsed);
        let decoded;
        if str::from_utf8(line).is_err() {
            decoded = decode(line, charset)?;
            match VcardLine::take(decoded.as_bytes()) {
                Ok((again, _)) => parsed = again,
                Err(_) => return Ok(String::new()),
            }
        }
        if self.is_2_1 {
            parsed.value.escaper = VcardEscaper::V2_1;
        }
        let text = part(&parsed);
        if !is_quoted_printable(&parsed) {
            return Ok(text);
        }
        let robust = quoted_printable::ParseMode::Robust;
        match quoted_printable::decode(text.as_bytes(), robust) {
            Ok(bytes) => decode(&bytes, charset).map(Cow::into_owned),
            Err(_) => Ok(text),
        }
    }
}

/// The name of a line's property, without the group that Apple puts before it.
fn property(line: &[u8]) -> &[u8] {
    let end = line.iter().position(|byte| matches!(byte, b':' | b';'));
    let name = line[..end.unwrap_or(line.len())].trim_ascii();
    let dot = name.iter().rposition(|byte| *byte == b'.');
    &name[dot.map_or(0, |dot| dot + 1)..]
}

fn is_quoted_printable(line: &VcardLine<'_>) -> bool {
    line.params.iter().any(|parameter| {
        let is = |text: &str| text.eq_ignore_ascii_case("QUOTED-PRINTABLE");
        is(parameter.name.get()) || parameter.values.iter().any(|value| is(value.get()))
    })
}

/// The encoding declared by a line.
fn charset(line: &VcardLine<'_>) -> Option<&'static Encoding> {
    line.params.iter().find_map(|parameter| {
        let is_charset = parameter.name.get().eq_ignore_ascii_case("CHARSET");
        let label = parameter.values.first().filter(|_| is_charset)?;
        Encoding::for_label(label.get().as_bytes())
    })
}

/// Decodes text in the declared encoding, or UTF-8. Anything else would be a guess.
fn decode<'a>(
    bytes: &'a [u8],
    charset: Option<&'static Encoding>,
) -> Result<Cow<'a, str>, Refused> {
    let encoding = charset.unwrap_or(UTF_8);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| {
        let detail = format!("a line of the card is not {}", encoding.name());
        Refused::new("not_utf8", detail)
    })
}
