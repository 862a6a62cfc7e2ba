use std::collections::{HashMap, HashSet};
use std::process::ExitCode;

use wellhead_core::id::RecordId;
use wellhead_core::page::PageRequest;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::{Deleted, ExternalId, LinkFilter};
use wellhead_core::store::Unseen;

use super::check::{Ledger, Linked, Mentioned};
use super::failure::Failure;
use super::outcome::{Checked, Swept, exit_code};
use super::{Import, Inputs, refused};
use crate::cli::Global;
use crate::cli::scope::{Scope, oldest};
use crate::progress;

/// How many links are looked at at once.
const PAGE: usize = 1_000;

impl Import {
    /// Does everything that the import would, except for writing.
    pub(super) async fn rehearse(
        &self,
        global: &Global,
        inputs: &Inputs,
        mut ledger: impl Ledger,
    ) -> anyhow::Result<ExitCode> {
        let mut reading = self.reading(inputs, "checking");
        let mentioned = self.check(&mut reading, &mut ledger).await?;
        let checked = Checked::of(&reading);
        let is_bad = reading.rejected() > 0;
        let mut swept = Ok(());
        if self.sweep.full {
            let unseen = unseen(ledger, mentioned).await?;
            global.output.one(&Swept::of(checked, unseen))?;
            swept = if is_bad {
                Err(Failure::NotSwept("a row is bad".to_owned()))
            } else {
                self.sweep.finish().allows(unseen).map_err(Failure::from)
            };
        } else {
            global.output.one(&checked)?;
        }
        if is_bad && self.limits.strict {
            return Ok(refused());
        }
        let fit = self
            .limits
            .judge(&reading, inputs.trailer.as_ref(), &inputs.steady);
        match fit.map_err(Failure::Unfit).and(swept) {
            Ok(()) => Ok(exit_code(&reading)),
            Err(failure) => failure.exit(None),
        }
    }
}

/// What the sweep would do after the files' records were delivered.
async fn unseen(mut ledger: impl Ledger, mut mentioned: Mentioned) -> anyhow::Result<Unseen> {
    let mut unseen = Unseen::default();
    let bar = progress::bar(None, "counting");
    while let Some(links) = ledger.links().await? {
        for linked in links {
            unseen.older += 1;
            unseen.unseen += u64::from(!mentioned.have(&linked));
        }
        progress::count(&bar, unseen.older, "links");
    }
    bar.finish_and_clear();
    unseen.active = unseen.older + u64::try_from(mentioned.without_link())?;
    Ok(unseen)
}

/// The ledger, in a database.
pub(super) struct LocalLedger<'a> {
    scope: &'a Scope,
    record: Kind,
    filter: LinkFilter,
    /// The next page, if there is one.
    page: Option<PageRequest>,
}

impl<'a> LocalLedger<'a> {
    pub(super) async fn of(import: &Import, scope: &'a Scope) -> anyhow::Result<Self> {
        let activations = scope
            .activations(&import.connector, Deleted::Exclude)
            .await?;
        // The activation that the import would use.
        let activation = activations.first().map(|activation| activation.id);
        Ok(Self {
            scope,
            record: import.record,
            filter: LinkFilter {
                record: None,
                workspace_connector: activation,
                direction: Some(import.direction),
                deleted: Deleted::Exclude,
            },
            page: activation.map(|_| oldest(PAGE)),
        })
    }
}

impl Ledger for LocalLedger<'_> {
    async fn unknown(&mut self, ids: &[RecordId]) -> anyhow::Result<HashSet<RecordId>> {
        let Scope { ledger, tenant, .. } = self.scope;
        let found = ledger.records_found(*tenant, self.record, ids).await?;
        let mut unknown: HashSet<_> = ids.iter().copied().collect();
        for record in found.iter().filter(|it| it.times.deleted_at.is_none()) {
            unknown.remove(&record.id);
        }
        Ok(unknown)
    }

    async fn unknown_external(
        &mut self,
        ids: &[ExternalId],
    ) -> anyhow::Result<HashSet<ExternalId>> {
        let Scope { ledger, tenant, .. } = self.scope;
        let mut unknown = HashSet::new();
        for id in ids {
            let filter = RecordFilter {
                external_id: Some(id.clone()),
                deleted: Deleted::Exclude,
            };
            let found = ledger.records(*tenant, self.record, &filter, oldest(1));
            if found.await?.items.is_empty() {
                unknown.insert(id.clone());
            }
        }
        Ok(unknown)
    }

    async fn links(&mut self) -> anyhow::Result<Option<Vec<Linked>>> {
        let Some(mut page) = self.page.take() else {
            return Ok(None);
        };
        let Scope { ledger, tenant, .. } = self.scope;
        let links = ledger.links(*tenant, self.record, self.filter, page);
        let links = links.await?;
        page.after = page.next(&links);
        self.page = page.after.is_some().then_some(page);
        let ids = links.items.iter();
        let ids: Vec<_> = ids.map(|link| RecordId::new(link.record.uuid())).collect();
        let records = ledger.records_found(*tenant, self.record, &ids).await?;
        let external: HashMap<_, _> = records
            .into_iter()
            .map(|record| (record.id, record.external_id))
            .collect();
        let linked = ids.into_iter().map(|record| Linked {
            record,
            external_id: external.get(&record).cloned().flatten(),
        });
        Ok(Some(linked.collect()))
    }
}
