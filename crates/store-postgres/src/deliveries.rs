use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::resource::Name;
use wellhead_core::store::{ApplyError, Delivered, DeliveryBatch, DeliveryStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::error::Refused;
use crate::row::At;
use crate::work::Work;
use crate::writer::Writer;

#[async_trait]
impl DeliveryStore for PostgresStore {
    async fn deliver(
        &self,
        tenant: Tenant,
        at: Timestamp,
        batch: DeliveryBatch,
    ) -> Result<Delivered, ApplyError> {
        self.write(tenant, at, &batch).await
    }
}

#[async_trait]
impl Work for DeliveryBatch {
    type Done = Delivered;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Delivered, (usize, Refused)> {
        let delivered = writer.deliver(self).await;
        delivered.map_err(|refused| (0, refused))
    }
}

impl Writer<'_> {
    async fn deliver(&self, batch: &DeliveryBatch) -> Result<Delivered, Refused> {
        let connector: i64 = self
            .query_opt(
                "SELECT pk FROM core_api.workspace_connectors \
                 WHERE workspace_pk = $1 AND workspace_connector_id = $2 AND deleted_at IS NULL \
                 FOR SHARE",
                &[&self.tenant.pk, &batch.workspace_connector.uuid()],
            )
            .await?
            .ok_or(Rejection::WorkspaceConnectorNotFound)?
            .get(0);
        let people_created = self.unknown_people(batch).await?;
        let links_created = self.delivered_links(batch, connector).await?;
        let lines = u64::try_from(batch.people.len()).unwrap_or(u64::MAX);
        if links_created != lines {
            return Err(Refused::Conflict(StoreError::Failed(
                "a person of a delivery was deleted while it was written".into(),
            )));
        }
        Ok(Delivered {
            people_created,
            people_matched: lines - people_created,
            links_created,
        })
    }

    /// Makes the people whom the workspace does not know, in one order of external ids, so that two
    /// deliveries which bring the same ones wait for each other and never in a circle.
    async fn unknown_people(&self, batch: &DeliveryBatch) -> Result<u64, Refused> {
        let people = &batch.people;
        let ids: Vec<Uuid> = people.iter().map(|person| person.id.uuid()).collect();
        let external: Vec<_> = people
            .iter()
            .map(|person| person.external_id.as_str())
            .collect();
        let text = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_owned());
        let names = |name: fn(&wellhead_core::resource::PersonNames) -> &Option<Name>| {
            people
                .iter()
                .map(|person| text(name(&person.names)))
                .collect::<Vec<_>>()
        };
        self.execute(
            "INSERT INTO core_api.peoples (people_id, workspace_pk, first_name, last_name, \
               full_name, external_person_id, created_at, updated_at) \
             SELECT DISTINCT ON (d.external_id) \
               d.id, $1, d.first_name, d.last_name, d.full_name, d.external_id, t.at, t.at \
             FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) \
               WITH ORDINALITY d (id, external_id, first_name, last_name, full_name, line) \
             CROSS JOIN LATERAL (SELECT $7::timestamptz + (d.line - 1) * interval '1 microsecond') t (at) \
             WHERE NOT EXISTS ( \
               SELECT FROM core_api.peoples p WHERE p.workspace_pk = $1 \
                 AND p.external_person_id = d.external_id AND p.deleted_at IS NULL) \
             ORDER BY d.external_id, d.line \
             ON CONFLICT (workspace_pk, external_person_id) WHERE deleted_at IS NULL DO NOTHING",
            &[
                &self.tenant.pk,
                &ids,
                &external,
                &names(|names| &names.first),
                &names(|names| &names.last),
                &names(|names| &names.full),
                &At(self.at),
            ],
        )
        .await
    }

    /// Makes the link of each line whose person is there.
    async fn delivered_links(&self, batch: &DeliveryBatch, connector: i64) -> Result<u64, Refused> {
        let people = &batch.people;
        let ids: Vec<Uuid> = people.iter().map(|person| person.link.uuid()).collect();
        let external: Vec<_> = people
            .iter()
            .map(|person| person.external_id.as_str())
            .collect();
        let sql = format!(
            "INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, \
               direction, people_pk, workspace_connector_pk, created_at, updated_at) \
             SELECT d.id, '{}', p.pk, $2, t.at, t.at \
             FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY d (id, external_id, line) \
             CROSS JOIN LATERAL (SELECT $5::timestamptz + (d.line - 1) * interval '1 microsecond') t (at) \
             JOIN core_api.peoples p ON p.workspace_pk = $1 \
               AND p.external_person_id = d.external_id AND p.deleted_at IS NULL \
             FOR SHARE OF p",
            batch.direction
        );
        self.execute(
            &sql,
            &[&self.tenant.pk, &connector, &ids, &external, &At(self.at)],
        )
        .await
    }
}
