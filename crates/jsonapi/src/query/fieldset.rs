/// The sparse fieldsets of one request, by resource type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fieldsets(pub(super) Vec<(&'static str, Vec<&'static str>)>);

impl Fieldsets {
    /// The fieldset of a type: all of its fields, unless the client says otherwise.
    #[must_use]
    pub fn of(&self, of: &str) -> Fieldset<'_> {
        let asked = self.0.iter().find(|(name, _)| *name == of);
        Fieldset(asked.map(|(_, fields)| &**fields))
    }
}

/// Which attributes and relationships of a resource to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fieldset<'a>(Option<&'a [&'static str]>);

impl<'a> Fieldset<'a> {
    /// Every field.
    pub const ALL: Self = Self(None);

    /// Only these fields.
    #[must_use]
    pub const fn only(fields: &'a [&'static str]) -> Self {
        Self(Some(fields))
    }

    /// Whether to send the field.
    #[must_use]
    pub fn has(self, field: &str) -> bool {
        self.0.is_none_or(|fields| fields.contains(&field))
    }

    /// Whether to send every field.
    #[must_use]
    pub const fn is_all(self) -> bool {
        self.0.is_none()
    }

    /// Whether to send no field at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        matches!(self.0, Some([]))
    }
}
