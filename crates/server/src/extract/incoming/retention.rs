use wellhead_core::privacy::retention::{Category, Holding, Period, RuleChanges};
use wellhead_core::record::Kind;
use wellhead_jsonapi::request::{Attribute, ResourceObject};
use wellhead_jsonapi::{Error, Errors};

use super::{keep, minted};

/// The attributes of a policy that only the ledger sets.
const KEPT: &[&str] = &["covers_since", "begun_at", "updated_at"];

/// The changes of rules.
pub(crate) fn policy(mut object: ResourceObject) -> Result<RuleChanges, Errors> {
    let mut errors = Errors::new();
    let mut changes = RuleChanges::new();
    for category in Category::ALL {
        let Some(sent) = object.attributes.take(category.as_str()) else {
            continue;
        };
        if category.is_by_kind() {
            let found = errors.check(by_kind(*category, &sent));
            changes.extend(found.unwrap_or_default());
        } else if let Some(period) = errors.check(period(&sent)) {
            changes.extend(Holding::each(*category).map(|holding| (holding, period)));
        }
    }
    errors.check(keep(&mut object.attributes, KEPT));
    errors.check(object.finish());
    errors.or(changes)
}

/// A request to remove what is over: it says nothing more.
pub(crate) fn request(object: ResourceObject) -> Result<(), Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    errors.check(object.finish());
    errors.or(())
}

/// An object with numbers of days by kinds of record.
fn by_kind(category: Category, attribute: &Attribute) -> Result<RuleChanges, Errors> {
    let members = attribute.value.as_object().filter(|it| !it.is_empty());
    let Some(members) = members else {
        let expected = attribute.expected("an object with a number of days for at least one kind");
        return Err(expected.into());
    };
    let mut errors = Errors::new();
    let mut changes = RuleChanges::new();
    for (name, value) in members {
        let member = Attribute {
            value: value.clone(),
            pointer: attribute.pointer.member(name),
        };
        let kind = name.parse::<Kind>();
        let kind =
            errors.check(kind.map_err(|error| member.invalid(format!("{name:?} is {error}"))));
        let period = errors.check(period(&member));
        let holding = kind.and_then(|kind| Holding::new(category, Some(kind)));
        changes.extend(holding.zip(period));
    }
    errors.or(changes)
}

/// A number of days, or null for ever.
fn period(attribute: &Attribute) -> Result<Option<Period>, Error> {
    if attribute.value.is_null() {
        return Ok(None);
    }
    let days = wellhead_json::whole(&attribute.value).map(Period::of_days);
    match days {
        Some(Ok(period)) => Ok(Some(period)),
        _ => Err(attribute.invalid(format!(
            "use a whole number of days from 1 to {}, or null to keep it for ever",
            Period::LONGEST
        ))),
    }
}
