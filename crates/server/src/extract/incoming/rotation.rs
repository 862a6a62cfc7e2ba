use std::time::Duration;

use wellhead_jsonapi::Errors;
use wellhead_jsonapi::request::ResourceObject;

use super::{minted, whole};
use crate::resources::rotation::{DEFAULT_OVERLAP, MAX_OVERLAP, OVERLAP};

/// For how long what is rotated goes on.
pub(crate) fn overlap(mut object: ResourceObject) -> Result<Duration, Errors> {
    let mut errors = Errors::new();
    errors.check(minted(&object));
    let sent = object.attributes.take(OVERLAP);
    let seconds = sent.map(|it| whole(&it, MAX_OVERLAP)).transpose();
    let seconds = errors.check(seconds);
    errors.check(object.finish());
    let seconds = seconds.flatten().unwrap_or(DEFAULT_OVERLAP);
    errors.or(Duration::from_secs(seconds))
}
