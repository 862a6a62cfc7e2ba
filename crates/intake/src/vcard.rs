//! Address cards: vCard 4.0, 3.0 and 2.1, read line by line.

mod card;
mod lines;

use std::io::BufRead;
use std::mem;

use csv::StringRecord;
use wellhead_core::sync::Refused;

use self::card::Card;
use self::lines::Lines;
use crate::recipe::vcard::HEADER;
use crate::table::{Table, TableRow};
use crate::unreadable::Unreadable;

/// The cards in decoded text.
///
/// A card may be of any size, with pictures and sounds: only the few short lines that name somebody are kept. A
/// broken card is refused, and reading goes on with the next `BEGIN:VCARD`.
pub(crate) struct Cards<R> {
    lines: Lines<R>,
    nesting: Nesting,
}

/// How deep in cards the reader is.
enum Nesting {
    /// Before anything; the header comes first.
    Start,
    /// Between cards.
    Between,
    /// Between cards, in stray text that was already reported.
    Astray,
    /// In a card.
    In(Card),
    /// In an agent's card, which is part of a card.
    InAgent(Card),
}

impl<R: BufRead> Cards<R> {
    /// The cards in this text.
    pub(crate) fn new(text: R) -> Self {
        Self {
            lines: Lines::of(text),
            nesting: Nesting::Start,
        }
    }

    /// Handles the last line read. Returns what ends with it: a card, or something that is not one.
    fn take(&mut self) -> Option<(u64, Result<Card, Refused>)> {
        let (line, text) = (self.lines.line(), self.lines.text());
        let is_begin = is(text, "BEGIN:VCARD");
        let is_end = is(text, "END:VCARD");
        match mem::replace(&mut self.nesting, Nesting::Between) {
            Nesting::In(card) if is_begin && card.is_before_agent() => {
                self.nesting = Nesting::InAgent(card);
            }
            Nesting::In(card) | Nesting::InAgent(card) if is_begin => {
                self.nesting = Nesting::In(Card::at(line));
                return Some((card.line(), Err(unended())));
            }
            Nesting::In(card) if is_end => return Some((card.line(), Ok(card))),
            Nesting::InAgent(card) if is_end => self.nesting = Nesting::In(card),
            Nesting::InAgent(card) => self.nesting = Nesting::InAgent(card),
            Nesting::In(mut card) => {
                card.take(text, self.lines.is_cut());
                self.nesting = Nesting::In(card);
            }
            _ if is_begin => self.nesting = Nesting::In(Card::at(line)),
            Nesting::Astray => self.nesting = Nesting::Astray,
            Nesting::Start | Nesting::Between if text.trim_ascii().is_empty() => {}
            Nesting::Start | Nesting::Between => {
                self.nesting = Nesting::Astray;
                let detail = "this is outside any card: it is skipped up to the next BEGIN:VCARD";
                return Some((line, Err(Refused::new("not_a_card", detail))));
            }
        }
        None
    }
}

impl<R: BufRead + Send> Table for Cards<R> {
    fn next(&mut self, row: &mut StringRecord) -> Result<Option<TableRow>, Unreadable> {
        row.clear();
        if let Nesting::Start = self.nesting {
            self.nesting = Nesting::Between;
            row.extend(HEADER);
            let (line, refused) = (1, None);
            return Ok(Some(TableRow { line, refused }));
        }
        while self.lines.next()? {
            let Some((line, card)) = self.take() else {
                continue;
            };
            let refused = match card {
                Ok(card) if card.is_no_person() => continue,
                Ok(card) => card.fill(row).err(),
                Err(refused) => Some(refused),
            };
            return Ok(Some(TableRow { line, refused }));
        }
        match mem::replace(&mut self.nesting, Nesting::Between) {
            Nesting::In(card) | Nesting::InAgent(card) => Ok(Some(TableRow {
                line: card.line(),
                refused: Some(unended()),
            })),
            _ => Ok(None),
        }
    }
}

fn unended() -> Refused {
    Refused::new("unended_card", "the card has no END:VCARD")
}

/// Whether the line is `wanted`, ignoring case.
fn is(line: &[u8], wanted: &str) -> bool {
    line.trim_ascii().eq_ignore_ascii_case(wanted.as_bytes())
}

#[cfg(test)]
mod tests;
