use std::collections::HashMap;
use std::process::ExitCode;

use wellhead_core::id::RecordId;
use wellhead_core::identity::IdentityFilter;
use wellhead_core::page::PageRequest;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::{Deleted, ExternalId, LinkFilter};
use wellhead_core::store::Unseen;

use super::check::{Found, Ledger, Linked, Mentioned, Name, OwnNames};
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
    let mut own = OwnNames::new();
    if mentioned.have_own_names() {
        while let Some(identities) = ledger.identities().await? {
            for (record, known_as) in identities {
                own.entry(record).or_default().push(known_as);
            }
        }
    }
    while let Some(links) = ledger.links().await? {
        for found in links {
            let known_as = own.get(&found.record).map_or(&[][..], Vec::as_slice);
            unseen.older += 1;
            unseen.unseen += u64::from(!mentioned.have(&Linked { found, known_as }));
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
    /// The next page of links, if there is one.
    links: Option<PageRequest>,
    /// The same of identities.
    identities: Option<PageRequest>,
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
            links: activation.map(|_| oldest(PAGE)),
            identities: activation.map(|_| oldest(PAGE)),
        })
    }

    async fn find(&self, name: &Name) -> anyhow::Result<Option<Found>> {
        let Scope { ledger, tenant, .. } = self.scope;
        let id = match name {
            Name::Id(id) => *id,
            Name::Shared(id) => {
                let filter = RecordFilter {
                    external_id: Some(id.clone()),
                    deleted: Deleted::Exclude,
                };
                let found = ledger.records(*tenant, self.record, &filter, oldest(1));
                let found = found.await?.items.pop();
                return Ok(found.map(|record| Found {
                    record: record.id,
                    external_id: record.external_id,
                }));
            }
            Name::Own(id) => {
                let Some(connector) = self.filter.workspace_connector else {
                    return Ok(None);
                };
                let filter = IdentityFilter {
                    workspace_connector: Some(connector),
                    external_id: Some(id.clone()),
                    ..IdentityFilter::default()
                };
                let found = ledger.identities(*tenant, self.record, &filter, oldest(1));
                match found.await?.items.pop() {
                    Some(identity) => identity.record,
                    None => return Ok(None),
                }
            }
        };
        let record = ledger.record(*tenant, self.record.record(id), Deleted::Exclude);
        Ok(record.await?.map(|record| Found {
            record: record.id,
            external_id: record.external_id,
        }))
    }
}

impl Ledger for LocalLedger<'_> {
    async fn known(&mut self, names: Vec<Name>) -> anyhow::Result<HashMap<Name, Found>> {
        let mut known = HashMap::new();
        for name in names {
            if !known.contains_key(&name)
                && let Some(found) = self.find(&name).await?
            {
                known.insert(name, found);
            }
        }
        Ok(known)
    }

    async fn links(&mut self) -> anyhow::Result<Option<Vec<Found>>> {
        let Some(mut page) = self.links.take() else {
            return Ok(None);
        };
        let Scope { ledger, tenant, .. } = self.scope;
        let links = ledger.links(*tenant, self.record, self.filter, page);
        let links = links.await?;
        page.after = page.next(&links);
        self.links = page.after.is_some().then_some(page);
        let ids: Vec<_> = links.items.iter().map(|link| link.record).collect();
        let records = ledger.records_found(*tenant, self.record, &ids).await?;
        let external: HashMap<_, _> = records
            .into_iter()
            .map(|record| (record.id, record.external_id))
            .collect();
        let linked = ids.into_iter().map(|record| Found {
            record,
            external_id: external.get(&record).cloned().flatten(),
        });
        Ok(Some(linked.collect()))
    }

    async fn identities(&mut self) -> anyhow::Result<Option<Vec<(RecordId, ExternalId)>>> {
        let Some(mut page) = self.identities.take() else {
            return Ok(None);
        };
        let Scope { ledger, tenant, .. } = self.scope;
        let filter = IdentityFilter {
            workspace_connector: self.filter.workspace_connector,
            ..IdentityFilter::default()
        };
        let found = ledger.identities(*tenant, self.record, &filter, page);
        let found = found.await?;
        page.after = page.next(&found);
        self.identities = page.after.is_some().then_some(page);
        let found = found.items.into_iter();
        Ok(Some(found.map(|it| (it.record, it.external_id)).collect()))
    }
}
