use std::collections::BTreeSet;

use super::Ledger;
use crate::cause::Cause;
use crate::key::Key;
use crate::resource::{Job, SyncRun};
use crate::store::StoreError;
use crate::tenant::Tenant;

/// The runs, jobs and keys that some causes are.
#[derive(Debug, Clone, Default)]
pub struct FoundCauses {
    /// The runs.
    pub runs: Vec<SyncRun>,
    /// The jobs.
    pub jobs: Vec<Job>,
    /// The keys, revoked or not.
    pub keys: Vec<Key>,
}

impl Ledger {
    /// The runs, jobs and keys that these causes are, each once, by one query for each of the three that there is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn causes_found(
        &self,
        tenant: Tenant,
        causes: impl IntoIterator<Item = Cause>,
    ) -> Result<FoundCauses, StoreError> {
        let (mut runs, mut jobs, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for cause in causes.into_iter().collect::<BTreeSet<_>>() {
            match cause {
                Cause::Run(id) => runs.push(id),
                Cause::Job(id) => jobs.push(id),
                Cause::Key(id) => keys.push(id),
                Cause::Operator => {}
            }
        }
        let mut found = FoundCauses::default();
        if !runs.is_empty() {
            found.runs = self.runs_found(tenant, &runs).await?;
        }
        if !jobs.is_empty() {
            found.jobs = self.jobs_found(tenant, &jobs).await?;
        }
        if !keys.is_empty() {
            found.keys = self.keys_found(tenant, &keys).await?;
        }
        Ok(found)
    }
}
