use async_trait::async_trait;

use super::{ApplyError, NewJob, StoreError};
use crate::command::Expected;
use crate::id::JobId;
use crate::privacy::retention::{Cuts, Policy, RuleChanges};
use crate::record::Kind;
use crate::resource::Job;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Keeps the rules by which old rows are removed, and removes them. Nothing else removes a link, a state of one, a record
/// or a run.
#[async_trait]
pub trait RetentionStore: Send + Sync {
    /// The rules of a workspace.
    ///
    /// # Errors
    /// When the store fails.
    async fn retention_policy(&self, tenant: Tenant) -> Result<Policy, StoreError>;

    /// Changes rules of a workspace: sets each of these, or takes it away. The others stay.
    ///
    /// # Errors
    /// As command 0: that of [`Expected::check`] on the [times](Policy::times) of the policy.
    async fn retention_set(
        &self,
        tenant: Tenant,
        at: Timestamp,
        changes: RuleChanges,
        expected: Option<Expected>,
    ) -> Result<Policy, ApplyError>;

    /// The workspaces that have rules, and in which the last job that removes by them was opened before `before`, or
    /// never. Their tenants permit a service to tend them.
    ///
    /// # Errors
    /// When the store fails.
    async fn retention_due(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError>;

    /// Opens a job of the kind `Retain`, as [`job_open`](super::JobStore::job_open) does, unless one that is no dry run
    /// was opened at `before` or later: then it answers `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn retention_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewJob,
        before: Timestamp,
    ) -> Result<Option<Job>, ApplyError>;

    /// Does the next step of a job of the kind `Retain`, atomically: looks at about `limit` rows, removes those that a
    /// rule does not keep (unless it is a dry run), and stores what it has removed and how far it is. With the last step
    /// the job ends. A job that is done stays as it is.
    ///
    /// What is over is removed if it was over before the rule's period, counted back from when the job was opened; a rule
    /// that is set or taken away meanwhile counts from the next step on. A link goes with its history. A record goes if
    /// nothing that is kept refers to it, with its ended links, identities and merges. A run goes with its deliveries,
    /// rejected lines and sweeps. Changes are forgotten with the first link or record that they might tell of.
    ///
    /// # Errors
    /// As command 0: `NotFound`.
    async fn retention_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Job, ApplyError>;

    /// Up to when a kind's links, their history and its records were cut off. Costs one look-up.
    ///
    /// # Errors
    /// When the store fails.
    async fn retention_cuts(&self, tenant: Tenant, kind: Kind) -> Result<Cuts, StoreError>;
}
