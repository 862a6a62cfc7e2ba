use std::borrow::Cow;

/// `text` as a spreadsheet should take it.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a spreadsheet might run it. Some skip what is blank at its beginning, and take full-width signs for ASCII ones.
fn is_formula(text: &str) -> bool {
    let is_blank = |char: char| char.is_whitespace() || char.is_control() || char == '\u{feff}';
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let said = text.trim_start_matches(is_blank);
    text.starts_with(['\t', '\r', '\n']) || (said.starts_with(signs) && !is_negative(said))
}

/// Whether it is a number below zero, or only the dash that stands for nothing.
fn is_negative(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    text.strip_prefix('-').is_some_and(|number| {
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        number.is_empty() || (is_digits(whole) && is_digits(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=HYPERLINK(\"x\")",
            "+49 30 1234",
            "-2+3",
            "-1.5e3",
            "-1.",
            "-.5",
            "--1",
            "@SUM(1)",
            "\t1",
            "\r1",
            "\n1",
            " =1",
            "\u{a0}\u{feff}\0=1",
            "\t-1",
            "＝1",
            "＠x",
        ] {
            assert_eq!(inert(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn other_cells_stay_as_they_are() {
        for text in [
            "",
            "Ada",
            "Ada =1",
            "'=1",
            "1",
            "-1",
            "-0.50",
            "-",
            " -1",
            "a-b",
            "a@b.io",
            "2026-05-10",
        ] {
            assert_eq!(inert(text), text);
        }
    }
}
