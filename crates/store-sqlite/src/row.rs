//! Reads columns as values of the ledger.

use std::error::Error;
use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::{Type, ValueRef};
use uuid::Uuid;
use wellhead_core::page::Position;
use wellhead_core::privacy::LegalEntity;
use wellhead_core::resource::{Deleted, ExternalId, Name, Slug, Times};
use wellhead_core::source::Rank;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

pub(crate) fn id<T: From<Uuid>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get::<_, Uuid>(column).map(T::from)
}

pub(crate) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_micros)
}

pub(crate) fn time_or_null(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row
        .get::<_, Option<i64>>(column)?
        .map(Timestamp::from_micros))
}

/// The permission for the workspace whose public id and `pk` are the first two columns.
pub(crate) fn tenant(row: &Row<'_>) -> rusqlite::Result<Tenant> {
    Ok(Tenant::of(id(row, 0)?, row.get(1)?))
}

/// A number of things.
pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get(column).map(i64::cast_unsigned)
}

/// A number of things that may be missing.
pub(crate) fn count_or_null(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::cast_unsigned))
}

/// `created_at`, `updated_at` and `deleted_at`, side by side from the column `first` on.
pub(crate) fn times(row: &Row<'_>, first: usize) -> rusqlite::Result<Times> {
    Ok(Times {
        created_at: time(row, first)?,
        updated_at: time_or_null(row, first + 1)?,
        deleted_at: time_or_null(row, first + 2)?,
    })
}

/// A position in a list, a time and an id side by side from the column `first` on, or `NULL`.
pub(crate) fn position(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Position>> {
    let (at, id) = (time_or_null(row, first)?, row.get(first + 1)?);
    Ok(at
        .zip(id)
        .map(|(created_at, id)| Position { created_at, id }))
}

pub(crate) fn name(row: &Row<'_>, column: usize) -> rusqlite::Result<Name> {
    row.get(column).map(Name::from_stored)
}

pub(crate) fn external_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ExternalId>> {
    Ok(row
        .get::<_, Option<String>>(column)?
        .map(ExternalId::from_stored))
}

pub(crate) fn slug(row: &Row<'_>, column: usize) -> rusqlite::Result<Slug> {
    row.get(column).map(Slug::from_stored)
}

/// Who is behind a connector in law; `NULL` says nothing.
pub(crate) fn legal(row: &Row<'_>, column: usize) -> rusqlite::Result<LegalEntity> {
    let text: Option<String> = row.get(column)?;
    LegalEntity::from_stored(text.as_deref()).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}

/// A value of an enum.
pub(crate) fn label<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}

pub(crate) fn label_or_null<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => label(row, column).map(Some),
    }
}

/// A rank, or `NULL`.
pub(crate) fn rank(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Rank>> {
    let rank = row.get::<_, Option<i64>>(column)?.map(Rank::try_from);
    rank.transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, error.into())
    })
}

/// Whether a row with these times passes the filter.
pub(crate) fn seen(deleted: Deleted, times: &Times) -> bool {
    match deleted {
        Deleted::Exclude => times.deleted_at.is_none(),
        Deleted::Include => true,
        Deleted::Only => times.deleted_at.is_some(),
    }
}
