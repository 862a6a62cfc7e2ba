use wellhead_core::record::Kind;

use crate::table::{IdentityTable, LinkTable};

/// A table with rows of workspaces.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The columns of its key.
    pub(super) key: &'static str,
    /// The condition that a row `t` is the workspace's with the `pk` `:workspace`.
    pub(super) owned: &'static str,
}

impl Table {
    /// A condition besides: whether nothing of the same table refers to the row `t`.
    pub(super) fn and_is_free(&self) -> &'static str {
        if self.name == "workspace_connectors" {
            "AND NOT EXISTS (SELECT 1 FROM workspace_connectors c WHERE c.continues_pk = t.pk)
            AND NOT EXISTS (SELECT 1 FROM workspace_connectors c WHERE c.line_pk = t.pk)"
        } else {
            ""
        }
    }
}

/// What a table's rows are owned by.
const WORKSPACE: &str = "t.workspace_pk = :workspace";
const CONNECTOR: &str = "t.workspace_connector_pk IN (SELECT pk FROM workspace_connectors WHERE workspace_pk = :workspace)";
const RUN: &str = "t.workspace_connector_sync_log_pk IN (
    SELECT r.pk FROM workspace_connectors w
    CROSS JOIN workspace_connector_sync_logs r ON r.workspace_connector_pk = w.pk
    WHERE w.workspace_pk = :workspace)";
const ENDPOINT: &str =
    "t.webhook_endpoint_pk IN (SELECT pk FROM webhook_endpoints WHERE workspace_pk = :workspace)";
const MERGE: &str = "t.merge_pk IN (SELECT pk FROM merges WHERE workspace_pk = :workspace)";
/// Every table with rows of workspaces, in the order in which they are emptied: what refers to a row goes before it. The
/// tests require that a new table is added here, or does not belong to workspaces.
pub(super) fn tables() -> impl Iterator<Item = Table> {
    let first = [
        ("webhook_attempts", "pk", ENDPOINT),
        ("webhook_secrets", "pk", ENDPOINT),
        ("webhook_endpoints", "pk", WORKSPACE),
        ("retention_rules", "workspace_pk, holding", WORKSPACE),
        ("retention_cuts", "workspace_pk, holding", WORKSPACE),
        ("retention_policies", "workspace_pk", WORKSPACE),
        ("recall_notifications", "pk", WORKSPACE),
        ("suppressions", "pk", WORKSPACE),
        ("recalls", "pk", WORKSPACE),
        ("journal", "rowid", WORKSPACE),
        ("audit_events", "workspace_pk, position", WORKSPACE),
        ("merged_records", "merge_pk, record_pk", MERGE),
        ("merges", "pk", WORKSPACE),
        ("link_history", "pk", CONNECTOR),
    ];
    let of_kinds = Kind::ALL.into_iter().flat_map(|kind| {
        let LinkTable { links, records, .. } = LinkTable::of(kind);
        let identities = IdentityTable::of(kind).identities;
        [
            (*links, "pk", CONNECTOR),
            (identities, "pk", CONNECTOR),
            (*records, "pk", WORKSPACE),
        ]
    });
    let last = [
        (
            "streams",
            "workspace_pk, record, workspace_connector_pk, direction",
            WORKSPACE,
        ),
        ("record_counts", "workspace_pk, record", WORKSPACE),
        (
            "stream_hours",
            "workspace_connector_pk, record, direction, hour",
            CONNECTOR,
        ),
        (
            "unfolded",
            "workspace_pk, record, record_pk, workspace_connector_pk, direction, hour",
            WORKSPACE,
        ),
        ("record_ways", "workspace_pk, record, record_pk", WORKSPACE),
        (
            "flow_sums",
            "workspace_pk, record, source, destination",
            WORKSPACE,
        ),
        (
            "workspace_hours",
            "workspace_pk, record, direction, hour",
            WORKSPACE,
        ),
        ("sync_rejections", "pk", RUN),
        ("sync_deliveries", "pk", RUN),
        ("jobs", "pk", WORKSPACE),
        ("workspace_connector_sync_logs", "pk", CONNECTOR),
        ("workspace_connector_legal_states", "pk", CONNECTOR),
        ("workspace_connectors", "pk", WORKSPACE),
        ("api_keys", "pk", WORKSPACE),
        ("journal_heads", "workspace_pk", WORKSPACE),
        ("audit_heads", "workspace_pk", WORKSPACE),
        ("workspaces", "pk", "t.pk = :workspace"),
    ];
    let all = first.into_iter().chain(of_kinds).chain(last);
    all.map(|(name, key, owned)| Table { name, key, owned })
}
