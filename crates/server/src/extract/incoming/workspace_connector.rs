use uuid::Uuid;
use wellhead_core::command::{NewWorkspaceConnector, WorkspaceConnectorChanges};
use wellhead_core::identity::MatchRule;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::{FIELDS, LegalChanges, LegalEntity};
use wellhead_core::resource::Status;
use wellhead_core::source::Rank;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::request::{Attribute, Attributes, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{brought_id, leave, required, restores, target, text};
use crate::resources::connector;
use crate::resources::workspace_connector::{CONTINUES, STATUS, TYPE, read_only};

/// An activation to create; without a status it is pending configuration.
pub(crate) fn create(
    ledger: &Ledger,
    mut object: ResourceObject,
    lids: &Lids<Uuid>,
) -> Result<NewWorkspaceConnector, Errors> {
    let mut errors = Errors::new();
    let id = errors.check(brought_id(&object));
    let status = status(&mut object.attributes, &mut errors);
    let match_rule = match_rule(&mut object.attributes, &mut errors);
    let rank = errors.check(rank(&mut object.attributes));
    let legal = legal(&mut object.attributes, &mut errors);
    errors.check(restores(&mut object.attributes));
    let connector = errors.check(required(&mut object.relationships, connector::TYPE, lids));
    let continues = object.relationships.take(CONTINUES);
    let continues = continues.map(|it| target(it, TYPE, lids)).transpose();
    let continues = errors.check(continues);
    errors.check(leave(&mut object.relationships, read_only()));
    errors.check(object.finish());
    let Some(connector) = connector else {
        return Err(errors);
    };
    errors.or(NewWorkspaceConnector {
        id: ledger.new_id(id.flatten()),
        connector,
        status: status.unwrap_or(STATUS),
        match_rule: match_rule.unwrap_or_default(),
        rank: rank.flatten().flatten(),
        legal: legal.applied(&LegalEntity::default()),
        continues: continues.flatten(),
    })
}

/// The changes to an activation. Its connector never changes.
pub(crate) fn update(mut object: ResourceObject) -> Result<WorkspaceConnectorChanges, Errors> {
    let mut errors = Errors::new();
    let status = status(&mut object.attributes, &mut errors);
    let match_rule = match_rule(&mut object.attributes, &mut errors);
    let rank = errors.check(rank(&mut object.attributes));
    let legal = legal(&mut object.attributes, &mut errors);
    let restore = errors.check(restores(&mut object.attributes));
    errors.check(leave(
        &mut object.relationships,
        [connector::TYPE, CONTINUES],
    ));
    errors.check(leave(&mut object.relationships, read_only()));
    errors.check(object.finish());
    errors.or(WorkspaceConnectorChanges {
        status,
        match_rule,
        rank: rank.flatten(),
        legal,
        restore: restore == Some(true),
    })
}

fn status(attributes: &mut Attributes, errors: &mut Errors) -> Option<Status> {
    let sent = attributes.take("status")?;
    errors.check(text(&sent, str::parse))
}

fn match_rule(attributes: &mut Attributes, errors: &mut Errors) -> Option<MatchRule> {
    let sent = attributes.take("match_rule")?;
    errors.check(text(&sent, str::parse))
}

/// What is said of who is behind it in law; null takes it back.
fn legal(attributes: &mut Attributes, errors: &mut Errors) -> LegalChanges {
    let mut changes = LegalChanges::default();
    for (position, field) in FIELDS.iter().enumerate() {
        match attributes.take(field.name) {
            Some(sent) if sent.value.is_null() => changes.clear(position),
            Some(sent) => {
                errors.check(text(&sent, |text| changes.set(position, text)));
            }
            None => {}
        }
    }
    changes
}

/// The rank: `None` if it was not sent, `Some(None)` if it is null.
#[expect(
    clippy::option_option,
    reason = "keeping a value and clearing it are different requests"
)]
fn rank(attributes: &mut Attributes) -> Result<Option<Option<Rank>>, Error> {
    let read = |sent: Attribute| {
        if sent.value.is_null() {
            return Ok(None);
        }
        let number = wellhead_json::whole(&sent.value);
        let number = number.and_then(|number| i64::try_from(number).ok());
        let rank = Rank::try_from(number.unwrap_or_default());
        rank.map(Some)
            .map_err(|error| sent.invalid(error.to_string()))
    };
    attributes.take("rank").map(read).transpose()
}
