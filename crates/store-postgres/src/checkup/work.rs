//! What is under way, and what was left.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::checkup::{Finding, SILENT};

use super::asked;
use crate::error::ConnectError;
use crate::silence::{seconds, span};

pub(super) async fn look(client: &Client, findings: &mut Vec<Finding>) -> Result<(), ConnectError> {
    findings.push(transactions(client).await?);
    findings.extend(left(client).await?);
    findings.push(size(client).await?);
    Ok(())
}

/// An old transaction keeps what was deleted from being cleared away, and a prepared one keeps its locks.
async fn transactions(client: &Client) -> Result<Finding, ConnectError> {
    let sql = "SELECT (SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND xact_start < now() - interval '5 minutes'), \
               (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database())";
    let row = asked(client, sql).await?;
    let (old, prepared): (i64, i64) = (row.get(0), row.get(1));
    if old == 0 && prepared == 0 {
        return Ok(Finding::sound(
            "transactions",
            "none is older than five minutes",
        ));
    }
    Ok(Finding::doubtful(
        "transactions",
        format!("{old} have been open for more than five minutes, and {prepared} are prepared"),
        "see whose they are in pg_stat_activity and pg_prepared_xacts, and end them: they keep locks and old rows",
    ))
}

/// `None` if this login may not ask.
async fn left(client: &Client) -> Result<Option<Finding>, ConnectError> {
    let sql = format!("SELECT count(*) FROM core_api.neglected({})", span("$1"));
    let row = match client.query_one(&sql, &[&seconds(SILENT)]).await {
        Ok(row) => row,
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => return Ok(None),
        Err(error) => return Err(ConnectError::of_question(error)),
    };
    let workspaces: i64 = row.get(0);
    Ok(Some(Finding::left(workspaces.unsigned_abs())))
}

/// SQL does not tell how much room is left.
async fn size(client: &Client) -> Result<Finding, ConnectError> {
    let sql = "SELECT pg_size_pretty(pg_database_size(current_database()))";
    let size: String = asked(client, sql).await?.get(0);
    Ok(Finding::sound(
        "disk",
        format!("the database has {size}; look at the server for how much is free"),
    ))
}
