use std::collections::BTreeMap;

use super::{Absent, Kind, Value, Values};

/// Changes to a record's values; a field that is not mentioned keeps its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueChanges(BTreeMap<usize, Option<Value>>);

impl ValueChanges {
    /// Sets or empties the field at `position`.
    pub fn set(&mut self, position: usize, value: Option<Value>) {
        self.0.insert(position, value);
    }

    /// The new value of the field at `position`; `None` if it does not change.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<Option<&Value>> {
        self.0.get(&position).map(Option::as_ref)
    }

    /// The changes that these make to a record with the values `before`: a value that was made of others, such as a full
    /// name, follows them, unless it is given itself.
    #[must_use]
    pub fn following(mut self, kind: Kind, before: &Values) -> Self {
        for (position, field) in kind.fields().iter().enumerate() {
            let Absent::Joined(names) = field.absent else {
                continue;
            };
            let is_made = before.get(position) == before.joined(kind, field, names).as_ref();
            if self.0.contains_key(&position) || !is_made {
                continue;
            }
            let after = self.clone().applied(before.clone());
            let joined = after.joined(kind, field, names);
            if after.get(position) != joined.as_ref() {
                self.set(position, joined);
            }
        }
        self
    }

    /// `values` with the changes.
    #[must_use]
    pub fn applied(self, mut values: Values) -> Values {
        for (position, value) in self.0 {
            values.set(position, value);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_follows_its_parts_unless_it_is_another() {
        let people = Kind::People;
        let values = |texts: [&'static str; 3]| Values::from_texts(people, texts).unwrap();
        let mut married = ValueChanges::default();
        married.set(1, Some(Value::Text("King".to_owned())));
        let renamed = |before: Values| {
            let changes = married.clone().following(people, &before);
            changes.applied(before)
        };
        let ada = ["Ada", "Byron", "Ada Byron"];
        assert_eq!(renamed(values(ada)), values(["Ada", "King", "Ada King"]));
        let countess = ["Ada", "Byron", "The Countess"];
        assert_eq!(
            renamed(values(countess)),
            values(["Ada", "King", "The Countess"])
        );
        let given = {
            let mut given = married.clone();
            given.set(2, Some(Value::Text("A. King".to_owned())));
            given.following(people, &values(ada))
        };
        assert_eq!(
            given.applied(values(ada)),
            values(["Ada", "King", "A. King"])
        );
    }
}
