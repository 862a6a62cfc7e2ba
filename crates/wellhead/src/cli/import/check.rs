//! Reads and checks all rows without writing anything.

mod mentioned;

use std::collections::HashMap;
use std::process::ExitCode;

use wellhead_core::id::RecordId;
use wellhead_core::identity::Unresolved;
use wellhead_core::record::{Field, Named, RecordKey};
use wellhead_core::resource::ExternalId;
use wellhead_core::sync::Refused;

use super::failure::Failure;
use super::outcome::Checked;
use super::{Import, Inputs, OnConflict, refused};
use crate::cli::Global;
use crate::import::{Next, Place, Reading};
use crate::stop::Stop;

pub(super) use mentioned::{Linked, Mentioned, OwnNames};

/// How many records are looked up at once.
const AT_ONCE: usize = 1_000;

/// A name that the workspace may have a record for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// What the connector calls it.
    Own(ExternalId),
    /// What the whole workspace calls it.
    Shared(ExternalId),
    /// The public id.
    Id(RecordId),
}

/// A record that the workspace has.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) record: RecordId,
    /// What the whole workspace calls it.
    pub(super) external_id: Option<ExternalId>,
}

/// The ledger that the import would go to, local or remote.
pub(super) trait Ledger {
    /// The records with these names. Whatever is missing, the workspace does not have.
    async fn known(&mut self, names: Vec<Name>) -> anyhow::Result<HashMap<Name, Found>>;

    /// The next page of active links that a sweep would look at; `None` after the last.
    async fn links(&mut self) -> anyhow::Result<Option<Vec<Found>>>;

    /// The next page of what the connector calls records; `None` after the last.
    async fn identities(&mut self) -> anyhow::Result<Option<Vec<(RecordId, ExternalId)>>>;
}

/// A row that is good if the workspace has its record, and its names mean the same one.
struct Unsure {
    known_as: Option<ExternalId>,
    key: Option<RecordKey>,
    /// The field that it lacks if its record is new.
    lacking: Option<&'static Field>,
    place: Place,
}

impl Unsure {
    fn names(&self) -> impl Iterator<Item = Name> {
        let key = self.key.clone().map(Name::from);
        self.known_as.clone().map(Name::Own).into_iter().chain(key)
    }
}

impl From<RecordKey> for Name {
    fn from(key: RecordKey) -> Self {
        match key {
            RecordKey::Id(id) => Self::Id(id),
            RecordKey::External(id) => Self::Shared(id),
        }
    }
}

impl Import {
    /// Reads all rows, and looks up the records of those that the import might refuse. For a full import, returns the
    /// records.
    pub(super) async fn check(
        &self,
        reading: &mut Reading<'_>,
        ledger: &mut impl Ledger,
    ) -> anyhow::Result<Mentioned> {
        // A row may leave out required fields if an earlier row creates the record.
        let is_kept = self.sweep.full || self.record.fields().iter().any(Field::is_required);
        let mut mentioned = Mentioned::default();
        let mut waiting = Vec::new();
        loop {
            let next = reading.next().await?;
            let is_end = matches!(next, Next::End);
            if let Next::Good(record) = next {
                let lacking = record.values.lacking(self.record);
                let may_be_new = record.may_be_new();
                let Named { known_as, key, .. } = record;
                let row = Unsure {
                    lacking: lacking.filter(|_| may_be_new),
                    known_as,
                    key,
                    place: reading.place(),
                };
                let has_both = row.known_as.is_some() && row.key.is_some();
                let is_made = row.names().any(|name| mentioned.has(&name));
                let is_sure = may_be_new && !has_both && (row.lacking.is_none() || is_made);
                if !is_sure {
                    waiting.push(row);
                } else if is_kept {
                    mentioned.add(row.names());
                }
            }
            if waiting.len() == AT_ONCE || is_end {
                let waiting = std::mem::take(&mut waiting);
                self.look_up(waiting, &mut mentioned, reading, ledger)
                    .await?;
            }
            if is_end {
                return Ok(mentioned);
            }
        }
    }

    /// Rejects the rows that have no record, and collects the records of the others.
    async fn look_up(
        &self,
        waiting: Vec<Unsure>,
        mentioned: &mut Mentioned,
        reading: &mut Reading<'_>,
        ledger: &mut impl Ledger,
    ) -> anyhow::Result<()> {
        if waiting.is_empty() {
            return Ok(());
        }
        let names = waiting.iter().flat_map(Unsure::names).collect();
        let known = ledger.known(names).await?;
        for row in waiting {
            match self.judge(&row, &known, mentioned) {
                Ok(()) => mentioned.add(row.names()),
                Err(why) => {
                    let refused = Refused::unresolved(self.record, why, row.lacking);
                    reading.reject(row.place, refused);
                }
            }
        }
        Ok(())
    }

    /// Whether a row has a record, or makes one.
    fn judge(
        &self,
        row: &Unsure,
        known: &HashMap<Name, Found>,
        mentioned: &Mentioned,
    ) -> Result<(), Unresolved<RecordId>> {
        let key = row.key.clone().map(Name::from);
        let by_key = key.as_ref().and_then(|key| known.get(key));
        let own = row.known_as.clone().map(Name::Own);
        if let Some(identity) = own.as_ref().and_then(|own| known.get(own)) {
            let agrees = match (&key, by_key) {
                (None, _) => true,
                (Some(_), Some(found)) => found.record == identity.record,
                // Nobody has the key: the record may get it, unless it has another.
                (Some(Name::Shared(_)), None) => identity.external_id.is_none(),
                (Some(_), None) => false,
            };
            return if agrees || self.on_conflict == OnConflict::Identity {
                Ok(())
            } else {
                Err(Unresolved::Disagree {
                    identity: identity.record,
                    key: by_key.map(|found| found.record),
                })
            };
        }
        let is_known = by_key.is_some() || row.names().any(|name| mentioned.has(&name));
        let makes_one = row.lacking.is_none() && !matches!(row.key, Some(RecordKey::Id(_)));
        if is_known || makes_one {
            Ok(())
        } else {
            Err(Unresolved::Missing)
        }
    }

    /// For `--strict`: refuses everything if one row is bad.
    pub(super) async fn refuses(
        &self,
        global: &Global,
        inputs: &mut Inputs,
        ledger: &mut impl Ledger,
        stop: &mut Stop,
    ) -> anyhow::Result<Option<ExitCode>> {
        let mut reading = self.reading(inputs, "checking");
        let checked = tokio::select! {
            biased;
            () = stop.asked() => return Failure::Stopped.exit(None).map(Some),
            checked = self.check(&mut reading, ledger) => checked,
        };
        checked?;
        if reading.rejected() > 0 {
            global.output.one(&Checked::of(&reading))?;
            return Ok(Some(refused()));
        }
        inputs.are_announced = true;
        Ok(None)
    }
}
