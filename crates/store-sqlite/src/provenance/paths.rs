use std::collections::HashMap;

use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::{Direction, Flows};

/// Groups records by their path: the streams in which they occur. The records are added stream by stream, all of one
/// connector and direction and then all of the next.
///
/// Records share paths, so each needs only the number of its path and no set of connectors of its own.
#[derive(Default)]
pub(super) struct Paths {
    /// The streams, in the order in which they began.
    streams: Vec<(WorkspaceConnectorId, Direction)>,
    /// The path of each record, by its `pk`.
    records: HashMap<i64, usize>,
    all: Vec<Path>,
    /// The path that extends another one, or the empty one, by a stream.
    onwards: HashMap<(Option<usize>, usize), usize>,
}

/// A stream, and the path before it.
struct Path {
    before: Option<usize>,
    stream: usize,
}

impl Paths {
    /// Begins a stream: the records added next are of this connector and direction.
    pub(super) fn begin(
        &mut self,
        workspace_connector: WorkspaceConnectorId,
        direction: Direction,
    ) {
        self.streams.push((workspace_connector, direction));
    }

    /// Adds a record to the current stream. It may be added more than once.
    pub(super) fn add(&mut self, pk: i64) {
        let stream = self.streams.len() - 1;
        let before = self.records.get(&pk).copied();
        if before.is_some_and(|path| self.all[path].stream == stream) {
            return;
        }
        let path = *self.onwards.entry((before, stream)).or_insert_with(|| {
            self.all.push(Path { before, stream });
            self.all.len() - 1
        });
        self.records.insert(pk, path);
    }

    /// The flows of all records.
    pub(super) fn flows(&self) -> Flows {
        let mut counts = vec![0; self.all.len()];
        for path in self.records.values() {
            counts[*path] += 1;
        }
        let mut flows = Flows::default();
        for (path, records) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            let [sources, destinations] = self.ends(path);
            for source in &sources {
                for destination in &destinations {
                    flows.add(*source, *destination, records);
                }
            }
        }
        flows
    }

    /// The sources and destinations along a path; each list includes `None`, which stands for any.
    fn ends(&self, path: usize) -> [Vec<Option<WorkspaceConnectorId>>; 2] {
        let mut ends = [vec![None], vec![None]];
        let mut next = Some(path);
        while let Some(path) = next {
            let Path { before, stream } = self.all[path];
            let (workspace_connector, direction) = self.streams[stream];
            let [sources, destinations] = &mut ends;
            match direction {
                Direction::Input => sources.push(Some(workspace_connector)),
                Direction::Output => destinations.push(Some(workspace_connector)),
            }
            next = before;
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn records_that_go_one_way_share_it() {
        let [crm, mailer, shop] =
            [1, 2, 3].map(|id| WorkspaceConnectorId::new(Uuid::from_u128(id)));
        let mut paths = Paths::default();
        for (connector, direction, records) in [
            (crm, Direction::Input, 0..300),
            (crm, Direction::Output, 0..0),
            (mailer, Direction::Input, 200..300),
            (shop, Direction::Output, 100..400),
        ] {
            paths.begin(connector, direction);
            for record in records.clone().chain(records) {
                paths.add(record);
            }
        }
        let mut expected = Flows::default();
        for (source, destination, records) in [
            (None, None, 400),
            (Some(crm), None, 300),
            (Some(mailer), None, 100),
            (None, Some(shop), 300),
            (Some(crm), Some(shop), 200),
            (Some(mailer), Some(shop), 100),
        ] {
            expected.add(source, destination, records);
        }
        assert_eq!(paths.flows(), expected);
        // crm; crm, shop; crm, mailer; crm, mailer, shop; shop.
        assert_eq!(paths.all.len(), 5);
    }
}
