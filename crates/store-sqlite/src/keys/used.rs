use rusqlite::named_params;
use wellhead_core::command::Rejection;
use wellhead_core::id::KeyId;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

pub(super) fn used(
    change: &Change<'_>,
    uses: &[(KeyId, Timestamp)],
) -> Result<(), Undone<Rejection>> {
    let sql = "UPDATE api_keys SET last_used_at = :used
        WHERE api_key_id = :id AND workspace_pk = :workspace
            AND (last_used_at IS NULL OR last_used_at < :used)";
    let mut statement = prepare(change.connection, sql)?;
    for (id, at) in uses {
        statement.execute(named_params! {
            ":id": id.uuid(),
            ":workspace": change.tenant.pk(),
            ":used": at.as_micros(),
        })?;
    }
    Ok(())
}
