//! The Atomic Operations extension: many mutations in one document, all or none.
//!
//! Use it for the one endpoint that takes such documents. [`Operations::parse`] reads them;
//! the server works out what each operation is about, [`Lids`] remembers the local ids on the way, and
//! [`Results`] answers in the same order. Single mutations are in [`request`](crate::request).
//!
//! ```
//! use wellhead_jsonapi::atomic::{Lids, Op, Operations, Target};
//!
//! let body = br#"{"atomic:operations": [
//!     {"op": "add", "data": {"type": "people", "lid": "ada", "attributes": {"name": "Ada"}}},
//!     {"op": "update", "ref": {"type": "people", "lid": "ada", "relationship": "friend"}, "data": null}
//! ]}"#;
//! let mut operations = Operations::parse(body, 1_000).unwrap().into_iter();
//! let mut lids = Lids::new();
//!
//! let add = operations.next().unwrap();
//! assert_eq!((add.op, &add.target), (Op::Add, &Target::Data));
//! let ada = add.data.resource().unwrap();
//! lids.assign(&ada, 1815).unwrap();
//!
//! let update = operations.next().unwrap();
//! let Target::Ref(target) = &update.target else { panic!() };
//! let id = lids.resolve(&target.identifier, |id| id.parse().ok());
//! assert_eq!(id.unwrap(), Some(1815));
//! assert!(update.data.relationship().unwrap().to_one("people").unwrap().target.is_none());
//! ```

mod lids;
mod operation;
mod results;
#[cfg(test)]
mod tests;

pub use lids::Lids;
pub use operation::{Data, Href, Op, Operation, Operations, Ref, Target};
pub use results::{Outcome, Results};
