//! How far a job is, as it is stored.

use rusqlite::{OptionalExtension, named_params};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::privacy::retention::{Place, Rules};
use wellhead_core::resource::{Direction, Job};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::statement::prepare;
use crate::{row, silence};

/// Where the job with this `pk` is; `None` if nothing is left.
pub(super) fn get(change: &Change<'_>, pk: i64, rules: &Rules) -> rusqlite::Result<Option<Place>> {
    let sql =
        "SELECT holding, stream_workspace_connector_id, stream_direction, after_at, after_position
        FROM jobs WHERE pk = :pk";
    prepare(change.connection, sql)?.query_row(named_params! { ":pk": pk }, |row| {
        let Some(holding) = row::label_or_null(row, 0)? else {
            return Ok(Place::first(rules));
        };
        Ok(Some(Place {
            workspace_connector: row
                .get::<_, Option<uuid::Uuid>>(1)?
                .map(WorkspaceConnectorId::new),
            direction: row::label_or_null(row, 2)?.unwrap_or(Direction::Input),
            after: row::time_or_null(row, 3)?,
            position: row::count(row, 4)?,
            ..Place::at(holding)
        }))
    })
}

/// Stores a job's counts and place. Without a place, it is done.
pub(super) fn keep(
    change: &Change<'_>,
    pk: i64,
    job: &Job,
    place: Option<Place>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE jobs SET scanned = :scanned, changed = :changed, removed = :removed, holding = :holding,
            stream_workspace_connector_id = :workspace_connector, stream_direction = :direction,
            after_at = :after, after_position = :position, heartbeat_at = :heartbeat_at, heard_ticks = :ticks
        WHERE pk = :pk";
    prepare(change.connection, sql)?.execute(named_params! {
        ":pk": pk,
        ":scanned": job.scanned.cast_signed(),
        ":changed": job.changed.cast_signed(),
        ":removed": job.removed.stored(),
        ":holding": place.map(|place| place.holding.to_string()),
        ":workspace_connector": place.and_then(|place| place.workspace_connector).map(WorkspaceConnectorId::uuid),
        ":direction": place.map(|place| place.direction.as_str()),
        ":after": place.and_then(|place| place.after).map(Timestamp::as_micros),
        ":position": place.map_or(0, |place| place.position).cast_signed(),
        ":heartbeat_at": job.heartbeat_at.as_micros(),
        ":ticks": silence::ticks(),
    })?;
    Ok(())
}

/// Where to go on behind all rows of a place.
pub(super) fn onward(
    change: &Change<'_>,
    place: Place,
    rules: &Rules,
) -> rusqlite::Result<Option<Place>> {
    if !place.is_by_connector() {
        return Ok(place.onward(rules, None));
    }
    let sql = "SELECT workspace_connector_id FROM workspace_connectors
        WHERE workspace_pk = :workspace AND workspace_connector_id > :present
        ORDER BY workspace_connector_id LIMIT 1";
    let present = place.workspace_connector.map(|it| *it.uuid().as_bytes());
    let next = prepare(change.connection, sql)?
        .query_row(
            named_params! {
                ":workspace": change.tenant.pk(),
                ":present": present.as_ref().map_or(&[][..], |id| &id[..]),
            },
            |row| row::id(row, 0),
        )
        .optional()?;
    Ok(place.onward(rules, next))
}

/// The `pk` of a place's connector, deleted or not.
pub(super) fn connector(change: &Change<'_>, place: Place) -> rusqlite::Result<i64> {
    let sql = "SELECT pk FROM workspace_connectors
        WHERE workspace_pk = :workspace AND workspace_connector_id = :id";
    let id = place.workspace_connector.map(WorkspaceConnectorId::uuid);
    prepare(change.connection, sql)?.query_row(
        named_params! { ":workspace": change.tenant.pk(), ":id": id },
        |row| row.get(0),
    )
}
