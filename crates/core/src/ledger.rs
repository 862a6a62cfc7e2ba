//! The ledger: the one way from a request to the store.
//!
//! It gives each mutation its time and each new resource its id, and reads lists page by page. For what callers may
//! rely on, see [`crate::store`].

mod causes;
mod change;
mod duplicates;
mod identities;
mod merges;
mod recalls;
mod retention;

pub use causes::FoundCauses;
pub use change::Created;

use std::sync::Arc;

use uuid::Uuid;

use crate::cause::Author;
use crate::command::{Command, Outcome};
use crate::host::{self, Host};
use crate::id::{ConnectorId, LinkId, NewId, RecordId, WorkspaceConnectorId};
use crate::journal::Bell;
use crate::key::Uses;
use crate::measured;
use crate::page::{COUNTED, Interval, LOOK, Page, PageRequest, Total, every};
use crate::record::{Kind, OnlySource, Record, RecordFilter, RecordRef, Search, Sourced};
use crate::resource::{
    Connector, Deleted, DoneBy, Link, LinkFilter, LinkState, Past, Workspace, WorkspaceConnector,
    WorkspaceConnectorFilter,
};
use crate::source::Held;
use crate::store::{ApplyError, Store, StoreError, Workload};
use crate::sync::Turns;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// A store with a clock; cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    store: Arc<dyn Store>,
    host: Arc<dyn Host>,
    worker: Option<Arc<str>>,
    bell: Arc<Bell>,
    turns: Arc<Turns>,
    uses: Arc<Uses>,
}

