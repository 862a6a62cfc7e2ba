//! Parsing the API's resources.

use std::str::FromStr;

use serde_json::Value;
use wellhead_core::resource::{SyncRun, Tally};

use super::Trouble;
use super::exchange::foreign;

/// The sync run in a document.
pub(crate) fn run(document: &Value) -> Result<SyncRun, Trouble> {
    read(&document["data"]).ok_or_else(|| foreign(document.to_string().as_bytes()).into())
}

fn read(resource: &Value) -> Option<SyncRun> {
    let attributes = &resource["attributes"];
    let count = |name: &str| attributes["metadata"][name].as_u64();
    let connector = &resource["relationships"]["workspace_connector"]["data"]["id"];
    Some(SyncRun {
        id: word(&resource["id"])?,
        workspace_connector: word(connector)?,
        record: word(&attributes["record"])?,
        direction: word(&attributes["direction"])?,
        trigger: word(&attributes["trigger_type"])?,
        mode: word(&attributes["mode"])?,
        status: word(&attributes["status"])?,
        started_at: word(&attributes["started_at"])?,
        heartbeat_at: word(&attributes["updated_at"])?,
        completed_at: word(&attributes["completed_at"]),
        error: attributes["error"].as_str().map(str::to_owned),
        tally: Tally {
            records_created: count("records_created")?,
            records_matched: count("records_matched")?,
            links_created: count("links_created")?,
            links_touched: count("links_touched")?,
            rejected: count("rejected")?,
            links_swept: count("links_swept")?,
            conflicts: count("conflicts")?,
            // An older server does not count them.
            records_updated: count("records_updated").unwrap_or_default(),
            values_kept: count("values_kept").unwrap_or_default(),
            suppressed: count("suppressed").unwrap_or_default(),
        },
    })
}

fn word<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}
