use std::collections::HashMap;
use std::process::ExitCode;

use wellhead_core::page::PageRequest;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId, LinkFilter};
use wellhead_core::store::Unseen;
use wellhead_core::sync::Person;

use super::failure::Failure;
use super::outcome::{Checked, Swept, exit_code};
use super::{Import, Inputs, refused};
use crate::cli::Global;
use crate::cli::scope::{Scope, oldest};
use crate::import::Next;
use crate::progress;

/// Links that are looked at in one go.
const PAGE: usize = 1_000;

/// The people of the files, and whether they have a link.
type Named = HashMap<ExternalId, bool>;

/// The active links that a sweep would look at, wherever they are.
pub(super) trait Links {
    /// Whom the next of them are about, as the connector knows them; `None` behind the last.
    async fn next(&mut self) -> anyhow::Result<Option<Vec<Option<ExternalId>>>>;
}

impl Import {
    /// Does all that the import would but write.
    pub(super) async fn rehearse(
        &self,
        global: &Global,
        inputs: &Inputs,
        links: impl Links,
    ) -> anyhow::Result<ExitCode> {
        let mut reading = self.reading(inputs, "checking");
        let mut named = Named::new();
        loop {
            match reading.next().await? {
                Next::Good(Person::External(id, _)) if self.sweep.full => {
                    named.insert(id, false);
                }
                Next::Good(_) | Next::Bad => {}
                Next::End => break,
            }
        }
        let checked = Checked::of(&reading);
        let is_bad = reading.rejected() > 0;
        let mut swept = Ok(());
        if self.sweep.full {
            let unseen = unseen(links, named).await?;
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

/// What the sweep would meet once the people of the files were delivered.
async fn unseen(mut links: impl Links, mut named: Named) -> anyhow::Result<Unseen> {
    let mut unseen = Unseen::default();
    let bar = progress::bar(None, "counting");
    while let Some(people) = links.next().await? {
        for external in people {
            unseen.older += 1;
            match external.and_then(|id| named.get_mut(&id)) {
                Some(has_link) => *has_link = true,
                None => unseen.unseen += 1,
            }
        }
        progress::count(&bar, unseen.older, "links");
    }
    bar.finish_and_clear();
    let new = named.values().filter(|has_link| !**has_link).count();
    unseen.active = unseen.older + u64::try_from(new)?;
    Ok(unseen)
}

/// The links in a database.
pub(super) struct LocalLinks<'a> {
    scope: &'a Scope,
    filter: LinkFilter,
    /// The next page, if there is one.
    page: Option<PageRequest>,
}

impl<'a> LocalLinks<'a> {
    pub(super) async fn of(import: &Import, scope: &'a Scope) -> anyhow::Result<Self> {
        let activations = scope
            .activations(&import.connector, Deleted::Exclude)
            .await?;
        // The one that an import takes.
        let activation = activations.first().map(|activation| activation.id);
        Ok(Self {
            scope,
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

impl Links for LocalLinks<'_> {
    async fn next(&mut self) -> anyhow::Result<Option<Vec<Option<ExternalId>>>> {
        let Some(mut page) = self.page.take() else {
            return Ok(None);
        };
        let Scope { ledger, tenant, .. } = self.scope;
        let links = ledger.links(*tenant, Kind::People, self.filter, page);
        let links = links.await?;
        page.after = page.next(&links);
        self.page = page.after.is_some().then_some(page);
        let ids = links.items.iter();
        let ids: Vec<_> = ids.map(|link| link.record).collect();
        let people = ledger.records_found(*tenant, Kind::People, &ids).await?;
        let external: HashMap<_, _> = people
            .into_iter()
            .map(|person| (person.id, person.external_id))
            .collect();
        let external = ids.iter().map(|id| external.get(id).cloned().flatten());
        Ok(Some(external.collect()))
    }
}
