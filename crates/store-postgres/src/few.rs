//! Statements on shared connections, behind which others wait: each goes through few rows, or finds none. What has to go through
//! more is asked again, over a connection of its own.

use tokio_postgres::Row;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;

use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::lane::Load;
use crate::session::Session;

/// How much a statement may go through to find its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Some rows, or it finds none.
    Few,
    /// As many as there are.
    All,
}

/// So many links or identities of a record are few.
pub(crate) const OF_RECORD: usize = 200;

/// So many connectors of a workspace are few.
pub(crate) const OF_WORKSPACE: usize = 2_000;

impl Reach {
    /// The condition that the query `rows` has no more than so many rows, if few are what may be gone through.
    pub(crate) fn condition(self, rows: &str, few: usize) -> String {
        match self {
            Self::Few => format!(" AND NOT {}", more_than(few, rows)),
            Self::All => String::new(),
        }
    }
}

/// The condition that the query `rows` has more than so many rows. Looks at no more than those.
pub(crate) fn more_than(few: usize, rows: &str) -> String {
    format!("EXISTS ({rows} OFFSET {few})")
}

/// The query for the rows of `table` that belong to the record `p`, which they name in the column `record_pk`.
pub(crate) fn of_record(table: &str, record_pk: &str) -> String {
    format!("SELECT FROM {table} r WHERE r.{record_pk} = p.pk")
}

async fn rows(
    session: &Session,
    (sql, arguments): (String, Arguments),
) -> Result<Vec<Row>, StoreError> {
    session.query(&sql, &arguments.as_parameters()).await
}

impl PostgresStore {
    /// At most `most` rows of `statement`. If it goes through few and finds none, `is_more` is a statement that has a row if there
    /// was more to go through.
    pub(crate) async fn find(
        &self,
        tenant: Tenant,
        most: usize,
        load: Load,
        statement: impl Fn(Reach) -> (String, Arguments),
        is_more: impl Fn() -> (String, Arguments),
    ) -> Result<Vec<Row>, StoreError> {
        if Self::is_quick(most) {
            let session = self.session_for(tenant, most, load).await?;
            let found = rows(&session, statement(Reach::Few)).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            if rows(&session, is_more()).await?.is_empty() {
                // There may have been too many, and are no longer.
                return rows(&session, statement(Reach::Few)).await;
            }
        }
        rows(&self.long_session(tenant).await?, statement(Reach::All)).await
    }
}
