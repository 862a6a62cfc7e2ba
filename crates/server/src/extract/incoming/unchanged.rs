//! What a client sends back as it has read it.
//!
//! Many clients change one member of a resource and send all of it. So what they cannot set is accepted if it is what the
//! resource shows, and is refused only where it differs. What they can set is left alone, too, where it is as it is shown:
//! it was not asked for.

use serde_json::Value as Json;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::document;
use wellhead_jsonapi::request::{Identifier, Identity, Linkage, ResourceObject};

use super::uuid;
use crate::resources::Resource;
use crate::resources::shape::{Attribute, Relationship, Set, Shape, Value};

/// Whether a client sends something that only what is there can tell to be right. What `asks` names is left out: it is
/// sent to ask for something.
pub(crate) fn is_sent_back(object: &ResourceObject, shape: &Shape, asks: &[&str]) -> bool {
    let attributes = shape.attributes.iter();
    let mut attributes = attributes.filter(|it| is_kept(it) && !asks.contains(&it.name));
    let mut relationships = shape.relationships.iter().filter(|it| is_fixed(it));
    attributes.any(|it| {
        let sent = object.attributes.get(it.name);
        sent.is_some_and(|value| it.set != Set::ToNull || !value.is_null())
    }) || relationships.any(|it| object.relationships.get(it.name()).is_some())
}

/// Takes all that a client has sent as it is `shown`.
pub(crate) fn forget(object: &mut ResourceObject, shape: &Shape, shown: &Resource<'_>) {
    forget_but(object, shape, shown, &[]);
}

/// The same, but for what `asks` names.
pub(crate) fn forget_but(
    object: &mut ResourceObject,
    shape: &Shape,
    shown: &Resource<'_>,
    asks: &[&str],
) {
    let attributes = serde_json::to_value(&shown.attributes);
    let attributes = attributes.expect("attributes can be written as JSON");
    let others = shape
        .attributes
        .iter()
        .filter(|it| !asks.contains(&it.name));
    for attribute in others {
        let shown = attributes.get(attribute.name);
        let sent = object.attributes.get(attribute.name);
        if sent
            .zip(shown)
            .is_some_and(|(sent, shown)| says(attribute, sent, shown))
        {
            object.attributes.take(attribute.name);
        }
    }
    for relationship in shape.relationships {
        let name = relationship.name();
        let shown = shown.relationships.iter().find(|(known, _)| *known == name);
        let shown = shown.and_then(|(_, shown)| shown.data.as_ref());
        let differs = |linkage| shown.is_none_or(|shown| !leads(linkage, shown));
        let sent = object.relationships.get(name);
        if !sent.is_some_and(|sent| differs(&sent.linkage)) {
            object.relationships.take(name);
        }
    }
}

/// Times are shown to the millisecond, and kept more precisely.
const fn is_kept(attribute: &Attribute) -> bool {
    !is_open(attribute.set) || matches!(attribute.value, Value::Time)
}

const fn is_fixed(relationship: &Relationship) -> bool {
    !matches!(relationship, Relationship::ToOne(_, set) if is_open(*set))
}

/// Whether an update can set it to any value.
const fn is_open(set: Set) -> bool {
    matches!(set, Set::Optional | Set::Required | Set::Always)
}

/// Whether a value is the one that is shown. Programs write the same time in several ways.
fn says(attribute: &Attribute, sent: &Json, shown: &Json) -> bool {
    let time = |value: &Json| {
        let time: Timestamp = value.as_str()?.parse().ok()?;
        Some(time.to_string())
    };
    let is_time = matches!(attribute.value, Value::Time);
    sent == shown || is_time && time(sent).is_some_and(|it| Some(it) == time(shown))
}

/// Whether linkage leads to what is shown.
fn leads(sent: &Linkage, shown: &document::Linkage<'_>) -> bool {
    let is_it = |(sent, shown): (&Identifier, &document::Identifier<'_>)| {
        let Identity::Id(id) = &sent.identity else {
            return false;
        };
        sent.of == shown.of && uuid(id).is_some_and(|id| Some(id) == uuid(&shown.id))
    };
    match (sent, shown) {
        (Linkage::ToOne(sent), document::Linkage::ToOne(shown)) => match (sent, shown) {
            (None, None) => true,
            (sent, shown) => sent.as_ref().zip(shown.as_ref()).is_some_and(is_it),
        },
        (Linkage::ToMany(sent), document::Linkage::ToMany(shown)) => {
            sent.len() == shown.len() && sent.iter().zip(shown).all(is_it)
        }
        _ => false,
    }
}
