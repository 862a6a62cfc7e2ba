use rusqlite::{Connection, OptionalExtension, named_params};
use wellhead_core::id::ConnectorId;
use wellhead_core::privacy::{LegalChanges, LegalEntity};
use wellhead_core::resource::{Connector, Name, Slug, Times};
use wellhead_core::store::OperatorError;
use wellhead_core::time::Timestamp;

use super::Done;
use crate::change::UPDATED_AT;
use crate::connectors::{COLUMNS, definition};
use crate::disclosures::note_definition;
use crate::error::Undone;
use crate::row;
use crate::statement::prepare;

pub(super) fn create(
    connection: &Connection,
    at: Timestamp,
    id: ConnectorId,
    slug: Slug,
    name: Name,
) -> Done<Connector> {
    match known(connection, &slug)? {
        Some(_) => Err(Undone::Refused(OperatorError::SlugTaken(slug))),
        None => insert(connection, at, id, slug, name),
    }
}

pub(super) fn ensure(
    connection: &Connection,
    at: Timestamp,
    id: ConnectorId,
    slug: Slug,
    name: Name,
) -> Done<Connector> {
    match known(connection, &slug)? {
        Some(connector) => Ok(connector),
        None => insert(connection, at, id, slug, name),
    }
}

fn known(connection: &Connection, slug: &Slug) -> rusqlite::Result<Option<Connector>> {
    let sql = format!("SELECT {COLUMNS} FROM connectors WHERE slug = :slug");
    prepare(connection, &sql)?
        .query_row(named_params! { ":slug": slug.as_str() }, definition)
        .optional()
}

fn insert(
    connection: &Connection,
    at: Timestamp,
    id: ConnectorId,
    slug: Slug,
    name: Name,
) -> Done<Connector> {
    let sql = "INSERT INTO connectors (connector_id, slug, name, created_at, updated_at)
        VALUES (:id, :slug, :name, :at, :at)";
    prepare(connection, sql)?.execute(named_params! {
        ":id": id.uuid(),
        ":slug": slug.as_str(),
        ":name": name.as_str(),
        ":at": at.as_micros(),
    })?;
    Ok(Connector {
        id,
        slug,
        name,
        legal: LegalEntity::default(),
        times: Times {
            created_at: at,
            updated_at: Some(at),
            deleted_at: None,
        },
    })
}

/// The state begins when the connector changes, so that a clock that was set back does not put it among the earlier ones.
pub(super) fn update(
    connection: &Connection,
    at: Timestamp,
    slug: Slug,
    legal: &LegalChanges,
) -> Done<Connector> {
    let Some(before) = known(connection, &slug)? else {
        return Err(Undone::Refused(OperatorError::ConnectorNotFound(slug)));
    };
    let entity = legal.applied(&before.legal);
    if entity == before.legal {
        return Ok(before);
    }
    let sql = format!(
        "UPDATE connectors SET updated_at = {UPDATED_AT} WHERE slug = :slug RETURNING pk, updated_at"
    );
    let values = named_params! { ":slug": slug.as_str(), ":at": at.as_micros() };
    let (pk, since) = prepare(connection, &sql)?
        .query_row(values, |row| Ok((row.get(0)?, row::time(row, 1)?)))?;
    note_definition(connection, pk, since, &entity)?;
    Ok(Connector {
        legal: entity,
        times: Times {
            updated_at: Some(since),
            ..before.times
        },
        ..before
    })
}

pub(super) fn list(connection: &Connection) -> rusqlite::Result<Vec<Connector>> {
    let sql = format!("SELECT {COLUMNS} FROM connectors ORDER BY slug");
    prepare(connection, &sql)?
        .query_map([], definition)?
        .collect()
}
