use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Direction, ExternalId};
use crate::id::WorkspaceConnectorId;
use crate::time::Timestamp;

/// What a store tells of where one record came from and where it went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The summary of its links by connector and direction, in any order.
    pub traces: Vec<Trace>,
    /// What connectors call it, in any order. The same may be told more than once.
    pub names: Vec<KnownAs>,
}

/// What a connector calls a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAs {
    /// The connector through which this was learnt. All of its line call the record so.
    pub workspace_connector: WorkspaceConnectorId,
    /// What they call it.
    pub external_id: ExternalId,
    /// When this was learnt.
    pub since: Timestamp,
}

/// A summary of the links between one record and one connector in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace {
    /// The connector.
    pub workspace_connector: WorkspaceConnectorId,
    /// Whether it sourced or consumed the record.
    pub direction: Direction,
    /// When the oldest link was created.
    pub first: Timestamp,
    /// When a link was last made or seen. About the past: when the newest link was created, because nothing is kept of
    /// the deliveries that see a link again but the last.
    pub last: Timestamp,
    /// The number of links, including soft-deleted ones.
    pub links: u64,
    /// The number of active ones. About a time in the past: of those that were active at its end.
    pub active: u64,
}

/// Flows, and what of the links they tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowCount {
    /// The numbers.
    pub flows: Flows,
    /// What they are of.
    pub reach: Reach,
}

/// What flows are of, if there is too much to count at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All that was asked for, as it is now.
    Whole,
    /// All but the newest changes, which are of at most so many records. They are worked in soon.
    Behind(u64),
    /// Only the links that were made at this time or later, because so many are in the range.
    Since(Timestamp),
}

/// How many records went which way.
///
/// However many links say the same, a record counts once. But it counts at each of its connectors, so the parts may
/// add up to more than [`records`](Self::records).
///
/// ```
/// use uuid::Uuid;
/// use wellhead_core::resource::Flows;
///
/// let crm = Uuid::from_u128(1).into();
/// let mailer = Uuid::from_u128(2).into();
/// let mut flows = Flows::default();
/// flows.add(None, None, 7);
/// flows.add(Some(crm), None, 7);
/// flows.add(Some(crm), Some(mailer), 5);
/// assert_eq!(flows.records, 7);
/// assert_eq!(flows.sources[&crm], 7);
/// assert_eq!(flows.pairs[&(crm, mailer)], 5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flows {
    /// Records in total.
    pub records: u64,
    /// Records for each connector that sourced them.
    pub sources: BTreeMap<WorkspaceConnectorId, u64>,
    /// Records for each connector that consumed them.
    pub destinations: BTreeMap<WorkspaceConnectorId, u64>,
    /// Records for each pair of a connector that sourced and one that consumed them.
    pub pairs: BTreeMap<(WorkspaceConnectorId, WorkspaceConnectorId), u64>,
}

impl Flows {
    /// Keeps so many sources and destinations that have the most records, and what went between them. Returns how many sources and
    /// destinations there were.
    pub fn keep_largest(&mut self, most: usize) -> [usize; 2] {
        let were = [self.sources.len(), self.destinations.len()];
        if were.iter().all(|number| *number <= most) {
            return were;
        }
        for side in [&mut self.sources, &mut self.destinations] {
            let mut largest: Vec<_> = std::mem::take(side).into_iter().collect();
            largest.sort_unstable_by_key(|(id, records)| (Reverse(*records), *id));
            largest.truncate(most);
            side.extend(largest);
        }
        let Self {
            sources,
            destinations,
            pairs,
            ..
        } = self;
        pairs.retain(|(source, destination), _| {
            sources.contains_key(source) && destinations.contains_key(destination)
        });
        were
    }

    /// Adds `records` that `source` sourced and `destination` consumed. Without a source or destination, the count
    /// is not tied to one.
    pub fn add(
        &mut self,
        source: Option<WorkspaceConnectorId>,
        destination: Option<WorkspaceConnectorId>,
        records: u64,
    ) {
        *match (source, destination) {
            (None, None) => &mut self.records,
            (Some(source), None) => self.sources.entry(source).or_default(),
            (None, Some(destination)) => self.destinations.entry(destination).or_default(),
            (Some(source), Some(destination)) => {
                self.pairs.entry((source, destination)).or_default()
            }
        } += records;
    }
}
