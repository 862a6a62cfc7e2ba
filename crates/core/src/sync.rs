//! The sync pipeline: deliveries of what connectors sent and received.
//!
//! A delivery takes this way whether it comes over HTTP or from the command line: lines are checked where
//! they are read, gathered here, and written in batches, each in one atomic step.

mod delivery;

pub use delivery::{Delivery, DeliveryLine};
