use wellhead_core::resource::Record;

/// What differs between the kinds of record, in SQL.
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

const PEOPLE: LinkTable = LinkTable {
    links: "people_workspace_connectors",
    link_id: "people_workspace_connector_id",
    record_pk: "people_pk",
    records: "peoples",
    record_id: "people_id",
};

impl LinkTable {
    pub(crate) const fn of(kind: Record) -> &'static Self {
        match kind {
            Record::People => &PEOPLE,
        }
    }
}
