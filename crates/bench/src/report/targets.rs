use std::collections::BTreeMap;

use super::table::{Table, rate, small, tenth};

/// Everything with a target, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    Retrieve,
    PersonLinks,
    WorkspaceList,
    Create,
    CreateTogether,
    SqliteRetrieve,
    Delivery,
    GrowthByLinks,
    GrowthByConnectors,
    ManyConnectors,
    BytesPerLink,
    RowLevelSecurity,
    PeersRetrieve,
    PeersPersonLinks,
    PeersCreate,
    PeersWorkspaceList,
    Cold,
    Neighbours,
    NeighboursLost,
    Memory,
    ColdStart,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Measure {
    const ALL: [Self; 21] = [
        Self::Retrieve,
        Self::PersonLinks,
        Self::WorkspaceList,
        Self::Create,
        Self::CreateTogether,
        Self::SqliteRetrieve,
        Self::Delivery,
        Self::GrowthByLinks,
        Self::GrowthByConnectors,
        Self::ManyConnectors,
        Self::BytesPerLink,
        Self::RowLevelSecurity,
        Self::PeersRetrieve,
        Self::PeersPersonLinks,
        Self::PeersCreate,
        Self::PeersWorkspaceList,
        Self::Cold,
        Self::Neighbours,
        Self::NeighboursLost,
        Self::Memory,
        Self::ColdStart,
    ];

    const fn text(self) -> &'static str {
        match self {
            Self::Retrieve => "retrieve over HTTP on PostgreSQL, to the ceiling",
            Self::PersonLinks => "a person's links over HTTP on PostgreSQL, to the ceiling",
            Self::WorkspaceList => "the workspace list over HTTP on PostgreSQL, to the ceiling",
            Self::Create => {
                "create over HTTP on PostgreSQL in scattered workspaces, to the ceiling"
            }
            Self::CreateTogether => {
                "create over HTTP on PostgreSQL, all in one workspace, to the ceiling"
            }
            Self::SqliteRetrieve => "retrieve on SQLite, to the bare axum handler",
            Self::Delivery => {
                "bulk delivery, to `\\copy` into the same indexed table, both on PostgreSQL"
            }
            Self::GrowthByLinks => {
                "p50 of a read at 400× the links to 1×, less 0.1 ms, the worst of both engines"
            }
            Self::GrowthByConnectors => {
                "p50 of a read with 1,000 connectors to 10, the worst of both engines"
            }
            Self::ManyConnectors => {
                "p50 of the newest page with 10,000 connectors (ms), the slower of both engines"
            }
            Self::BytesPerLink => "bytes per link on PostgreSQL, with its indexes",
            Self::RowLevelSecurity => "row-level security, p50 with to without, the worst",
            Self::PeersRetrieve => "retrieve on PostgreSQL, to the best peer",
            Self::PeersPersonLinks => "a person's links on PostgreSQL, to the best peer",
            Self::PeersCreate => "create on PostgreSQL, to the best peer",
            Self::PeersWorkspaceList => "the workspace list on PostgreSQL, to the best peer",
            Self::Cold => {
                "p99 with a quarter of the ledger in memory to all of it, retrieve and a person's links, the worse"
            }
            Self::Neighbours => {
                "p99 of a tenant beside an attack to undisturbed, the worst of both engines"
            }
            Self::NeighboursLost => {
                "answers that a tenant does not get, or with 5xx, beside an attack, the worst of both engines"
            }
            Self::Memory => "service memory after the run (MB), the larger of both engines",
            Self::ColdStart => {
                "cold start to first answer on an existing database (ms), the slower of both engines"
            }
        }
    }

    const fn target(self) -> Target {
        match self {
            Self::Retrieve => Target::AtLeast(0.65),
            Self::PersonLinks | Self::WorkspaceList => Target::AtLeast(0.75),
            Self::SqliteRetrieve => Target::AtLeast(0.4),
            Self::CreateTogether => Target::AtLeast(1.0),
            Self::Create | Self::Delivery => Target::AtLeast(0.7),
            Self::GrowthByLinks => Target::AtMost(1.2),
            Self::GrowthByConnectors | Self::Neighbours => Target::AtMost(3.0),
            Self::ManyConnectors => Target::AtMost(10.0),
            Self::BytesPerLink => Target::AtMost(250.0),
            Self::RowLevelSecurity => Target::AtMost(1.25),
            Self::PeersRetrieve | Self::PeersPersonLinks | Self::PeersCreate => {
                Target::AtLeast(12.0)
            }
            Self::PeersWorkspaceList => Target::AtLeast(500.0),
            Self::Cold => Target::AtMost(20.0),
            Self::NeighboursLost => Target::AtMost(0.0),
            Self::Memory => Target::AtMost(64.0),
            Self::ColdStart => Target::AtMost(150.0),
        }
    }

    /// Whether the value is as good as it has to be.
    pub(super) fn is_reached(self, value: f64) -> bool {
        match self.target() {
            Target::AtLeast(bound) => value >= bound,
            Target::AtMost(bound) => value <= bound,
        }
    }

    fn shown(self, value: f64) -> String {
        match self {
            Self::PeersRetrieve
            | Self::PeersPersonLinks
            | Self::PeersCreate
            | Self::PeersWorkspaceList
            | Self::Cold => tenth(value),
            Self::BytesPerLink | Self::NeighboursLost | Self::Memory | Self::ColdStart => {
                rate(value)
            }
            _ => small(value),
        }
    }
}

/// The results, for what was measured.
#[derive(Debug, Default)]
pub(crate) struct Targets(BTreeMap<Measure, f64>);

impl Targets {
    /// Notes a value. Of several values for one measure the worst counts.
    pub(crate) fn note(&mut self, measure: Measure, value: f64) {
        let worst = self.0.entry(measure).or_insert(value);
        *worst = match measure.target() {
            Target::AtLeast(_) => worst.min(value),
            Target::AtMost(_) => worst.max(value),
        };
    }

    pub(crate) fn table(&self) -> String {
        let mut table = Table::new(&["measure", "target", "measured", ""]);
        for measure in Measure::ALL {
            let target = match measure.target() {
                Target::AtLeast(bound) => format!("≥ {}", measure.shown(bound)),
                Target::AtMost(bound) => format!("≤ {}", measure.shown(bound)),
            };
            let (measured, verdict) = match self.0.get(&measure) {
                None => ("–".to_owned(), "not measured in this run"),
                Some(value) => {
                    let verdict = if measure.is_reached(*value) {
                        "reached"
                    } else {
                        "**not reached**"
                    };
                    (measure.shown(*value), verdict)
                }
            };
            table.row(&[
                measure.text().to_owned(),
                target,
                measured,
                verdict.to_owned(),
            ]);
        }
        table.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_counts() {
        let mut targets = Targets::default();
        for value in [1.1, 1.3, 1.0] {
            targets.note(Measure::GrowthByLinks, value);
        }
        for value in [0.9, 0.85] {
            targets.note(Measure::Retrieve, value);
        }
        let table = targets.table();
        let line = |start: &str| table.lines().find(|line| line.contains(start)).unwrap();
        assert!(
            line("400×").ends_with("| 1.30 | **not reached** |"),
            "{table}"
        );
        assert!(
            line("retrieve over").ends_with("| 0.85 | reached |"),
            "{table}"
        );
        assert!(
            line("create over HTTP on PostgreSQL in").ends_with("| – | not measured in this run |")
        );
    }
}
