use std::fmt;

use super::InvalidValue;

/// An exact amount of money: a decimal number that keeps its number of decimals.
///
/// `-19.90` stays `-19.90`; redundant signs and zeros are dropped: `+007.50` becomes `7.50`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Money(String);

impl Money {
    /// The most digits before the point.
    pub const MAX_DIGITS: usize = 18;
    /// The most digits after the point.
    pub const MAX_DECIMALS: usize = 8;

    const TOO_LONG: InvalidValue = InvalidValue::MoneyTooLong {
        digits: Self::MAX_DIGITS,
        decimals: Self::MAX_DECIMALS,
    };

    /// Reads an amount: digits, with an optional sign before and optional decimals after them.
    ///
    /// # Errors
    /// If it is not an amount, or is too large or too precise to keep.
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
            return Err(Self::TOO_LONG);
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

    /// Wraps an amount read from a store.
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
    fn an_amount_keeps_its_decimals() {
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
    fn ambiguous_amounts_are_refused() {
        for text in [
            "", "-", "+", ".", "5.", ".5", "1,00", "1.000,00", "1 000", "1e3", "--1", "0x1", "NaN",
            "€5", "１",
        ] {
            assert_eq!(Money::parse(text), Err(InvalidValue::NotMoney), "{text}");
        }
        for text in ["1000000000000000000", "0.123456789", "-1000000000000000000"] {
            assert_eq!(Money::parse(text), Err(Money::TOO_LONG), "{text}");
        }
    }
}
