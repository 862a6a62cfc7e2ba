use rusqlite::ToSql;
use wellhead_core::id::LinkId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_core::time::Timestamp;

use crate::change::Change;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Links inserted by one statement. A trigger makes SQLite keep a journal for each statement, which costs more than the
/// row.
const AT_ONCE: usize = 50;

/// Where a batch's links go: their kind, the `pk` of their connector, and their direction.
#[derive(Clone, Copy)]
pub(super) struct DeliveredTo {
    pub(super) record: Kind,
    pub(super) connector: i64,
    pub(super) direction: Direction,
}

/// A link to insert.
pub(super) struct LinkRow {
    pub(super) id: LinkId,
    /// The `pk` of its record.
    pub(super) record: i64,
    pub(super) created_at: Timestamp,
}

/// Inserts links between ends that are known to be active.
pub(super) fn insert(
    change: &Change<'_>,
    to: DeliveredTo,
    rows: &[LinkRow],
) -> rusqlite::Result<()> {
    let (chunks, rest) = rows.as_chunks::<AT_ONCE>();
    for chunk in chunks {
        insert_at_once(change, to, chunk)?;
    }
    for row in rest {
        insert_at_once(change, to, std::slice::from_ref(row))?;
    }
    Ok(())
}

fn insert_at_once(change: &Change<'_>, to: DeliveredTo, rows: &[LinkRow]) -> rusqlite::Result<()> {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(to.record);
    let values = (0..rows.len()).map(|row| {
        let [id, record, at] = [4, 5, 6].map(|first| first + 3 * row);
        format!("(?{id}, ?{record}, ?1, ?2, ?{at}, ?{at}, ?3)")
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let sql = format!(
        "INSERT INTO {links}
            ({link_id}, {record_pk}, workspace_connector_pk, direction, created_at, updated_at,
            changed_epoch)
        VALUES {values}"
    );
    let mut statement = prepare(change.connection, &sql)?;
    let direction = to.direction.as_str();
    let common: [&dyn ToSql; 3] = [&to.connector, &direction, &change.epoch];
    for (parameter, value) in (1..).zip(common) {
        statement.raw_bind_parameter(parameter, value)?;
    }
    for (parameter, row) in (4..).step_by(3).zip(rows) {
        statement.raw_bind_parameter(parameter, row.id.uuid())?;
        statement.raw_bind_parameter(parameter + 1, row.record)?;
        statement.raw_bind_parameter(parameter + 2, row.created_at.as_micros())?;
    }
    statement.raw_execute()?;
    Ok(())
}
