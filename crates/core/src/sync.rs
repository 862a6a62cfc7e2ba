//! The sync pipeline: runs, deliveries, sweeps, and the long work that invalidates links.
//!
//! A run is opened for one connector, kind of record and direction, takes deliveries, and is finished. A full run then
//! sweeps what it has not seen. Lines are checked where they are read, over HTTP or on the command line. A [`Delivery`]
//! collects them and writes them in batches, each in one atomic step.
//!
//! Anything that takes longer is a job: it is stored and done in short steps. If its process dies,
//! [`Ledger::tend`](crate::ledger::Ledger::tend) carries it on.

mod activity;
mod cells;
mod delivery;
mod finish;
mod job;
mod line;
mod lines;
mod refused;
mod rejected;
mod run;
mod tend;
mod turns;

pub use activity::{SyncStatus, TooManyBuckets};
pub use cells::NameCells;
pub use delivery::{Delivery, DeliveryError, DeliveryLine, DeliveryOptions, Progress};
pub use finish::{Finish, FinishError, Finished};
pub use line::{id_text, members};
pub use lines::{Line, Lines, MAX_LINE_BYTES};
pub use refused::{Refused, SourcePlace};
pub use rejected::{KeptRejections, NewRejection, RejectedLine};
pub use tend::{Found, Patience};
pub(crate) use turns::Turns;
