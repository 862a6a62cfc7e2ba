//! The names and fragments of SQL in which the kinds differ.

use wellhead_core::identity::Likeness;
use wellhead_core::record::{EachKind, Kind};

/// The names in SQL of one kind's links and records.
pub(crate) struct LinkTable {
    /// The table of the links; its indexes are named after it.
    pub(crate) links: &'static str,
    /// A link's public id.
    pub(crate) link_id: &'static str,
    /// The link's reference to its record.
    pub(crate) record_pk: &'static str,
    /// The table of the records.
    pub(crate) records: &'static str,
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
            links: sql.links,
            link_id: sql.link_id,
            record_pk: sql.record_pk,
            records: sql.records,
            record_id: sql.record_id,
        }
    }
}

/// The names in SQL of one kind's identities and records.
pub(crate) struct IdentityTable {
    /// The table of the identities; its indexes are named after it.
    pub(crate) identities: &'static str,
    /// An identity's public id.
    pub(crate) identity_id: &'static str,
    /// The identity's reference to its record.
    pub(crate) record_pk: &'static str,
    /// The table of the records.
    pub(crate) records: &'static str,
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
            identities: sql.identities,
            identity_id: sql.identity_id,
            record_pk: sql.record_pk,
            records: sql.records,
            record_id: sql.record_id,
        }
    }
}

/// The names in SQL of one kind's records, and the fragments of statements that list its fields. They are built once,
/// so that a statement always has the same text.
pub(crate) struct RecordTable {
    /// The table; its indexes are named after it.
    pub(crate) records: &'static str,
    /// A record's public id.
    pub(crate) id: &'static str,
    /// The id that a record has in its own system.
    pub(crate) external_id: &'static str,
    /// The columns of a record, and then the `pk`.
    pub(crate) columns: String,
    /// The columns of the fields and then of the keys, each followed by a comma.
    pub(crate) written: String,
    /// A parameter for each of these, `:0`, `:1` and so on, each followed by a comma.
    pub(crate) values: String,
    /// An assignment for each of these, each followed by a comma.
    pub(crate) assignments: String,
}

static RECORDS: EachKind<RecordTable> = EachKind::by(RecordTable::new);

impl RecordTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        RECORDS.of(kind)
    }

    fn new(kind: Kind) -> Self {
        let (records, id) = (kind.sql().records, kind.sql().record_id);
        let external_id = kind.declaration().external_id;
        let mut table = Self {
            records,
            id,
            external_id,
            columns: String::new(),
            written: String::new(),
            values: String::new(),
            assignments: String::new(),
        };
        let fields = kind.fields().iter().map(|field| field.name);
        let shown: String = fields.clone().flat_map(|name| [name, ", "]).collect();
        let keys = Likeness::of(kind).iter().map(|of| of.column());
        for (position, name) in fields.chain(keys).enumerate() {
            table.written.extend([name, ", "]);
            table.values.extend([format!(":{position}, ")]);
            table
                .assignments
                .extend([format!("{name} = :{position}, ")]);
        }
        table.columns =
            format!("{id}, {shown}{external_id}, created_at, updated_at, deleted_at, pk");
        table
    }
}
