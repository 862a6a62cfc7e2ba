//! The names and fragments of SQL in which the kinds differ.

use wellhead_core::identity::Likeness;
use wellhead_core::record::{EachKind, Field, Kind, Type};

use crate::row::times_of;

/// The names in SQL of one kind's links and records.
pub(crate) struct LinkTable {
    /// The table of the links.
    pub(crate) links: String,
    /// A link's public id.
    pub(crate) link_id: &'static str,
    /// The link's reference to its record.
    pub(crate) record_pk: &'static str,
    /// The table of the records.
    pub(crate) records: String,
    /// A record's public id.
    pub(crate) record_id: &'static str,
}

static LINKS: EachKind<LinkTable> = EachKind::by(LinkTable::new);

impl LinkTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        LINKS.of(kind)
    }

    fn new(kind: Kind) -> Self {
        let sql = kind.sql();
        Self {
            links: qualified(sql.links),
            link_id: sql.link_id,
            record_pk: sql.record_pk,
            records: qualified(sql.records),
            record_id: sql.record_id,
        }
    }
}

/// The names in SQL of one kind's identities and records.
pub(crate) struct IdentityTable {
    /// The table of the identities.
    pub(crate) identities: String,
    /// An identity's public id.
    pub(crate) identity_id: &'static str,
    /// The identity's reference to its record.
    pub(crate) record_pk: &'static str,
    /// The table of the records.
    pub(crate) records: String,
    /// A record's public id.
    pub(crate) record_id: &'static str,
}

static IDENTITIES: EachKind<IdentityTable> = EachKind::by(IdentityTable::new);

impl IdentityTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        IDENTITIES.of(kind)
    }

    fn new(kind: Kind) -> Self {
        let sql = kind.sql();
        Self {
            identities: qualified(sql.identities),
            identity_id: sql.identity_id,
            record_pk: sql.record_pk,
            records: qualified(sql.records),
            record_id: sql.record_id,
        }
    }
}

/// The names in SQL of one kind's records, and the fragments of statements that list its fields. They are built once,
/// so that a statement always has the same text.
pub(crate) struct RecordTable {
    /// The table.
    pub(crate) records: String,
    /// A record's public id.
    pub(crate) id: &'static str,
    /// The id that a record has in its own system.
    pub(crate) external_id: &'static str,
    /// The function that finds the `pk` of records by the beginning of a name.
    pub(crate) named: String,
    /// The function that finds the `pk` of records by an external id of any case.
    pub(crate) identified: String,
    /// The columns of a record `p`.
    pub(crate) columns: String,
    /// The columns of the fields and then of the keys, each followed by a comma.
    pub(crate) written: String,
}

/// The columns of a record `p` that say who gave its values; they come behind the others.
pub(crate) const HELD: &str = "p.source_id, p.sources::text";

static RECORDS: EachKind<RecordTable> = EachKind::by(RecordTable::new);

impl RecordTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        RECORDS.of(kind)
    }

    fn new(kind: Kind) -> Self {
        let (sql, external_id) = (kind.sql(), kind.declaration().external_id);
        let shown = kind.fields().iter().map(|field| match field.of {
            // The driver has no type for `numeric`.
            Type::Money => format!("p.{}::text, ", field.name),
            _ => format!("p.{}, ", field.name),
        });
        let shown: String = shown.collect();
        let fields = kind.fields().iter().map(|field| field.name);
        let keys = Likeness::of(kind).iter().map(|of| of.column());
        let written = fields.chain(keys).flat_map(|name| [name, ", "]);
        Self {
            records: qualified(sql.records),
            id: sql.record_id,
            external_id,
            named: qualified(sql.named),
            identified: qualified(&format!("{kind}_identified")),
            columns: format!(
                "p.{}, {shown}p.{external_id}, {}",
                sql.record_id,
                times_of("p")
            ),
            written: written.collect(),
        }
    }
}

fn qualified(name: &str) -> String {
    format!("core_api.{name}")
}

/// The expression that turns `given`, a parameter or column of the type [`parameter`], into a value of `field`.
pub(crate) fn from_text(field: &Field, given: &str) -> String {
    match field.of {
        Type::Money => format!("{given}::text::numeric"),
        _ => given.to_owned(),
    }
}

/// The type of a parameter for values of `field`.
pub(crate) const fn parameter(field: &Field) -> &'static str {
    match field.of {
        Type::Date => "date",
        Type::Size => "bigint",
        Type::Text(_)
        | Type::Contact(_)
        | Type::Money
        | Type::Currency
        | Type::Country
        | Type::OneOf(_)
        | Type::IbanLast4
        | Type::Sha256 => "text",
    }
}
