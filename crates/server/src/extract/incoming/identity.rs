use uuid::Uuid;
use wellhead_core::identity::NewIdentity;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::ExternalId;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::ResourceObject;

use super::{brought_id, keep, leave, required, text};
use crate::resources::identity::{CAUSES, CONNECTOR};

/// An identity to create.
pub(crate) fn create(
    ledger: &Ledger,
    kind: Kind,
    mut object: ResourceObject,
    lids: &Lids<Uuid>,
) -> Result<NewIdentity, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let sent = object.attributes.require("external_id");
    let external_id = errors.check(sent.and_then(|it| text(&it, ExternalId::parse)));
    let times = ["created_at", "updated_at", "deleted_at"];
    errors.check(keep(&mut object.attributes, &times));
    let relationships = &mut object.relationships;
    let record = errors.check(required(relationships, kind.as_str(), lids));
    let workspace_connector = errors.check(required(relationships, CONNECTOR, lids));
    errors.check(leave(relationships, CAUSES));
    errors.check(object.finish());
    let (Some(id), Some(external_id), Some(record), Some(workspace_connector)) =
        (id, external_id, record, workspace_connector)
    else {
        return Err(errors);
    };
    errors.or(NewIdentity {
        kind,
        id: ledger.new_id(id),
        record,
        workspace_connector,
        external_id,
    })
}
