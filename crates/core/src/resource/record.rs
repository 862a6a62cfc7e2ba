/// The kinds of record that links are about.
///
/// All five of the contract's family share one shape, so what differs is declared here for the wire and
/// in each store's `LinkTable` for its SQL; the code in between is written once, for every record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Record {
    /// People, in `core_api.peoples`.
    People,
}

impl Record {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::People];

    /// The JSON:API type of a record, which also names a link's relationship to it.
    #[must_use]
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::People => "people",
        }
    }

    /// The JSON:API type of a link.
    #[must_use]
    pub const fn link_type(self) -> &'static str {
        match self {
            Self::People => "people_workspace_connector",
        }
    }

    /// The relationship from a record, and from a workspace connector, to its links.
    #[must_use]
    pub const fn links_name(self) -> &'static str {
        match self {
            Self::People => "people_workspace_connectors",
        }
    }

    /// Where links are served.
    #[must_use]
    pub const fn links_path(self) -> &'static str {
        match self {
            Self::People => "/v1/people-workspace-connectors",
        }
    }

    /// Where the records are served.
    #[must_use]
    pub const fn records_path(self) -> &'static str {
        match self {
            Self::People => "/v1/people",
        }
    }
}
