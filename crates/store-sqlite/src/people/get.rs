use rusqlite::{Connection, OptionalExtension, Row, named_params};
use wellhead_core::id::PersonId;
use wellhead_core::resource::{Deleted, ExternalId, Person, PersonNames};
use wellhead_core::tenant::Tenant;

use crate::statement::prepare;
use crate::{among, row};

/// What [`person`] reads.
pub(super) const COLUMNS: &str = "people_id, first_name, last_name, full_name, external_person_id, \
     created_at, updated_at, deleted_at, pk";

pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row::id(row, 0)?,
        names: PersonNames {
            first: row::name_or_null(row, 1)?,
            last: row::name_or_null(row, 2)?,
            full: row::name_or_null(row, 3)?,
        },
        external_id: row::external_id(row, 4)?,
        times: row::times(row, 5)?,
    })
}

/// A person and the `pk`.
fn stored(row: &Row<'_>) -> rusqlite::Result<(i64, Person)> {
    Ok((row.get(8)?, person(row)?))
}

pub(super) fn get(
    connection: &Connection,
    tenant: Tenant,
    id: PersonId,
    deleted: Deleted,
) -> rusqlite::Result<Option<Person>> {
    let found = find(connection, tenant, id)?.map(|(_, person)| person);
    Ok(found.filter(|person| row::seen(deleted, &person.times)))
}

/// The tenant's person `id`, active or not, and its `pk`.
pub(crate) fn find(
    connection: &Connection,
    tenant: Tenant,
    id: PersonId,
) -> rusqlite::Result<Option<(i64, Person)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM peoples WHERE workspace_pk = :workspace AND people_id = :id"
    );
    prepare(connection, &sql)?
        .query_row(
            named_params! { ":workspace": tenant.pk, ":id": id.uuid() },
            stored,
        )
        .optional()
}

/// The tenant's people who are among `ids`, active or not.
pub(super) fn among(
    connection: &Connection,
    tenant: Tenant,
    ids: &str,
) -> rusqlite::Result<Vec<Person>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {} WHERE workspace_pk = :workspace",
        among::among("peoples", "people_id")
    );
    prepare(connection, &sql)?
        .query_map(
            named_params! { ":workspace": tenant.pk, ":ids": ids },
            person,
        )?
        .collect()
}

/// The tenant's active person whom its systems know by `external_id`, and the `pk`.
pub(crate) fn known(
    connection: &Connection,
    tenant: Tenant,
    external_id: &ExternalId,
) -> rusqlite::Result<Option<(i64, Person)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM peoples INDEXED BY idx_peoples_external
        WHERE workspace_pk = :workspace AND external_person_id = :external_id AND deleted_at IS NULL"
    );
    let values = named_params! { ":workspace": tenant.pk, ":external_id": external_id.as_str() };
    prepare(connection, &sql)?
        .query_row(values, stored)
        .optional()
}
