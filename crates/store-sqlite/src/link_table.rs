use std::sync::LazyLock;

use wellhead_core::record::Kind;

/// The names in SQL of one kind of link and of the records that it is about.
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

static TABLES: LazyLock<[LinkTable; Kind::COUNT]> = LazyLock::new(|| Kind::ALL.map(LinkTable::new));

impl LinkTable {
    pub(crate) fn of(kind: Kind) -> &'static Self {
        &TABLES[kind as usize]
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
