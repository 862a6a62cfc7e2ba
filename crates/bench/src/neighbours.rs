//! What a tenant notices while another one, or a client without a key, does its worst ([`crate::attack`]). The service has the
//! limits that it has by default.

mod neighbour;
mod settle;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::attack::{Attack, Attacker, Tally, Target};
use crate::database::Engine;
use crate::operation::Operation;
use crate::process::Memory;
use crate::scale::Force;
use crate::service::Limits;
use crate::stage::{House, Stage, step};
use crate::wellhead::Wellhead;

use neighbour::Neighbour;
pub(crate) use neighbour::Noticed;

/// How long a new service may take to prepare its statements, and an attack to be under way.
const LEAD: Duration = Duration::from_secs(1);

/// One attack on one engine, by one program.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) engine: Engine,
    pub(crate) attack: Attack,
    pub(crate) program: Program,
    pub(crate) undisturbed: Noticed,
    pub(crate) disturbed: Noticed,
    pub(crate) tally: Tally,
    /// Of the service, when the attack ends.
    pub(crate) memory: Memory,
}

/// Which of those that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    Before,
    This,
}

impl Program {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::This => "this",
        }
    }
}

/// What attacks, and is attacked.
pub(crate) struct Neighbours<'r> {
    pub(crate) attacks: &'r [Attack],
    pub(crate) force: Force,
    /// The program to measure, and one to compare it to.
    pub(crate) wellhead: &'r Wellhead,
    pub(crate) before: Option<&'r Wellhead>,
    /// The program that attacks.
    pub(crate) attacker: &'r Path,
    pub(crate) directory: &'r Path,
}

impl Neighbours<'_> {
    /// Attacks both engines, one after the other. Both programs take turns, attack by attack.
    pub(crate) async fn measure(&self, stage: &mut Stage) -> anyhow::Result<Vec<Beside>> {
        let ledger = Arc::clone(&stage.ledger);
        let mut all = Vec::new();
        for house in stage.houses_mut() {
            // The largest of all.
            let tenant = &ledger.by_links()[ledger.by_links().len() - 1];
            let retrieves = house.workload(&ledger, Operation::Retrieve);
            let mut target = Target {
                attack: Attack::NoKey,
                address: house.service.address,
                reader: self.wellhead.key(&house.database, tenant, "reader").await?,
                writer: retrieves.token(tenant).to_owned(),
                first_person: tenant.first_person,
                people: tenant.people,
                first_connector: tenant.first_connector,
                connectors: tenant.connectors,
                connections: self.force.connections,
                share: 0,
                of: 1 + u32::from(self.before.is_some()),
            };
            let neighbour = Neighbour::new(&retrieves);
            for attack in self.attacks {
                for (program, wellhead) in self.programs() {
                    let serve = house.serve(wellhead, &ledger, Limits::Default, self.directory);
                    serve.await?;
                    target.attack = *attack;
                    target.address = house.service.address;
                    target.share = u32::from(program == Program::This) % target.of;
                    let beside = self.beside(house, &neighbour, &target, program);
                    let engine = house.database.engine().name();
                    let what = format!("{engine}, {}: {}", program.name(), attack.name());
                    all.push(step(&what, beside).await?);
                }
            }
            let serve = house.serve(self.wellhead, &ledger, Limits::Lifted, self.directory);
            serve.await?;
        }
        Ok(all)
    }

    fn programs(&self) -> impl Iterator<Item = (Program, &Wellhead)> {
        let before = self.before.map(|it| (Program::Before, it));
        before.into_iter().chain([(Program::This, self.wellhead)])
    }

    async fn beside(
        &self,
        house: &House,
        neighbour: &Neighbour,
        target: &Target,
        program: Program,
    ) -> anyhow::Result<Beside> {
        let duration = Duration::from_secs(self.force.seconds.into());
        neighbour.ask(target.address, LEAD).await?;
        let undisturbed = neighbour.ask(target.address, duration).await?;
        let attacker = Attacker::start(self.attacker, target)?;
        sleep(LEAD).await;
        let disturbed = neighbour.ask(target.address, duration).await?;
        let memory = Memory::of(house.service.pid)?;
        let tally = attacker.stop().await?;
        settle::settle(house, &target.writer).await?;
        house.service.truncate_log()?;
        Ok(Beside {
            engine: house.database.engine(),
            attack: target.attack,
            program,
            undisturbed,
            disturbed,
            tally,
            memory,
        })
    }
}
