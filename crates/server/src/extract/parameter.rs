//! Query parameters of an endpoint's own: those that say how something is to be done.

use std::str::FromStr;

use wellhead_jsonapi::Error;
use wellhead_jsonapi::query::Query;

/// Whether the parameter `name` says yes; no where it is not given.
pub(crate) fn flag(query: &Query, name: &str) -> Result<bool, Error> {
    let value = value(query, name, "use true or false")?;
    Ok(value.unwrap_or(false))
}

/// The value of the parameter `name`, read as a `T`; `hint` says what it can be.
pub(crate) fn value<T: FromStr>(query: &Query, name: &str, hint: &str) -> Result<Option<T>, Error> {
    let sent = query.custom(name);
    sent.map(|it| it.value.parse().map_err(|_| it.invalid(hint)))
        .transpose()
}
