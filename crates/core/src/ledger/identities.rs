use super::Ledger;
use crate::id::IdentityId;
use crate::identity::{Identity, IdentityFilter};
use crate::page::{COUNTED, Page, PageRequest, Total};
use crate::record::Kind;
use crate::resource::Deleted;
use crate::store::StoreError;
use crate::tenant::Tenant;

impl Ledger {
    /// One identity.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn identity(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: IdentityId,
        deleted: Deleted,
    ) -> Result<Option<Identity>, StoreError> {
        self.store().identity_get(tenant, kind, id, deleted).await
    }

    /// A page of identities.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn identities(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        page: PageRequest,
    ) -> Result<Page<Identity>, StoreError> {
        page.read(|slice| self.store().identity_list(tenant, kind, filter, slice))
            .await
    }

    /// The number of identities on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn identities_total(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &IdentityFilter,
        page: PageRequest,
    ) -> Result<Total, StoreError> {
        self.store()
            .identity_count(tenant, kind, filter, page.created, COUNTED)
            .await
    }
}
