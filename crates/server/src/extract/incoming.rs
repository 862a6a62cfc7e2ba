//! From the resource objects that clients send to the input of commands.
//!
//! Used for requests about one resource and for operations in a batch. Only operations can name a resource by its
//! local id.

pub(crate) mod api_key;
pub(crate) mod identity;
pub(crate) mod link;
pub(crate) mod merge;
pub(crate) mod recall;
pub(crate) mod record;
pub(crate) mod retention;
pub(crate) mod rotation;
pub(crate) mod run;
pub(crate) mod selection;
pub(crate) mod unchanged;
pub(crate) mod webhook;
pub(crate) mod workspace_connector;

use std::fmt::Display;

use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_jsonapi::atomic::Lids;
use wellhead_jsonapi::error::kind::INVALID_RELATIONSHIP;
use wellhead_jsonapi::request::{
    Attribute, Attributes, Relationship, Relationships, ResourceObject,
};
use wellhead_jsonapi::{Error, Errors};

use crate::respond::failure::{invalid_id, read_only, unsupported};

/// The id that the client gives a new resource, if any.
fn brought_id<T: From<Uuid>>(object: &ResourceObject) -> Result<Option<T>, Error> {
    let parse = |id: &String| uuid(id).ok_or_else(|| invalid_id(object.pointer.member("id")));
    Ok(object.id.as_ref().map(parse).transpose()?.map(T::from))
}

/// Refuses an id from the client, for types whose ids the ledger makes.
fn minted(object: &ResourceObject) -> Result<(), Error> {
    match object.id {
        Some(_) => {
            Err(unsupported("the ledger makes the ids of this type")
                .at(object.pointer.member("id")))
        }
        None => Ok(()),
    }
}

/// The resource of type `of` that a relationship is to lead to.
pub(crate) fn target<T: From<Uuid>>(
    relationship: Relationship,
    of: &str,
    lids: &Lids<Uuid>,
) -> Result<T, Error> {
    let identifier = relationship.to_one(of)?.required()?;
    let id: Option<Uuid> = lids.resolve(&identifier, uuid)?;
    id.map(T::from)
        .ok_or_else(|| invalid_id(identifier.identity_pointer()))
}

/// The resource that the relationship `name` of a new resource leads to; its type has the same name.
fn required<T: From<Uuid>>(
    relationships: &mut Relationships,
    name: &str,
    lids: &Lids<Uuid>,
) -> Result<T, Error> {
    target(relationships.require(name)?, name, lids)
}

/// The resource that the relationship `name` is to lead to from now on, if it changes.
fn changed<T: From<Uuid>>(
    relationships: &mut Relationships,
    name: &str,
    lids: &Lids<Uuid>,
) -> Result<Option<T>, Error> {
    let sent = relationships.take(name);
    sent.map(|it| target(it, name, lids)).transpose()
}

/// The records that a relationship is to lead to: at least one, at most `most`.
fn several(kind: Kind, sent: Relationship, most: usize) -> Result<Vec<RecordId>, Errors> {
    let records = sent.to_many(kind.as_str())?;
    if records.targets.is_empty() || records.targets.len() > most {
        let many = kind.declaration().words.many;
        let detail = format!("name 1 to {most} {many}");
        let error = Error::new(&INVALID_RELATIONSHIP, detail).at(records.pointer);
        return Err(error.into());
    }
    let mut errors = Errors::new();
    let ids = records.targets.iter().filter_map(|record| {
        let id = record.id().map(uuid);
        let id = id.and_then(|id| id.ok_or_else(|| invalid_id(record.identity_pointer())));
        errors.check(id).map(RecordId::new)
    });
    let ids = ids.collect();
    errors.or(ids)
}

/// Takes the relationships that are read-only, and refuses those that were sent.
fn leave<'a>(
    relationships: &mut Relationships,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), Errors> {
    let sent = names
        .into_iter()
        .filter_map(|name| relationships.take(name));
    let errors = sent.map(|it| read_only(it.pointer, "this relationship cannot be changed"));
    errors.collect::<Errors>().or(())
}

/// Takes the attributes that are read-only, and refuses those that were sent.
fn keep(attributes: &mut Attributes, names: &[&str]) -> Result<(), Errors> {
    let sent = names.iter().filter_map(|name| attributes.take(name));
    let errors = sent.map(|it| read_only(it.pointer, "this attribute cannot be set here"));
    errors.collect::<Errors>().or(())
}

/// Takes the timestamps, which clients cannot set; returns whether `deleted_at` is to be cleared.
fn restores(attributes: &mut Attributes) -> Result<bool, Errors> {
    let mut errors = Errors::new();
    for name in ["created_at", "updated_at"] {
        if let Some(attribute) = attributes.take(name) {
            errors.push(read_only(attribute.pointer, "the ledger sets this time"));
        }
    }
    let deleted_at = attributes.take("deleted_at");
    match deleted_at {
        Some(attribute) if !attribute.value.is_null() => {
            errors.push(read_only(
                attribute.pointer,
                "to delete, send DELETE; null here restores",
            ));
            Err(errors)
        }
        sent => errors.or(sent.is_some()),
    }
}

/// The text of an attribute, parsed as a `T`.
fn text<T, E: Display>(
    attribute: &Attribute,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Error> {
    let text = attribute.value.as_str();
    parse(text.ok_or_else(|| attribute.expected("a string"))?)
        .map_err(|error| attribute.invalid(error.to_string()))
}

/// The attribute `name`, parsed as a `T`, if it was sent.
fn optional<T, E: Display>(
    attributes: &mut Attributes,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, Error> {
    let sent = attributes.take(name);
    sent.map(|it| text(&it, parse)).transpose()
}

/// The attribute `name`, parsed as a `T`: `None` if it was not sent, `Some(None)` if it is null.
#[expect(
    clippy::option_option,
    reason = "keeping a value and clearing it are different requests"
)]
fn nullable<T, E: Display>(
    attributes: &mut Attributes,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<Option<T>>, Error> {
    let read = |attribute: Attribute| {
        let there = !attribute.value.is_null();
        there.then(|| text(&attribute, parse)).transpose()
    };
    attributes.take(name).map(read).transpose()
}

/// A whole number from 0 to `most`.
fn whole(attribute: &Attribute, most: u64) -> Result<u64, Error> {
    let number = wellhead_json::whole(&attribute.value).filter(|number| *number <= most);
    number.ok_or_else(|| attribute.invalid(format!("use a whole number from 0 to {most}")))
}

/// An id has one spelling, everywhere.
fn uuid(id: &str) -> Option<Uuid> {
    id.parse().ok().map(RecordId::uuid)
}
