//! A sample ledger: two companies, their systems, and three months of people coming in and going out.

mod clock;
mod history;
mod names;
mod population;
mod systems;

use std::sync::Arc;

use anyhow::Context;
use rand::SeedableRng;
use rand::rngs::StdRng;
use wellhead_core::host::{Host, mint};
use wellhead_core::id::WorkspaceId;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{ExternalId, Name};

use crate::database::Database;
use crate::host::SystemHost;
use clock::PastHost;
use history::History;
use population::{Population, external_id};
use systems::COMPANIES;

const DAY: i64 = 24 * 3_600 * 1_000_000;
const DAYS: i64 = 90;

/// Fills `database` with the sample, unless it is there; answers the workspace to look at first.
pub(crate) async fn fill(database: &Database) -> anyhow::Result<WorkspaceId> {
    let operator = &*database.operator;
    let known = operator.workspace_list().await?;
    if let Some(sample) = known
        .iter()
        .find(|it| it.name.as_str() == COMPANIES[0].name)
    {
        return Ok(sample.id);
    }
    let began = SystemHost.now().plus_micros(-DAYS * DAY);
    let host = Arc::new(PastHost::new(began));
    let ledger = Ledger::new(Arc::clone(&database.store), host.clone());
    // The same sample every time, but for its dates and ids.
    let mut rng = StdRng::seed_from_u64(1_867);
    let mut made = Vec::new();
    for company in &COMPANIES {
        host.set(began);
        let id = mint(&*host, began);
        operator
            .workspace_create(began, id, &Name::parse(company.name)?, None)
            .await?;
        let history = History {
            ledger: &ledger,
            host: &host,
            operator,
            tenant: operator.tenant(id).await?,
            population: &Population::of(company, &mut rng)?,
            began,
        };
        history
            .play(company.systems, &mut rng)
            .await
            .with_context(|| format!("the sample's {}", company.name))?;
        made.push(id);
    }
    made.first().copied().context("the sample has a workspace")
}

/// What the person is known by whom every system of the first workspace knows.
pub(crate) fn person_to_look_at() -> anyhow::Result<ExternalId> {
    Ok(ExternalId::parse(&external_id(&COMPANIES[0], 1))?)
}
