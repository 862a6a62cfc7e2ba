//! From columns to domain values, and back where the driver has no type for them.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};
use uuid::Uuid;
use wellhead_core::resource::{Deleted, ExternalId, Name, Times};
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;

/// Microseconds from 1970, where ours count from, to 2000, where PostgreSQL's do.
const EPOCH: i64 = 946_684_800_000_000;

/// A `timestamptz`, which is a whole number of microseconds on the wire as it is here.
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

/// The columns of [`times`], each with `alias` before it.
pub(crate) fn times_of(alias: &str) -> String {
    format!("{alias}.created_at, {alias}.updated_at, {alias}.deleted_at")
}

/// Reads `created_at`, `updated_at` and `deleted_at`, which begin at column `first`.
pub(crate) fn times(row: &Row, first: usize) -> Times {
    let at = |column| row.get::<_, Option<At>>(column).map(|At(at)| at);
    Times {
        created_at: row.get::<_, At>(first).0,
        updated_at: at(first + 1),
        deleted_at: at(first + 2),
    }
}

/// Reads a public id.
pub(crate) fn id<T: From<Uuid>>(row: &Row, column: usize) -> T {
    row.get::<_, Uuid>(column).into()
}

/// Reads a name that may be missing.
pub(crate) fn name(row: &Row, column: usize) -> Option<Name> {
    row.get::<_, Option<String>>(column).map(Name::from_stored)
}

/// Reads an outside id that may be missing.
pub(crate) fn external_id(row: &Row, column: usize) -> Option<ExternalId> {
    row.get::<_, Option<String>>(column)
        .map(ExternalId::from_stored)
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

/// The condition under which a row of `alias` is seen.
pub(crate) fn seen(alias: &str, deleted: Deleted) -> String {
    match deleted {
        Deleted::Exclude => format!(" AND {alias}.deleted_at IS NULL"),
        Deleted::Include => String::new(),
        Deleted::Only => format!(" AND {alias}.deleted_at IS NOT NULL"),
    }
}
