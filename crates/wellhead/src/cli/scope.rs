//! The workspace that a command works on, and its connectors.

use std::sync::Arc;

use anyhow::ensure;
use wellhead_core::audit::{Act, Entry, Subject};
use wellhead_core::id::WorkspaceId;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::resource::{Deleted, Slug, WorkspaceConnector, WorkspaceConnectorFilter};
use wellhead_core::store::{ApplyError, OperatorStore};
use wellhead_core::tenant::Tenant;

use super::Global;
use crate::host::SystemHost;

/// One workspace of an open database.
pub(super) struct Scope {
    pub(super) ledger: Ledger,
    pub(super) operator: Arc<dyn OperatorStore>,
    pub(super) tenant: Tenant,
}

impl Scope {
    pub(super) async fn open(global: &Global, workspace: WorkspaceId) -> anyhow::Result<Self> {
        let database = global.open().await?;
        Ok(Self {
            tenant: database.operator.tenant(workspace).await?,
            ledger: database.ledger(),
            operator: database.operator,
        })
    }

    /// Adds to the audit log what an operator did here.
    pub(super) async fn audited(
        &self,
        act: Act,
        subject: impl Into<Subject>,
    ) -> anyhow::Result<()> {
        let entry = Entry::by_operator(&SystemHost, act, subject);
        Ok(self.ledger.audit(self.tenant, entry).await?)
    }

    /// The workspace's activations of the connector `slug`, oldest first.
    pub(super) async fn activations(
        &self,
        slug: &Slug,
        deleted: Deleted,
    ) -> anyhow::Result<Vec<WorkspaceConnector>> {
        let connectors = self.operator.connectors().await?;
        let Some(connector) = connectors.iter().find(|it| it.slug == *slug) else {
            return Ok(Vec::new());
        };
        let filter = WorkspaceConnectorFilter {
            connector: Some(connector.id),
            status: None,
            deleted,
        };
        let all = self.ledger.every_workspace_connector(self.tenant, filter);
        Ok(all.await?)
    }

    /// The same, but an error if there is none.
    pub(super) async fn some_activations(
        &self,
        slug: &Slug,
        deleted: Deleted,
    ) -> anyhow::Result<Vec<WorkspaceConnector>> {
        let found = self.activations(slug, deleted).await?;
        let workspace = self.tenant.workspace();
        ensure!(
            !found.is_empty(),
            "the workspace {workspace} has no connector '{slug}'"
        );
        Ok(found)
    }
}

/// The first page of a list, oldest first.
pub(super) fn oldest(size: usize) -> PageRequest {
    PageRequest {
        size,
        order: Order::OldestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    }
}

/// Why the ledger refused, without the command's index, which means nothing to the user.
pub(super) fn plain(error: ApplyError) -> anyhow::Error {
    match error {
        ApplyError::Rejected { rejection, .. } => rejection.into(),
        ApplyError::Store(error) => error.into(),
    }
}
