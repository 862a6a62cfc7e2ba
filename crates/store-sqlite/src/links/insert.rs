use rusqlite::ToSql;
use wellhead_core::id::LinkId;
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_core::time::Timestamp;

use crate::change::Change;
use crate::statement::prepare;
use crate::table::LinkTable;

/// Links inserted by one statement where there are many. A trigger makes SQLite keep a journal for each statement,
/// which costs more than the row.
const AT_ONCE: usize = 50;

/// What links share: their kind, the `pk` of their connector, and their direction.
#[derive(Clone, Copy)]
pub(crate) struct LinkedTo {
    pub(crate) record: Kind,
    pub(crate) connector: i64,
    pub(crate) direction: Direction,
}

/// A link to insert.
pub(crate) struct LinkRow {
    pub(crate) id: LinkId,
    /// The `pk` of its record.
    pub(crate) record: i64,
    pub(crate) created_at: Timestamp,
}

/// Inserts links between ends that are known to be active.
pub(crate) fn insert(change: &Change<'_>, to: LinkedTo, rows: &[LinkRow]) -> rusqlite::Result<()> {
    let (many, rest) = rows.split_at(rows.len() - rows.len() % AT_ONCE);
    insert_by(AT_ONCE, change, to, many)?;
    insert_by(1, change, to, rest)?;
    // There is one writer, so their keys follow each other.
    let last = change.connection.last_insert_rowid();
    let number = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    change.note_links(to.record, Act::Created, None, last - number + 1..=last);
    Ok(())
}

/// The same by one statement for each `size` of them, which divides their number.
fn insert_by(
    size: usize,
    change: &Change<'_>,
    to: LinkedTo,
    rows: &[LinkRow],
) -> rusqlite::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = prepare(change.connection, &statement(to.record, size))?;
    let direction = to.direction.as_str();
    let (cause, by) = (change.by.kind().as_str(), change.by.id());
    let common: [&dyn ToSql; COMMON] = [&to.connector, &direction, &change.epoch, &cause, &by];
    for (parameter, value) in (1..).zip(common) {
        statement.raw_bind_parameter(parameter, value)?;
    }
    for chunk in rows.chunks_exact(size) {
        for (parameter, row) in (COMMON + 1..).step_by(3).zip(chunk) {
            statement.raw_bind_parameter(parameter, row.id.uuid())?;
            statement.raw_bind_parameter(parameter + 1, row.record)?;
            statement.raw_bind_parameter(parameter + 2, row.created_at.as_micros())?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// The number of parameters that a statement's links share.
const COMMON: usize = 5;

/// The statement that inserts so many links. Its parameters: the connector, the direction, the epoch and the cause, and
/// then each link's id, record and time.
fn statement(kind: Kind, size: usize) -> String {
    let LinkTable {
        links,
        link_id,
        record_pk,
        ..
    } = LinkTable::of(kind);
    let values = (0..size).map(|row| {
        let [id, record, at] = [1, 2, 3].map(|place| COMMON + place + 3 * row);
        format!("(?{id}, ?{record}, ?1, ?2, ?{at}, ?{at}, ?3, ?4, ?5)")
    });
    let values = values.collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO {links}
            ({link_id}, {record_pk}, workspace_connector_pk, direction, created_at, updated_at,
            changed_epoch, created_as, created_by)
        VALUES {values}"
    )
}
