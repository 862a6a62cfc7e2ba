//! What is under way, and what was left.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::checkup::{Finding, SILENT};
use wellhead_core::store::Hindrance;

use super::asked;
use crate::error::{ConnectError, DatabaseError, hindrance};
use crate::silence::{seconds, span};

pub(super) async fn look(client: &Client, findings: &mut Vec<Finding>) -> Result<(), ConnectError> {
    findings.push(transactions(client).await?);
    findings.extend(left(client).await?);
    findings.push(room(client).await?);
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

/// Whether some more could be written now; that is tried, and taken back. SQL does not tell how much room is left.
async fn room(client: &Client) -> Result<Finding, ConnectError> {
    const WHAT: &str = "disk";
    let sql = "SELECT pg_size_pretty(pg_database_size(current_database()))";
    let size: String = asked(client, sql).await?.get(0);
    let Err(error) = client.batch_execute("SELECT core_api.find_room()").await else {
        return Ok(Finding::sound(
            WHAT,
            format!(
                "the database has {size}, and some more can be written; look at the server for how much is free"
            ),
        ));
    };
    // This login may not try, or the schema is too old for it.
    let untried = [
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::UNDEFINED_FUNCTION,
    ];
    if error.code().is_some_and(|code| untried.contains(code)) {
        return Ok(Finding::sound(
            WHAT,
            format!("the database has {size}; look at the server for how much is free"),
        ));
    }
    match error.code().and_then(hindrance) {
        Some(Hindrance::Full) => Ok(Finding::unsound(
            WHAT,
            format!(
                "the database has {size}, and there is no room for more: {}",
                DatabaseError(&error)
            ),
            "make room on the server's disk, or raise its quota; until then nothing is written",
        )),
        Some(Hindrance::ReadOnly) => Ok(Finding::unsound(
            WHAT,
            "nothing can be written: transactions are read-only",
            "see default_transaction_read_only, of the server, the database and the login; and whether the server is a standby",
        )),
        _ => Err(ConnectError::of_question(error)),
    }
}
