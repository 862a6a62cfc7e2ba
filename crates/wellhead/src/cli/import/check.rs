//! The rows of the files, read for nothing but what they say.

use std::collections::{HashMap, HashSet};
use std::process::ExitCode;

use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Named as NamedRecord};
use wellhead_core::resource::ExternalId;
use wellhead_core::sync::Refused;

use super::failure::Failure;
use super::outcome::Checked;
use super::{Import, Inputs, refused};
use crate::cli::Global;
use crate::import::{Next, Place, Reading};
use crate::stop::Stop;

/// Rows that name somebody by a public id and are looked up in one go.
const AT_ONCE: usize = 1_000;

/// What the import would be made into, wherever that is.
pub(super) trait Ledger {
    /// Those of these people whom the workspace does not have.
    async fn unknown(&mut self, people: &[RecordId]) -> anyhow::Result<HashSet<RecordId>>;

    /// Whom the next active links are about that a sweep would look at; `None` behind the last.
    async fn links(&mut self) -> anyhow::Result<Option<Vec<Linked>>>;
}

/// Whom a link is about.
pub(super) struct Linked {
    pub(super) person: RecordId,
    /// As the connector knows the person.
    pub(super) external_id: Option<ExternalId>,
}

/// The people whom the files name, and whether they have a link.
#[derive(Default)]
pub(super) struct Named {
    external: HashMap<ExternalId, bool>,
    ids: HashMap<RecordId, bool>,
}

impl Named {
    /// Notes that somebody has a link; answers whether the files name them.
    pub(super) fn have(&mut self, linked: &Linked) -> bool {
        let external_id = linked.external_id.as_ref();
        let external = external_id.and_then(|id| self.external.get_mut(id));
        let by_id = self.ids.get_mut(&linked.person);
        let mut is_named = false;
        for has_link in external.into_iter().chain(by_id) {
            *has_link = true;
            is_named = true;
        }
        is_named
    }

    /// How many of them have no link.
    pub(super) fn without_link(&self) -> usize {
        let all = self.external.values().chain(self.ids.values());
        all.filter(|has_link| !**has_link).count()
    }
}

impl Import {
    /// Reads all rows, and looks up those who are named by their public ids. Answers who is named, for a full import.
    pub(super) async fn check(
        &self,
        reading: &mut Reading<'_>,
        ledger: &mut impl Ledger,
    ) -> anyhow::Result<Named> {
        let mut named = Named::default();
        let mut waiting = Vec::new();
        loop {
            let next = reading.next().await?;
            let is_end = matches!(next, Next::End);
            match next {
                Next::Good(NamedRecord::External(id, _)) if self.sweep.full => {
                    named.external.insert(id, false);
                }
                Next::Good(NamedRecord::Id(id)) => waiting.push((id, reading.place())),
                Next::Good(_) | Next::Bad | Next::End => {}
            }
            if waiting.len() == AT_ONCE || is_end {
                let known = look_up(&mut waiting, reading, ledger).await?;
                if self.sweep.full {
                    named.ids.extend(known.map(|id| (id, false)));
                }
            }
            if is_end {
                return Ok(named);
            }
        }
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

/// Rejects those who wait and are unknown, and answers the others.
async fn look_up(
    waiting: &mut Vec<(RecordId, Place)>,
    reading: &mut Reading<'_>,
    ledger: &mut impl Ledger,
) -> anyhow::Result<impl Iterator<Item = RecordId>> {
    let waiting = std::mem::take(waiting);
    let ids: Vec<_> = waiting.iter().map(|(id, _)| *id).collect();
    let unknown = if ids.is_empty() {
        HashSet::new()
    } else {
        ledger.unknown(&ids).await?
    };
    for (id, place) in waiting {
        if unknown.contains(&id) {
            reading.reject(place, Refused::unknown_record(Kind::People));
        }
    }
    Ok(ids.into_iter().filter(move |id| !unknown.contains(id)))
}
