//! The sync pipeline: runs, deliveries, sweeps, and the long work that invalidates links.
//!
//! A run is opened for one connector, kind of record and direction, takes deliveries, and is finished; a full run then sweeps
//! what it has not seen. Whether lines come over HTTP or from the command line, they are checked where they
//! are read, gathered in a [`Delivery`], and written in batches, each in one atomic step.
//!
//! Whatever takes longer than a moment is a job: it is kept in the store, done in short steps, and taken up
//! by [`Ledger::tend`](crate::ledger::Ledger::tend) where the process that did it is gone.

mod activity;
mod cells;
mod delivery;
mod finish;
mod job;
mod line;
mod lines;
mod refused;
mod run;
mod tend;

pub use activity::{Bucket, InvalidBucket, SyncStatus, TooManyBuckets};
pub use delivery::{Delivery, DeliveryError, DeliveryLine, DeliveryOptions, Progress};
pub use finish::{Finish, FinishError, Finished};
pub use line::{id_text, members};
pub use lines::{Line, Lines, MAX_LINE_BYTES};
pub use refused::Refused;
pub use tend::Patience;
