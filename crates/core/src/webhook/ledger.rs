//! What tenants do with their endpoints.

use std::time::Duration;

use super::{
    EndpointStatus, EndpointUrl, NewWebhookEndpoint, Secret, WebhookAttempt, WebhookEndpoint,
    WebhookEndpointChanges,
};
use crate::command::Expected;
use crate::host::mint;
use crate::id::{WebhookAttemptId, WebhookEndpointId};
use crate::ledger::Ledger;
use crate::page::{Page, PageRequest, every};
use crate::record::Kind;
use crate::store::{ApplyError, StoreError};
use crate::tenant::Tenant;

impl Ledger {
    /// Creates an endpoint that is told of changes after `position`, by default of those to come. Returns it with its
    /// secret, which can be read only now.
    ///
    /// # Errors
    /// If there are too many, the position is ahead of the journal, or the store fails.
    pub async fn webhook_create(
        &self,
        tenant: Tenant,
        url: EndpointUrl,
        kinds: Vec<Kind>,
        status: EndpointStatus,
        position: Option<u64>,
    ) -> Result<(WebhookEndpoint, Secret), ApplyError> {
        let at = self.now();
        let secret = Secret::generate(self.host());
        let new = NewWebhookEndpoint {
            id: mint(self.host(), at),
            url,
            kinds,
            status,
            position,
            secret: secret.clone(),
        };
        let created = self.store().webhook_create(tenant, at, new).await?;
        Ok((created, secret))
    }

    /// One endpoint.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
    ) -> Result<Option<WebhookEndpoint>, StoreError> {
        self.store().webhook_get(tenant, id).await
    }

    /// A page of endpoints.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhooks(
        &self,
        tenant: Tenant,
        page: PageRequest,
    ) -> Result<Page<WebhookEndpoint>, StoreError> {
        page.read(|slice| self.store().webhook_list(tenant, slice))
            .await
    }

    /// The number of endpoints on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhooks_total(
        &self,
        tenant: Tenant,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        let all = every(page.created, |slice| {
            self.store().webhook_list(tenant, slice)
        });
        Ok(all.await?.len() as u64)
    }

    /// Changes an endpoint, if it is as `expected`.
    ///
    /// # Errors
    /// If it is missing or not as expected, the position is ahead of the journal, or the store fails.
    pub async fn webhook_update(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
        changes: WebhookEndpointChanges,
        expected: Option<Expected>,
    ) -> Result<WebhookEndpoint, ApplyError> {
        let at = self.now();
        self.store()
            .webhook_update(tenant, at, id, changes, expected)
            .await
    }

    /// Gives an endpoint another secret, and returns both. The older ones sign for `overlap` longer.
    ///
    /// # Errors
    /// If the endpoint is missing or has too many secrets, or the store fails.
    pub async fn webhook_rotate(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
        overlap: Duration,
    ) -> Result<(WebhookEndpoint, Secret), ApplyError> {
        let at = self.now();
        let micros = i64::try_from(overlap.as_micros()).unwrap_or(i64::MAX);
        let secret = Secret::generate(self.host());
        let rotated = self
            .store()
            .webhook_rotate(tenant, at, id, secret.clone(), at.plus_micros(micros))
            .await?;
        Ok((rotated, secret))
    }

    /// Deletes an endpoint, if it is as `expected`, with its secrets and attempts.
    ///
    /// # Errors
    /// If it is missing or not as expected, or the store fails.
    pub async fn webhook_delete(
        &self,
        tenant: Tenant,
        id: WebhookEndpointId,
        expected: Option<Expected>,
    ) -> Result<(), ApplyError> {
        let at = self.now();
        self.store().webhook_delete(tenant, at, id, expected).await
    }

    /// A page of the last attempts to reach an endpoint.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook_attempts(
        &self,
        tenant: Tenant,
        endpoint: WebhookEndpointId,
        page: PageRequest,
    ) -> Result<Page<WebhookAttempt>, StoreError> {
        page.read(|slice| self.store().webhook_attempt_list(tenant, endpoint, slice))
            .await
    }

    /// The number of attempts on all pages.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook_attempts_total(
        &self,
        tenant: Tenant,
        endpoint: WebhookEndpointId,
        page: PageRequest,
    ) -> Result<u64, StoreError> {
        let all = every(page.created, |slice| {
            self.store().webhook_attempt_list(tenant, endpoint, slice)
        });
        Ok(all.await?.len() as u64)
    }

    /// One attempt.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook_attempt(
        &self,
        tenant: Tenant,
        id: WebhookAttemptId,
    ) -> Result<Option<WebhookAttempt>, StoreError> {
        self.store().webhook_attempt_get(tenant, id).await
    }
}
