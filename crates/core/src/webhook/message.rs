use serde_json::json;

use crate::id::{WebhookEndpointId, WebhookMessageId, WorkspaceId};
use crate::record::Kind;
use crate::time::Timestamp;

/// A message: there are changes up to a position. It stays the same until an endpoint has taken it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id, for receivers that must not do the same thing twice.
    pub id: WebhookMessageId,
    /// When it was first sent.
    pub at: Timestamp,
    /// The endpoint was last told of changes up to here.
    pub after: u64,
    /// There are changes up to here.
    pub position: u64,
    /// The kinds of record that they, or the links they are about, belong to. Not empty.
    pub kinds: Vec<Kind>,
}

impl Message {
    /// The type of every message.
    pub const TYPE: &str = "changes.available";

    /// The kinds to tell an endpoint of that wants to know of `wanted`, none of which stands for all, where these have
    /// `changed`. `None` if nobody knows any more which have: then the receiver has to look at all.
    #[must_use]
    pub fn kinds_for(wanted: &[Kind], changed: Option<Vec<Kind>>) -> Vec<Kind> {
        let mut kinds = changed.unwrap_or_else(|| Kind::ALL.to_vec());
        kinds.retain(|kind| wanted.is_empty() || wanted.contains(kind));
        kinds.sort_unstable();
        kinds
    }

    /// The body, as JSON. `cursor` is the one by which the feed of changes goes on after the message's `after`.
    #[must_use]
    pub fn body(
        &self,
        workspace: WorkspaceId,
        endpoint: WebhookEndpointId,
        cursor: &str,
    ) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        json!({
            "type": Self::TYPE,
            "timestamp": self.at,
            "data": {
                "workspace": workspace.to_string(),
                "webhook_endpoint": endpoint.to_string(),
                "after": self.after,
                "cursor": cursor,
                "position": self.position,
                "kinds": kinds,
            },
        })
        .to_string()
    }
}
