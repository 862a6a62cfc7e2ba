use wellhead_core::record::{Kind, Named};
use wellhead_core::store::DeliveredRecord;

use crate::change::Change;
use crate::{ends, records};

/// The record of a line.
pub(super) struct LineRecord {
    pub(super) pk: i64,
    /// Whether it was made for this line, and so has no link yet.
    pub(super) is_new: bool,
}

/// The record that a line names, made if it is unknown and the line has enough for it; `None` if it is missing.
pub(super) fn record(
    change: &Change<'_>,
    kind: Kind,
    line: &DeliveredRecord,
) -> rusqlite::Result<Option<LineRecord>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let known = |pk| LineRecord { pk, is_new: false };
    match &line.named {
        Named::Id(id) => {
            let end = ends::record(connection, tenant, kind, *id)?;
            Ok(end.filter(|end| end.active).map(|end| known(end.pk)))
        }
        Named::External(external_id, values) => {
            if let Some((pk, _)) = records::by_external_id(connection, tenant, kind, external_id)? {
                return Ok(Some(known(pk)));
            }
            if values.lacking(kind).is_some() {
                return Ok(None);
            }
            let new = kind.record(line.id);
            let pk = records::insert(change, new, values, Some(external_id))?;
            Ok(Some(LineRecord { pk, is_new: true }))
        }
    }
}
