use wellhead_core::command::{Expected, Rejection, Subject};

use crate::change::Change;
use crate::error::Undone;
use crate::{identities, links, records, workspace_connectors};

/// Refuses to go on unless the subject is as expected. It stays so, because the batch holds the only writer.
pub(super) fn expect(
    change: &Change<'_>,
    subject: Subject,
    expected: &Expected,
) -> Result<(), Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    let times = match subject {
        Subject::Link(kind, id) => {
            links::find(connection, tenant, kind, id)?.map(|stored| stored.link.times)
        }
        Subject::Record(record) => {
            records::find(connection, tenant, record)?.map(|(_, record)| record.times)
        }
        Subject::Identity(kind, id) => {
            identities::find(connection, tenant, kind, id)?.map(|(_, identity)| identity.times)
        }
        Subject::WorkspaceConnector(id) => workspace_connectors::find(connection, tenant, id)?
            .map(|(_, activation)| activation.times),
    };
    let met = times
        .ok_or(Rejection::NotFound)
        .and_then(|times| expected.check(&times));
    met.map_err(Undone::Refused)
}
