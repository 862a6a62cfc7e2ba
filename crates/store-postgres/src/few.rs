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

/// The rows of a statement, which may go through all.
pub(crate) async fn all(
    session: &Session,
    statement: impl Fn(Reach) -> (String, Arguments),
) -> Result<Vec<Row>, StoreError> {
    let (sql, arguments) = statement(Reach::All);
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
            let (sql, arguments) = statement(Reach::Few);
            let rows = session.query(&sql, &arguments.as_parameters()).await?;
            if !rows.is_empty() {
                return Ok(rows);
            }
            let (sql, arguments) = is_more();
            let more = session.query_opt(&sql, &arguments.as_parameters()).await?;
            if more.is_none() {
                // There may have been too many, and are no longer.
                let (sql, arguments) = statement(Reach::Few);
                return session.query(&sql, &arguments.as_parameters()).await;
            }
        }
        all(&self.long_session(tenant).await?, statement).await
    }
}
