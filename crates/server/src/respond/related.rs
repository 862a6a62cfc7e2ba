//! Included resources: one query per type, regardless of how much primary data there is.

use std::collections::{BTreeMap, BTreeSet};

use wellhead_core::cause::Cause;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::identity::{Duplicates, Identity, Merge};
use wellhead_core::ledger::{FoundCauses, Ledger};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{
    Connector, Deed, Link, LinkState, SyncRun, Times, Workspace, WorkspaceConnector,
};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::Included;
use wellhead_jsonapi::query::{Fieldsets, Query};

use crate::resources::{
    Attributes, Resource, api_key, cause, connector, duplicates, job, link, link_state, merge,
    record, sync_run, workspace, workspace_connector,
};

/// The resources that a query asks to include.
pub(crate) struct Related {
    tenant: Tenant,
    records: Vec<Record>,
    workspace_connectors: Vec<WorkspaceConnector>,
    connectors: Vec<Connector>,
    workspace: Option<Workspace>,
    causes: FoundCauses,
}

impl Related {
    fn none(tenant: Tenant) -> Self {
        Self {
            tenant,
            records: Vec::new(),
            workspace_connectors: Vec::new(),
            connectors: Vec::new(),
            workspace: None,
            causes: FoundCauses::default(),
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
        let mut causes = Vec::new();
        for deed in Deed::ALL {
            if query.includes(cause::name(deed)) {
                causes.extend(links.iter().filter_map(|link| deed.by(&link.causes)));
            }
        }
        related.causes = ledger.causes_found(tenant, causes).await?;
        Ok(related)
    }

    /// The resources included with identities.
    pub(crate) async fn of_identities(
        ledger: &Ledger,
        tenant: Tenant,
        kind: Kind,
        identities: &[Identity],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        if query.includes(kind.as_str()) {
            let ids = each(identities, |identity| identity.record);
            related.records = ledger.records_found(tenant, kind, &ids).await?;
        }
        let ids = each(identities, |identity| identity.workspace_connector);
        related.pass_through(ledger, &ids, query).await?;
        Ok(related)
    }

    /// The resources included with merges.
    pub(crate) async fn of_merges(
        ledger: &Ledger,
        tenant: Tenant,
        kind: Kind,
        merges: &[Merge],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        let mut ids = BTreeSet::new();
        if query.includes(merge::SURVIVOR) {
            ids.extend(merges.iter().map(|merge| merge.survivor));
        }
        if query.includes(merge::MERGED) {
            ids.extend(merges.iter().flat_map(|merge| &merge.others));
        }
        let ids: Vec<_> = ids.into_iter().collect();
        related.records = ledger.records_found(tenant, kind, &ids).await?;
        Ok(related)
    }

    /// The resources included with groups of records that may be the same.
    pub(crate) fn of_duplicates(tenant: Tenant, groups: &[Duplicates], query: &Query) -> Self {
        let mut related = Self::none(tenant);
        if query.includes(duplicates::RECORDS) {
            let records = groups.iter().flat_map(duplicates::records);
            let each: BTreeMap<_, _> = records.map(|it| (it.id, it)).collect();
            related.records = each.into_values().cloned().collect();
        }
        related
    }

    /// The resources included with the states of a link.
    pub(crate) async fn of_states(
        ledger: &Ledger,
        tenant: Tenant,
        kind: Kind,
        states: &[LinkState],
        query: &Query,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        if query.includes(kind.as_str()) {
            let ids = each(states, |state| state.record);
            related.records = ledger.records_found(tenant, kind, &ids).await?;
        }
        let ids = each(states, |state| state.workspace_connector);
        related.pass_through(ledger, &ids, query).await?;
        let mut causes = Vec::new();
        for name in link_state::CAUSES {
            if query.includes(name) {
                let of_states = states.iter();
                causes.extend(of_states.filter_map(|it| link_state::cause_of(it, name)));
            }
        }
        related.causes = ledger.causes_found(tenant, causes).await?;
        Ok(related)
    }

    /// The run, job or key that is a cause.
    pub(crate) async fn of_cause(
        ledger: &Ledger,
        tenant: Tenant,
        cause: Option<Cause>,
    ) -> Result<Self, StoreError> {
        let mut related = Self::none(tenant);
        related.causes = ledger.causes_found(tenant, cause).await?;
        Ok(related)
    }

    /// The causes, and when each was made and last changed.
    pub(crate) fn causes<'a>(
        &'a self,
        fields: &'a Fieldsets,
    ) -> impl Iterator<Item = (Resource<'a>, Times)> {
        let FoundCauses { runs, jobs, keys } = &self.causes;
        let runs = runs.iter();
        let runs = runs.map(|it| (sync_run::resource(it, fields), sync_run::times(it)));
        let jobs = jobs.iter();
        let jobs = jobs.map(|it| (job::resource(it, fields), job::times(it)));
        let keys = keys.iter();
        let keys = keys.map(|it| (api_key::resource(it, None, fields), it.times()));
        runs.chain(jobs).chain(keys)
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
        for (it, _) in self.causes(fields) {
            included.push(it);
        }
        Some(included)
    }
}

/// The ids that `items` name, each once.
fn each<T, I: Ord>(items: &[T], id: impl Fn(&T) -> I) -> Vec<I> {
    let ids: BTreeSet<I> = items.iter().map(id).collect();
    ids.into_iter().collect()
}
