use crate::text::InvalidText;

/// Why something is not a value. The message follows the field's name: "`due_date` is not a date …".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidValue {
    /// The text cannot be stored.
    #[error(transparent)]
    Text(#[from] InvalidText),
    /// JSON of another type.
    #[error("is not {0}")]
    Other(&'static str),
    /// The field is never empty.
    #[error("must not be null")]
    Null,
    /// Not an amount.
    #[error("is not an amount: write digits, with a point before the decimals, such as 119.00")]
    NotMoney,
    /// A JSON number with decimals, which many programs read as a binary fraction.
    #[error("has decimals, which a JSON number cannot hold exactly: write a string")]
    Inexact,
    /// Too large or too precise to keep.
    #[error("has more than {digits} digits before the point or {decimals} after it")]
    MoneyTooLong {
        /// The most digits before the point.
        digits: usize,
        /// The most digits after it.
        decimals: usize,
    },
    /// Not in the form of a date.
    #[error("is not a date: write year, month and day, such as 2026-05-10")]
    NotDate,
    /// In the form of a date, but there is no such day.
    #[error("is not a day in the calendar")]
    NoSuchDay,
    /// Not a currency.
    #[error("is not an ISO 4217 currency, such as EUR")]
    NotCurrency,
    /// Not a country.
    #[error("is not a two-letter ISO 3166-1 country, such as GB")]
    NotCountry,
    /// Neither an e-mail address nor a URL.
    #[error("is neither an e-mail address nor a URL that begins with https:// or http://")]
    NotContact,
    /// Not one of the field's words.
    #[error("is not one of {}", .0.join(", "))]
    NotOneOf(&'static [&'static str]),
    /// Not the end of an IBAN.
    #[error("is not the last four letters and digits of an IBAN")]
    NotIbanLast4,
    /// Not a number of bytes.
    #[error("is not a number of bytes from 0 to {}", i64::MAX)]
    NotSize,
    /// Not a SHA-256.
    #[error("is not a SHA-256: write 64 hexadecimal digits")]
    NotSha256,
}
