use wellhead_core::privacy::{NotificationChanges, Reference};
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::request::ResourceObject;

use super::{keep, leave, minted, nullable, optional, text};
use crate::resources::{notification, recall, suppression};

/// What a recall to be made is called elsewhere.
pub(crate) fn create(mut object: ResourceObject) -> Result<Option<Reference>, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let reference = nullable(&mut object.attributes, "reference", Reference::parse);
    let reference = errors.check(reference);
    errors.check(keep(&mut object.attributes, &recall::KEPT));
    errors.check(leave(&mut object.relationships, recall::FIXED));
    errors.check(object.finish());
    errors.or(reference.flatten().flatten())
}

/// The changes to a notification.
pub(crate) fn notification(mut object: ResourceObject) -> Result<NotificationChanges, Errors> {
    let mut errors = Errors::new();
    let attributes = &mut object.attributes;
    let status = errors.check(optional(attributes, "status", str::parse));
    let due_at = errors.check(optional(attributes, "due_at", str::parse::<Timestamp>));
    let reason = errors.check(nullable(attributes, "reason", Note::parse));
    let evidence = errors.check(nullable(attributes, "evidence", Note::parse));
    errors.check(keep(attributes, &notification::KEPT));
    errors.check(leave(&mut object.relationships, notification::FIXED));
    errors.check(object.finish());
    errors.or(NotificationChanges {
        status: status.flatten(),
        due_at: due_at.flatten(),
        reason: reason.flatten(),
        evidence: evidence.flatten(),
    })
}

/// Why a suppression is lifted; `None` if it is to stay as it is.
pub(crate) fn lift(mut object: ResourceObject) -> Result<Option<Note>, Errors> {
    let mut errors = Errors::new();
    let sent = object.attributes.require(suppression::REASON);
    let reason = sent.and_then(|it| {
        let is_given = !it.value.is_null();
        is_given.then(|| text(&it, Note::parse)).transpose()
    });
    let reason = errors.check(reason);
    errors.check(keep(&mut object.attributes, &suppression::KEPT));
    errors.check(leave(&mut object.relationships, suppression::FIXED));
    errors.check(object.finish());
    match reason {
        Some(reason) => errors.or(reason),
        None => Err(errors),
    }
}
