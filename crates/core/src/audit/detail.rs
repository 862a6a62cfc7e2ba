use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;
use uuid::Uuid;

use crate::labels::labels;

labels! {
    /// What an entry can say besides.
    Fact, InvalidFact, "not a fact of the audit log";
    /// The job that does the work.
    Job => "job",
    /// The erasure, rectification or restriction.
    Recall => "recall",
    /// The key that takes the place of the one that was rotated.
    Successor => "successor",
    /// 1 if it was only counted what would be done.
    DryRun => "dry_run",
    /// How many operations were sent.
    Operations => "operations",
    /// The position behind which an export begins.
    After => "after",
    /// The position up to which an export goes.
    Upto => "upto",
}

/// An id or a number: nothing in which a name could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// An id.
    Id(Uuid),
    /// A number.
    Number(u64),
}

/// Ids and numbers that an entry has besides, in the order of [`Fact`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail(BTreeMap<Fact, Value>);

impl Detail {
    /// With this fact, in the place of what was known of it.
    #[must_use]
    pub fn and(mut self, fact: Fact, value: Value) -> Self {
        self.0.insert(fact, value);
        self
    }

    /// With what another one says.
    #[must_use]
    pub fn and_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What it says of `fact`.
    #[must_use]
    pub fn get(&self, fact: Fact) -> Option<Value> {
        self.0.get(&fact).copied()
    }

    /// All that it says.
    pub fn iter(&self) -> impl Iterator<Item = (Fact, Value)> {
        self.0.iter().map(|(fact, value)| (*fact, *value))
    }

    /// A JSON object.
    ///
    /// # Panics
    /// Never: it can be written.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("ids and numbers can be written")
    }
}

impl Serialize for Detail {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(fact, value)| (fact.as_str(), value)))
    }
}

/// The text is not the JSON of a [`Detail`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an object of ids and numbers")]
pub struct InvalidDetail;

impl FromStr for Detail {
    type Err = InvalidDetail;

    fn from_str(text: &str) -> Result<Self, InvalidDetail> {
        let members: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|_| InvalidDetail)?;
        let fact = |(name, value): (String, serde_json::Value)| {
            let value = match value.as_str() {
                Some(id) => id.parse().ok().map(Value::Id),
                None => value.as_u64().map(Value::Number),
            };
            Some((name.parse().ok()?, value?))
        };
        let facts: Option<_> = members.into_iter().map(fact).collect();
        facts.map(Self).ok_or(InvalidDetail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_read_as_it_is_written() {
        let detail = Detail::default()
            .and(Fact::Upto, Value::Number(7))
            .and(Fact::Job, Value::Id(Uuid::from_u128(7)));
        let json = r#"{"job":"00000000-0000-0000-0000-000000000007","upto":7}"#;
        assert_eq!(detail.json(), json);
        assert_eq!(json.parse(), Ok(detail));
        assert_eq!("{}".parse(), Ok(Detail::default()));
    }

    #[test]
    fn nothing_but_ids_and_numbers_is_a_detail() {
        for text in [
            "",
            "[]",
            r#"{"job":"Ada"}"#,
            r#"{"name":1}"#,
            r#"{"upto":-1}"#,
        ] {
            assert_eq!(text.parse::<Detail>(), Err(InvalidDetail), "{text}");
        }
    }
}
