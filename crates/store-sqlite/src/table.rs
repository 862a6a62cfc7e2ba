//! The names and fragments of SQL in which the kinds differ.

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
    /// The columns of the fields, each followed by a comma.
    pub(crate) fields: String,
    /// A parameter for each field, `:0`, `:1` and so on, each followed by a comma.
    pub(crate) values: String,
    /// An assignment for each field, each followed by a comma.
    pub(crate) assignments: String,
    /// The same of the key by which a record's e-mail address is found, `:email_key`: its column, parameter and
    /// assignment. Empty if the kind has none.
    pub(crate) email_key: [&'static str; 3],
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
            fields: String::new(),
            values: String::new(),
            assignments: String::new(),
            email_key: match kind.declaration().email {
                Some(_) => ["email_key, ", ":email_key, ", "email_key = :email_key, "],
                None => [""; 3],
            },
        };
        for (position, field) in kind.fields().iter().enumerate() {
            let name = field.name;
            table.fields.extend([name, ", "]);
            table.values.extend([format!(":{position}, ")]);
            table
                .assignments
                .extend([format!("{name} = :{position}, ")]);
        }
        table.columns = format!(
            "{id}, {}{external_id}, created_at, updated_at, deleted_at, pk",
            table.fields
        );
        table
    }
}
