//! A sample ledger: two companies, their systems, and three months of people, companies, invoices, transactions and
//! more coming in and going out.

mod clock;
mod history;
mod names;
mod occasion;
mod population;
mod systems;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail};
use rand::SeedableRng;
use rand::rngs::StdRng;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::WorkspaceId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{ExternalId, Name};

use crate::database::Database;
use crate::host::SystemHost;
use clock::PastHost;
use history::History;
use population::Population;
use systems::COMPANIES;

const DAY: i64 = 24 * 3_600 * 1_000_000;
const DAYS: i64 = 90;

/// Fills `database` with the sample unless it is already there; returns the workspace to look at first.
pub(crate) async fn fill(database: &Database) -> anyhow::Result<WorkspaceId> {
    let operator = &*database.operator;
    let known = operator.workspace_list().await?;
    if let Some(sample) = known
        .iter()
        .find(|it| it.name.as_str() == COMPANIES[0].name)
    {
        return Ok(sample.id);
    }
    if !known.is_empty() {
        bail!(
            "the database already has workspaces; choose another one for the sample with --database"
        );
    }
    let began = SystemHost.now().plus_micros(-DAYS * DAY);
    let host = Arc::new(PastHost::new(began));
    let ledger = Ledger::new(Arc::clone(&database.store), host.clone());
    // The same sample every time, except for dates and ids.
    let mut chance = Chance::default();
    let mut made = Vec::new();
    for company in &COMPANIES {
        host.set(began);
        let id: WorkspaceId = mint(&*host, began);
        let entry = Entry::by_operator(&*host, Act::Create, id);
        operator
            .workspace_create(began, id, &Name::parse(company.name)?, None, entry)
            .await?;
        let populations = company.samples.iter().map(|sample| {
            let rng = chance.of(sample.record);
            Population::of(company, sample, began, rng)
        });
        let populations: Vec<_> = populations.collect::<anyhow::Result<_>>()?;
        let history = History {
            ledger: &ledger,
            host: &host,
            operator,
            tenant: operator.tenant(id).await?,
            populations: &populations,
            began,
        };
        history
            .play(company.systems, &mut chance)
            .await
            .with_context(|| format!("the sample's {}", company.name))?;
        made.push(id);
    }
    made.first().copied().context("the sample has no workspace")
}

/// For each kind of record in the first workspace: the external id of one that every system of that kind knows.
pub(crate) fn to_look_at() -> anyhow::Result<Vec<(Kind, ExternalId)>> {
    let company = &COMPANIES[0];
    let first = company.samples.iter().map(|sample| {
        let id = ExternalId::parse(&sample.external_id(company, 1))?;
        Ok((sample.record, id))
    });
    first.collect()
}

/// A random stream for each kind of record, so that one kind's sample does not depend on the others.
#[derive(Default)]
struct Chance(BTreeMap<Kind, StdRng>);

impl Chance {
    fn of(&mut self, record: Kind) -> &mut StdRng {
        let seed = 1_867 + record as u64;
        let rng = || StdRng::seed_from_u64(seed);
        self.0.entry(record).or_insert_with(rng)
    }
}
