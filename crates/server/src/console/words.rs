//! Numbers and times in readable form.

use std::fmt::Display;

use maud::{Markup, html};
use wellhead_core::privacy::retention::Holding;
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// `1234567` as `1,234,567`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 link`, `2 links`.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `1 company`, `2 companies`.
pub(super) fn records(number: u64, kind: Kind) -> String {
    let words = &kind.declaration().words;
    counted(number, words.noun, words.many)
}

/// `links of people`
pub(super) fn holding(holding: Holding) -> String {
    let kind = holding.kind().map(|kind| kind.declaration().words.many);
    let category = holding.category();
    kind.map_or_else(|| category.to_string(), |of| format!("{category} of {of}"))
}

/// `grand_total` as `grand total`.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// `grand_total` as `Grand total`.
pub(super) fn title(name: &str) -> String {
    let text = plain(name);
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// What somebody wrote, kept apart from the text around it: it may be written from right to left, and it may be long.
pub(super) fn said(text: impl Display) -> Markup {
    html! { bdi { (text) } }
}

/// `2026-05-10 14:32 UTC`
pub(super) fn minute(at: Timestamp) -> String {
    format!("{} {} UTC", date(at), clock(at))
}

/// `14:32`, in UTC.
pub(super) fn clock(at: Timestamp) -> String {
    at.to_string()[11..16].to_owned()
}

/// `2026-05-10`
pub(super) fn date(at: Timestamp) -> String {
    at.to_string()[..10].to_owned()
}

/// `10 May`
pub(super) fn day_and_month(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let text = at.to_string();
    let month = text[5..7].parse::<usize>().unwrap_or(1);
    let day = text[8..10].trim_start_matches('0');
    format!("{day} {}", MONTHS[month.clamp(1, 12) - 1])
}

/// How long ago something happened, roughly.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let passed = now.as_micros() - at.as_micros();
    let (number, unit) = match passed {
        ..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (passed / MINUTE, "min"),
        HOUR..DAY => (passed / HOUR, "h"),
        _ => (passed / DAY, "d"),
    };
    format!("{number} {unit} ago")
}

/// A duration.
pub(super) fn duration(millis: i64) -> String {
    let seconds = millis / 1_000;
    match seconds {
        ..1 => format!("{millis} ms"),
        1..60 => format!("{seconds}.{} s", millis % 1_000 / 100),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

/// An instant, to the minute; the tooltip has the milliseconds.
pub(super) fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) title=(at) { (minute(at)) } }
}

/// An instant relative to now.
pub(super) fn since(at: Timestamp, now: Timestamp) -> Markup {
    html! { time datetime=(at) title=(at) { (ago(at, now)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (25_000_000, "25,000,000"),
        ] {
            assert_eq!(count(number), text);
        }
        assert_eq!(counted(1, "link", "links"), "1 link");
        assert_eq!(records(1, Kind::People), "1 person");
        assert_eq!(records(2_000, Kind::Company), "2,000 companies");
    }

    #[test]
    fn titles() {
        for (name, text) in [
            ("grand_total", "Grand total"),
            ("people", "People"),
            ("", ""),
        ] {
            assert_eq!(title(name), text);
        }
    }

    #[test]
    fn times() {
        let at: Timestamp = "2026-05-09T14:32:59.999Z".parse().unwrap();
        assert_eq!(minute(at), "2026-05-09 14:32 UTC");
        assert_eq!(clock(at), "14:32");
        assert_eq!(day_and_month(at), "9 May");
        assert_eq!(ago(at, at), "just now");
        assert_eq!(ago(at, at.plus_micros(HOUR - 1)), "59 min ago");
        assert_eq!(ago(at, at.plus_micros(3 * DAY)), "3 d ago");
        assert_eq!(duration(950), "950 ms");
        assert_eq!(duration(1_950), "1.9 s");
        assert_eq!(duration(125_000), "2 min 5 s");
    }
}
