use std::collections::{BTreeSet, HashMap};

use super::{Deleted, Direction, Flows};
use crate::id::WorkspaceConnectorId;

/// One end of the way that a record went: it has links there.
///
/// A store keeps ways as sorted lists of [codes](Self::code), and counts the records of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WayEnd {
    /// The store's own number of the connector.
    pub connector: i64,
    /// Whether the connector sourced or consumed the record.
    pub direction: Direction,
    /// Whether these are soft-deleted links. A record may have both.
    pub is_deleted: bool,
}

impl WayEnd {
    /// The end in one number: four times the connector's, plus 2 for a destination, plus 1 for soft-deleted links.
    #[must_use]
    pub const fn code(self) -> i64 {
        let direction = match self.direction {
            Direction::Input => 0,
            Direction::Output => 2,
        };
        4 * self.connector + direction + self.is_deleted as i64
    }

    /// The end with this code.
    #[must_use]
    pub const fn of(code: i64) -> Self {
        Self {
            connector: code >> 2,
            direction: if code & 2 == 0 {
                Direction::Input
            } else {
                Direction::Output
            },
            is_deleted: code & 1 == 1,
        }
    }
}

impl Flows {
    /// Adds the records that went one way: by the links there that `deleted` lets through. A connector that is not among
    /// `connectors`, which has the store's numbers, is left out.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use uuid::Uuid;
    /// use wellhead_core::resource::{Deleted, Direction, Flows, WayEnd};
    ///
    /// let (crm, mailer) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    /// let connectors = HashMap::from([(1, crm), (2, mailer)]);
    /// let end = |connector, direction, is_deleted| WayEnd { connector, direction, is_deleted };
    /// let way = [end(1, Direction::Input, false), end(2, Direction::Output, true)];
    /// let mut flows = Flows::default();
    /// flows.add_way(way, 7, Deleted::Exclude, &connectors);
    /// assert_eq!((flows.sources[&crm], flows.destinations.len()), (7, 0));
    /// flows.add_way(way, 3, Deleted::Include, &connectors);
    /// assert_eq!((flows.records, flows.pairs[&(crm, mailer)]), (10, 3));
    /// ```
    pub fn add_way(
        &mut self,
        way: impl IntoIterator<Item = WayEnd>,
        records: u64,
        deleted: Deleted,
        connectors: &HashMap<i64, WorkspaceConnectorId>,
    ) {
        let mut ends = [BTreeSet::new(), BTreeSet::new()];
        for end in way {
            let counts = match deleted {
                Deleted::Exclude => !end.is_deleted,
                Deleted::Include => true,
                Deleted::Only => end.is_deleted,
            };
            if let (true, Some(connector)) = (counts, connectors.get(&end.connector)) {
                ends[usize::from(end.direction == Direction::Output)].insert(*connector);
            }
        }
        if ends.iter().all(BTreeSet::is_empty) {
            return;
        }
        let [sources, destinations] = &ends;
        self.add(None, None, records);
        for destination in destinations {
            self.add(None, Some(*destination), records);
        }
        for source in sources {
            self.add(Some(*source), None, records);
            for destination in destinations {
                self.add(Some(*source), Some(*destination), records);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_one_number_and_back() {
        for connector in [1, 2, i64::from(u32::MAX)] {
            for direction in Direction::ALL {
                for is_deleted in [false, true] {
                    let end = WayEnd {
                        connector,
                        direction,
                        is_deleted,
                    };
                    assert_eq!(WayEnd::of(end.code()), end);
                }
            }
        }
    }
}
