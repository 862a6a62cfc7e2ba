//! The ledger itself: what a provenance link is, who may see it and how it is written.
//!
//! Nothing here speaks HTTP or SQL, reads a clock or makes a random number: the wire belongs to `wellhead-server`,
//! the databases are behind the port in [`store`], and time and randomness come in through [`host::Host`].

pub mod audit;
pub mod cause;
pub mod checkup;
pub mod command;
pub mod host;
pub mod id;
pub mod identity;
pub mod journal;
pub mod key;
mod labels;
pub mod ledger;
pub mod limits;
mod live;
pub mod measured;
pub mod metric;
pub mod page;
pub mod privacy;
pub mod provenance;
pub mod record;
pub mod recount;
pub mod resource;
pub mod source;
pub mod store;
pub mod sync;
pub mod tenant;
pub mod text;
pub mod time;
pub mod times;
pub mod trace;
pub mod webhook;
