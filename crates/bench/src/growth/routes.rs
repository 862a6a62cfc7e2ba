use anyhow::Context;
use serde_json::Value;

use super::reads::Read;

/// What is in `{id}`, by the beginning of the path.
const IDS: [(&str, &str); 6] = [
    ("/v1/people/{id}", "{person}"),
    ("/v1/people-workspace-connectors/{id}", "{link}"),
    ("/v1/workspace-connectors/{id}", "{connector}"),
    ("/v1/workspace-connector-sync-logs/{id}", "{run}"),
    ("/v1/workspaces/{id}", "{workspace}"),
    ("/v1/connectors/{id}", "{definition}"),
];

/// The other kinds of record have no rows here, and are read by the same code.
const OTHER_KINDS: [&str; 5] = ["compan", "account", "invoice", "transaction", "document"];

/// Every read of the API that the service describes, except the other kinds', those of something that the ledger has none of,
/// and exports, which are as long as what there is.
pub(super) fn described(description: &[u8]) -> anyhow::Result<Vec<Read>> {
    let description: Value = serde_json::from_slice(description)?;
    let paths = description["paths"]
        .as_object()
        .context("a description has paths")?;
    let gets = paths.iter().filter(|(_, it)| it.get("get").is_some());
    let reads = gets.filter_map(|(path, _)| Some(Read::plain(template(path)?)));
    Ok(reads.collect())
}

fn template(path: &str) -> Option<String> {
    let is_other = OTHER_KINDS.iter().any(|kind| path.contains(kind));
    if !path.starts_with("/v1/") || path.ends_with("/export") || is_other {
        return None;
    }
    if !path.contains('{') {
        return Some(path.to_owned());
    }
    let (beginning, place) = IDS.iter().find(|(beginning, _)| {
        let rest = path.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })?;
    let rest = &path[beginning.len()..];
    Some(beginning.replace("{id}", place) + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_filled_where_the_ledger_has_some() {
        for (path, filled) in [
            ("/v1/changes", Some("/v1/changes")),
            (
                "/v1/people/{id}/provenance",
                Some("/v1/people/{person}/provenance"),
            ),
            ("/v1/people/merges/{id}", None),
            ("/v1/company-workspace-connectors", None),
            ("/v1/audit-events/export", None),
            ("/healthz", None),
        ] {
            assert_eq!(template(path).as_deref(), filled, "{path}");
        }
    }
}
