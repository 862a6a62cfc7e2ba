//! A reader who follows the changes, whatever happens to the server.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::client::Shared;
use crate::support::Engine;

/// What it has seen.
#[derive(Default)]
pub(super) struct Follower {
    /// How many changes, at the positions 1, 2, 3 and so on.
    pub(super) seen: u64,
    /// The links that were made.
    made: BTreeSet<String>,
}

impl Follower {
    /// Follows until the last round is over and nothing is left.
    pub(super) fn follow(&mut self, shared: &Shared) {
        let mut next = "/v1/changes?page%5Bsize%5D=1000".to_owned();
        loop {
            let is_last = shared.is_enough.load(Ordering::Relaxed);
            let (status, page) = shared.ask("GET", &next, None);
            assert_eq!(status, 200, "{page}");
            let changes = page["data"].as_array().unwrap();
            for change in changes {
                self.seen += 1;
                assert_eq!(change["attributes"]["position"], self.seen, "{change}");
                let link = &change["relationships"]["link"]["data"]["id"];
                if let (Some(link), "created") = (link.as_str(), act(change)) {
                    assert!(self.made.insert(link.to_owned()), "{link} is made twice");
                }
            }
            page["links"]["next"]
                .as_str()
                .unwrap()
                .clone_into(&mut next);
            if changes.is_empty() {
                if is_last {
                    return;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    /// Checks that it has seen every change, and every link that there is being made.
    pub(super) fn has_seen_all(&mut self, engine: &Engine, shared: &Shared) {
        let mut rest = Self::default();
        rest.follow(shared);
        let head = engine.query("SELECT CAST(max(head) AS TEXT) FROM {journal_heads}");
        assert_eq!(head, [rest.seen.to_string()]);
        assert!(self.seen <= rest.seen && self.made.is_subset(&rest.made));
        let links =
            engine.query("SELECT CAST(count(*) AS TEXT) FROM {people_workspace_connectors}");
        assert_eq!(links, [rest.made.len().to_string()]);
        *self = rest;
    }
}

fn act(change: &serde_json::Value) -> &str {
    change["attributes"]["act"].as_str().unwrap_or_default()
}
