//! What is removed because it is over, and how far a job is with that. What may be removed is said by functions of the
//! schema, because the service may delete nothing itself.

mod open;
mod place;
mod policy;
mod step;

use async_trait::async_trait;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Expected;
use wellhead_core::id::JobId;
use wellhead_core::privacy::retention::{Cuts, Policy, RuleChanges};
use wellhead_core::record::Kind;
use wellhead_core::resource::Job;
use wellhead_core::store::{ApplyError, NewJob, RetentionStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::row::At;
use crate::workspaces::named_by;

pub(crate) use policy::{CUTS, cuts, holdings};

#[async_trait]
impl RetentionStore for PostgresStore {
    async fn retention_policy(&self, tenant: Tenant) -> Result<Policy, StoreError> {
        let session = self.session(tenant).await?;
        policy::policy(&session.query(policy::POLICY, &[tenant.pk()]).await?)
    }

    async fn retention_set(
        &self,
        tenant: Tenant,
        at: Timestamp,
        changes: RuleChanges,
        expected: Option<Expected>,
    ) -> Result<Policy, ApplyError> {
        let set = policy::Set {
            changes: &changes,
            expected: expected.as_ref(),
        };
        self.write(Author::operator(tenant), at, &set).await
    }

    async fn retention_due(&self, before: Timestamp) -> Result<Vec<Tenant>, StoreError> {
        named_by(&self.writes, "retention_due($1)", &[&At(before)]).await
    }

    async fn retention_open(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewJob,
        before: Timestamp,
    ) -> Result<Option<Job>, ApplyError> {
        let author = Author::new(tenant, Cause::Job(new.id));
        let open = open::Open { new: &new, before };
        self.write(author, at, &open).await
    }

    async fn retention_step(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: JobId,
        limit: usize,
    ) -> Result<Job, ApplyError> {
        let author = Author::new(tenant, Cause::Job(id));
        self.write(author, at, &step::Step { id, limit }).await
    }

    async fn retention_cuts(&self, tenant: Tenant, kind: Kind) -> Result<Cuts, StoreError> {
        let session = self.session(tenant).await?;
        let rows = session.query(CUTS, &[tenant.pk(), &holdings(kind)]).await?;
        cuts(&rows)
    }
}
