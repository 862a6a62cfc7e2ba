use std::collections::BTreeMap;

use super::{Value, Values};

/// What is to change of a record's values; a field that is not named keeps its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueChanges(BTreeMap<usize, Option<Value>>);

impl ValueChanges {
    /// Puts a value into the field at `position`, or none.
    pub fn set(&mut self, position: usize, value: Option<Value>) {
        self.0.insert(position, value);
    }

    /// What the field at `position` gets; `None` where it keeps what it has.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<Option<&Value>> {
        self.0.get(&position).map(Option::as_ref)
    }

    /// What `values` become.
    #[must_use]
    pub fn applied(self, mut values: Values) -> Values {
        for (position, value) in self.0 {
            values.set(position, value);
        }
        values
    }
}
