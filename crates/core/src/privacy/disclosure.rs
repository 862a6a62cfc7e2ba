//! The disclosure report: where a record came from, and everybody who received it.
//!
//! It is made of what never changes: the states of links, the times of identities and merges, and what was recorded of who
//! is behind a connector. So whoever asks again for the same moment gets the same bytes, whatever has happened since.

mod handed_out;
mod parties;
mod periods;
mod report;

use std::collections::{BTreeMap, BTreeSet};

pub use handed_out::{CONTEXT, HandedOut, Handing, NotHandedOut, Requester, SCHEMA};
pub use report::{Acquainted, Coverage, Ending, Known, LegalPeriod, Party, Report, Subject};

use super::legal::LegalEntity;
use crate::cause::Grounds;
use crate::id::{ConnectorId, RecordId, WorkspaceConnectorId};
use crate::ledger::Ledger;
use crate::record::RecordRef;
use crate::resource::{Direction, KnownAs};
use crate::store::StoreError;
use crate::tenant::Tenant;
use crate::time::Timestamp;

/// Which disclosures a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Only those that had not ended by this moment.
    pub from: Option<Timestamp>,
    /// Only those that had begun before this moment.
    pub to: Option<Timestamp>,
    /// As far as the ledger knew at this moment.
    pub as_of: Timestamp,
}

/// What a store tells of the disclosures of one record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disclosed {
    /// The record that it had been merged into; then nothing else is told.
    pub merged_into: Option<RecordId>,
    /// The records that had been merged into it, in any order.
    pub merged: Vec<RecordId>,
    /// The links of it and of those, in any order. Each link counts once, by the state that it had.
    pub stretches: Vec<Stretch>,
    /// What connectors called it, in any order. The same may be told more than once.
    pub names: Vec<KnownAs>,
}

/// The links between a record and one connector in one direction that had not ended, or that had ended for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The connector.
    pub workspace_connector: WorkspaceConnectorId,
    /// Whether it sourced or consumed the record.
    pub direction: Direction,
    /// When the last of them ended; `None` if they had not.
    pub ended: Option<Timestamp>,
    /// Why they ended, if they had, and since the ledger keeps that.
    pub reason: Option<Grounds>,
    /// How many there are.
    pub links: u64,
    /// When the oldest was made.
    pub first: Timestamp,
    /// When the newest was made.
    pub last: Timestamp,
}

/// What was recorded of an entity, from one moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalState {
    /// The moment.
    pub since: Timestamp,
    /// All that was known from then on.
    pub entity: LegalEntity,
}

/// What was recorded of several connectors, the oldest state of each first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LegalStates {
    /// Of definitions, which all workspaces share.
    pub connectors: BTreeMap<ConnectorId, Vec<LegalState>>,
    /// Of activations, which a workspace has said otherwise.
    pub workspace_connectors: BTreeMap<WorkspaceConnectorId, Vec<LegalState>>,
}

/// What a record's report comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Disclosures {
    /// The report.
    Report(Box<Report>),
    /// At that moment the record was part of this one, whose report tells of both.
    Merged(RecordId),
}

impl Ledger {
    /// The present as a report means it: the whole millisecond that the clock shows.
    #[must_use]
    pub fn present(&self) -> Timestamp {
        let now = self.now();
        now.plus_micros(999 - now.as_micros().rem_euclid(1_000))
    }

    /// The report of where a record came from and who received it; `None` if the workspace has no such record, active or
    /// soft-deleted. A moment in the future is the present.
    ///
    /// The cost grows with the links, names and merges of the record, and the report with the connectors.
    ///
    /// # Errors
    /// When the store fails.
    async fn disclosures(
        &self,
        tenant: Tenant,
        record: RecordRef,
        asked: Asked,
    ) -> Result<Option<Disclosures>, StoreError> {
        let as_of = asked.as_of.min(self.present());
        let asked = Asked { as_of, ..asked };
        let found = self.store().disclosure_get(tenant, record, asked);
        let Some(disclosed) = found.await? else {
            return Ok(None);
        };
        if let Some(other) = disclosed.merged_into {
            return Ok(Some(Disclosures::Merged(other)));
        }
        let workspace = self.workspace(tenant).await?;
        let workspace = workspace.ok_or_else(|| StoreError::Failed("no workspace".into()))?;
        let ids = disclosed.stretches.iter().map(|it| it.workspace_connector);
        let ids = ids.chain(disclosed.names.iter().map(|it| it.workspace_connector));
        let ids: BTreeSet<_> = ids.collect();
        let connectors = self.named_lines(tenant, &ids).await?;
        let definitions = connectors.values().map(|it| it.connector.id);
        let definitions: BTreeSet<_> = definitions.collect();
        let definitions: Vec<_> = definitions.into_iter().collect();
        let activations: Vec<_> = connectors.keys().copied().collect();
        let states = self
            .store()
            .legal_states(tenant, &definitions, &activations, as_of);
        let states = states.await?;
        let parties = parties::parties(&disclosed, &connectors, &states, as_of);
        // Nobody is to read the absence of what was removed as "never disclosed".
        let cuts = self.store().retention_cuts(tenant, record.kind).await?;
        let begun = workspace.times.created_at;
        let since = cuts.covers_since().map_or(begun, |cut| cut.max(begun));
        let covered = (workspace.id, since);
        let report = Report::new(covered, record, &disclosed, asked, parties);
        Ok(Some(Disclosures::Report(Box::new(report))))
    }
}
