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

/// A chart in both widths, with its table; `name` tells it from the page's other charts.
fn figure(name: &str, caption: &Markup, draw: impl Fn(Width) -> Markup, table: &Markup) -> Markup {
    html! {
        figure {
            (draw(Width::Wide))
            (draw(Width::Narrow))
            figcaption { (caption) }
        }
        details.data {
            summary { "Show as a table" }
            div.scroll tabindex="0" role="region" aria-label={ (name) ", as a table" } { (table) }
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

/// `text`, cut to `most` characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
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
    }
}
