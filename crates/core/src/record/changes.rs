use std::collections::BTreeMap;

use super::{Value, Values};

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

    /// `values` with the changes.
    #[must_use]
    pub fn applied(self, mut values: Values) -> Values {
        for (position, value) in self.0 {
            values.set(position, value);
        }
        values
    }
}
