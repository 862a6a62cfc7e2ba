use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

/// The text of a cell.
///
/// Numbers are written out, without their format; dates and times in ISO 8601; a formula as its last result. A
/// failed formula (`#N/A`) and an empty cell have no text.
///
/// `None` for a number with more than 15 digits before the point: Excel replaces the others by zeros, so two
/// numbers may have become one.
pub(super) fn text<'a>(cell: &'a DataRef<'_>) -> Option<Cow<'a, str>> {
    Some(match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) if number.unsigned_abs() >= 10_u64.pow(15) => return None,
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) if number.abs() >= 1e15 => return None,
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(time) => Cow::Owned(date(time)),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    })
}

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
