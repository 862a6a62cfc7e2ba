//! What a type of resource looks like, declared once: its sparse fieldset and its description follow.

use wellhead_core::record::{self, Field, Type};
use wellhead_jsonapi::Kind;

/// A type of resource.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The type.
    pub(crate) of: &'static str,
    /// The kind of record that it is about, where several types have one name.
    pub(crate) kind: Option<record::Kind>,
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
    /// What clients have to keep to, beside what each field asks for.
    pub(crate) rules: &'static [Rule],
    /// Whether the ledger makes all the ids, and clients bring none.
    pub(crate) minted: bool,
    /// What whoever creates one may run into, apart from what everybody may.
    pub(crate) hindrances: &'static [&'static Kind],
    /// What an update may run into, apart from what every update may.
    pub(crate) conflicts: &'static [&'static Kind],
}

/// An attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    /// What it says, where its name does not.
    pub(crate) about: Option<&'static str>,
    pub(crate) nullable: bool,
    /// Whether it may be missing.
    pub(crate) optional: bool,
    pub(crate) set: Set,
}

/// What an attribute's value is, where it is not null.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    /// Text of so many characters at the most, and an example.
    Text(usize, &'static str),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// What this field of a record holds, where that is not free text.
    Field(&'static Field),
    /// An instant.
    Time,
    /// Text of ours for people, of any length, and an example.
    Message(&'static str),
    /// An id.
    Id,
    /// Yes or no.
    Flag,
    /// How many.
    Count,
    /// A part of the whole, from 0 to 1.
    Share,
    /// An object with these members.
    Object(&'static [Attribute]),
    /// Any number of objects with these members.
    Objects(&'static [Attribute]),
}

/// A relationship.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Relationship {
    /// To one resource, whose type has the same name.
    ToOne(&'static str, Set),
    /// To any number of resources, which documents only link to.
    ToMany(&'static str),
    /// To one resource or none, which documents name and do not link to.
    Perhaps(&'static str),
    /// To 1 to so many resources, which whoever creates the resource can name.
    Several(&'static str, usize),
}

/// Whether clients set a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Nobody does.
    Never,
    /// Whoever creates or updates the resource can.
    Optional,
    /// Whoever creates the resource can; then it is for good.
    AtFirst,
    /// Whoever creates the resource has to, whoever updates it can.
    Required,
    /// Whoever creates or updates the resource has to.
    Always,
    /// Whoever creates the resource has to; then it is for good.
    Once,
    /// To null, and to nothing else.
    ToNull,
}

/// What holds between the fields that clients set.
#[derive(Debug)]
pub(crate) enum Rule {
    /// At least one is set.
    Something,
    /// This attribute is set only where that other one is this word.
    OnlyWhere(&'static str, &'static str, &'static str),
}

impl Shape {
    /// A type of which nothing is said yet.
    pub(crate) const NONE: Self = Self {
        of: "",
        kind: None,
        path: "",
        one: "",
        many: "",
        about: "",
        example: "",
        attributes: &[],
        relationships: &[],
        rules: &[],
        minted: false,
        hindrances: &[],
        conflicts: &[],
    };

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

    /// The names of all fields, of a type that is described once.
    pub(crate) fn names(&self) -> &'static [&'static str] {
        let attributes = self.attributes.iter().map(|it| it.name);
        let relationships = self.relationships.iter().map(Relationship::name);
        attributes.chain(relationships).collect::<Vec<_>>().leak()
    }

    /// The name of its schemas: its type, unless each kind of record has one of its own.
    pub(crate) fn schema(&self) -> String {
        let of = self.of;
        self.kind
            .map_or_else(|| of.to_owned(), |kind| format!("{kind}_{of}"))
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
        matches!(self, Self::Required | Self::Always | Self::Once)
    }

    /// Whether whoever creates the resource can.
    pub(crate) const fn is_open(self) -> bool {
        !matches!(self, Self::Never)
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

    /// A field of a record, which clients set.
    pub(crate) const fn of_field(field: &'static Field) -> Self {
        let value = match field.of {
            Type::Text(max) => Value::Text(max, field.example),
            _ => Value::Field(field),
        };
        let set = if field.is_required() {
            Set::Required
        } else {
            Set::Optional
        };
        Self {
            about: Some(field.about),
            nullable: field.is_nullable(),
            ..Self::new(field.name, value, set)
        }
    }

    /// An instant that nobody sets.
    pub(crate) const fn time(name: &'static str) -> Self {
        Self::new(name, Value::Time, Set::Never)
    }

    /// A number of things.
    pub(crate) const fn count(name: &'static str) -> Self {
        Self::new(name, Value::Count, Set::Never)
    }

    /// An object with these members.
    pub(crate) const fn object(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Value::Object(members), Set::Never)
    }

    /// Any number of objects with these members.
    pub(crate) const fn objects(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Value::Objects(members), Set::Never)
    }

    /// May be missing.
    pub(crate) const fn optional(mut self) -> Self {
        self.optional = true;
        self
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

    /// Anything else.
    pub(crate) const fn new(name: &'static str, value: Value, set: Set) -> Self {
        Self {
            name,
            value,
            about: None,
            nullable: false,
            optional: false,
            set,
        }
    }
}

pub(crate) const CREATED_AT: Attribute = Attribute::time("created_at");
pub(crate) const UPDATED_AT: Attribute = Attribute::time("updated_at").nullable();
/// Setting it to null restores.
pub(crate) const DELETED_AT: Attribute =
    Attribute::new("deleted_at", Value::Time, Set::ToNull).nullable();

impl Relationship {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::ToOne(name, _)
            | Self::ToMany(name)
            | Self::Perhaps(name)
            | Self::Several(name, _) => name,
        }
    }
}
