use tokio_postgres::Row;
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::key::{Holder, Key};
use wellhead_core::resource::Name;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::{Principal, Tenant};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::limits::rates;
use crate::row::{id, label, label_or_null, time, time_or_null};
use crate::writer::Writer;

/// The columns of [`key`]: what the service may read of a key `k`.
pub(crate) const COLUMNS: &str = "k.api_key_id, k.role::text, k.name, k.token_prefix, k.created_at, k.updated_at, \
    k.expires_at, k.last_used_at, k.revoked_at";

/// How many they are.
pub(crate) const NUMBER: usize = 9;

/// Reads a row of [`COLUMNS`].
pub(super) fn key(row: &Row, tenant: Tenant) -> Result<Key, StoreError> {
    key_at(row, 0, tenant.workspace())
}

/// Reads [`COLUMNS`] that begin at column `first`.
pub(crate) fn key_at(row: &Row, first: usize, workspace: WorkspaceId) -> Result<Key, StoreError> {
    let revoked_at = time_or_null(row, first + 8);
    Ok(Key {
        id: id(row, first),
        workspace,
        role: label(row, first + 1)?,
        name: row.get::<_, Option<_>>(first + 2).map(Name::from_stored),
        prefix: label_or_null(row, first + 3)?,
        created_at: time(row, first + 4),
        // Whoever closes a workspace says only that its keys are revoked.
        updated_at: time_or_null(row, first + 5).max(revoked_at),
        expires_at: time_or_null(row, first + 6),
        last_used_at: time_or_null(row, first + 7),
        revoked_at,
    })
}

/// Reads a row of a key's id, role and end, whether its workspace is suspended and how fast it may go, and the workspace's id
/// and `pk`.
pub(super) fn any_holder(row: &Row) -> Result<Holder, StoreError> {
    holder(row, Tenant::of(id(row, 6), row.get(7)))
}

/// The same without the workspace, which is the tenant's.
pub(super) fn holder(row: &Row, tenant: Tenant) -> Result<Holder, StoreError> {
    Ok(Holder {
        principal: Principal {
            key: id(row, 0),
            tenant,
            role: label(row, 1)?,
            rates: rates(row, 4),
        },
        expires_at: time_or_null(row, 2),
        is_suspended: row.get(3),
    })
}

impl Writer<'_> {
    /// A key, which is locked until the batch is done.
    pub(super) async fn key_lock(&self, id: KeyId) -> Result<Option<Key>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM core_api.api_keys k \
             WHERE k.workspace_pk = $1 AND k.api_key_id = $2 FOR NO KEY UPDATE"
        );
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &id.uuid()])
            .await?;
        Ok(row.map(|row| key(&row, self.tenant)).transpose()?)
    }
}
