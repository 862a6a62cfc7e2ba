//! Query parameters that belong to one endpoint and say how it is to work.

use std::str::FromStr;

use wellhead_jsonapi::Error;
use wellhead_jsonapi::query::Query;

/// Whether the parameter `name` is true; false if it is absent.
pub(crate) fn flag(query: &Query, name: &str) -> Result<bool, Error> {
    let value = value(query, name, "use true or false")?;
    Ok(value.unwrap_or(false))
}

/// The value of the parameter `name`, parsed as a `T`; `hint` names the valid values.
pub(crate) fn value<T: FromStr>(query: &Query, name: &str, hint: &str) -> Result<Option<T>, Error> {
    let sent = query.custom(name);
    sent.map(|it| it.value.parse().map_err(|_| it.invalid(hint)))
        .transpose()
}
