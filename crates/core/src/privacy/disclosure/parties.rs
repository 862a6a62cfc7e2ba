use std::collections::{BTreeMap, BTreeSet};

use super::periods::periods;
use super::report::{Acquainted, Ending, Known, Parties, Party};
use super::{Disclosed, LegalState, LegalStates, Stretch};
use crate::cause::Grounds;
use crate::id::WorkspaceConnectorId;
use crate::provenance::{NamedConnectors, chains};
use crate::resource::{Connector, Direction, KnownAs};
use crate::time::Timestamp;

/// Everybody that the ledger knows of: a connector once for each direction, however often it was reconnected. `connectors` has
/// all activations of each line.
pub(super) fn parties(
    disclosed: &Disclosed,
    connectors: &NamedConnectors,
    states: &LegalStates,
    as_of: Timestamp,
) -> Parties {
    let mut names: Vec<_> = disclosed.names.iter().collect();
    names.sort_by_key(|it| (it.since, it.external_id.clone()));
    let mut parties = Parties::default();
    for chain in chains(connectors.values().map(|it| &it.workspace_connector)) {
        let Some(first) = chain.first() else { continue };
        let line = Line {
            ids: chain.iter().map(|it| it.id).collect(),
            connector: &connectors[&first.id].connector,
            states,
        };
        let known_as = line.known_as(&names);
        let [source, recipient] = Direction::ALL
            .map(|direction| line.party(direction, &disclosed.stretches, &known_as, as_of));
        if source.is_none() && recipient.is_none() && !known_as.is_empty() {
            parties
                .unlinked
                .push(line.acquainted(&names, known_as, as_of));
        }
        parties.sources.extend(source);
        parties.recipients.extend(recipient);
    }
    parties.sorted()
}

/// The activations of one connector, the oldest first, each of which continues the one before.
struct Line<'a> {
    ids: Vec<WorkspaceConnectorId>,
    connector: &'a Connector,
    states: &'a LegalStates,
}

impl Line<'_> {
    /// What the line calls the record. Several activations may have learnt the same.
    fn known_as(&self, names: &[&KnownAs]) -> Vec<Known> {
        let mut seen = BTreeSet::new();
        let names = names.iter();
        names
            .filter(|it| self.ids.contains(&it.workspace_connector))
            .filter(|it| seen.insert(it.external_id.as_str()))
            .map(|it| Known {
                external_id: it.external_id.to_string(),
                since: it.since,
            })
            .collect()
    }

    /// What was recorded of the definition, and what the workspace said of any of the activations.
    fn states(&self) -> (&[LegalState], Vec<LegalState>) {
        let general = self.states.connectors.get(&self.connector.id);
        let own = self.ids.iter();
        let own = own.filter_map(|it| self.states.workspace_connectors.get(it));
        let mut own: Vec<_> = own.flatten().cloned().collect();
        own.sort_by_key(|it| it.since);
        (general.map_or(&[], Vec::as_slice), own)
    }

    fn party(
        &self,
        direction: Direction,
        stretches: &[Stretch],
        known_as: &[Known],
        as_of: Timestamp,
    ) -> Option<Party> {
        let own =
            |it: &&Stretch| it.direction == direction && self.ids.contains(&it.workspace_connector);
        let own: Vec<_> = stretches.iter().filter(own).collect();
        let first = own.iter().map(|it| it.first).min()?;
        let last = own.iter().map(|it| it.last).max()?;
        let links = |of: &mut dyn Iterator<Item = &&Stretch>| of.map(|it| it.links).sum();
        let active: u64 = links(&mut own.iter().filter(|it| it.ended.is_none()));
        let ended = own.iter().filter_map(|it| it.ended).max();
        let ended = ended.filter(|_| active == 0);
        let has_links =
            |id: &&WorkspaceConnectorId| own.iter().any(|it| it.workspace_connector == **id);
        let with_links = self.ids.iter().filter(has_links);
        let (general, said) = self.states();
        Some(Party {
            connector: self.connector.slug.to_string(),
            connector_id: self.connector.id.to_string(),
            workspace_connector_ids: with_links.map(ToString::to_string).collect(),
            first_at: first,
            last_at: last,
            deliveries: links(&mut own.iter()),
            active_deliveries: active,
            status: if active == 0 { "ended" } else { "active" }.to_owned(),
            ended_at: ended,
            endings: endings(&own),
            known_as: known_as.to_vec(),
            legal: periods(first, ended.unwrap_or(as_of), general, &said),
        })
    }

    fn acquainted(&self, names: &[&KnownAs], known_as: Vec<Known>, as_of: Timestamp) -> Acquainted {
        // Not all of the line: one that continues it was perhaps made later.
        let learnt =
            |id: &&WorkspaceConnectorId| names.iter().any(|it| it.workspace_connector == **id);
        let since = known_as.first().map_or(as_of, |it| it.since);
        let (general, said) = self.states();
        Acquainted {
            connector: self.connector.slug.to_string(),
            connector_id: self.connector.id.to_string(),
            workspace_connector_ids: self
                .ids
                .iter()
                .filter(learnt)
                .map(ToString::to_string)
                .collect(),
            known_as,
            legal: periods(since, as_of, general, &said),
        }
    }
}

/// How links ended, the first ending first.
fn endings(own: &[&Stretch]) -> Vec<Ending> {
    let mut by_reason: BTreeMap<Option<Grounds>, Ending> = BTreeMap::new();
    for stretch in own {
        let Some(ended) = stretch.ended else { continue };
        let ending = by_reason.entry(stretch.reason).or_insert(Ending {
            reason: stretch.reason.map(|it| it.to_string()),
            deliveries: 0,
            last_at: ended,
        });
        ending.deliveries += stretch.links;
        ending.last_at = ending.last_at.max(ended);
    }
    let mut endings: Vec<_> = by_reason.into_values().collect();
    endings.sort_by_cached_key(|it| (it.last_at, it.reason.clone()));
    endings
}
