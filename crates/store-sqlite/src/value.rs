//! The values of fields in SQLite: a size is an integer, all others are text.

use rusqlite::types::{FromSqlError, ToSqlOutput, Type as SqlType};
use rusqlite::{CachedStatement, Row, ToSql};
use wellhead_core::record::{Date, Kind, Money, Type, Value, Values};

/// A value, or none.
struct Bound<'a>(Option<&'a Value>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            None => rusqlite::types::Null.into(),
            Some(Value::Text(text)) => text.as_str().into(),
            Some(Value::Money(amount)) => amount.as_str().into(),
            Some(Value::Date(date)) => date.to_string().into(),
            Some(Value::Size(size)) => size.cast_signed().into(),
        })
    }
}

/// Binds `values` to the parameters of [`RecordTable`](crate::table::RecordTable), which must be the first ones of the
/// statement, and `others` by name.
pub(crate) fn bind(
    statement: &mut CachedStatement<'_>,
    kind: Kind,
    values: &Values,
    others: &[(&str, &dyn ToSql)],
) -> rusqlite::Result<()> {
    let fields = kind.fields().len();
    for (parameter, value) in (1..).zip(values.iter()) {
        statement.raw_bind_parameter(parameter, Bound(value))?;
    }
    for (parameter, key) in (fields + 1..).zip(values.keys(kind)) {
        statement.raw_bind_parameter(parameter, key)?;
    }
    for (name, value) in others {
        let parameter = statement.parameter_index(name)?;
        let parameter =
            parameter.ok_or_else(|| rusqlite::Error::InvalidParameterName((*name).to_owned()))?;
        statement.raw_bind_parameter(parameter, value)?;
    }
    Ok(())
}

/// Reads the values of a record of `kind`, which begin at column `first`.
pub(crate) fn values(row: &Row<'_>, first: usize, kind: Kind) -> rusqlite::Result<Values> {
    let fields = (first..).zip(kind.fields());
    let values = fields.map(|(column, field)| value(row, column, field.of));
    values.collect::<Result<_, _>>().map(Values::from_stored)
}

fn value(row: &Row<'_>, column: usize, of: Type) -> rusqlite::Result<Option<Value>> {
    if of == Type::Size {
        let size: Option<i64> = row.get(column)?;
        return Ok(size.map(|size| Value::Size(size.cast_unsigned())));
    }
    let Some(text) = row.get::<_, Option<String>>(column)? else {
        return Ok(None);
    };
    Ok(Some(match of {
        Type::Money => Value::Money(Money::from_stored(text)),
        Type::Date => {
            let date = Date::parse(&text).map_err(|why| {
                let why = FromSqlError::Other(why.into());
                rusqlite::Error::FromSqlConversionFailure(column, SqlType::Text, why.into())
            })?;
            Value::Date(date)
        }
        _ => Value::Text(text),
    }))
}
