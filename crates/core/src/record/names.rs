use super::{Value, Values};
use crate::text::Name;

/// What a person is called, as far as it is known: the values of [`Kind::People`](super::Kind::People), for
/// whoever has them one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonNames {
    /// `first_name`
    pub first: Option<Name>,
    /// `last_name`
    pub last: Option<Name>,
    /// `full_name`
    pub full: Option<Name>,
}

impl From<PersonNames> for Values {
    fn from(names: PersonNames) -> Self {
        let PersonNames { first, last, full } = names;
        let value = |name: Option<Name>| name.map(|name| Value::Text(name.to_string()));
        Self::from_stored([first, last, full].map(value).to_vec())
    }
}
