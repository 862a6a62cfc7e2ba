mod attempts;
mod claim;
mod create;
mod delete;
mod get;
mod list;
mod rotate;
mod settle;
mod update;

use async_trait::async_trait;
use wellhead_core::cause::Author;
use wellhead_core::command::Expected;
use wellhead_core::id::{WebhookAttemptId, WebhookEndpointId};
use wellhead_core::page::Slice;
use wellhead_core::store::{
    ApplyError, ClaimedWebhook, StoreError, WebhookClaim, WebhookResult, WebhookStore,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::{
    NewWebhookEndpoint, Secret, WebhookAttempt, WebhookEndpoint, WebhookEndpointChanges,
};
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::lane::Load;
use crate::workspaces::named_by;

/// Webhooks are no part of a ledger's history, so nothing keeps who writes them.
const fn nobody(tenant: Tenant) -> Author {
    Author::operator(tenant)
}

#[async_trait]
impl WebhookStore for PostgresStore {
    async fn webhook_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewWebhookEndpoint,
    ) -> Result<WebhookEndpoint, ApplyError> {
        self.write(nobody(tenant), at, &create::Create(&new)).await
    }

    async fn webhook_get(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
    ) -> Result<Option<WebhookEndpoint>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(&get::one(), &[tenant.pk(), &id.uuid()])
            .await?;
        row.as_ref().map(get::endpoint).transpose()
    }

    async fn webhook_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<WebhookEndpoint>, StoreError> {
        let (sql, arguments) = list::slice(tenant, slice);
        let session = self.page_session(tenant, slice, Load::Lookup).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(get::endpoint).collect()
    }

    async fn webhook_update(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        changes: WebhookEndpointChanges,
        expected: Option<Expected>,
    ) -> Result<WebhookEndpoint, ApplyError> {
        let update = update::Update {
            id,
            changes,
            expected,
        };
        self.write(nobody(tenant), at, &update).await
    }

    async fn webhook_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        secret: Secret,
        expires_at: Timestamp,
    ) -> Result<WebhookEndpoint, ApplyError> {
        let rotate = rotate::Rotate {
            id,
            secret,
            expires_at,
        };
        self.write(nobody(tenant), at, &rotate).await
    }

    async fn webhook_delete(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        self.write(nobody(tenant), at, &delete::Delete { id, expected })
            .await
    }

    async fn webhook_attempt_list(
        &self,
        tenant: Tenant,
        endpoint: WebhookEndpointId,
        slice: Slice,
    ) -> Result<Vec<WebhookAttempt>, StoreError> {
        let (sql, arguments) = attempts::slice(tenant, endpoint, slice);
        let session = self.session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        rows.iter().map(attempts::attempt).collect()
    }

    async fn webhook_attempt_get(
        &self,
        tenant: Tenant,
        id: WebhookAttemptId,
    ) -> Result<Option<WebhookAttempt>, StoreError> {
        let session = self.session(tenant).await?;
        let row = session
            .query_opt(&attempts::one(), &[tenant.pk(), &id.uuid()])
            .await?;
        row.as_ref().map(attempts::attempt).transpose()
    }

    async fn webhooks_due(&self) -> Result<Vec<Tenant>, StoreError> {
        named_by(&self.writes, "webhooks_due()", &[]).await
    }

    async fn webhook_claim(
        &self,
        tenant: Tenant,
        at: Timestamp,
        claim: WebhookClaim,
    ) -> Result<Option<ClaimedWebhook>, ApplyError> {
        self.write(nobody(tenant), at, &claim::Claim(claim)).await
    }

    async fn webhook_settle(
        &self,
        tenant: Tenant,
        at: Timestamp,
        attempt: WebhookAttemptId,
        result: WebhookResult,
    ) -> Result<(), ApplyError> {
        self.write(nobody(tenant), at, &settle::Settle { attempt, result })
            .await
    }
}
