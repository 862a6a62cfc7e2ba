use serde::Serialize;
use wellhead_core::privacy;
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::text::{Note, Reference};

use crate::output::Row;

/// An erasure, as it is printed.
#[derive(Serialize)]
pub(super) struct ErasureView {
    erasure_id: String,
    record: &'static str,
    record_id: String,
    reference: Option<String>,
    created_at: String,
    destroyed_at: Option<String>,
    notifications: u64,
    open: u64,
}

impl From<&privacy::Recall> for ErasureView {
    fn from(recall: &privacy::Recall) -> Self {
        Self {
            erasure_id: recall.id.to_string(),
            record: recall.record.kind.as_str(),
            record_id: recall.record.id.to_string(),
            reference: recall.reference.as_ref().map(Reference::to_string),
            created_at: recall.created_at.to_string(),
            destroyed_at: recall.destroyed_at.map(|at| at.to_string()),
            notifications: recall.notifications,
            open: recall.open,
        }
    }
}

impl Row for ErasureView {
    const COLUMNS: &'static [&'static str] = &[
        "erasure_id",
        "record",
        "record_id",
        "reference",
        "created_at",
        "destroyed_at",
        "notifications",
        "open",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.erasure_id.clone(),
            self.record.to_owned(),
            self.record_id.clone(),
            self.reference.clone().unwrap_or_default(),
            self.created_at.clone(),
            self.destroyed_at.clone().unwrap_or_default(),
            self.notifications.to_string(),
            self.open.to_string(),
        ]
    }
}

/// What a recipient is to be told, as it is printed.
#[derive(Serialize)]
pub(super) struct NotificationView {
    notification_id: String,
    due_at: String,
    status: &'static str,
    subject_right: &'static str,
    record: &'static str,
    record_id: String,
    /// The recipient's slug.
    connector: Option<String>,
    workspace_connector_id: String,
    reason: Option<String>,
    evidence: Option<String>,
}

impl NotificationView {
    pub(super) fn of(notification: &privacy::Notification, connectors: &NamedConnectors) -> Self {
        let recipient = connectors.get(&notification.workspace_connector);
        Self {
            connector: recipient.map(|named| named.connector.slug.to_string()),
            notification_id: notification.id.to_string(),
            due_at: notification.due_at.to_string(),
            status: notification.status.as_str(),
            subject_right: notification.right.as_str(),
            record: notification.record.kind.as_str(),
            record_id: notification.record.id.to_string(),
            workspace_connector_id: notification.workspace_connector.to_string(),
            reason: notification.reason.as_ref().map(Note::to_string),
            evidence: notification.evidence.as_ref().map(Note::to_string),
        }
    }
}

impl Row for NotificationView {
    const COLUMNS: &'static [&'static str] = &[
        "notification_id",
        "due_at",
        "status",
        "subject_right",
        "record",
        "record_id",
        "connector",
        "workspace_connector_id",
        "reason",
        "evidence",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.notification_id.clone(),
            self.due_at.clone(),
            self.status.to_owned(),
            self.subject_right.to_owned(),
            self.record.to_owned(),
            self.record_id.clone(),
            self.connector.clone().unwrap_or_default(),
            self.workspace_connector_id.clone(),
            self.reason.clone().unwrap_or_default(),
            self.evidence.clone().unwrap_or_default(),
        ]
    }
}
