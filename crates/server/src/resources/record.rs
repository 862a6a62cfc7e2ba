use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use wellhead_core::record::{EachKind, Kind, Record, RecordRef};
use wellhead_core::resource::ExternalId;
use wellhead_core::source::Held;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::shape::{
    Attribute, CREATED_AT, DELETED_AT, Relationship, Set, Shape, UPDATED_AT, Value,
};
use super::{Home, Resource, source, workspace};
use crate::codes;

static SHAPES: EachKind<Shape> = EachKind::by(describe);
static QUERIES: EachKind<QuerySpec> = EachKind::by(|kind| QuerySpec {
    include: &[workspace::TYPE],
    fields: vec![
        (kind.as_str(), shape(kind).names()),
        (workspace::TYPE, workspace::FIELDS),
    ]
    .leak(),
    ..QuerySpec::NONE
});

/// The member of a merged record's `meta` that says which one it is part of now.
pub(crate) const MERGED_INTO: &str = "merged_into";
const MERGED: Attribute = Attribute::new(MERGED_INTO, Value::Id, Set::Never)
    .about("The record that a merged one is part of now. Not in lists.");

/// The shape of records of this kind.
pub(crate) fn shape(kind: Kind) -> &'static Shape {
    SHAPES.of(kind)
}

/// The query options for documents about records of this kind.
pub(crate) fn query(kind: Kind) -> QuerySpec {
    *QUERIES.of(kind)
}

/// The read-only relationships: to the workspace, and to the record's links and identities.
pub(crate) const fn read_only(kind: Kind) -> [&'static str; 3] {
    [workspace::TYPE, kind.wire().links, kind.wire().identities]
}

fn describe(kind: Kind) -> Shape {
    let declaration = kind.declaration();
    let (words, examples) = (&declaration.words, &declaration.examples);
    let fields = declaration.fields.iter().map(Attribute::of_field);
    let external_id = Attribute::text(
        declaration.external_id,
        ExternalId::MAX_CHARS,
        examples.external_id,
    );
    let external_id = external_id.nullable().set(Set::Optional);
    let attributes = fields.chain([external_id, CREATED_AT, UPDATED_AT, DELETED_AT]);
    Shape {
        of: kind.as_str(),
        path: kind.wire().records_path,
        one: words.one,
        many: words.many,
        about: words.about,
        example: examples.record,
        attributes: attributes.collect::<Vec<_>>().leak(),
        relationships: vec![
            Relationship::ToOne(workspace::TYPE, Set::Never),
            Relationship::ToMany(kind.wire().links),
            Relationship::ToMany(kind.wire().identities),
        ]
        .leak(),
        meta: vec![source::describe(kind), MERGED].leak(),
        conflicts: vec![
            codes::external_id_taken(kind),
            &codes::SUPPRESSED,
            &codes::ERASED,
            &codes::QUOTA_EXCEEDED,
        ]
        .leak(),
        ..ALIKE
    }
}

/// What records of all kinds have in common.
const ALIKE: Shape = Shape {
    hindrances: &[&codes::ID_TAKEN, &codes::QUOTA_EXCEEDED, &codes::SUPPRESSED],
    ..Shape::NONE
};

/// The attributes of a record, in the order of its kind's declaration.
pub(crate) struct Attributes<'a>(&'a Record);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(record) = self;
        let fields = record.kind.fields();
        let mut object = serializer.serialize_map(Some(fields.len() + 4))?;
        for (field, value) in fields.iter().zip(record.values.iter()) {
            object.serialize_entry(field.name, &value)?;
        }
        let external_id = record.external_id.as_ref().map(ExternalId::as_str);
        object.serialize_entry(record.kind.declaration().external_id, &external_id)?;
        object.serialize_entry("created_at", &record.times.created_at)?;
        object.serialize_entry("updated_at", &record.times.updated_at)?;
        object.serialize_entry("deleted_at", &record.times.deleted_at)?;
        object.end()
    }
}

pub(crate) fn path(record: RecordRef) -> String {
    format!("{}/{}", record.kind.wire().records_path, record.id)
}

pub(crate) fn home(record: &Record) -> Home {
    let collection = record.kind.wire().records_path;
    Home::new(collection, record.id.uuid(), record.times.deleted_at)
}

/// The only record of a document, which says who gave its values.
pub(crate) fn alone<'a>(tenant: Tenant, held: &'a Held, fields: &'a Fieldsets) -> Resource<'a> {
    let mut resource = resource(tenant, &held.record, fields);
    resource.meta = source::meta(held);
    resource
}

pub(crate) fn resource<'a>(
    tenant: Tenant,
    record: &'a Record,
    fields: &'a Fieldsets,
) -> Resource<'a> {
    let home = home(record);
    let of = record.kind.as_str();
    let attributes = super::Attributes::Record(Attributes(record));
    let mut resource = Resource::new(of, record.id.to_string(), attributes)
        .with_links(home.links())
        .with_fields(fields.of(of));
    resource.relationships = vec![
        home.to_one(workspace::TYPE, tenant.workspace().uuid()),
        home.to_many(record.kind.wire().links),
        home.to_many(record.kind.wire().identities),
    ];
    resource
}
