use std::fmt::Write;

/// A Markdown table: the first column has words, the others figures.
#[derive(Debug)]
pub(crate) struct Table {
    text: String,
}

impl Table {
    pub(crate) fn new(columns: &[&str]) -> Self {
        let rules = vec!["---:"; columns.len().saturating_sub(1)].join(" | ");
        Self {
            text: format!("| {} |\n| --- | {rules} |\n", columns.join(" | ")),
        }
    }

    pub(crate) fn row(&mut self, cells: &[String]) {
        writeln!(self.text, "| {} |", cells.join(" | ")).expect("writing to a String cannot fail");
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// A rate, with commas between thousands.
pub(crate) fn rate(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A small figure: a ratio or milliseconds.
pub(crate) fn small(value: f64) -> String {
    format!("{value:.2}")
}

/// A larger ratio.
pub(crate) fn tenth(value: f64) -> String {
    format!("{value:.1}")
}

/// An even smaller one.
pub(crate) fn fine(value: f64) -> String {
    format!("{value:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        for (value, text) in [(0.4, "0"), (999.0, "999"), (1_000.0, "1,000")] {
            assert_eq!(rate(value), text);
        }
        assert_eq!(rate(1_234_567.2), "1,234,567");
    }
}
