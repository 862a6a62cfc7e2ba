use wellhead_core::command::{Rejection, Subject};
use wellhead_core::time::Timestamp;

use crate::change::Change;
use crate::error::Undone;
use crate::{links, people, workspace_connectors};

/// Refuses to go on unless the subject last changed at `updated_at`. The batch holds the only writer, so
/// that it stays so.
pub(super) fn expect(
    change: &Change<'_>,
    subject: Subject,
    updated_at: Timestamp,
) -> Result<(), Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let times = match subject {
        Subject::Link(kind, id) => {
            links::find(connection, tenant, kind, id)?.map(|stored| stored.link.times)
        }
        Subject::Person(id) => {
            people::find(connection, tenant, id)?.map(|(_, person)| person.times)
        }
        Subject::WorkspaceConnector(id) => workspace_connectors::find(connection, tenant, id)?
            .map(|(_, activation)| activation.times),
    };
    match times {
        None => Err(Undone::Refused(Rejection::NotFound)),
        Some(times) if times.updated_at != Some(updated_at) => {
            Err(Undone::Refused(Rejection::Changed))
        }
        Some(_) => Ok(()),
    }
}
