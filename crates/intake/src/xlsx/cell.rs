use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

/// The text of a cell.
///
/// Numbers are written out, without their format; dates and times as ISO 8601 has them; a formula has its last
/// result. A formula that failed (`#N/A`) has none, and neither has an empty cell.
///
/// `None` for a whole number that is too large for a cell to hold it exactly: what is left of it is another number.
pub(super) fn text<'a>(cell: &'a DataRef<'_>) -> Option<Cow<'a, str>> {
    Some(match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) if number.abs() >= EXACT => return None,
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(time) => Cow::Owned(date(time)),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    })
}

/// 2^53: up to here every whole number can be told from the next.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn date(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}
