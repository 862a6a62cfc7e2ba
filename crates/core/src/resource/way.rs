use std::collections::{BTreeMap, HashMap};

use super::{Direction, Flows};
use crate::id::WorkspaceConnectorId;

/// One end of the way that a record went: it has links there.
///
/// A store keeps the ends of each record as a sorted list of [codes](Self::code).
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

/// A sum that a store keeps: so many records have links with both of these connectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowSum {
    /// The store's own numbers of the source and the destination; 0 stands for any or none.
    pub ends: [i64; 2],
    /// Whether the record counts by its active links.
    pub active: bool,
    /// Whether it counts by its soft-deleted links.
    pub deleted: bool,
}

impl FlowSum {
    /// The sums in which a record with these ends is counted.
    ///
    /// ```
    /// use wellhead_core::resource::{Direction, FlowSum, WayEnd};
    ///
    /// let end = |connector, direction, is_deleted| WayEnd { connector, direction, is_deleted };
    /// let sums = FlowSum::of([end(1, Direction::Input, false), end(2, Direction::Output, true)]);
    /// let sums: Vec<_> = sums.iter().map(|sum| (sum.ends, sum.active, sum.deleted)).collect();
    /// assert_eq!(
    ///     sums,
    ///     [
    ///         ([0, 0], true, true),
    ///         ([0, 2], false, true),
    ///         ([1, 0], true, false),
    ///         ([1, 2], false, false),
    ///     ],
    /// );
    /// assert_eq!(FlowSum::of([]), []);
    /// ```
    #[must_use]
    pub fn of(ends: impl IntoIterator<Item = WayEnd>) -> Vec<Self> {
        // By connector, and by 0 for all: whether there are active links, and soft-deleted ones.
        let mut sides: [BTreeMap<i64, [bool; 2]>; 2] = Default::default();
        for end in ends {
            for (direction, connector) in [
                (end.direction, end.connector),
                (Direction::Input, 0),
                (Direction::Output, 0),
            ] {
                let side = &mut sides[usize::from(direction == Direction::Output)];
                side.entry(connector).or_default()[usize::from(end.is_deleted)] = true;
            }
        }
        let [sources, destinations] = &sides;
        let pairs = sources.iter().flat_map(|source| {
            destinations
                .iter()
                .map(move |destination| (source, destination))
        });
        let sums = pairs.map(|((source, from), (destination, to))| Self {
            ends: [*source, *destination],
            active: from[0] && to[0],
            deleted: from[1] && to[1],
        });
        sums.collect()
    }
}

impl Flows {
    /// Adds a kept sum. One with a connector that is not among `connectors`, which has the store's numbers, is left out.
    pub fn add_kept(
        &mut self,
        ends: [i64; 2],
        records: u64,
        connectors: &HashMap<i64, WorkspaceConnectorId>,
    ) {
        let known = |end| match end {
            0 => Some(None),
            end => connectors.get(&end).copied().map(Some),
        };
        if let [Some(source), Some(destination)] = ends.map(known) {
            self.add(source, destination, records);
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
