use std::fmt::Write;
use std::io;

use anyhow::Context;
use futures_util::SinkExt;
use tokio_postgres::Client;

use crate::ledger::{Ledger, Table, Value};

/// Reads everything into memory; otherwise the first requests would be the slowest.
const IN_MEMORY: &str = "CREATE EXTENSION IF NOT EXISTS pg_prewarm; \
     SELECT pg_prewarm(oid) FROM pg_class \
     WHERE relnamespace = 'core_api'::regnamespace AND relkind IN ('r', 'i')";

/// Bytes sent to the database at once.
const CHUNK: usize = 1 << 16;

/// Writes every table of `ledger` by COPY, as the owner.
pub(crate) async fn postgres(client: &Client, ledger: &Ledger) -> anyhow::Result<()> {
    // The rows are consistent, so foreign keys need no checking.
    for sql in [
        "SET session_replication_role = replica",
        // The one trigger that gives rows what they need. An older binary's schema does not have it.
        "DO $$ BEGIN \
           IF EXISTS (SELECT FROM pg_trigger WHERE tgname = 'owned') THEN \
             ALTER TABLE core_api.workspace_connector_sync_logs ENABLE ALWAYS TRIGGER owned; \
           END IF; \
         END $$",
    ] {
        client.batch_execute(sql).await.context(sql)?;
    }
    for table in ledger.tables() {
        let name = table.name;
        copy(client, table)
            .await
            .with_context(|| format!("loading {name}"))?;
    }
    for sql in [
        "SET session_replication_role = origin",
        // What a trigger would have done. An older binary's schema has no journal, or no audit log.
        "DO $$ BEGIN \
           IF to_regclass('core_api.journal_heads') IS NOT NULL THEN \
             INSERT INTO core_api.journal_heads (workspace_pk) SELECT pk FROM core_api.workspaces; \
           END IF; \
           IF to_regclass('core_api.audit_heads') IS NOT NULL THEN \
             INSERT INTO core_api.audit_heads (workspace_pk) SELECT pk FROM core_api.workspaces; \
           END IF; \
         END $$",
        "CREATE SEQUENCE public.bench_links",
        "VACUUM ANALYZE",
    ] {
        client.batch_execute(sql).await.context(sql)?;
    }
    Ok(())
}

/// Lets the database do now what it would do while somebody measures.
pub(crate) async fn settle(client: &Client) -> anyhow::Result<()> {
    for sql in ["VACUUM ANALYZE", IN_MEMORY, "CHECKPOINT"] {
        client.batch_execute(sql).await.context(sql)?;
    }
    Ok(())
}

async fn copy(client: &Client, table: Table<'_>) -> anyhow::Result<()> {
    let Table {
        name,
        columns,
        rows,
    } = table;
    let columns = columns.join(", ");
    let sql = format!("COPY core_api.{name} ({columns}) FROM STDIN");
    let sink = client.copy_in::<_, io::Cursor<Vec<u8>>>(&sql).await?;
    let mut sink = std::pin::pin!(sink);
    let mut chunk = String::with_capacity(CHUNK + 1_024);
    for row in rows {
        for (column, value) in row.iter().enumerate() {
            if column > 0 {
                chunk.push('\t');
            }
            match value {
                Value::Number(number) => write!(chunk, "{number}")?,
                Value::Id(id) => write!(chunk, "{id}")?,
                Value::Text(text) => chunk.push_str(text),
                Value::Time(micros) => {
                    write!(chunk, "{}", jiff::Timestamp::from_microsecond(*micros)?)?;
                }
                Value::Null => chunk.push_str("\\N"),
            }
        }
        chunk.push('\n');
        if chunk.len() >= CHUNK {
            let full = std::mem::replace(&mut chunk, String::with_capacity(CHUNK + 1_024));
            sink.send(io::Cursor::new(full.into_bytes())).await?;
        }
    }
    sink.send(io::Cursor::new(chunk.into_bytes())).await?;
    sink.finish().await?;
    let sequence = format!(
        "SELECT setval(pg_get_serial_sequence('core_api.{name}', 'pk'), max(pk)) FROM core_api.{name}"
    );
    client.execute(&sequence, &[]).await?;
    Ok(())
}
