use std::collections::BTreeMap;

use super::{Holding, InvalidHolding};

/// How many rows retention has removed, or would, of each holding that had some. Of the journal, rows count: those of one
/// transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed(BTreeMap<Holding, u64>);

impl Removed {
    /// Adds some.
    pub fn add(&mut self, holding: Holding, number: u64) {
        if number > 0 {
            *self.0.entry(holding).or_default() += number;
        }
    }

    /// How many of one holding.
    #[must_use]
    pub fn of(&self, holding: Holding) -> u64 {
        self.0.get(&holding).copied().unwrap_or_default()
    }

    /// Those that had some, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Holding, u64)> {
        self.0.iter().map(|(holding, number)| (*holding, *number))
    }

    /// The number of all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// As a store keeps it: a JSON object.
    #[must_use]
    pub fn stored(&self) -> String {
        let object: serde_json::Map<_, _> = self
            .iter()
            .map(|(holding, number)| (holding.to_string(), number.into()))
            .collect();
        serde_json::Value::Object(object).to_string()
    }

    /// Reads what [`stored`](Self::stored) wrote.
    ///
    /// # Errors
    /// When the text is something else.
    pub fn from_stored(text: &str) -> Result<Self, InvalidHolding> {
        let object: BTreeMap<String, u64> =
            serde_json::from_str(text).map_err(|_| InvalidHolding)?;
        object
            .into_iter()
            .map(|(holding, number)| Ok((holding.parse()?, number)))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::retention::Category;
    use crate::record::Kind;

    #[test]
    fn is_read_as_it_was_stored() {
        let people = Holding::new(Category::Links, Some(Kind::People)).unwrap();
        let mut removed = Removed::default();
        assert_eq!(
            Removed::from_stored(&removed.stored()),
            Ok(Removed::default())
        );
        removed.add(people, 2);
        removed.add(people, 3);
        removed.add(Holding::JOURNAL, 0);
        assert_eq!(removed.stored(), r#"{"links/people":5}"#);
        assert_eq!(Removed::from_stored(&removed.stored()), Ok(removed.clone()));
        assert_eq!((removed.of(people), removed.total()), (5, 5));
        assert_eq!(Removed::from_stored("[]"), Err(InvalidHolding));
    }
}
