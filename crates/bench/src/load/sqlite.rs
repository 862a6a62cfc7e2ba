use std::path::Path;

use anyhow::Context;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use crate::ledger::{Ledger, Table, Value};

/// Writes every table of `ledger` in one transaction.
pub(crate) fn sqlite(path: &Path, ledger: &Ledger) -> anyhow::Result<()> {
    let mut connection = Connection::open(path)?;
    // An interrupted load starts over with another file.
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;",
    )?;
    let transaction = connection.transaction()?;
    for table in ledger.tables() {
        let name = table.name;
        insert(&transaction, table).with_context(|| format!("loading {name}"))?;
    }
    transaction.commit()?;
    connection.execute_batch("PRAGMA journal_mode = WAL;")?;
    Ok(())
}

fn insert(connection: &Connection, table: Table<'_>) -> anyhow::Result<()> {
    let Table {
        name,
        columns,
        rows,
    } = table;
    let places = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    let sql = format!("INSERT INTO {name} ({columns}) VALUES ({places})");
    let mut statement = connection.prepare(&sql)?;
    for row in rows {
        statement.execute(params_from_iter(row.into_iter().map(sql_value)))?;
    }
    Ok(())
}

fn sql_value(value: Value) -> Sql {
    match value {
        Value::Number(number) => Sql::Integer(number.into()),
        Value::Id(id) => Sql::Blob(id.as_bytes().to_vec()),
        Value::Text(text) => Sql::Text(text),
        Value::Time(micros) => Sql::Integer(micros),
        Value::Null => Sql::Null,
    }
}
