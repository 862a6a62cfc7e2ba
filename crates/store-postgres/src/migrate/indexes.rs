//! Indexes that are built while others write. No transaction can do that, and so no migration.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::record::Kind;

/// An index, and what it is of.
struct Index {
    name: String,
    on: String,
}

/// Those of each kind's external ids that are not in lower case; see `V27__searches.sql`.
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
            // A login that may not change the schema can still use it.
            Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
                tracing::warn!(
                    index = name,
                    "an index is missing, so that searches are slow; run `wellhead migrate` with the owner's login"
                );
            }
            built => built?,
        }
    }
    Ok(())
}
