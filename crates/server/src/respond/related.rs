//! Included resources: one query per type, regardless of how much primary data there is.

use std::collections::BTreeSet;

use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{Connector, Link, SyncRun, Workspace, WorkspaceConnector};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Included;
use wellhead_jsonapi::query::Query;

use crate::resources::{Attributes, connector, link, record, workspace, workspace_connector};

/// The resources that a query asks to include.
pub(crate) struct Related {
    tenant: Tenant,
    records: Vec<Record>,
    workspace_connectors: Vec<WorkspaceConnector>,
    connectors: Vec<Connector>,
    workspace: Option<Workspace>,
}

impl Related {
    fn none(tenant: Tenant) -> Self {
        Self {
            tenant,
            records: Vec::new(),
            workspace_connectors: Vec::new(),
            connectors: Vec::new(),
            workspace: None,
        }
    }

    /// The resources included with links.
    pub(crate) async fn of_links(
        ledger: &Ledger,
        tenant: Tenant,
        kind: Kind,
        links: &[Link],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        if query.includes(kind.as_str()) {
            let ids = each(links, |link| link.record);
            related.records = ledger.records_found(tenant, kind, &ids).await?;
        }
        let ids = each(links, |link| link.workspace_connector);
        related.pass_through(ledger, &ids, query).await?;
        Ok(related)
    }

    /// The resources included with runs.
    pub(crate) async fn of_runs(
        ledger: &Ledger,
        tenant: Tenant,
        runs: &[SyncRun],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        let ids = each(runs, |run| run.workspace_connector);
        related.pass_through(ledger, &ids, query).await?;
        Ok(related)
    }

    /// Finds the connectors of these activations.
    async fn pass_through(
        &mut self,
        ledger: &Ledger,
        ids: &[WorkspaceConnectorId],
        query: &Query,
    ) -> Result<(), StoreError> {
        let tenant = self.tenant;
        if query.includes(link::CONNECTOR) {
            self.workspace_connectors = ledger.workspace_connectors_found(tenant, ids).await?;
        }
        if query.includes(link::CONNECTOR_DEFINITION) {
            let ids = each(&self.workspace_connectors, |it| it.connector);
            self.connectors = ledger.connectors_found(tenant, &ids).await?;
        }
        Ok(())
    }

    /// The resources included with records.
    pub(crate) async fn of_records(
        ledger: &Ledger,
        tenant: Tenant,
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        if query.includes(workspace::TYPE) {
            related.workspace = ledger.workspace(tenant).await?;
        }
        Ok(related)
    }

    /// The resources included with workspace connectors.
    pub(crate) async fn of_workspace_connectors(
        ledger: &Ledger,
        tenant: Tenant,
        activations: &[WorkspaceConnector],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        if query.includes(connector::TYPE) {
            let ids = each(activations, |it| it.connector);
            related.connectors = ledger.connectors_found(tenant, &ids).await?;
        }
        if query.includes(workspace::TYPE) {
            related.workspace = ledger.workspace(tenant).await?;
        }
        Ok(related)
    }

    /// The `included` member; `None` if the query does not ask for it.
    pub(crate) fn included<'a>(&'a self, query: &'a Query) -> Option<Included<'a, Attributes<'a>>> {
        query.include.as_ref()?;
        let (tenant, fields) = (self.tenant, &query.fields);
        let mut included = Included::new();
        for it in &self.records {
            included.push(record::resource(tenant, it, fields));
        }
        for it in &self.workspace_connectors {
            included.push(workspace_connector::resource(tenant, it, fields));
        }
        for it in &self.connectors {
            included.push(connector::resource(it, fields));
        }
        if let Some(it) = &self.workspace {
            included.push(workspace::resource(it, fields));
        }
        Some(included)
    }
}

/// The ids that `items` name, each once.
fn each<T, I: Ord>(items: &[T], id: impl Fn(&T) -> I) -> Vec<I> {
    let ids: BTreeSet<I> = items.iter().map(id).collect();
    ids.into_iter().collect()
}
