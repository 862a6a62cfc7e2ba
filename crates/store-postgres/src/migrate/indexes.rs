//! Indexes that are built while others write. No transaction can do that, and so no migration.

use tokio_postgres::Client;
use wellhead_core::record::Kind;

use super::is_locked;

/// An index, and what it is of.
struct Index {
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

/// Builds those that are missing. One whose building was cut short is there but not valid, and is built anew.
pub(super) async fn build(client: &Client) -> Result<(), tokio_postgres::Error> {
    for Index { name, on } in indexes() {
        let known = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)";
        let known = client
            .query_opt(known, &[&format!("core_api.{name}")])
            .await?;
        let is_valid = known.map(|row| row.get::<_, bool>(0));
        if is_valid == Some(true) {
            continue;
        }
        let built = async {
            if is_valid.is_some() {
                let drop = format!("DROP INDEX CONCURRENTLY core_api.{name}");
                client.batch_execute(&drop).await?;
            }
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
