use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Asked, Disclosed};
use crate::id::WorkspaceId;
use crate::privacy::legal::{FIELDS, LegalEntity};
use crate::privacy::moment::exact;
use crate::record::{Field, RecordRef};
use crate::time::Timestamp;

/// The form of the report: a number that grows when a member changes its meaning.
const VERSION: u8 = 1;

/// Where a record came from and who received it. It names no person.
///
/// `docs/disclosure-reports.md` says what each member means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The form of the report.
    pub version: u8,
    /// The workspace.
    pub workspace_id: String,
    /// The record.
    pub subject: Subject,
    /// What the ledger knew at this moment.
    pub as_of: String,
    /// Only disclosures that had not ended by then.
    pub from: Option<String>,
    /// Only disclosures that had begun before then.
    pub to: Option<String>,
    /// The time of which the ledger can tell anything.
    pub coverage: Coverage,
    /// Who sourced the record, the first one first.
    pub sources: Vec<Party>,
    /// Who received it, the first one first.
    pub recipients: Vec<Party>,
    /// Who has a name for it, and no link.
    pub unlinked: Vec<Acquainted>,
    /// The connectors of which no legal name is recorded, for all of the time or part of it.
    pub unidentified: Vec<String>,
}

/// The record that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub r#type: String,
    /// Its id.
    pub id: String,
    /// The records that had been merged into it, which count as the same.
    pub merged: Vec<String>,
}

/// The time of which a ledger can tell: of anything before, it knows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Since when it keeps links.
    pub from: Timestamp,
    /// The moment that the report is about.
    pub until: String,
}

/// A connector that sourced or received a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its slug.
    pub connector: String,
    /// Its id.
    pub connector_id: String,
    /// The activations that have links of the record, the oldest first.
    pub workspace_connector_ids: Vec<String>,
    /// When the first link was made.
    pub first_at: Timestamp,
    /// When the last one was made.
    pub last_at: Timestamp,
    /// How many were made.
    pub deliveries: u64,
    /// How many had not ended.
    pub active_deliveries: u64,
    /// `active`, or `ended` if all had ended.
    pub status: String,
    /// When the last one ended, if all had.
    pub ended_at: Option<Timestamp>,
    /// How those that had ended did so.
    pub endings: Vec<Ending>,
    /// What the connector calls the record, the oldest name first.
    pub known_as: Vec<Known>,
    /// Who was behind it, from the first link on.
    pub legal: Vec<LegalPeriod>,
}

/// How links ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Why; `None` if that was before the ledger kept reasons.
    pub reason: Option<String>,
    /// How many did.
    pub deliveries: u64,
    /// When the last one did.
    pub last_at: Timestamp,
}

/// A connector that has a name for a record, and no link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquainted {
    /// Its slug.
    pub connector: String,
    /// Its id.
    pub connector_id: String,
    /// The activations through which it learnt the name, the oldest first.
    pub workspace_connector_ids: Vec<String>,
    /// What it calls the record, the oldest name first.
    pub known_as: Vec<Known>,
    /// Who was behind it, from the first name on.
    pub legal: Vec<LegalPeriod>,
}

/// What a connector calls a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The name.
    pub external_id: String,
    /// When it was learnt.
    pub since: Timestamp,
}

/// Who was behind a connector for a while. `None` is what nobody has recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalPeriod {
    /// From this moment on.
    pub from: Timestamp,
    /// Until this moment; `None` if it is so as long as the entry lasts.
    pub until: Option<Timestamp>,
    /// The registered name.
    pub legal_name: Option<String>,
    /// Where it is established.
    pub address: Option<String>,
    /// The country of that.
    pub country: Option<String>,
    /// Its data protection contact.
    pub contact: Option<String>,
    /// What the data was exchanged for.
    pub purpose: Option<String>,
    /// What of these was recorded only after the period had begun.
    pub recorded_later: Vec<String>,
}

