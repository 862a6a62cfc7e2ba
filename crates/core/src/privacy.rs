//! What the ledger does for the people that its records are about.
//!
//! A [`Report`] says where a record came from and who received it, and a [`LegalEntity`] who is behind a connector. A
//! [`Recall`] tells everyone who received a record that it is to be erased, corrected or restricted, with a
//! [`Notification`] each. An erasure then destroys what names the record, and a [`Suppression`] keeps it from coming back.
//! What is over is kept for as long as [`retention`] says, and a whole workspace is removed as [`removal`] says.

mod disclosure;
mod legal;
mod moment;
mod notification;
mod recall;
pub mod removal;
pub mod retention;
mod suppression;
mod traces;

pub use disclosure::{
    Acquainted, Asked, CONTEXT, Coverage, Disclosed, Ending, HandedOut, Handing, Known,
    LegalPeriod, LegalState, LegalStates, NotHandedOut, Party, Report, Requester, SCHEMA, Stretch,
    Subject,
};
pub use legal::{FIELDS, LegalChanges, LegalEntity};
pub use moment::exact;
pub use notification::{
    InvalidNotificationStatus, Notification, NotificationChanges, NotificationFilter,
    NotificationStatus,
};
pub use recall::{
    InvalidSubjectRight, NewRecall, Recall, RecallFilter, Reference, SubjectRight, due_after,
};
pub use suppression::{
    ErasureMarks, InvalidOnSuppressed, Marked, OnSuppressed, Suppression, SuppressionFilter,
    SuppressionKey, SuppressionMark,
};
pub use traces::{ERASED, Remnant, Traces, emptied};
