use wellhead_core::resource::Record;

/// The names in SQL of one kind of link and of the records that it is about.
pub(crate) struct LinkTable {
    /// The junction.
    pub(crate) links: &'static str,
    /// Its public id.
    pub(crate) id: &'static str,
    /// Its reference to the record.
    pub(crate) record_pk: &'static str,
    /// The records.
    pub(crate) records: &'static str,
    /// Their public id.
    pub(crate) record_id: &'static str,
}

const PEOPLE: LinkTable = LinkTable {
    links: "core_api.people_workspace_connectors",
    id: "people_workspace_connector_id",
    record_pk: "people_pk",
    records: "core_api.peoples",
    record_id: "people_id",
};

impl LinkTable {
    pub(crate) const fn of(kind: Record) -> &'static Self {
        match kind {
            Record::People => &PEOPLE,
        }
    }
}
