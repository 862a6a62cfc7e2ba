use uuid::Uuid;
use wellhead_core::command::{LinkChanges, NewLink};
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::Direction;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::{Attribute, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{brought_id, changed, leave, required, restores, text};
use crate::resources::cause;
use crate::resources::link::CONNECTOR;

/// A link to create.
pub(crate) fn create(
    ledger: &Ledger,
    kind: Kind,
    mut object: ResourceObject,
    lids: &Lids<Uuid>,
) -> Result<NewLink, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let sent = object.attributes.require("direction");
    let direction = errors.check(sent.and_then(|it| direction(&it)));
    errors.check(restores(&mut object.attributes));
    let relationships = &mut object.relationships;
    let record = errors.check(required(relationships, kind.as_str(), lids));
    let workspace_connector = errors.check(required(relationships, CONNECTOR, lids));
    errors.check(leave(relationships, cause::NAMES));
    errors.check(object.finish());
    let (Some(id), Some(direction), Some(record), Some(workspace_connector)) =
        (id, direction, record, workspace_connector)
    else {
        return Err(errors);
    };
    errors.or(NewLink {
        kind,
        id: ledger.new_id(id),
        record,
        workspace_connector,
        direction,
    })
}

/// The changes to a link.
pub(crate) fn update(
    kind: Kind,
    mut object: ResourceObject,
    lids: &Lids<Uuid>,
) -> Result<LinkChanges, Errors> {
    let mut errors = Errors::new();
    let sent = object.attributes.take("direction");
    let direction = errors.check(sent.map(|it| direction(&it)).transpose());
    let restore = errors.check(restores(&mut object.attributes));
    let relationships = &mut object.relationships;
    let record = errors.check(changed(relationships, kind.as_str(), lids));
    let workspace_connector = errors.check(changed(relationships, CONNECTOR, lids));
    errors.check(leave(relationships, cause::NAMES));
    errors.check(object.finish());
    errors.or(LinkChanges {
        direction: direction.flatten(),
        record: record.flatten(),
        workspace_connector: workspace_connector.flatten(),
        restore: restore == Some(true),
    })
}

fn direction(attribute: &Attribute) -> Result<Direction, Error> {
    text(attribute, str::parse)
}
