use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Selection};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::error::kind::MISSING_ATTRIBUTE;
use wellhead_jsonapi::request::{Attribute, Relationships, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{changed, minted, optional, several, text};
use crate::resources::selection::MOST_RECORDS;
use crate::resources::workspace_connector;

/// The links to invalidate. At least one criterion is required, because nobody means all links of a workspace.
pub(crate) fn invalidation(kind: Kind, mut object: ResourceObject) -> Result<Selection, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let attributes = &mut object.attributes;
    let direction = errors.check(optional(attributes, "direction", str::parse::<Direction>));
    let created = attributes.take("created_at");
    let created = errors.check(created.map(|it| interval(&it)).transpose());
    let lids = Lids::<Uuid>::new();
    let relationships = &mut object.relationships;
    let connector = errors.check(changed(relationships, workspace_connector::TYPE, &lids));
    let records = errors.check(records(kind, relationships));
    let pointer = object.pointer.clone();
    errors.check(object.finish());
    let selection = Selection {
        workspace_connector: connector.flatten(),
        direction: direction.flatten(),
        created: created.flatten().unwrap_or_default(),
        record: Some(kind),
        records: records.unwrap_or_default(),
    };
    let all = Selection {
        record: selection.record,
        ..Selection::default()
    };
    if errors.is_empty() && selection == all {
        let detail = format!("give at least a workspace_connector, {kind}, a direction or a time");
        errors.push(Error::new(&MISSING_ATTRIBUTE, detail).at(pointer));
    }
    errors.or(selection)
}

/// The links to deduplicate: all of them, or those of one connector.
pub(crate) fn deduplication(kind: Kind, mut object: ResourceObject) -> Result<Selection, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let lids = Lids::<Uuid>::new();
    let relationships = &mut object.relationships;
    let connector = errors.check(changed(relationships, workspace_connector::TYPE, &lids));
    errors.check(object.finish());
    errors.or(Selection {
        workspace_connector: connector.flatten(),
        record: Some(kind),
        ..Selection::default()
    })
}

/// A time range: an object with `gte`, `lt` or both.
fn interval(attribute: &Attribute) -> Result<Interval, Errors> {
    let members = attribute.value.as_object().filter(|it| !it.is_empty());
    let Some(members) = members else {
        return Err(attribute.expected("an object with gte, lt or both").into());
    };
    let mut errors = Errors::new();
    let mut interval = Interval::default();
    for (name, value) in members {
        let member = Attribute {
            value: value.clone(),
            pointer: attribute.pointer.member(name),
        };
        let bound: fn(Timestamp) -> Interval = match &**name {
            "gte" => Interval::since,
            "lt" => Interval::until,
            _ => {
                errors.push(member.invalid("a time range has no members but gte and lt"));
                continue;
            }
        };
        if let Some(at) = errors.check(text(&member, str::parse)) {
            interval = interval.and(bound(at));
        }
    }
    errors.or(interval)
}

/// The records that are named. An empty list is refused, as it could be mistaken for all of them.
fn records(kind: Kind, relationships: &mut Relationships) -> Result<Vec<RecordId>, Errors> {
    let Some(sent) = relationships.take(kind.as_str()) else {
        return Ok(Vec::new());
    };
    several(kind, sent, MOST_RECORDS)
}
