use std::fmt;

use super::InvalidValue;

/// An exact amount of money: a decimal number, with the decimals that it was written with.
///
/// `-19.90` stays `-19.90`; a sign or zeros that say nothing go: `+007.50` is `7.50`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Money(String);

impl Money {
    /// The most digits before the point.
    pub const MAX_DIGITS: usize = 18;
    /// The most digits behind the point.
    pub const MAX_DECIMALS: usize = 8;

    /// Reads an amount: digits, with a sign before and decimals behind them where there are some.
    ///
    /// # Errors
    /// Where it is not one, or is larger or finer than is kept.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return Err(InvalidValue::NotMoney),
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        let all_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return Err(InvalidValue::NotMoney);
        }
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        if whole.len() > Self::MAX_DIGITS || decimals.len() > Self::MAX_DECIMALS {
            return Err(InvalidValue::MoneyTooLong);
        }
        let is_zero = whole == "0" && decimals.bytes().all(|it| it == b'0');
        let sign = if text.starts_with('-') && !is_zero {
            "-"
        } else {
            ""
        };
        let point = if decimals.is_empty() { "" } else { "." };
        Ok(Self(format!("{sign}{whole}{point}{decimals}")))
    }

    /// Takes an amount that a store kept.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The amount as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_kept_as_it_is_written() {
        for (text, amount) in [
            ("119.00", "119.00"),
            (" -19.9 ", "-19.9"),
            ("+007.50", "7.50"),
            ("0", "0"),
            ("-0.00", "0.00"),
            ("000", "0"),
            ("999999999999999999.99999999", "999999999999999999.99999999"),
            ("0000999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(Money::parse(text).unwrap().as_str(), amount);
        }
    }

    #[test]
    fn what_could_mean_something_else_is_refused() {
        for text in [
            "", "-", "+", ".", "5.", ".5", "1,00", "1.000,00", "1 000", "1e3", "--1", "0x1", "NaN",
            "€5", "１",
        ] {
            assert_eq!(Money::parse(text), Err(InvalidValue::NotMoney), "{text}");
        }
        for text in ["1000000000000000000", "0.123456789", "-1000000000000000000"] {
            assert_eq!(
                Money::parse(text),
                Err(InvalidValue::MoneyTooLong),
                "{text}"
            );
        }
    }
}
