use std::collections::BTreeMap;
use std::ops::Range;

use async_trait::async_trait;

use super::StoreError;
use crate::id::{LinkId, WorkspaceConnectorId};
use crate::page::{Interval, Looked, Slice, Total};
use crate::record::Kind;
use crate::resource::{Bucket, Deleted, Direction, DoneBy, Link, LinkFilter, LinkState, Past};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Reads links. A link belongs to the tenant if both its record and its connector do.
#[async_trait]
pub trait LinkStore: Send + Sync {
    /// One link by its id, or `None`.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_get(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        deleted: Deleted,
    ) -> Result<Option<Link>, StoreError>;

    /// The states of `slice` that a link was in, deleted or not; none if there is no such link. Their place is when they began.
    /// There is one, and one more for each time that the link was restored, pointed to another end or turned around.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_history(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        slice: Slice,
    ) -> Result<Vec<LinkState>, StoreError>;

    /// The number of all states of a link, up to `most`; none if there is no such link.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_history_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        id: LinkId,
        most: u64,
    ) -> Result<Total, StoreError>;

    /// The links of `slice` that pass `filter`, in the slice's order.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_list(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        slice: Slice,
    ) -> Result<Vec<Link>, StoreError>;

    /// The links of `slice` that had a state in the `past` that passes `filter`, each as it was in the last such state. The
    /// filter's `deleted` is about that moment; it does not count for [`Past::Within`].
    ///
    /// With a record, the cost grows with the record's links. Otherwise no index has just these links, and the look ends
    /// after about `most` states of one connector.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_past(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        past: Past,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Link>, StoreError>;

    /// The links of `slice` that pass `filter` and were `done` something to, as they are now.
    ///
    /// With a record, the cost grows with the record's links. Otherwise the look ends after `most` links, and links that a
    /// run saw but did not make are found only where it saw them: among those of its connector and direction.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_done(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        done: DoneBy,
        slice: Slice,
        most: usize,
    ) -> Result<Looked<Link>, StoreError>;

    /// The number of links created in `created` that pass `filter`. If no count of them is kept, the cost grows with that
    /// number, up to `most`.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        filter: LinkFilter,
        created: Interval,
        most: u64,
    ) -> Result<Total, StoreError>;

    /// The number of active links of each of these connectors, in their order, by kind and in the order of the kinds. It is
    /// read from kept counts.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_active(
        &self,
        tenant: Tenant,
        connectors: &[WorkspaceConnectorId],
    ) -> Result<Vec<Vec<ActiveLinks>>, StoreError>;

    /// The number of a connector's links created in `created`, including soft-deleted ones, by direction and
    /// stretch of time, oldest first; empty stretches are left out. The cost grows with the number of hours, and of links in
    /// those at the ends of `created`.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        created: Interval,
    ) -> Result<Vec<Activity>, StoreError>;

    /// The same for all links of the workspace that were created in `hours`, which are whole hours.
    ///
    /// # Errors
    /// When the store fails.
    async fn link_activity_of_all(
        &self,
        tenant: Tenant,
        kind: Kind,
        bucket: Bucket,
        hours: Range<Timestamp>,
    ) -> Result<Vec<Activity>, StoreError>;
}

/// The active links of one connector to records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveLinks {
    /// The kind.
    pub kind: Kind,
    /// Input links.
    pub input: u64,
    /// Output links.
    pub output: u64,
}

impl ActiveLinks {
    /// The number in one direction.
    #[must_use]
    pub const fn of(&self, direction: Direction) -> u64 {
        match direction {
            Direction::Input => self.input,
            Direction::Output => self.output,
        }
    }

    /// The numbers by kind and direction, of which those that are 0 may be missing, for every kind.
    #[must_use]
    pub fn of_every_kind(counts: &BTreeMap<(Kind, Direction), u64>) -> Vec<Self> {
        let count = |kind, direction| counts.get(&(kind, direction)).copied().unwrap_or(0);
        let all = Kind::ALL.map(|kind| Self {
            kind,
            input: count(kind, Direction::Input),
            output: count(kind, Direction::Output),
        });
        all.into()
    }
}

/// The links of one stretch of time in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// When the stretch starts.
    pub start: Timestamp,
    /// The direction.
    pub direction: Direction,
    /// The number of links.
    pub links: u64,
}
