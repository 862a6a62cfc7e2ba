use std::fmt;
use std::str::FromStr;

use crate::id::WorkspaceConnectorId;
use crate::ledger::Ledger;
use crate::page::Interval;
use crate::page::{Order, Positioned, Slice};
use crate::record::Kind;
use crate::resource::{RunFilter, SyncRun};
use crate::store::{ActiveLinks, Activity, StoreError};
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// The length of the buckets in which activity is counted. They begin in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Seven days from a Monday.
    Week,
}

/// The text is not a [`Bucket`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a bucket; there are hour, day and week")]
pub struct InvalidBucket;

/// The time range has more than [`Bucket::MOST`] buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the time range has more than {} stretches; take a shorter one or a longer bucket",
    Bucket::MOST
)]
pub struct TooManyBuckets;

impl Bucket {
    /// Every bucket, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];
    /// The most buckets in one answer.
    pub const MOST: i64 = 1_000;

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// How long it is, in microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        const HOUR: i64 = 3_600 * 1_000_000;
        match self {
            Self::Hour => HOUR,
            Self::Day => 24 * HOUR,
            Self::Week => 7 * 24 * HOUR,
        }
    }

    /// The start of the first bucket in 1970: a week's is on the first Monday.
    #[must_use]
    pub const fn origin(self) -> Timestamp {
        match self {
            Self::Hour | Self::Day => Timestamp::EPOCH,
            Self::Week => Timestamp::FIRST_MONDAY,
        }
    }

    /// The start of the bucket that `at` lies in.
    #[must_use]
    pub fn start(self, at: Timestamp) -> Timestamp {
        let origin = self.origin().as_micros();
        let since = (at.as_micros() - origin).div_euclid(self.micros());
        Timestamp::from_micros(origin + since * self.micros())
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Bucket {
    type Err = InvalidBucket;

    fn from_str(text: &str) -> Result<Self, InvalidBucket> {
        Self::ALL
            .into_iter()
            .find(|bucket| bucket.as_str() == text)
            .ok_or(InvalidBucket)
    }
}

/// The state of a connector's sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// The newest run of each kind of record that it has runs of, in the order of the kinds.
    pub last_runs: Vec<SyncRun>,
    /// Its active links of each kind, in the order of the kinds.
    pub active: Vec<ActiveLinks>,
}

impl SyncStatus {
    /// Its newest run, of whichever kind.
    #[must_use]
    pub fn last_run(&self) -> Option<&SyncRun> {
        self.last_runs.iter().max_by_key(|run| run.position())
    }

    /// The number of its active input links, of all kinds.
    #[must_use]
    pub fn active_input(&self) -> u64 {
        self.active.iter().map(|active| active.input).sum()
    }

    /// The number of its active output links, of all kinds.
    #[must_use]
    pub fn active_output(&self) -> u64 {
        self.active.iter().map(|active| active.output).sum()
    }
}

impl Ledger {
    /// The state of a connector's sync. Counts its active links by their index: some milliseconds for each
    /// 100,000.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sync_status(
        &self,
        tenant: Tenant,
        connector: WorkspaceConnectorId,
    ) -> Result<SyncStatus, StoreError> {
        let newest = Slice {
            interval: Interval::default(),
            order: Order::NewestFirst,
            limit: 1,
        };
        let mut last_runs = Vec::new();
        for kind in Kind::ALL {
            let filter = RunFilter {
                workspace_connector: Some(connector),
                record: Some(kind),
                ..RunFilter::default()
            };
            last_runs.extend(self.store().run_list(tenant, filter, newest).await?);
        }
        let active = self.store().link_active(tenant, connector).await?;
        Ok(SyncStatus { last_runs, active })
    }

    /// The number of a connector's links created from `since` to before `until`, including soft-deleted ones, by bucket
    /// and direction; empty buckets are left out.
    ///
    /// # Errors
    /// [`TooManyBuckets`], or when the store fails.
    pub async fn activity(
        &self,
        tenant: Tenant,
        kind: Kind,
        connector: WorkspaceConnectorId,
        bucket: Bucket,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Result<Vec<Activity>, TooManyBuckets>, StoreError> {
        let span = until.as_micros().saturating_sub(since.as_micros());
        if span / bucket.micros() >= Bucket::MOST {
            return Ok(Err(TooManyBuckets));
        }
        let created = Interval::since(since).and(Interval::until(until));
        let store = self.store();
        let found = store
            .link_activity(tenant, kind, connector, bucket, created)
            .await;
        found.map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_begin_in_utc() {
        let at: Timestamp = "2026-11-24T23:45:12.5+02:00".parse().unwrap();
        for (bucket, start) in [
            (Bucket::Hour, "2026-11-24T21:00:00.000Z"),
            (Bucket::Day, "2026-11-24T00:00:00.000Z"),
            (Bucket::Week, "2026-11-23T00:00:00.000Z"),
        ] {
            assert_eq!(bucket.start(at).to_string(), start);
            assert_eq!(bucket.start(bucket.start(at)), bucket.start(at));
        }
        let long_ago: Timestamp = "1969-12-31T12:00:00Z".parse().unwrap();
        assert_eq!(
            Bucket::Day.start(long_ago).to_string(),
            "1969-12-31T00:00:00.000Z"
        );
        assert_eq!(
            Bucket::Week.start(long_ago).to_string(),
            "1969-12-29T00:00:00.000Z"
        );
    }
}
