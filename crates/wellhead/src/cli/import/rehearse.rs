use std::collections::HashMap;
use std::process::ExitCode;

use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, ExternalId, Link, LinkFilter};
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

impl Import {
    /// Does all that the import would but write.
    pub(super) async fn rehearse(
        &self,
        global: &Global,
        inputs: &Inputs,
    ) -> anyhow::Result<ExitCode> {
        let scope = Scope::open(global, self.workspace).await?;
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
            let unseen = self.unseen(&scope, named).await?;
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

    /// What the sweep would meet once the people of the files were delivered.
    async fn unseen(&self, scope: &Scope, mut named: Named) -> anyhow::Result<Unseen> {
        let mut unseen = Unseen::default();
        let activations = scope.activations(&self.connector, Deleted::Exclude).await?;
        // The one that an import takes.
        if let Some(activation) = activations.first() {
            let bar = progress::bar(None, "counting");
            let filter = LinkFilter {
                record: None,
                workspace_connector: Some(activation.id),
                direction: Some(self.direction),
                deleted: Deleted::Exclude,
            };
            let mut page = oldest(PAGE);
            loop {
                let links = scope.ledger.links(scope.tenant, Kind::People, filter, page);
                let links = links.await?;
                page.after = page.next(&links);
                count(scope, &links.items, &mut named, &mut unseen).await?;
                progress::count(&bar, unseen.older, "links");
                if page.after.is_none() {
                    break;
                }
            }
            bar.finish_and_clear();
        }
        let new = named.values().filter(|has_link| !**has_link).count();
        unseen.active = unseen.older + u64::try_from(new)?;
        Ok(unseen)
    }
}

/// Adds some links to what a sweep would meet.
async fn count(
    scope: &Scope,
    links: &[Link],
    named: &mut Named,
    unseen: &mut Unseen,
) -> anyhow::Result<()> {
    let ids: Vec<_> = links.iter().map(|link| link.record).collect();
    let people = scope
        .ledger
        .records_found(scope.tenant, Kind::People, &ids)
        .await?;
    let external: HashMap<_, _> = people
        .iter()
        .map(|person| (person.id, person.external_id.as_ref()))
        .collect();
    for id in &ids {
        let external = external.get(id).copied().flatten();
        unseen.older += 1;
        match external.and_then(|id| named.get_mut(id)) {
            Some(has_link) => *has_link = true,
            None => unseen.unseen += 1,
        }
    }
    Ok(())
}
