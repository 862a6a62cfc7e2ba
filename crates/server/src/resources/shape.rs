//! What a type of resource looks like, declared once: its sparse fieldset and its description follow.

use wellhead_jsonapi::Kind;

/// A type of resource.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The type.
    pub(crate) of: &'static str,
    /// Where its resources are.
    pub(crate) path: &'static str,
    /// One of them, for a human, with its article.
    pub(crate) one: &'static str,
    /// Several of them.
    pub(crate) many: &'static str,
    /// What they are.
    pub(crate) about: &'static str,
    /// An id, for examples.
    pub(crate) example: &'static str,
    pub(crate) attributes: &'static [Attribute],
    pub(crate) relationships: &'static [Relationship],
    /// What an update may run into, apart from what every update may.
    pub(crate) conflicts: &'static [&'static Kind],
}

/// An attribute.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    pub(crate) nullable: bool,
    pub(crate) set: Set,
}

/// What an attribute's value is, where it is not null.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    /// Text of so many characters at the most, and an example.
    Text(usize, &'static str),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// An instant.
    Time,
}

/// A relationship.
#[derive(Debug)]
pub(crate) enum Relationship {
    /// To one resource, whose type has the same name.
    ToOne(&'static str, Set),
    /// To any number of resources, which documents only link to.
    ToMany(&'static str),
}

/// Whether clients set a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Nobody does.
    Never,
    /// Whoever creates or updates the resource can.
    Optional,
    /// Whoever creates the resource has to, whoever updates it can.
    Required,
    /// Whoever creates the resource has to; then it is for good.
    Once,
    /// To null, and to nothing else.
    ToNull,
}

impl Shape {
    /// How many fields there are.
    pub(crate) const fn count(&self) -> usize {
        self.attributes.len() + self.relationships.len()
    }

    /// The names of all fields.
    pub(crate) const fn fields<const N: usize>(&self) -> [&'static str; N] {
        let mut names = [""; N];
        let mut i = 0;
        while i < N {
            names[i] = match self.attributes.len() {
                attributes if i < attributes => self.attributes[i].name,
                attributes => self.relationships[i - attributes].name(),
            };
            i += 1;
        }
        names
    }

    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    /// The relationship of this name.
    pub(crate) fn relationship(&self, name: &str) -> Option<&Relationship> {
        self.relationships.iter().find(|it| it.name() == name)
    }
}

impl Set {
    /// Whether whoever creates the resource has to.
    pub(crate) const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Once)
    }
}

impl Attribute {
    /// Text that is never null, nor anybody's to set.
    pub(crate) const fn text(name: &'static str, max: usize, example: &'static str) -> Self {
        Self::new(name, Value::Text(max, example), Set::Never)
    }

    /// One of a few words.
    pub(crate) const fn one_of(
        name: &'static str,
        words: fn() -> Vec<&'static str>,
        set: Set,
    ) -> Self {
        Self::new(name, Value::OneOf(words), set)
    }

    /// May be null.
    pub(crate) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Is set so.
    pub(crate) const fn set(mut self, set: Set) -> Self {
        self.set = set;
        self
    }

    const fn new(name: &'static str, value: Value, set: Set) -> Self {
        Self {
            name,
            value,
            nullable: false,
            set,
        }
    }
}

pub(crate) const CREATED_AT: Attribute = Attribute::new("created_at", Value::Time, Set::Never);
pub(crate) const UPDATED_AT: Attribute =
    Attribute::new("updated_at", Value::Time, Set::Never).nullable();
/// Setting it to null restores.
pub(crate) const DELETED_AT: Attribute =
    Attribute::new("deleted_at", Value::Time, Set::ToNull).nullable();

impl Relationship {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::ToOne(name, _) | Self::ToMany(name) => name,
        }
    }
}