impl LegalPeriod {
    /// A period that begins at `from`.
    pub(super) fn new(from: Timestamp, entity: &LegalEntity) -> Self {
        let [legal_name, address, country, contact, purpose] = entity.values().clone();
        Self {
            from,
            until: None,
            legal_name,
            address,
            country,
            contact,
            purpose,
            recorded_later: Vec::new(),
        }
    }

    /// Adds what was recorded later.
    pub(super) fn add_later(&mut self, name: &str, value: Option<&str>) {
        let own = match name {
            "legal_name" => &mut self.legal_name,
            "address" => &mut self.address,
            "country" => &mut self.country,
            "contact" => &mut self.contact,
            _ => &mut self.purpose,
        };
        *own = value.map(str::to_owned);
        self.recorded_later.push(name.to_owned());
    }

    /// What it says, or does not know, in the order of [`FIELDS`].
    pub fn said(&self) -> impl Iterator<Item = (&'static Field, Option<&str>)> {
        let said = [
            &self.legal_name,
            &self.address,
            &self.country,
            &self.contact,
            &self.purpose,
        ];
        FIELDS.iter().zip(said.map(Option::as_deref))
    }

    /// Whether another one differs in its time alone.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let Self { from, until, .. } = *self;
        let other = Self {
            from,
            until,
            ..other.clone()
        };
        *self == other
    }
}

/// All parts of a report about connectors.
#[derive(Default)]
pub(super) struct Parties {
    pub(super) sources: Vec<Party>,
    pub(super) recipients: Vec<Party>,
    pub(super) unlinked: Vec<Acquainted>,
}

impl Parties {
    /// In the one order that they have, whatever order they were found in.
    pub(super) fn sorted(mut self) -> Self {
        for parties in [&mut self.sources, &mut self.recipients] {
            parties.sort_by_cached_key(|it| (it.first_at, it.workspace_connector_ids.clone()));
        }
        let key = |it: &Acquainted| (it.connector.clone(), it.workspace_connector_ids.clone());
        self.unlinked.sort_by_cached_key(key);
        self
    }

    /// The connectors that lack a legal name.
    fn unidentified(&self) -> Vec<String> {
        let parties = self.sources.iter().chain(&self.recipients);
        let parties = parties.map(|it| (&it.connector, &it.legal));
        let unlinked = self.unlinked.iter().map(|it| (&it.connector, &it.legal));
        let lacking = parties.chain(unlinked);
        let lacking = lacking.filter(|(_, legal)| legal.iter().any(|it| it.legal_name.is_none()));
        let lacking: BTreeSet<_> = lacking.map(|(connector, _)| connector.clone()).collect();
        lacking.into_iter().collect()
    }
}

impl Report {
    pub(super) fn new(
        (workspace, since): (WorkspaceId, Timestamp),
        record: RecordRef,
        disclosed: &Disclosed,
        asked: Asked,
        parties: Parties,
    ) -> Self {
        let mut merged: Vec<_> = disclosed.merged.iter().map(ToString::to_string).collect();
        merged.sort();
        let as_of = exact(asked.as_of, true);
        let boundary = |at: Option<Timestamp>| at.map(|at| exact(at, false));
        Self {
            version: VERSION,
            workspace_id: workspace.to_string(),
            subject: Subject {
                r#type: record.kind.to_string(),
                id: record.id.to_string(),
                merged,
            },
            from: boundary(asked.from),
            to: boundary(asked.to),
            coverage: Coverage {
                from: since.min(asked.as_of),
                until: as_of.clone(),
            },
            as_of,
            unidentified: parties.unidentified(),
            sources: parties.sources,
            recipients: parties.recipients,
            unlinked: parties.unlinked,
        }
    }

    /// The report in canonical JSON (RFC 8785): these bytes are what its digest is about.
    ///
    /// # Panics
    /// Never: a report can be written as JSON.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut json = serde_json::to_value(self).expect("a report can be written as JSON");
        json.sort_all_objects();
        json.to_string()
    }
}
