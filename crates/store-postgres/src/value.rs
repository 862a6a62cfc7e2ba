//! The values of fields, to and from the driver.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type as SqlType, accepts, to_sql_checked};
use wellhead_core::record::{Date, Field, Kind, Money, Type, Value, Values};
use wellhead_core::store::StoreError;

/// Days from 1970, the ledger's epoch, to 2000, PostgreSQL's.
const EPOCH: i32 = 10_957;

/// A value, or none. An amount is sent as text, which the statement casts to `numeric`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound<'a>(pub(crate) Option<&'a Value>);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        of: &SqlType,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            None => Ok(IsNull::Yes),
            Some(Value::Text(text)) => text.to_sql(of, out),
            Some(Value::Money(amount)) => amount.as_str().to_sql(of, out),
            Some(Value::Date(date)) => (date.days() - EPOCH).to_sql(of, out),
            Some(Value::Size(size)) => i64::try_from(*size)?.to_sql(of, out),
        }
    }

    accepts!(TEXT, DATE, INT8);
    to_sql_checked!();
}

/// A `date`.
struct Day(Date);

impl<'a> FromSql<'a> for Day {
    fn from_sql(of: &SqlType, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let days = i32::from_sql(of, raw)?.checked_add(EPOCH);
        let date = days.and_then(Date::from_days);
        date.map(Self).ok_or_else(|| "a day out of range".into())
    }

    accepts!(DATE);
}

/// Reads the values of a record of `kind`, which begin at column `first`.
pub(crate) fn values(row: &Row, first: usize, kind: Kind) -> Result<Values, StoreError> {
    let fields = (first..).zip(kind.fields());
    let values = fields.map(|(column, field)| value(row, column, field));
    let values: Result<_, _> = values.collect();
    values
        .map(Values::from_stored)
        .map_err(|error: tokio_postgres::Error| StoreError::Failed(error.into()))
}

fn value(row: &Row, column: usize, field: &Field) -> Result<Option<Value>, tokio_postgres::Error> {
    Ok(match field.of {
        Type::Money => {
            let amount: Option<String> = row.try_get(column)?;
            amount.map(Money::from_stored).map(Value::Money)
        }
        Type::Date => {
            let day: Option<Day> = row.try_get(column)?;
            day.map(|Day(date)| Value::Date(date))
        }
        Type::Size => {
            let size: Option<i64> = row.try_get(column)?;
            size.map(|size| Value::Size(size.cast_unsigned()))
        }
        Type::Text(_)
        | Type::Contact(_)
        | Type::Currency
        | Type::Country
        | Type::OneOf(_)
        | Type::IbanLast4
        | Type::Sha256 => row.try_get::<_, Option<String>>(column)?.map(Value::Text),
    })
}
