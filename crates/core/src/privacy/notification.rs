use crate::cause::Cause;
use crate::command::Rejection;
use crate::id::{NotificationId, RecallId, WorkspaceConnectorId};
use crate::labels::labels;
use crate::page::{Position, Positioned};
use crate::privacy::SubjectRight;
use crate::record::RecordRef;
use crate::text::Note;
use crate::time::Timestamp;

labels! {
    /// How far a recipient is with a recall.
    NotificationStatus, InvalidNotificationStatus,
    "not a status; there are pending, notified, confirmed, not_supported, impossible and disproportionate";
    /// It is still to be told.
    Pending => "pending",
    /// It was told.
    Notified => "notified",
    /// It says that it has done what was asked.
    Confirmed => "confirmed",
    /// It has no way to be asked.
    NotSupported => "not_supported",
    /// Telling it proves impossible (Art. 19).
    Impossible => "impossible",
    /// Telling it would be a disproportionate effort (Art. 19).
    Disproportionate => "disproportionate",
}

impl NotificationStatus {
    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Notified)
    }

    /// Whether it has to be said why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Impossible | Self::Disproportionate)
    }
}

/// What one recipient of a record is to be told, and whether it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The public id.
    pub id: NotificationId,
    /// Of what.
    pub recall: RecallId,
    /// What is asked for.
    pub right: SubjectRight,
    /// The record.
    pub record: RecordRef,
    /// The recipient: the newest activation of a connector that received the record.
    pub workspace_connector: WorkspaceConnectorId,
    /// How far it is.
    pub status: NotificationStatus,
    /// Until when it is to be done with.
    pub due_at: Timestamp,
    /// Why it is impossible or disproportionate.
    pub reason: Option<Note>,
    /// What shows that it was told or has answered, such as the number of a ticket.
    pub evidence: Option<Note>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who made or last changed it.
    pub set: Cause,
}

/// A work-list begins with what is due first.
impl Positioned for Notification {
    fn position(&self) -> Position {
        Position {
            created_at: self.due_at,
            id: self.id.uuid(),
        }
    }
}

/// Which notifications a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NotificationFilter {
    /// Only those with this status.
    pub status: Option<NotificationStatus>,
    /// Only those of this recall.
    pub recall: Option<RecallId>,
}

/// Changes to a notification; `None` leaves a value as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationChanges {
    /// The new status.
    pub status: Option<NotificationStatus>,
    /// The new due date.
    pub due_at: Option<Timestamp>,
    /// The new reason; `Some(None)` takes it away.
    pub reason: Option<Option<Note>>,
    /// The new evidence; `Some(None)` takes it away.
    pub evidence: Option<Option<Note>>,
}

impl NotificationChanges {
    /// Makes these changes to `notification`, at `at` by `by`.
    ///
    /// # Errors
    /// [`Rejection::ReasonNeeded`] if its status needs a reason and it has none.
    pub fn make(
        self,
        notification: &mut Notification,
        at: Timestamp,
        by: Cause,
    ) -> Result<(), Rejection> {
        let Self {
            status,
            due_at,
            reason,
            evidence,
        } = self;
        notification.status = status.unwrap_or(notification.status);
        notification.due_at = due_at.unwrap_or(notification.due_at);
        if let Some(reason) = reason {
            notification.reason = reason;
        }
        if let Some(evidence) = evidence {
            notification.evidence = evidence;
        }
        if notification.status.needs_reason() && notification.reason.is_none() {
            return Err(Rejection::ReasonNeeded(notification.status));
        }
        notification.updated_at = at.max(notification.updated_at.plus_micros(1));
        notification.set = by;
        Ok(())
    }
}
