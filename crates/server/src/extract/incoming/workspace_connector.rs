use uuid::Uuid;
use wellhead_core::command::{NewWorkspaceConnector, WorkspaceConnectorChanges};
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::Status;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::{Attributes, ResourceObject};

use super::{brought_id, leave, required, restores, text};
use crate::resources::connector;
use crate::resources::workspace_connector::{STATUS, read_only};

/// An activation to create; without a status it is pending configuration.
pub(crate) fn create(
    ledger: &Ledger,
    mut object: ResourceObject,
    lids: &Lids<Uuid>,
) -> Result<NewWorkspaceConnector, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let status = status(&mut object.attributes, &mut errors);
    errors.check(restores(&mut object.attributes));
    let connector = errors.check(required(&mut object.relationships, connector::TYPE, lids));
    errors.check(leave(&mut object.relationships, read_only()));
    errors.check(object.finish());
    let Some(connector) = connector else {
        return Err(errors);
    };
    errors.or(NewWorkspaceConnector {
        id: ledger.new_id(id.flatten()),
        connector,
        status: status.unwrap_or(STATUS),
    })
}

/// The changes to an activation. Its connector never changes.
pub(crate) fn update(mut object: ResourceObject) -> Result<WorkspaceConnectorChanges, Errors> {
    let mut errors = Errors::new();
    let status = status(&mut object.attributes, &mut errors);
    let restore = errors.check(restores(&mut object.attributes));
    errors.check(leave(&mut object.relationships, [connector::TYPE]));
    errors.check(leave(&mut object.relationships, read_only()));
    errors.check(object.finish());
    errors.or(WorkspaceConnectorChanges {
        status,
        restore: restore == Some(true),
    })
}

fn status(attributes: &mut Attributes, errors: &mut Errors) -> Option<Status> {
    let sent = attributes.take("status")?;
    errors.check(text(&sent, str::parse))
}
