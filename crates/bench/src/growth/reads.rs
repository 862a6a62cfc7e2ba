use crate::operation::LINKS;

/// A GET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// What it is called in the report, if it is there whatever its times.
    pub(crate) name: Option<&'static str>,
    /// Where it is, with places such as `{person}` for what the tenant has, and `{60}` for as many days before the end of
    /// the ledger.
    pub(crate) path: String,
    /// How many pages to go on from there first.
    pub(crate) pages: u32,
    pub(crate) cost: Cost,
}

/// What it may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// As much as its answer, whatever else there is.
    Page,
    /// More the more links there are in a time range.
    Range,
}

/// Those that the report names: the ones that a workspace's size made slow, and the everyday ones to compare them with. A link's
/// path is short for `{links}`.
const NAMED: [(&str, &str); 30] = [
    ("retrieve", "{links}/{link}"),
    ("a person's links", "{links}?filter[people]={person}"),
    ("the workspace list, newest 20", "{links}"),
    (
        "the workspace list, oldest first",
        "{links}?sort=created_at",
    ),
    (
        "the workspace list, including soft-deleted",
        "{links}?filter[deleted]=include",
    ),
    (
        "the workspace list with `page[total]`",
        "{links}?page[total]=true",
    ),
    (
        "a connector's links",
        "{links}?filter[workspace_connector]={connector}",
    ),
    (
        "a connector's links of 7 days",
        "{links}?filter[workspace_connector]={connector}&filter[created_at][gte]={7}",
    ),
    ("people, newest 20", "/v1/people"),
    ("people with `page[total]`", "/v1/people?page[total]=true"),
    ("one person", "/v1/people/{person}"),
    ("a person's provenance", "/v1/people/{person}/provenance"),
    (
        "a workspace connector",
        "/v1/workspace-connectors/{connector}",
    ),
    ("workspace connectors", "/v1/workspace-connectors"),
    (
        "workspace connectors with `page[total]`",
        "/v1/workspace-connectors?page[total]=true",
    ),
    ("runs, newest 20", "/v1/workspace-connector-sync-logs"),
    (
        "runs with `page[total]`",
        "/v1/workspace-connector-sync-logs?page[total]=true",
    ),
    ("flows", "/v1/provenance/flows"),
    (
        "flows, including soft-deleted",
        "/v1/provenance/flows?filter[deleted]=include",
    ),
    ("console: overview", "/console/overview"),
    ("console: flows of the overview", "/console/overview/flows"),
    (
        "console: activity of the overview",
        "/console/overview/activity",
    ),
    (
        "console: runs and jobs under way",
        "/console/overview/under-way",
    ),
    ("console: links", "/console/links"),
    (
        "console: a link",
        "/console/people-workspace-connectors/{link}",
    ),
    ("console: people", "/console/people"),
    ("console: a person", "/console/people/{person}"),
    (
        "console: a connector, with its runs",
        "/console/connectors/{connector}",
    ),
    (
        "console: activity of a connector",
        "/console/connectors/{connector}/activity",
    ),
    ("console: a run", "/console/runs/{run}"),
];

/// The console's other pages; those of the other kinds of record are made by the same code.
const PAGES: [&str; 16] = [
    "/console/audit",
    "/console/changes",
    "/console/connectors/{connector}/disconnect",
    "/console/connectors/{connector}/only-source",
    "/console/notifications",
    "/console/people/duplicates",
    "/console/people/merges",
    "/console/people/{person}/disclosures",
    "/console/recalls",
    "/console/retention",
    "/console/runs/{run}/progress",
    "/console/suppressions",
    "/console/webhooks",
    "/console/links?direction=output",
    "/console/overview/activity?by=hour",
    "/console/overview/flows?days=30",
];

/// The reads with names, and the console's pages.
pub(super) fn known() -> Vec<Read> {
    let mut reads: Vec<_> = NAMED.map(|(name, path)| Read::named(name, path)).into();
    reads.push(Read {
        pages: 5,
        ..Read::named("the workspace list, a later page", "{links}")
    });
    for (name, path) in [
        (
            "flows of 30 days",
            "/v1/provenance/flows?filter[created_at][gte]={30}",
        ),
        (
            "activity of 60 days",
            "/v1/workspace-connectors/{connector}/activity?filter[created_at][gte]={60}&filter[created_at][lt]={0}",
        ),
    ] {
        reads.push(Read {
            cost: Cost::Range,
            ..Read::named(name, path)
        });
    }
    reads.extend(PAGES.map(|path| Read::plain(path.to_owned())));
    reads
}

impl Read {
    fn named(name: &'static str, path: &str) -> Self {
        Self {
            name: Some(name),
            ..Self::plain(path.replace("{links}", LINKS))
        }
    }

    /// One that the report shows only if it is slow.
    pub(super) const fn plain(path: String) -> Self {
        Self {
            name: None,
            path,
            pages: 0,
            cost: Cost::Page,
        }
    }
}
