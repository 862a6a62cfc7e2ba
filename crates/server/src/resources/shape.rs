//! The shape of a type of resource. Its sparse fieldsets and its description are derived from it.

use wellhead_core::record::{self, Field, Type};
use wellhead_jsonapi::Kind;

/// A type of resource.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The type.
    pub(crate) of: &'static str,
    /// The kind of record that it is about, if several types share the name.
    pub(crate) kind: Option<record::Kind>,
    /// The path of its collection; empty if it has none, and so no URL of its own.
    pub(crate) path: &'static str,
    /// The singular, with its article.
    pub(crate) one: &'static str,
    /// The plural.
    pub(crate) many: &'static str,
    /// A description.
    pub(crate) about: &'static str,
    /// An example of an id.
    pub(crate) example: &'static str,
    pub(crate) attributes: &'static [Attribute],
    pub(crate) relationships: &'static [Relationship],
    /// What its `meta` can say, beside its place on a page.
    pub(crate) meta: &'static [Attribute],
    /// Rules for clients that go beyond single fields.
    pub(crate) rules: &'static [Rule],
    /// Whether the ledger makes all ids, so that clients cannot choose them.
    pub(crate) minted: bool,
    /// The errors specific to creating one.
    pub(crate) hindrances: &'static [&'static Kind],
    /// The errors specific to updating one.
    pub(crate) conflicts: &'static [&'static Kind],
}

/// An attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    /// A description, if the name does not say enough.
    pub(crate) about: Option<&'static str>,
    pub(crate) nullable: bool,
    /// Whether it may be absent.
    pub(crate) optional: bool,
    /// What a new resource gets if this is not given. A field of a record declares that itself.
    pub(crate) default: Option<fn() -> &'static str>,
    pub(crate) set: Set,
}

/// The type of an attribute's value, when it is not null.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    /// Text with this maximum length in characters, and an example.
    Text(usize, &'static str),
    /// Some texts with this maximum length in characters, and an example.
    Texts(usize, &'static str),
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// The value of this field of a record, unless that is free text.
    Field(&'static Field),
    /// An instant.
    Time,
    /// A message for people, of any length, and an example.
    Message(&'static str),
    /// An id.
    Id,
    /// A boolean.
    Flag,
    /// A count.
    Count,
    /// A whole number from the first one to the second.
    Whole(u64, u64),
    /// Some of these words, in any order.
    SomeOf(fn() -> Vec<&'static str>),
    /// A URL with this maximum length in characters, and an example.
    Url(usize, &'static str),
    /// A fraction, from 0 to 1.
    Share,
    /// An object with these members.
    Object(&'static [Attribute]),
    /// An array of objects with these members.
    Objects(&'static [Attribute]),
}

/// A relationship.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Relationship {
    /// To one resource, whose type has the same name.
    ToOne(&'static str, Set),
    /// To any number of resources; documents only link to them.
    ToMany(&'static str),
    /// To one resource of another name's type, that is given on creation and never changes, or to none if that is
    /// optional; documents identify it but do not link to it.
    Given(&'static str, &'static str, Set),
    /// To one resource or none; documents identify it but do not link to it.
    Perhaps(&'static str),
    /// To one resource of one of these types or none, likewise.
    Any(&'static str, fn() -> Vec<&'static str>),
    /// To at least one and at most this many resources of another name's type, which can be given on creation only.
    Several(&'static str, &'static str, usize, Set),
    /// To the run, job or key that did what the name says, or to none; documents identify it but do not link to it.
    Cause(&'static str),
}

/// Whether clients can set a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Never.
    Never,
    /// Optional on creation and on update.
    Optional,
    /// Optional on creation; it never changes afterwards.
    AtFirst,
    /// Required on creation, optional on update.
    Required,
    /// Required on creation and on update.
    Always,
    /// Required on creation; it never changes afterwards.
    Once,
    /// Only to null, on update.
    ToNull,
}

/// A rule about several fields.
#[derive(Debug)]
pub(crate) enum Rule {
    /// At least one field is set.
    Something,
    /// This attribute may be set only if that other one has this value.
    OnlyWhere(&'static str, &'static str, &'static str),
}

impl Shape {
    /// An empty shape, to build on.
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
        meta: &[],
        rules: &[],
        minted: false,
        hindrances: &[],
        conflicts: &[],
    };

    /// The number of fields.
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

    /// The names of all fields, for a type that has one shape.
    pub(crate) fn names(&self) -> &'static [&'static str] {
        let attributes = self.attributes.iter().map(|it| it.name);
        let relationships = self.relationships.iter().map(Relationship::name);
        attributes.chain(relationships).collect::<Vec<_>>().leak()
    }

    /// The name of its schemas: its type, unless each kind of record has its own schemas.
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
    /// Whether it is required on creation.
    pub(crate) const fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Always | Self::Once)
    }

    /// Whether it can be set on creation.
    pub(crate) const fn is_open(self) -> bool {
        !matches!(self, Self::Never)
    }
}

impl Attribute {
    /// Text that is never null, and that clients cannot set.
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

    /// A field of a record, which clients can set.
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

    /// An instant that clients cannot set.
    pub(crate) const fn time(name: &'static str) -> Self {
        Self::new(name, Value::Time, Set::Never)
    }

    /// A count.
    pub(crate) const fn count(name: &'static str) -> Self {
        Self::new(name, Value::Count, Set::Never)
    }

    /// An object with these members.
    pub(crate) const fn object(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Value::Object(members), Set::Never)
    }

    /// An array of objects with these members.
    pub(crate) const fn objects(name: &'static str, members: &'static [Self]) -> Self {
        Self::new(name, Value::Objects(members), Set::Never)
    }

    /// Makes it optional.
    pub(crate) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Makes it nullable.
    pub(crate) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Sets what a new resource gets if this is not given.
    pub(crate) const fn or(mut self, default: fn() -> &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// Describes it.
    pub(crate) const fn about(mut self, about: &'static str) -> Self {
        self.about = Some(about);
        self
    }

    /// Changes who sets it.
    pub(crate) const fn set(mut self, set: Set) -> Self {
        self.set = set;
        self
    }

    /// An attribute that is always there and never null.
    pub(crate) const fn new(name: &'static str, value: Value, set: Set) -> Self {
        Self {
            name,
            value,
            about: None,
            nullable: false,
            optional: false,
            default: None,
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
            | Self::Given(name, ..)
            | Self::Perhaps(name)
            | Self::Any(name, _)
            | Self::Several(name, ..)
            | Self::Cause(name) => name,
        }
    }
}
