//! The ways of all records of a workspace.

use super::FlowPicture;
use crate::ledger::Ledger;
use crate::page::{Interval, Total};
use crate::record::Kind;
use crate::resource::{Deleted, FlowCount, LinkFilter, Reach};
use crate::store::StoreError;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// The most links of a range of time whose flows an answer counts: some tenths of a second's work.
pub const FLOWING: u64 = 100_000;

/// The most records whose newest changes a reader adds: some hundredths of a second's work.
const BEHIND: u64 = 2_000;

/// How many records a fold works in at once. It holds no lock that another writer of PostgreSQL waits for; on SQLite others
/// wait some milliseconds.
const FOLDED: usize = 1_000;

/// The first stretch of time that is tried if a range has too many links.
const FIRST: i64 = 1_000_000;

/// No range is longer than eight times this.
const LONGEST: i64 = i64::MAX / 64;

/// How often a stretch between one that fits and one that does not is tried: enough for the microsecond, wherever in time the
/// links are.
const TRIES: usize = 60;

impl Ledger {
    /// How many of the workspace's records went which way, by the links created in `created` (active ones, unless
    /// `deleted` says otherwise). A record counts if it has such a link, and counts for a pair if it has one of
    /// each.
    ///
    /// Of all links, the cost grows with the number of sources, destinations and pairs, whatever is in the ledger. Of a range
    /// of time, it grows with the number of its links; if those are more than `most`, only the newest of them are counted, and
    /// the picture [says so](Reach).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flows(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
        most: u64,
    ) -> Result<FlowPicture, StoreError> {
        self.largest_flows(tenant, kind, created, deleted, most, usize::MAX)
            .await
    }

    /// The same, but of the sources and of the destinations only so many, those with the most records.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn largest_flows(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
        most: u64,
        of_a_side: usize,
    ) -> Result<FlowPicture, StoreError> {
        let FlowCount { mut flows, reach } = if created == Interval::default() {
            let counted = self.store().flow_count(tenant, kind, deleted, BEHIND);
            counted.await?
        } else {
            self.flows_within(tenant, kind, created, deleted, most)
                .await?
        };
        let sides = flows.keep_largest(of_a_side);
        let ids = flows.sources.keys().chain(flows.destinations.keys());
        let connectors = self.named(tenant, ids.copied().collect()).await?;
        Ok(FlowPicture {
            flows,
            reach,
            sides,
            connectors,
        })
    }

    /// The flows of a range of time, or of the newest part of it that does not have too many links.
    async fn flows_within(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
        most: u64,
    ) -> Result<FlowCount, StoreError> {
        let filter = LinkFilter {
            deleted,
            ..LinkFilter::default()
        };
        let fitting = async |range: Interval| {
            let count = self.store().link_count(tenant, kind, filter, range, most);
            count.await.map(Total::exactly)
        };
        let (range, reach) = if fitting(created).await?.is_some() {
            (created, Reach::Whole)
        } else {
            let end = created.below.map_or(Timestamp::MAX, |it| it.created_at);
            let since = |stretch: i64| end.plus_micros(stretch.saturating_neg());
            let within = |stretch: i64| created.and(Interval::since(since(stretch)));
            // Stretches from the end of the range: `short` fits, `long` does not.
            let (mut short, mut long) = (0, FIRST);
            while long < LONGEST && fitting(within(long)).await?.is_some() {
                (short, long) = (long, long * 8);
            }
            for _ in 0..TRIES {
                let tried = short.midpoint(long);
                match fitting(within(tried)).await? {
                    Some(links) => {
                        short = tried;
                        if links > most / 2 {
                            break;
                        }
                    }
                    None => long = tried,
                }
            }
            (within(short), Reach::Since(since(short)))
        };
        let counted = self.store().flow_count_within(tenant, kind, range, deleted);
        let flows = counted.await?;
        Ok(FlowCount { flows, reach })
    }

    /// The workspaces with changes that are not [folded](Self::fold).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn folds_due(&self) -> Result<Vec<Tenant>, StoreError> {
        self.store().folds_due().await
    }

    /// Works some of a workspace's changes into what is kept of all its links. Returns whether there may be more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fold(&self, tenant: Tenant) -> Result<bool, StoreError> {
        self.store().fold(tenant, FOLDED).await
    }
}
