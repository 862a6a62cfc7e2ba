//! Reads columns as values of the ledger, and writes those for which the driver has no type.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};
use uuid::Uuid;
use wellhead_core::page::Position;
use wellhead_core::privacy::LegalEntity;
use wellhead_core::resource::{Deleted, ExternalId, Times};
use wellhead_core::source::Rank;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;

/// Microseconds from 1970, the ledger's epoch, to 2000, PostgreSQL's.
const EPOCH: i64 = 946_684_800_000_000;

/// A `timestamptz`, which is sent as a number of microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At(pub(crate) Timestamp);

impl<'a> FromSql<'a> for At {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let micros = i64::from_sql(of, raw)?;
        Ok(Self(Timestamp::from_micros(micros.saturating_add(EPOCH))))
    }

    accepts!(TIMESTAMPTZ);
}

impl ToSql for At {
    fn to_sql(
        &self,
        of: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        (self.0.as_micros() - EPOCH).to_sql(of, out)
    }

    accepts!(TIMESTAMPTZ);
    to_sql_checked!();
}

/// A `bigint` that counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count(pub(crate) u64);

impl<'a> FromSql<'a> for Count {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(u64::try_from(i64::from_sql(of, raw)?)?))
    }

    accepts!(INT8);
}

impl ToSql for Count {
    fn to_sql(
        &self,
        of: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        i64::try_from(self.0)?.to_sql(of, out)
    }

    accepts!(INT8);
    to_sql_checked!();
}

/// The columns of [`times`], each with `alias` before it.
pub(crate) fn times_of(alias: &str) -> String {
    format!("{alias}.created_at, {alias}.updated_at, {alias}.deleted_at")
}

/// Reads `created_at`, `updated_at` and `deleted_at`, which begin at column `first`.
pub(crate) fn times(row: &Row, first: usize) -> Times {
    Times {
        created_at: time(row, first),
        updated_at: time_or_null(row, first + 1),
        deleted_at: time_or_null(row, first + 2),
    }
}

/// Reads a time.
pub(crate) fn time(row: &Row, column: usize) -> Timestamp {
    row.get::<_, At>(column).0
}

/// Reads a time that may be missing.
pub(crate) fn time_or_null(row: &Row, column: usize) -> Option<Timestamp> {
    row.get::<_, Option<At>>(column).map(|At(at)| at)
}

/// Reads a number of things.
pub(crate) fn count(row: &Row, column: usize) -> u64 {
    row.get::<_, Count>(column).0
}

/// Reads a number of things that may be missing.
pub(crate) fn count_or_null(row: &Row, column: usize) -> Option<u64> {
    row.get::<_, Option<Count>>(column)
        .map(|Count(count)| count)
}

/// Reads a position in a list, a time and an id that begin at column `first`, which may be missing.
pub(crate) fn position(row: &Row, first: usize) -> Option<Position> {
    Some(Position {
        created_at: time_or_null(row, first)?,
        id: row.get::<_, Option<Uuid>>(first + 1)?,
    })
}

/// Reads a public id.
pub(crate) fn id<T: From<Uuid>>(row: &Row, column: usize) -> T {
    row.get::<_, Uuid>(column).into()
}

/// Reads an external id that may be missing.
pub(crate) fn external_id(row: &Row, column: usize) -> Option<ExternalId> {
    row.get::<_, Option<String>>(column)
        .map(ExternalId::from_stored)
}

/// Reads who is behind a connector in law.
pub(crate) fn legal(row: &Row, column: usize) -> Result<LegalEntity, StoreError> {
    LegalEntity::from_stored(row.get(column)).map_err(|error| StoreError::Failed(error.into()))
}

/// Reads the text of an enum.
pub(crate) fn label<T>(row: &Row, column: usize) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err: Error + Send + Sync + 'static>,
{
    row.get::<_, &str>(column)
        .parse()
        .map_err(|error: T::Err| StoreError::Failed(error.into()))
}

/// Reads the text of an enum that may be missing.
pub(crate) fn label_or_null<T>(row: &Row, column: usize) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr<Err: Error + Send + Sync + 'static>,
{
    match row.get::<_, Option<&str>>(column) {
        Some(_) => label(row, column).map(Some),
        None => Ok(None),
    }
}

/// A rank as it is stored.
pub(crate) fn place(rank: Option<Rank>) -> Option<i16> {
    rank.map(|rank| rank.get().cast_signed())
}

/// Reads a rank that may be missing.
pub(crate) fn rank(row: &Row, column: usize) -> Result<Option<Rank>, StoreError> {
    let place: Option<i16> = row.get(column);
    let rank = place.map(|place| Rank::try_from(i64::from(place)));
    let rank = rank.transpose();
    rank.map_err(|error| StoreError::Failed(error.into()))
}

/// The condition that a row of `alias` passes the filter.
pub(crate) fn seen(alias: &str, deleted: Deleted) -> String {
    match deleted {
        Deleted::Exclude => format!(" AND {alias}.deleted_at IS NULL"),
        Deleted::Include => String::new(),
        Deleted::Only => format!(" AND {alias}.deleted_at IS NOT NULL"),
    }
}
