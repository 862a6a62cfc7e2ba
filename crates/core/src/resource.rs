//! The resources of the ledger, as the contract names them, and the plain data that sums them up.

mod bucket;
mod connector;
mod deed;
mod job;
mod link;
mod past;
mod provenance;
mod sync_run;
mod way;
mod workspace;
mod workspace_connector;

pub use bucket::{Bucket, InvalidBucket, WholeHours};
pub use connector::{Connector, InvalidSlug, Slug};
pub use deed::{Deed, DoneBy};
pub use job::{InvalidJobStatus, Job, JobCursor, JobKind, JobStatus, Selection, Stream};
pub use link::{Direction, InvalidDirection, Link, LinkFilter, LinkState};
pub use past::{Past, Span};
pub use provenance::{FlowCount, Flows, KnownAs, Reach, Story, Trace};
pub use sync_run::{
    InvalidMode, InvalidRunStatus, InvalidTrigger, Mode, RunFilter, RunStatus, SyncRun, Tally,
    Trigger,
};
pub use way::{FlowSum, WayEnd};
pub use workspace::{Workspace, WorkspaceSize};
pub use workspace_connector::{
    InvalidStatus, Status, WorkspaceConnector, WorkspaceConnectorFilter,
};

pub use crate::text::{ExternalId, InvalidText, Name, Reason};
pub use crate::times::{Deleted, Times};
