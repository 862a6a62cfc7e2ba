//! Reads and checks all rows without writing anything.

use std::collections::{HashMap, HashSet};
use std::process::ExitCode;

use wellhead_core::id::RecordId;
use wellhead_core::record::{Field, Named};
use wellhead_core::resource::ExternalId;
use wellhead_core::sync::Refused;

use super::failure::Failure;
use super::outcome::Checked;
use super::{Import, Inputs, refused};
use crate::cli::Global;
use crate::import::{Next, Place, Reading};
use crate::stop::Stop;

/// How many records are looked up at once.
const AT_ONCE: usize = 1_000;

/// The ledger that the import would go to, local or remote.
pub(super) trait Ledger {
    /// Which of these records the workspace does not have.
    async fn unknown(&mut self, ids: &[RecordId]) -> anyhow::Result<HashSet<RecordId>>;

    /// The same for records named by their external ids.
    async fn unknown_external(&mut self, ids: &[ExternalId])
    -> anyhow::Result<HashSet<ExternalId>>;

    /// The next page of active links that a sweep would look at; `None` after the last.
    async fn links(&mut self) -> anyhow::Result<Option<Vec<Linked>>>;
}

/// The record that a link is to.
pub(super) struct Linked {
    pub(super) record: RecordId,
    /// Its external id in the connector's system.
    pub(super) external_id: Option<ExternalId>,
}

/// The records in the files, and whether each already has a link.
#[derive(Default)]
pub(super) struct Mentioned {
    external: HashMap<ExternalId, bool>,
    ids: HashMap<RecordId, bool>,
}

impl Mentioned {
    /// Notes that a record has a link; returns whether the files contain the record.
    pub(super) fn have(&mut self, linked: &Linked) -> bool {
        let external_id = linked.external_id.as_ref();
        let external = external_id.and_then(|id| self.external.get_mut(id));
        let by_id = self.ids.get_mut(&linked.record);
        let mut is_mentioned = false;
        for has_link in external.into_iter().chain(by_id) {
            *has_link = true;
            is_mentioned = true;
        }
        is_mentioned
    }

    /// How many of them have no link yet.
    pub(super) fn without_link(&self) -> usize {
        let all = self.external.values().chain(self.ids.values());
        all.filter(|has_link| !**has_link).count()
    }
}

/// A row that is good if the workspace has its record.
struct Unsure {
    record: Known,
    place: Place,
}

/// A record that the workspace must already have.
enum Known {
    Id(RecordId),
    /// The row lacks this field, which a new record requires.
    Lacking(ExternalId, &'static Field),
}

impl Import {
    /// Reads all rows, and looks up the records that the import would not create. For a full import, returns the
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
            let record = match next {
                Next::Good(Named::Id(id)) => Some(Known::Id(id)),
                Next::Good(Named::External(id, values)) => match values.lacking(self.record) {
                    Some(_) if mentioned.external.contains_key(&id) => None,
                    Some(field) => Some(Known::Lacking(id, field)),
                    None => {
                        if is_kept {
                            mentioned.external.insert(id, false);
                        }
                        None
                    }
                },
                Next::Bad(_) | Next::End => None,
            };
            let place = reading.place();
            waiting.extend(record.map(|record| Unsure { record, place }));
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

    /// Rejects the rows whose record is unknown, and collects the records of the others.
    async fn look_up(
        &self,
        waiting: Vec<Unsure>,
        mentioned: &mut Mentioned,
        reading: &mut Reading<'_>,
        ledger: &mut impl Ledger,
    ) -> anyhow::Result<()> {
        let (mut ids, mut external) = (Vec::new(), Vec::new());
        for unsure in &waiting {
            match &unsure.record {
                Known::Id(id) => ids.push(*id),
                Known::Lacking(id, _) => external.push(id.clone()),
            }
        }
        let unknown = if ids.is_empty() {
            HashSet::new()
        } else {
            ledger.unknown(&ids).await?
        };
        let unknown_external = if external.is_empty() {
            HashSet::new()
        } else {
            ledger.unknown_external(&external).await?
        };
        for Unsure { record, place } in waiting {
            match record {
                Known::Id(id) if unknown.contains(&id) => {
                    reading.reject(place, Refused::unknown_record(self.record));
                }
                Known::Lacking(id, field) if unknown_external.contains(&id) => {
                    reading.reject(place, Refused::lacking(self.record, field));
                }
                Known::Id(id) if self.sweep.full => {
                    mentioned.ids.insert(id, false);
                }
                Known::Id(_) => {}
                Known::Lacking(id, _) => {
                    mentioned.external.insert(id, false);
                }
            }
        }
        Ok(())
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
