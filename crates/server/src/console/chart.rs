//! Charts, drawn by the server as SVG: they need no script, and follow the page's colours.
//!
//! Each is drawn twice, for wide and for narrow windows, because text in a scaled-down picture is too small to read;
//! the style sheet shows one of them. A table behind each chart says the same.

mod bars;
mod sankey;
mod timeline;

pub(super) use bars::bars;
pub(super) use sankey::{TABLED, sankey};
pub(super) use timeline::{Lanes, timeline};

use maud::{Markup, html};
use unicode_width::UnicodeWidthChar as _;

use wellhead_core::provenance::NamedConnector;

use super::naming::connector_url;
use super::table::Table;
use super::visible;

/// The width of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Wide,
    Narrow,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    const fn units(self) -> f64 {
        match self {
            Self::Wide => 960.0,
            Self::Narrow => 380.0,
        }
    }
}

/// A chart in both widths, with its table, whose name tells it from the page's other charts.
fn figure(caption: &Markup, draw: impl Fn(Width) -> Markup, table: &Table<'_>) -> Markup {
    html! {
        figure {
            (draw(Width::Wide))
            (draw(Width::Narrow))
            figcaption { (caption) }
        }
        details.data {
            summary { "Show as a table" }
            (table)
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has fewer pixels than this has digits"
)]
const fn float(number: u64) -> f64 {
    number as f64
}

/// A length in a chart, as text.
fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// A step of 1, 2 or 5 times a power of ten, chosen so that about three steps reach `most`.
fn step(most: u64) -> u64 {
    let least = most.div_ceil(3).max(1);
    let mut unit = 1;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if step >= least {
                return step;
            }
        }
        unit *= 10;
    }
}

/// `text`, cut to the width of `most` letters of the usual width.
fn cut(text: &str, most: usize) -> String {
    let text = visible::plain(text);
    let room = most * LETTER;
    if text.chars().map(width).sum::<usize>() <= room {
        return text.into_owned();
    }
    let mut left = room - LETTER;
    let fitting = text.chars().take_while(|it| {
        let rest = left.checked_sub(width(*it));
        left = rest.unwrap_or(0);
        rest.is_some()
    });
    let mut cut: String = fitting.collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// The usual width of a letter, in the unit of [`width`].
const LETTER: usize = 10;

/// How wide a letter is, roughly and rather too wide, in the bold type of whatever font a browser has.
fn width(letter: char) -> usize {
    match letter {
        'W' | 'M' | 'm' | 'w' | '@' | '%' => 16,
        ' ' | 'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '('
        | ')' => 7,
        _ if letter.is_uppercase() || letter.is_ascii_digit() => 12,
        _ => letter.width().unwrap_or(0) * LETTER,
    }
}

/// What leads to a connector from a chart: its name, cut to fit, in full when one points at it, and room to hit it.
fn door(named: &NamedConnector, [x, y, width, height]: [f64; 4], label: &Markup) -> Markup {
    html! {
        a href=(connector_url(named)) {
            title { (named.connector.name) }
            rect.reach x=(px(x)) y=(px(y)) width=(px(width)) height=(px(height)) {}
            (label)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (most, expected) in [(0, 1), (1, 1), (3, 1), (4, 2), (14, 5), (29, 10), (70, 50)] {
            assert_eq!(step(most), expected, "{most}");
        }
        assert_eq!(step(25_000_000), 10_000_000);
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("Mailer", 6), "Mailer");
        assert_eq!(cut("Zeitgeist", 6), "Zeitg…");
        assert_eq!(cut("Müller & Co", 8), "Müller…");
        assert_eq!(cut("東京株式会社", 8), "東京株…");
        assert_eq!(cut(&"W".repeat(200), 9), "WWWWW…");
        assert_eq!(cut("a\u{202e}b", 4), "a\\u…");
    }
}
