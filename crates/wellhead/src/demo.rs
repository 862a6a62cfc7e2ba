//! A sample ledger: two companies, their systems, and three months of people coming in and going out.

mod names;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::Context;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::{ConnectorId, WorkspaceId};
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Direction, ExternalId, Name, PersonNames, Slug};
use wellhead_core::store::{OperatorError, OperatorStore};
use wellhead_core::sync::DeliveryLine;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use crate::database::Database;
use crate::host::SystemHost;

const DAY: i64 = 24 * 3_600 * 1_000_000;
const DAYS: i64 = 90;

/// A system of the sample, and how it talks to Wellhead.
struct System {
    slug: &'static str,
    name: &'static str,
    direction: Direction,
    /// One delivery every so many days.
    every: i64,
    /// Of a hundred people, how many it knows.
    share: u32,
}

const fn system(
    slug: &'static str,
    name: &'static str,
    direction: Direction,
    every: i64,
    share: u32,
) -> System {
    System {
        slug,
        name,
        direction,
        every,
        share,
    }
}

/// The sample's workspaces: what they are called, their people's prefix, how many, and their systems.
const WORKSPACES: [(&str, &str, usize, &[System]); 2] = [
    (
        "Aurora Outdoor",
        "AUR",
        240,
        &[
            system("hubspot", "HubSpot", Direction::Input, 7, 70),
            system("shopify", "Shopify", Direction::Input, 3, 55),
            system("typeform", "Typeform", Direction::Input, 14, 25),
            system("zendesk", "Zendesk", Direction::Input, 10, 30),
            system("mailchimp", "Mailchimp", Direction::Output, 7, 60),
            system("google-ads", "Google Ads", Direction::Output, 15, 40),
        ],
    ),
    (
        "Borealis Health",
        "BOR",
        120,
        &[
            system("salesforce", "Salesforce", Direction::Input, 7, 80),
            system("stripe", "Stripe", Direction::Input, 5, 50),
            system("zendesk", "Zendesk", Direction::Input, 12, 20),
            system("snowflake", "Snowflake", Direction::Output, 7, 90),
        ],
    ),
];

/// A clock that is set by hand, so that the sample has a past.
struct PastHost(AtomicI64);

impl Host for PastHost {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        SystemHost.fill_random(bytes);
    }
}

/// Fills `database` with the sample, unless it is there; answers the workspace to look at first.
pub(crate) async fn fill(database: &Database) -> anyhow::Result<WorkspaceId> {
    let operator = &*database.operator;
    let (first, ..) = WORKSPACES[0];
    let known = operator.workspace_list().await?;
    if let Some(sample) = known.iter().find(|it| it.name.as_str() == first) {
        return Ok(sample.id);
    }
    let host = Arc::new(PastHost(AtomicI64::new(0)));
    let ledger = Ledger::new(Arc::clone(&database.store), host.clone());
    // The same sample every time, but for its dates and ids.
    let mut rng = StdRng::seed_from_u64(1_867);
    let mut made = Vec::new();
    for (name, prefix, people, systems) in WORKSPACES {
        let began = SystemHost.now().plus_micros(-DAYS * DAY);
        host.0.store(began.as_micros(), Ordering::Relaxed);
        let id = mint(&*host, began);
        operator
            .workspace_create(began, id, &Name::parse(name)?, None)
            .await?;
        let tenant = operator.tenant(id).await?;
        let people = people_of(prefix, people, &mut rng)?;
        for system in systems {
            deliver(&ledger, &host, operator, tenant, system, &people, &mut rng)
                .await
                .with_context(|| format!("the sample's {}", system.name))?;
        }
        made.push(id);
    }
    made.first().copied().context("the sample has a workspace")
}

fn people_of(prefix: &str, count: usize, rng: &mut StdRng) -> anyhow::Result<Vec<DeliveryLine>> {
    (1..=count)
        .map(|number| {
            let [first, last] = [names::FIRST, names::LAST]
                .map(|names| *names.choose(rng).expect("there are names"));
            Ok(DeliveryLine {
                external_id: ExternalId::parse(&format!("{prefix}-{number:04}"))?,
                names: PersonNames {
                    first: Some(Name::parse(first)?),
                    last: Some(Name::parse(last)?),
                    full: None,
                },
            })
        })
        .collect()
}

/// Everything that one system sent or received: at first most of what it knows, later some of it again.
async fn deliver(
    ledger: &Ledger,
    host: &PastHost,
    operator: &dyn OperatorStore,
    tenant: Tenant,
    system: &System,
    people: &[DeliveryLine],
    rng: &mut StdRng,
) -> anyhow::Result<()> {
    let connector = connector(operator, host, system).await?;
    let activation = ledger.activate(tenant, connector).await?;
    let mut known: Vec<_> = people
        .iter()
        .filter(|_| rng.random_ratio(system.share, 100))
        .collect();
    known.shuffle(rng);
    let began = host.now();
    let mut day = rng.random_range(0..system.every);
    let mut share = 40;
    while day < DAYS {
        let hour = rng.random_range(0..DAY);
        host.0.store(
            began.plus_micros(day * DAY - hour).as_micros(),
            Ordering::Relaxed,
        );
        let mut delivery = ledger.delivery(tenant, activation.id, system.direction);
        for line in &known {
            if rng.random_ratio(share, 100) {
                delivery.push((*line).clone()).await?;
            }
        }
        delivery.flush().await?;
        share = 8;
        day += system.every;
    }
    host.0.store(began.as_micros(), Ordering::Relaxed);
    Ok(())
}

async fn connector(
    operator: &dyn OperatorStore,
    host: &PastHost,
    system: &System,
) -> Result<ConnectorId, OperatorError> {
    let slug = Slug::parse(system.slug).expect("the sample's slugs are slugs");
    let name = Name::parse(system.name).expect("the sample's names are names");
    let at = host.now();
    let connector = operator
        .connector_ensure(at, mint(host, at), &slug, &name)
        .await?;
    Ok(connector.id)
}
