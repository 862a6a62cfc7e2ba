//! How far a job is, as it is stored.

use uuid::Uuid;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::privacy::retention::{Place, Rules};
use wellhead_core::resource::{Direction, Job};
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, Count, count, label, label_or_null, time_or_null};
use crate::writer::Writer;

impl Writer<'_> {
    /// Where a job is; `None` if nothing is left.
    pub(super) async fn place(&self, id: JobId, rules: &Rules) -> Result<Option<Place>, Refused> {
        let sql = "SELECT j.holding, j.stream_workspace_connector_id, j.stream_direction::text, j.after_at, \
                     j.after_position \
                   FROM core_api.jobs j WHERE j.workspace_pk = $1 AND j.job_id = $2";
        let row = self.query_opt(sql, &[self.tenant.pk(), &id.uuid()]).await?;
        let row = row.ok_or(Rejection::NotFound)?;
        if row.get::<_, Option<&str>>(0).is_none() {
            return Ok(Place::first(rules));
        }
        Ok(Some(Place {
            workspace_connector: row.get::<_, Option<Uuid>>(1).map(WorkspaceConnectorId::new),
            direction: label_or_null(&row, 2)?.unwrap_or(Direction::Input),
            after: time_or_null(&row, 3),
            position: count(&row, 4),
            ..Place::at(label(&row, 0)?)
        }))
    }

    /// Stores a job's counts and place. Without a place, it is done.
    pub(super) async fn place_keep(&self, job: &Job, place: Option<Place>) -> Result<(), Refused> {
        let direction = match place {
            Some(place) => format!("'{}'", place.direction),
            None => "NULL".to_owned(),
        };
        let sql = format!(
            "UPDATE core_api.jobs SET scanned = $3, changed = $4, removed = $5::text::jsonb, holding = $6, \
               stream_workspace_connector_id = $7, stream_direction = {direction}, after_at = $8, \
               after_position = $9, heartbeat_at = $10, heard_at = clock_timestamp() \
             WHERE workspace_pk = $1 AND job_id = $2"
        );
        let connector = place.and_then(|place| place.workspace_connector);
        self.execute(
            &sql,
            &[
                self.tenant.pk(),
                &job.id.uuid(),
                &Count(job.scanned),
                &Count(job.changed),
                &job.removed.stored(),
                &place.map(|place| place.holding.to_string()),
                &connector.map(WorkspaceConnectorId::uuid),
                &place.and_then(|place| place.after).map(At),
                &Count(place.map_or(0, |place| place.position)),
                &At(job.heartbeat_at),
            ],
        )
        .await?;
        Ok(())
    }

    /// Where to go on behind all rows of a place.
    pub(super) async fn place_onward(
        &self,
        place: Place,
        rules: &Rules,
    ) -> Result<Option<Place>, Refused> {
        if !place.is_by_connector() {
            return Ok(place.onward(rules, None));
        }
        let sql = "SELECT w.workspace_connector_id FROM core_api.workspace_connectors w \
                   WHERE w.workspace_pk = $1 AND w.workspace_connector_id > $2 \
                   ORDER BY w.workspace_connector_id LIMIT 1";
        let present = place
            .workspace_connector
            .map_or(Uuid::nil(), WorkspaceConnectorId::uuid);
        let next = self.query_opt(sql, &[self.tenant.pk(), &present]).await?;
        let next = next.map(|row| WorkspaceConnectorId::new(row.get(0)));
        Ok(place.onward(rules, next))
    }
}
