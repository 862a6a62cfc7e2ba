//! The rows of the files, read for nothing but what they say.

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

/// Rows whose record is looked up in one go.
const AT_ONCE: usize = 1_000;

/// What the import would be made into, wherever that is.
pub(super) trait Ledger {
    /// Those of these records that the workspace does not have.
    async fn unknown(&mut self, ids: &[RecordId]) -> anyhow::Result<HashSet<RecordId>>;

    /// The same, of records by their external ids.
    async fn unknown_external(&mut self, ids: &[ExternalId])
    -> anyhow::Result<HashSet<ExternalId>>;

    /// What the next active links are about that a sweep would look at; `None` behind the last.
    async fn links(&mut self) -> anyhow::Result<Option<Vec<Linked>>>;
}

/// What a link is about.
pub(super) struct Linked {
    pub(super) record: RecordId,
    /// As the connector knows the record.
    pub(super) external_id: Option<ExternalId>,
}

/// The records that the files mention, and whether they have a link.
#[derive(Default)]
pub(super) struct Mentioned {
    external: HashMap<ExternalId, bool>,
    ids: HashMap<RecordId, bool>,
}

impl Mentioned {
    /// Notes that a record has a link; answers whether the files mention it.
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

    /// How many of them have no link.
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

/// A record that the workspace has to have.
enum Known {
    Id(RecordId),
    /// The row lacks this field, without which no record is made.
    Lacking(ExternalId, &'static Field),
}

impl Import {
    /// Reads all rows, and looks up the records that the import would not make. Answers what a full import mentions.
    pub(super) async fn check(
        &self,
        reading: &mut Reading<'_>,
        ledger: &mut impl Ledger,
    ) -> anyhow::Result<Mentioned> {
        // A row may leave out what a new record needs where one above it makes the record.
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
                Next::Bad | Next::End => None,
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

    /// Rejects the rows whose record is unknown, and notes the records of the others.
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

    /// Refuses all files where one row is bad, for `--strict`.
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
