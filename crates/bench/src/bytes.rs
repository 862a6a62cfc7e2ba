//! How many bytes a link takes: its row and its entries in indexes, and apart from them what other tables have.

use std::path::Path;

use anyhow::Context;
use rusqlite::{Connection, OpenFlags};

use crate::database::{Database, Engine, connect};
use crate::stage::Stage;

/// A table or an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    /// The table itself, or the one that an index is on.
    pub(crate) table: String,
    pub(crate) name: String,
    pub(crate) bytes: i64,
}

/// Everything that one engine stores.
#[derive(Debug)]
pub(crate) struct Bytes {
    pub(crate) engine: Engine,
    pub(crate) links: u32,
    pub(crate) stored: Vec<Stored>,
}

/// The main part of each: a few pages for the map of free space are left out.
const POSTGRES: &str = "SELECT t.relname, c.relname, pg_relation_size(c.oid) \
     FROM pg_class c \
     LEFT JOIN pg_index i ON i.indexrelid = c.oid \
     JOIN pg_class t ON t.oid = coalesce(i.indrelid, c.oid) \
     WHERE c.relnamespace = 'core_api'::regnamespace AND c.relkind IN ('r', 'i') \
     ORDER BY i.indexrelid IS NOT NULL, c.relname";

const SQLITE: &str = "SELECT s.tbl_name, s.name, d.pgsize \
     FROM dbstat d JOIN sqlite_schema s ON s.name = d.name \
     WHERE d.aggregate = true ORDER BY s.type = 'index', s.name";

/// What the journal takes for each link that it was told of; NULL if it has none.
const JOURNAL: &str = "SELECT pg_total_relation_size('core_api.journal')::float8 / \
     (SELECT sum(cardinality(pks)) FROM core_api.journal WHERE is_link)";

/// Bytes of the journal per link that was created, on PostgreSQL, if any was and there is a journal.
pub(crate) async fn of_journal(database: &Database) -> anyhow::Result<Option<f64>> {
    let client = connect(&database.url()).await?;
    let exists = "SELECT to_regclass('core_api.journal') IS NOT NULL";
    if !client.query_one(exists, &[]).await?.get::<_, bool>(0) {
        return Ok(None);
    }
    Ok(client.query_one(JOURNAL, &[]).await?.get(0))
}

/// Measures both engines, which should not have been written to since the ledger was loaded.
pub(crate) async fn measure(stage: &Stage) -> anyhow::Result<Vec<Bytes>> {
    let mut all = Vec::new();
    for house in stage.houses() {
        let stored = match &house.database {
            Database::Postgres(url) => of_postgres(url).await?,
            Database::Sqlite(path) => of_sqlite(path).context("dbstat")?,
        };
        all.push(Bytes {
            engine: house.database.engine(),
            links: stage.ledger.links(),
            stored,
        });
    }
    Ok(all)
}

async fn of_postgres(url: &str) -> anyhow::Result<Vec<Stored>> {
    let rows = connect(url).await?.query(POSTGRES, &[]).await?;
    let stored = rows.iter().map(|row| Stored {
        table: row.get(0),
        name: row.get(1),
        bytes: row.get(2),
    });
    Ok(stored.collect())
}

fn of_sqlite(path: &Path) -> rusqlite::Result<Vec<Stored>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(SQLITE)?;
    let stored = statement.query_map([], |row| {
        Ok(Stored {
            table: row.get(0)?,
            name: row.get(1)?,
            bytes: row.get(2)?,
        })
    })?;
    stored.collect()
}
