use std::collections::BTreeMap;

use crate::record::{Field, InvalidValue, Type};

/// What a connector is asked about in law, in the order in which it is shown.
pub const FIELDS: [Field; 5] = [
    Field::new(
        "legal_name",
        Type::Text(500),
        "HubSpot Ireland Limited",
        "The registered name of whoever is behind the connector: the source or recipient in law.",
    ),
    Field::new(
        "address",
        Type::Text(1_000),
        "1 Sir John Rogerson's Quay, Dublin 2",
        "Where it is established.",
    ),
    Field::new(
        "country",
        Type::Country,
        "IE",
        "The country of that address.",
    ),
    Field::new(
        "contact",
        Type::Contact(500),
        "privacy@hubspot.example",
        "How to reach those who answer for data protection there: an e-mail address or a URL.",
    ),
    Field::new(
        "purpose",
        Type::Text(1_000),
        "Sending the newsletter",
        "What the data is exchanged for.",
    ),
];

/// Who is behind a connector in law. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct LegalEntity([Option<String>; FIELDS.len()]);

impl LegalEntity {
    /// The values, in the order of [`FIELDS`].
    #[must_use]
    pub const fn values(&self) -> &[Option<String>; FIELDS.len()] {
        &self.0
    }

    /// Each field's name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        let names = FIELDS.iter().map(|field| field.name);
        names.zip(self.0.iter().map(Option::as_deref))
    }

    /// The value of the field of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(it, _)| *it == name)?.1
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The registered name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.get("legal_name")
    }

    /// What this says, and where it says nothing, what `other` does.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let mut all = self.clone();
        for (own, other) in all.0.iter_mut().zip(&other.0) {
            if own.is_none() {
                own.clone_from(other);
            }
        }
        all
    }

    /// As a store keeps it: a JSON object of what is known.
    #[must_use]
    pub fn stored(&self) -> String {
        let known = self.iter().filter_map(|(name, it)| Some((name, it?)));
        let known: BTreeMap<_, _> = known.collect();
        serde_json::json!(known).to_string()
    }

    /// Reads what a store kept; nothing stands for an entity of which nothing is known.
    ///
    /// # Errors
    /// If it is not JSON of that form.
    pub fn from_stored(text: Option<&str>) -> Result<Self, serde_json::Error> {
        let known = text.map(serde_json::from_str).transpose()?;
        let mut known: BTreeMap<String, String> = known.unwrap_or_default();
        Ok(Self(FIELDS.each_ref().map(|it| known.remove(it.name))))
    }
}

/// Changes to a [`LegalEntity`]; what is not mentioned stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LegalChanges(BTreeMap<usize, Option<String>>);

impl LegalChanges {
    /// Sets the field at this position of [`FIELDS`].
    ///
    /// # Errors
    /// If the text is not a value of the field.
    ///
    /// # Panics
    /// If there is no such field.
    pub fn set(&mut self, position: usize, text: &str) -> Result<(), InvalidValue> {
        let value = FIELDS[position].parse(text)?.to_string();
        self.0.insert(position, Some(value));
        Ok(())
    }

    /// Empties the field at this position of [`FIELDS`].
    pub fn clear(&mut self, position: usize) {
        self.0.insert(position, None);
    }

    /// Whether they mention nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `before` becomes.
    ///
    /// # Panics
    /// If they name a field that there is not.
    #[must_use]
    pub fn applied(&self, before: &LegalEntity) -> LegalEntity {
        let mut after = before.clone();
        for (position, change) in &self.0 {
            after.0[*position].clone_from(change);
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(values: [Option<&str>; FIELDS.len()]) -> LegalEntity {
        let mut changes = LegalChanges::default();
        for (position, value) in values.into_iter().enumerate() {
            match value {
                Some(text) => changes.set(position, text).unwrap(),
                None => changes.clear(position),
            }
        }
        changes.applied(&LegalEntity::default())
    }

    #[test]
    fn what_is_kept_is_what_was_said() {
        let all = entity([
            Some(" Engines Ltd "),
            Some("1 \"Analytical\" Row\nLondon"),
            Some("gb"),
            Some("dpo@engines.example"),
            None,
        ]);
        assert_eq!(all.name(), Some("Engines Ltd"));
        assert_eq!(all.get("country"), Some("GB"));
        for it in [all, LegalEntity::default()] {
            assert_eq!(LegalEntity::from_stored(Some(&it.stored())).unwrap(), it);
        }
        assert!(LegalEntity::from_stored(None).unwrap().is_empty());
        assert!(LegalEntity::from_stored(Some("[]")).is_err());
    }

    #[test]
    fn changes_leave_the_rest() {
        let before = entity([Some("A"), Some("Here"), None, None, None]);
        let mut changes = LegalChanges::default();
        assert!(changes.is_empty());
        changes.clear(1);
        changes.set(2, "IE").unwrap();
        let after = changes.applied(&before);
        assert_eq!(after, entity([Some("A"), None, Some("IE"), None, None]));
        assert_eq!(
            after.or(&before),
            entity([Some("A"), Some("Here"), Some("IE"), None, None])
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut changes = LegalChanges::default();
        for (position, text) in [(0, " "), (2, "UK"), (3, "call us"), (3, "http://")] {
            assert!(changes.set(position, text).is_err(), "{text}");
        }
        assert!(changes.is_empty());
        for contact in ["https://x.example/privacy", "dpo@x.example"] {
            assert_eq!(changes.set(3, contact), Ok(()), "{contact}");
        }
    }
}
