//! A connector that is reconnected is a new activation, which continues the one before. Together they are one line.

use std::collections::{BTreeMap, BTreeSet};

use super::NamedConnectors;
use crate::id::WorkspaceConnectorId;
use crate::resource::{Direction, ExternalId, KnownAs, Story, Trace, WorkspaceConnector};
use crate::time::Timestamp;

/// What one connector, however often it was reconnected, did with a record in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// All its links, under its newest activation.
    pub trace: Trace,
    /// What the connector calls the record, the oldest name first.
    pub known_as: Vec<ExternalId>,
    /// Its activations, from the first that has links of the record on, each of which continues the one before.
    pub connections: Vec<Connection>,
}

/// An activation in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// The activation.
    pub workspace_connector: WorkspaceConnectorId,
    /// How long the connector was not there before it.
    pub gap: Option<Gap>,
    /// The links through this activation, if there are any.
    pub trace: Option<Trace>,
}

/// A time without a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When the earlier activation was disconnected; if it was not, when it last told of the record.
    pub from: Timestamp,
    /// When the next one was made.
    pub until: Timestamp,
}

/// A connector that has a name for a record, and no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquaintance {
    /// Its newest activation.
    pub workspace_connector: WorkspaceConnectorId,
    /// What it calls the record, the oldest name first.
    pub known_as: Vec<ExternalId>,
}

/// Puts together what belongs to one line. `connectors` has all activations of each line; those made after `end` are left
/// out.
pub(super) fn lines(
    story: Story,
    connectors: &NamedConnectors,
    end: Option<Timestamp>,
) -> (Vec<Line>, Vec<Acquaintance>) {
    let Story { traces, mut names } = story;
    names.sort_by(|one, other| {
        (one.since, &one.external_id).cmp(&(other.since, &other.external_id))
    });
    let traces = traces.into_iter();
    let traces = traces.map(|it| ((it.workspace_connector, it.direction), it));
    let traces = traces.collect();
    let (mut lines, mut unlinked) = (Vec::new(), Vec::new());
    for chain in chains(connectors.values().map(|it| &it.workspace_connector)) {
        let known_as = names_of(&chain, &names);
        let of_chain = Direction::ALL.map(|direction| line(&chain, direction, &traces, end));
        let of_chain: Vec<_> = of_chain.into_iter().flatten().collect();
        if of_chain.is_empty() && !known_as.is_empty() {
            let newest = chain.iter().rfind(|it| was_there(it, end));
            unlinked.extend(newest.or(chain.last()).map(|newest| Acquaintance {
                workspace_connector: newest.id,
                known_as: known_as.clone(),
            }));
        }
        lines.extend(of_chain.into_iter().map(|(trace, connections)| Line {
            trace,
            known_as: known_as.clone(),
            connections,
        }));
    }
    lines.sort_by_key(|line| {
        let trace = line.trace;
        (trace.direction, trace.first, trace.workspace_connector)
    });
    (lines, unlinked)
}

/// The activations of a line, the oldest first.
pub(crate) type Chain<'a> = Vec<&'a WorkspaceConnector>;

/// The lines of `activations`, which has all of each.
pub(crate) fn chains<'a>(
    activations: impl Iterator<Item = &'a WorkspaceConnector> + Clone,
) -> Vec<Chain<'a>> {
    let next = activations
        .clone()
        .filter_map(|it| Some((it.continues?, it)));
    let next: BTreeMap<_, _> = next.collect();
    let firsts = activations.filter(|it| it.continues.is_none());
    firsts
        .map(|first| std::iter::successors(Some(first), |it| next.get(&it.id).copied()).collect())
        .collect()
}

/// What the activations of a line call the record. Several may have learnt the same.
fn names_of(chain: &Chain<'_>, names: &[KnownAs]) -> Vec<ExternalId> {
    let ids: BTreeSet<_> = chain.iter().map(|it| it.id).collect();
    let mut seen = BTreeSet::new();
    names
        .iter()
        .filter(|name| ids.contains(&name.workspace_connector))
        .filter(|name| seen.insert(name.external_id.as_str()))
        .map(|name| name.external_id.clone())
        .collect()
}

fn was_there(activation: &WorkspaceConnector, end: Option<Timestamp>) -> bool {
    end.is_none_or(|end| activation.times.created_at <= end)
}

/// All links of a line in one direction, and its connections; `None` if it has no links.
fn line(
    chain: &Chain<'_>,
    direction: Direction,
    traces: &BTreeMap<(WorkspaceConnectorId, Direction), Trace>,
    end: Option<Timestamp>,
) -> Option<(Trace, Vec<Connection>)> {
    let trace = |it: &WorkspaceConnector| traces.get(&(it.id, direction)).copied();
    let oldest = chain.iter().position(|it| trace(it).is_some())?;
    // A link proves that its activation was there, whatever the clocks said.
    let newest = |it: &&WorkspaceConnector| was_there(it, end) || trace(it).is_some();
    let newest = chain.iter().rposition(newest)?;
    let chain = &chain[oldest..=newest];
    let before = [None].into_iter().chain(chain.iter().map(Some));
    let connections = chain
        .iter()
        .zip(before)
        .map(|(activation, before)| Connection {
            workspace_connector: activation.id,
            gap: before.and_then(|it| gap(it, trace(it), activation)),
            trace: trace(activation),
        });
    let sum = chain.iter().filter_map(|it| trace(it)).reduce(together)?;
    let sum = Trace {
        workspace_connector: chain.last()?.id,
        ..sum
    };
    Some((sum, connections.collect()))
}

/// The gap between an activation, of which `last` is known, and the one that continues it.
fn gap(
    earlier: &WorkspaceConnector,
    last: Option<Trace>,
    next: &WorkspaceConnector,
) -> Option<Gap> {
    let gap = Gap {
        from: earlier.times.deleted_at.or(last.map(|it| it.last))?,
        until: next.times.created_at,
    };
    (gap.from < gap.until).then_some(gap)
}

/// Two summaries of links in one.
fn together(one: Trace, other: Trace) -> Trace {
    Trace {
        first: one.first.min(other.first),
        last: one.last.max(other.last),
        links: one.links + other.links,
        active: one.active + other.active,
        ..one
    }
}

#[cfg(test)]
mod tests;
