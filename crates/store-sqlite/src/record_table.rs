use std::sync::LazyLock;

use wellhead_core::record::Kind;

/// The names in SQL of one kind of record, and the parts of statements that its fields make up. They are put
/// together once, so that a statement is the same text whenever it is asked.
pub(crate) struct RecordTable {
    /// The table; its indexes are named after it.
    pub(crate) records: &'static str,
    /// A record's public id.
    pub(crate) id: &'static str,
    /// What its own system knows it by.
    pub(crate) external_id: &'static str,
    /// What a record is read from, and behind that the `pk`.
    pub(crate) columns: String,
    /// The columns of the fields, each with a comma behind it.
    pub(crate) fields: String,
    /// A parameter `:0`, `:1` and on for each field, with a comma behind it.
    pub(crate) values: String,
    /// The same as assignments.
    pub(crate) assignments: String,
}

static TABLES: LazyLock<[RecordTable; Kind::COUNT]> =
    LazyLock::new(|| Kind::ALL.map(RecordTable::new));

impl RecordTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        &TABLES[kind as usize]
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
