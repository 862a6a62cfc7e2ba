//! Indexes that are built while others write. No transaction can do that, and so no migration.

use tokio_postgres::Client;
use wellhead_core::record::Kind;

use super::is_locked;

/// An index, and what it is of.
pub(super) struct Index {
    name: String,
    on: String,
}

/// Those of each kind's external ids that are not in lower case; see `V26__searches.sql`.
fn indexes() -> [Index; Kind::COUNT] {
    Kind::ALL.map(|kind| {
        let (records, id) = (kind.sql().records, kind.declaration().external_id);
        Index {
            name: format!("idx_{records}_external_case"),
            on: format!(
                "core_api.{records} (workspace_pk, lower({id} COLLATE \"C\")) \
                 WHERE {id} COLLATE \"C\" <> lower({id} COLLATE \"C\")"
            ),
        }
    })
}

/// How long the building of an index waits for the transactions that were there before it.
const WAIT: &str = "SET lock_timeout = '60s'";

/// Those that are missing. One whose building was cut short is there but not valid, and is built anew.
pub(super) async fn missing(client: &Client) -> Result<Vec<Index>, tokio_postgres::Error> {
    let wanted = indexes();
    let names: Vec<&str> = wanted.iter().map(|it| it.name.as_str()).collect();
    let valid = "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                 WHERE i.indisvalid AND c.relnamespace = to_regnamespace('core_api') AND c.relname = ANY ($1)";
    let valid = client.query(valid, &[&names]).await?;
    let is_missing = |index: &Index| !valid.iter().any(|row| row.get::<_, &str>(0) == index.name);
    Ok(wanted.into_iter().filter(is_missing).collect())
}

pub(super) async fn build(
    client: &Client,
    missing: Vec<Index>,
) -> Result<(), tokio_postgres::Error> {
    for Index { name, on } in missing {
        let built = async {
            client.batch_execute(WAIT).await?;
            // Each by itself: several in one string would be a transaction.
            let drop = format!("DROP INDEX CONCURRENTLY IF EXISTS core_api.{name}");
            client.batch_execute(&drop).await?;
            let create = format!("CREATE INDEX CONCURRENTLY {name} ON {on}");
            client.batch_execute(&create).await
        };
        match built.await {
            Err(error) if is_locked(&error) => {
                tracing::warn!(
                    index = name,
                    "a transaction has been open for so long that an index could not be built; searches are slow until \
                     'wellhead migrate' or the next start builds it"
                );
            }
            built => built?,
        }
    }
    Ok(())
}
