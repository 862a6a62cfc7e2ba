//! Webhooks: endpoints, their messages and attempts.

mod attempts;
mod claim;
mod create;
mod delete;
mod due;
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

use crate::SqliteStore;

/// Webhooks are no part of a ledger's history, so nothing keeps who writes them.
const fn nobody(tenant: Tenant) -> Author {
    Author::operator(tenant)
}

#[async_trait]
impl WebhookStore for SqliteStore {
    async fn webhook_create(
        &self,
        tenant: Tenant,
        at: Timestamp,
        new: NewWebhookEndpoint,
    ) -> Result<WebhookEndpoint, ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            create::create(change, &new)
        })
        .await
    }

    async fn webhook_get(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
    ) -> Result<Option<WebhookEndpoint>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                let found = get::find(connection, tenant, id)?;
                Ok(found.map(|stored| stored.endpoint))
            })
            .await
    }

    async fn webhook_list(
        &self,
        tenant: Tenant,
        slice: Slice,
    ) -> Result<Vec<WebhookEndpoint>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                list::list(connection, tenant, slice)
            })
            .await
    }

    async fn webhook_update(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        changes: WebhookEndpointChanges,
        expected: Option<Expected>,
    ) -> Result<WebhookEndpoint, ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            update::update(change, id, &changes, expected.as_ref())
        })
        .await
    }

    async fn webhook_rotate(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        secret: Secret,
        expires_at: Timestamp,
    ) -> Result<WebhookEndpoint, ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            rotate::rotate(change, id, &secret, expires_at)
        })
        .await
    }

    async fn webhook_delete(
        &self,
        tenant: Tenant,
        at: Timestamp,
        id: WebhookEndpointId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            delete::delete(change, id, expected.as_ref())
        })
        .await
    }

    async fn webhook_attempt_list(
        &self,
        tenant: Tenant,
        endpoint: WebhookEndpointId,
        slice: Slice,
    ) -> Result<Vec<WebhookAttempt>, StoreError> {
        self.pool
            .read(tenant, move |connection| {
                attempts::list(connection, tenant, endpoint, slice)
            })
            .await
    }

    async fn webhook_attempt_get(
        &self,
        tenant: Tenant,
        id: WebhookAttemptId,
    ) -> Result<Option<WebhookAttempt>, StoreError> {
        self.pool
            .look_up(tenant, move |connection| {
                attempts::find(connection, tenant, id)
            })
            .await
    }

    async fn webhooks_due(&self) -> Result<Vec<Tenant>, StoreError> {
        self.pool.read_of_all(due::due).await
    }

    async fn webhook_claim(
        &self,
        tenant: Tenant,
        at: Timestamp,
        claim: WebhookClaim,
    ) -> Result<Option<ClaimedWebhook>, ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            claim::claim(change, claim)
        })
        .await
    }

    async fn webhook_settle(
        &self,
        tenant: Tenant,
        at: Timestamp,
        attempt: WebhookAttemptId,
        result: WebhookResult,
    ) -> Result<(), ApplyError> {
        self.command(nobody(tenant), at, move |change| {
            settle::settle(change, attempt, &result)
        })
        .await
    }
}