impl Ledger {
    /// A ledger kept in `store`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, host: Arc<dyn Host>) -> Self {
        Self {
            store,
            host,
            worker: None,
            bell: Arc::default(),
            turns: Arc::default(),
            uses: Arc::default(),
        }
    }

    /// Names this process, so that after a crash its successor can find the jobs that it [left](Self::left). No two
    /// processes may have the same name at the same time.
    #[must_use]
    pub fn known_as(self, worker: &str) -> Self {
        Self {
            worker: Some(worker.into()),
            ..self
        }
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The clock and the source of randomness.
    #[must_use]
    pub fn host(&self) -> &Arc<dyn Host> {
        &self.host
    }

    /// The name of this process, if it has one.
    pub(crate) fn worker(&self) -> Option<Arc<str>> {
        self.worker.clone()
    }

    /// What wakes those who follow a journal.
    #[must_use]
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// The jobs that this process carries out.
    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }

    /// When this process's keys were used.
    pub(crate) fn uses(&self) -> &Uses {
        &self.uses
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.host.now()
    }

    /// The id for a new resource: the client's, or a new one.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self, brought: Option<T>) -> NewId<T> {
        brought.map_or_else(
            || NewId::Minted(host::mint(self.host(), self.host.now())),
            NewId::Brought,
        )
    }

    /// Whether the store can be reached now.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.store.ready().await
    }

    /// What is unfinished in all workspaces together.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workload(&self) -> Result<Workload, StoreError> {
        self.store.workload().await
    }

    /// Applies `commands` in order, all or none. For a single one there are methods such as
    /// [`link_create`](Self::link_create).
    ///
    /// # Errors
    /// The first command that is refused, or the store's failure.
    pub async fn apply(
        &self,
        author: Author,
        commands: Vec<Command>,
    ) -> Result<Vec<Outcome>, ApplyError> {
        let many = commands.len();
        let applied = self.store.apply(author, self.host.now(), commands);
        let outcomes = measured::batch("commands", many, applied).await?;
        self.bell.ring(author.tenant.workspace());
        Ok(outcomes)
    }

    /// The tenant's workspace.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workspace(&self, tenant: Tenant) -> Result<Option<Workspace>, StoreError> {
        self.store.workspace_get(tenant).await
    }

    /// One link.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn link(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Option<Link>, StoreError> {
        self.store.link_get(tenant, kind, id, deleted).await
    }

    /// A page of the states that a link was in; empty if there is no such link.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn link_history(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        page: PageRequest,
    ) -> Result<Page<LinkState>, StoreError> {
        page.read(|slice| self.store.link_history(tenant, kind, id, slice))
            .await
    }

    /// The number of states on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn link_history_total(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
    ) -> Result<Total, StoreError> {
        self.store
            .link_history_count(tenant, kind, id, COUNTED)
            .await
    }

    /// A page of links.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        page: PageRequest,
    ) -> Result<Page<Link>, StoreError> {
        page.read(|slice| self.store.link_list(tenant, kind, filter, slice))
            .await
    }

    /// A page of links by the states that they had in the `past`.
    ///
    /// If it is not about one record, no index has just these links, so a page looks at no more than about [`LOOK`] states
    /// of each connector. It may end early, even empty, and the next one goes on from there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links_past(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        past: Past,
        page: PageRequest,
    ) -> Result<Page<Link>, StoreError> {
        let store = &self.store;
        let page = PageRequest {
            created: page.created.and(past.created()),
            ..page
        };
        page.look(|slice| store.link_past(tenant, kind, filter, past, slice, LOOK))
            .await
    }

    /// A page of the links that a run, a job or a key made, saw last or ended.
    ///
    /// A page looks at no more than [`LOOK`] links. It may end early, even empty, and the next one goes on from there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links_done(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        done: DoneBy,
        page: PageRequest,
    ) -> Result<Page<Link>, StoreError> {
        let store = &self.store;
        page.look(|slice| store.link_done(tenant, kind, filter, done, slice, LOOK))
            .await
    }

    /// The number of links on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links_total(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        page: PageRequest,
    ) -> Result<Total, StoreError> {
        self.store
            .link_count(tenant, kind, filter, page.created, COUNTED)
            .await
    }

    /// One record.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Record>, StoreError> {
        self.store.record_get(tenant, record, deleted).await
    }

    /// One record, and who gave its values.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record_held(
        &self,
        tenant: Tenant,
        record: RecordRef,
        deleted: Deleted,
    ) -> Result<Option<Held>, StoreError> {
        self.store.record_held(tenant, record, deleted).await
    }

    /// A page of records.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        page: PageRequest,
    ) -> Result<Page<Record>, StoreError> {
        page.read(|slice| self.store.record_list(tenant, kind, filter, slice))
            .await
    }

    /// The number of records on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records_total(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: &RecordFilter,
        page: PageRequest,
    ) -> Result<Total, StoreError> {
        self.store
            .record_count(tenant, kind, filter, page.created, COUNTED)
            .await
    }

    /// A page of the records that only one connector sourced, in the order of the oldest link from there.
    ///
    /// No index has them, so a page looks at no more than [`LOOK`] links of the connector. It may end early, even empty,
    /// and the next one goes on from there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records_only_from(
        &self,
        tenant: Tenant,
        kind: Kind,
        source: OnlySource,
        page: PageRequest,
    ) -> Result<Page<Sourced>, StoreError> {
        let store = &self.store;
        page.look(|slice| store.record_only_from(tenant, kind, source, slice, LOOK))
            .await
    }

    /// The records among `ids` that exist, including soft-deleted ones.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records_found(
        &self,
        tenant: Tenant,
        kind: Kind,
        ids: &[RecordId],
    ) -> Result<Vec<Record>, StoreError> {
        self.store.record_find(tenant, kind, ids).await
    }

    /// The active records that match what a user typed: the beginning of a name, an external id or an id. At most
    /// `limit`, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn records_search(
        &self,
        tenant: Tenant,
        kind: Kind,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        if let Ok(id) = text.trim().parse() {
            let record = RecordRef { kind, id };
            let found = self.record(tenant, record, Deleted::Exclude).await?;
            if found.is_some() {
                return Ok(found.into_iter().collect());
            }
        }
        let Some(search) = Search::parse(text) else {
            return Ok(Vec::new());
        };
        let mut found = self
            .store
            .record_search(tenant, kind, &search, limit)
            .await?;
        found.truncate(limit);
        Ok(found)
    }

    /// One connector's definition.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connector(
        &self,
        tenant: Tenant,
        id: ConnectorId,
    ) -> Result<Option<Connector>, StoreError> {
        self.store.connector_get(tenant, id).await
    }

    /// A page of connectors' definitions.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connectors(
        &self,
        tenant: Tenant,
        page: PageRequest,
    ) -> Result<Page<Connector>, StoreError> {
        page.read(|slice| self.store.connector_list(tenant, slice))
            .await
    }

    /// The number of connectors on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connectors_total(
        &self,
        tenant: Tenant,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store.connector_count(tenant, page.created).await
    }

    /// The connectors among `ids` that exist.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn connectors_found(
        &self,
        tenant: Tenant,
        ids: &[ConnectorId],
    ) -> Result<Vec<Connector>, StoreError> {
        self.store.connector_find(tenant, ids).await
    }

    /// One activation.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workspace_connector(
        &self,
        tenant: Tenant,
        id: WorkspaceConnectorId,
        deleted: Deleted,
    ) -> Result<Option<WorkspaceConnector>, StoreError> {
        self.store
            .workspace_connector_get(tenant, id, deleted)
            .await
    }

    /// A page of activations.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workspace_connectors(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceConnector>, StoreError> {
        page.read(|slice| self.store.workspace_connector_list(tenant, filter, slice))
            .await
    }

    /// All activations that pass `filter`, the oldest first. A workspace has a few dozen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn every_workspace_connector(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        let store = &self.store;
        every(Interval::default(), |slice| {
            store.workspace_connector_list(tenant, filter, slice)
        })
        .await
    }

    /// The number of activations on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workspace_connectors_total(
        &self,
        tenant: Tenant,
        filter: WorkspaceConnectorFilter,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        self.store
            .workspace_connector_count(tenant, filter, page.created)
            .await
    }

    /// The activations among `ids` that exist, including soft-deleted ones.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn workspace_connectors_found(
        &self,
        tenant: Tenant,
        ids: &[WorkspaceConnectorId],
    ) -> Result<Vec<WorkspaceConnector>, StoreError> {
        self.store.workspace_connector_find(tenant, ids).await
    }
}
