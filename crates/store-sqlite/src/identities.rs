//! Identities: what connectors call records.
//!
//! Those of a line of connectors, each of which continues the one before, are kept for the first of the line. So a new
//! connection has them at once, however many there are.

mod create;
mod delete;
mod get;
mod list;

pub(crate) use create::{create, insert};
pub(crate) use delete::{delete, end_of_record, restore_of_record};
pub(crate) use get::find;

use async_trait::async_trait;
use wellhead_core::id::IdentityId;
use wellhead_core::identity::{Identity, IdentityFilter};
use wellhead_core::page::{Interval, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::Deleted;
use wellhead_core::store::{IdentityStore, StoreError};
use wellhead_core::tenant::Tenant;

use crate::SqliteStore;

#[async_trait]
impl IdentityStore for SqliteStore {
    async fn identity_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: IdentityId,
        deleted: Deleted,
    ) -> Result<Option<Identity>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                get::get(connection, tenant, kind, id, deleted)
            })
            .await
    }

    async fn identity_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        slice: Slice,
    ) -> Result<Vec<Identity>, StoreError> {
        let filter = filter.clone();
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, kind, &filter, slice)
            })
            .await
    }

    async fn identity_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError> {
        let filter = filter.clone();
        self.pool
            .read_long(tenant, move |connection| {
                list::count(connection, tenant, kind, &filter, created, most)
            })
            .await
    }
}
