//! What the ledger does with audit logs.

use super::{AT_ONCE, AuditFilter, Broken, Chain, Entry, Event, Flaw, Heads, Stored, Verified};
use crate::id::AuditEventId;
use crate::ledger::Ledger;
use crate::page::{LOOK, Page, PageRequest};
use crate::store::StoreError;
use crate::tenant::Tenant;

impl Ledger {
    /// Adds an entry to the log. It is durable when this returns.
    ///
    /// # Errors
    /// When the store fails: then it was not added.
    pub async fn audit(&self, tenant: Tenant, entry: Entry) -> Result<(), StoreError> {
        self.audit_all(tenant, vec![entry]).await
    }

    /// Adds entries to the log in this order, all or none. They are durable when this returns.
    ///
    /// # Errors
    /// When the store fails: then none was added.
    pub async fn audit_all(&self, tenant: Tenant, entries: Vec<Entry>) -> Result<(), StoreError> {
        self.store().audit_append(tenant, entries).await.map(drop)
    }

    /// A page of entries.
    ///
    /// No index has just those that pass a filter, so a page looks at no more than [`LOOK`] entries, of the one thing if
    /// the filter names it. It may end early, even empty, and the next one goes on from there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_events(
        &self,
        tenant: Tenant,
        filter: AuditFilter,
        page: PageRequest,
    ) -> Result<Page<Event>, StoreError> {
        let store = self.store();
        page.look(|slice| store.audit_list(tenant, filter, slice, LOOK))
            .await
    }

    /// One entry.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_event(
        &self,
        tenant: Tenant,
        id: AuditEventId,
    ) -> Result<Option<Event>, StoreError> {
        self.store().audit_get(tenant, id).await
    }

    /// Where the log begins and ends; `None` if nothing says so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_heads(&self, tenant: Tenant) -> Result<Option<Heads>, StoreError> {
        self.store().audit_heads(tenant).await
    }

    /// The first entries behind the position `after` and up to `upto`, at most [`AT_ONCE`].
    ///
    /// # Errors
    /// When the store fails, or holds something that is no entry.
    pub async fn audit_read(
        &self,
        tenant: Tenant,
        after: u64,
        upto: u64,
    ) -> Result<Vec<Event>, StoreError> {
        let most = usize::try_from(upto.saturating_sub(after)).unwrap_or(AT_ONCE);
        if most == 0 {
            return Ok(Vec::new());
        }
        let read = self.store().audit_read(tenant, after, most.min(AT_ONCE));
        let read = read.await?.into_iter().map(|stored| {
            let position = stored.position;
            let unreadable = || format!("the audit log cannot be read at position {position}");
            let event = stored.event();
            event.ok_or_else(|| StoreError::Failed(unreadable().into()))
        });
        read.collect()
    }

    /// The first entries behind the position `after`, at most [`AT_ONCE`], as they lie there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_stored(
        &self,
        tenant: Tenant,
        after: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        self.store().audit_read(tenant, after, AT_ONCE).await
    }

    /// Checks the whole log of a workspace.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn audit_verify(
        &self,
        tenant: Tenant,
    ) -> Result<Result<Verified, Broken>, StoreError> {
        let Some(heads) = self.audit_heads(tenant).await? else {
            return Ok(Err(Flaw::Endless.at(1)));
        };
        let mut chain = Chain::new(tenant.workspace(), heads.forgotten);
        loop {
            let after = chain.last().position;
            let entries = self.audit_stored(tenant, after).await?;
            for stored in &entries {
                if let Err(broken) = chain.check(stored) {
                    return Ok(Err(broken));
                }
            }
            if entries.len() == AT_ONCE {
                continue;
            }
            // Others may have added entries meanwhile. What is there when the head has been read is all up to it.
            let Some(heads) = self.audit_heads(tenant).await? else {
                return Ok(Err(Flaw::Endless.at(chain.last().position + 1)));
            };
            if heads.head.position > chain.last().position && self.goes_on(tenant, &chain).await? {
                continue;
            }
            return Ok(chain.end(heads.head));
        }
    }

    /// Whether there is anything behind what was checked.
    async fn goes_on(&self, tenant: Tenant, chain: &Chain) -> Result<bool, StoreError> {
        let next = self.store().audit_read(tenant, chain.last().position, 1);
        Ok(!next.await?.is_empty())
    }
}
