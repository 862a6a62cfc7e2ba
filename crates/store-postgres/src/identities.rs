//! Identities: what connectors call records.
//!
//! Those of a line of connectors, each of which continues the one before, are kept for the first of the line. So a new
//! connection has them at once, however many there are.

mod create;
mod delete;
mod get;
mod list;

use async_trait::async_trait;
use wellhead_core::id::IdentityId;
use wellhead_core::identity::{Identity, IdentityFilter};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;
use wellhead_core::store::{IdentityStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::PostgresStore;

#[async_trait]
impl IdentityStore for PostgresStore {
    async fn identity_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: IdentityId,
        deleted: Deleted,
    ) -> Result<Option<Identity>, StoreError> {
        get::get(&self.session(tenant).await?, tenant, kind, id, deleted).await
    }

    async fn identity_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        slice: Slice,
    ) -> Result<Vec<Identity>, StoreError> {
        let (sql, arguments) = list::statement(tenant, kind, filter, slice);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(get::identity).collect()
    }

    async fn identity_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let (sql, arguments) = list::counting(tenant, kind, filter, created);
        let session = self.long_session(tenant).await?;
        session.count_up_to(&sql, arguments, most).await
    }
}
