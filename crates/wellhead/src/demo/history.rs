use std::sync::Arc;

use anyhow::Context;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use wellhead_core::cause::Author;
use wellhead_core::command::WorkspaceConnectorChanges;
use wellhead_core::host::{Host, mint};
use wellhead_core::identity::OnConflict;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named};
use wellhead_core::resource::{
    JobKind, Mode, Name, Selection, Slug, Status, SyncRun, WorkspaceConnector,
};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{OnDuplicate, OperatorStore};
use wellhead_core::sync::{DeliveryLine, DeliveryOptions, Finish};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use super::clock::PastHost;
use super::population::{Known, Population};
use super::systems::{EXPIRED, FAULTS, Fate, System};
use super::{Chance, DAY, DAYS};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;

/// Three months of one company.
pub(super) struct History<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) host: &'a Arc<PastHost>,
    pub(super) operator: &'a dyn OperatorStore,
    pub(super) tenant: Tenant,
    pub(super) populations: &'a [Population],
    /// Its start.
    pub(super) began: Timestamp,
}

/// A system during these months.
struct Player<'a> {
    system: &'a System,
    population: &'a Population,
    activation: WorkspaceConnector,
    known: Known,
    rng: StdRng,
    /// How many runs it has had.
    runs: usize,
    /// When its last successful run began.
    last: i64,
}

/// What happens, and to which player, by microseconds since the start.
type Event = (i64, usize, Happening);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Run,
    Disconnect,
    Reconnect,
}

impl<'a> History<'a> {
    /// Plays the events in order of time.
    pub(super) async fn play(
        &self,
        systems: &'a [System],
        chance: &mut Chance,
    ) -> anyhow::Result<()> {
        let mut players = Vec::new();
        let mut events = Vec::new();
        for (place, system) in systems.iter().enumerate() {
            let rng = chance.of(system.record);
            let population = self.population(system.record)?;
            let player = Player {
                system,
                population,
                activation: self.activate(system).await?,
                known: population.known_to(system, rng),
                rng: StdRng::seed_from_u64(rng.random()),
                runs: 0,
                last: -1,
            };
            events.extend(events_of(system, place, rng));
            players.push(player);
        }
        events.sort_unstable();
        for (at, place, happening) in events {
            self.go(at);
            let player = &mut players[place];
            match happening {
                Happening::Run => self.run(player, at).await?,
                Happening::Disconnect => self.disconnect(player).await?,
                Happening::Reconnect => self.set(player, Status::NeedReconnect).await?,
            }
        }
        for player in &players {
            if matches!(player.system.fate, Fate::Waits) {
                self.set(player, Status::ToConfigure).await?;
            }
        }
        Ok(())
    }

    fn population(&self, record: Kind) -> anyhow::Result<&'a Population> {
        let mut populations = self.populations.iter();
        let population = populations.find(|population| population.record() == record);
        population.with_context(|| format!("the sample has no {record} for a system to know"))
    }

    fn go(&self, at: i64) {
        self.host.set(self.began.plus_micros(at));
    }

    async fn activate(&self, system: &System) -> anyhow::Result<WorkspaceConnector> {
        let slug = Slug::parse(system.slug)?;
        let name = Name::parse(system.name)?;
        let id = mint(&**self.host, self.began);
        let connector = self
            .operator
            .connector_ensure(self.began, id, &slug, &name)
            .await?;
        Ok(self.ledger.activate(self.tenant, connector.id).await?)
    }

    async fn run(&self, player: &mut Player<'_>, at: i64) -> anyhow::Result<()> {
        let habit = &player.system.habit;
        player.runs += 1;
        let is_full = habit.full > 0 && player.runs.is_multiple_of(habit.full);
        let mode = if is_full {
            Mode::Full
        } else {
            Mode::Incremental
        };
        let opened = self.ledger.run_open(
            self.tenant,
            player.activation.id,
            player.system.record,
            player.system.direction,
            habit.trigger,
            mode,
        );
        let run = opened.await?;
        let fault = match player.system.fate {
            Fate::Expires(day) if at >= day * DAY => Some(EXPIRED),
            _ if player.runs > 1 && player.rng.random_ratio(1, 12) => {
                FAULTS.choose(&mut player.rng).copied()
            }
            _ => None,
        };
        let mut lines = if is_full {
            player.known.all(at)
        } else {
            player.known.news(player.last, at, &mut player.rng)
        };
        if fault.is_some() {
            lines.truncate(lines.len() / 3);
        }
        if fault != Some(EXPIRED) {
            // A run without good lines is not successful.
            let may_be_bad = !is_full && !lines.is_empty();
            let bad = u64::from(may_be_bad && player.rng.random_ratio(1, 9));
            self.deliver(player.population, &run, at, &lines, bad)
                .await?;
        }
        // Some time for the system's own work, and some for each line.
        let lines = i64::try_from(lines.len())?;
        self.go(at + player.rng.random_range(4..40) * SECOND + lines * SECOND / 20);
        if let Some(fault) = fault {
            self.ledger.run_fail(self.tenant, run.id, fault).await?;
        } else {
            let finished = self
                .ledger
                .run_finish(self.tenant, run.id, Finish::default(), |_| ());
            finished.await?;
            player.last = at;
        }
        Ok(())
    }

    /// Delivers records, and `bad` lines that name no record.
    async fn deliver(
        &self,
        population: &Population,
        run: &SyncRun,
        at: i64,
        lines: &[usize],
        bad: u64,
    ) -> anyhow::Result<()> {
        let options = DeliveryOptions {
            id: mint(&**self.host, self.host.now()),
            on_duplicate: OnDuplicate::Touch,
            on_conflict: OnConflict::Reject,
            on_known: OnKnown::Keep,
            on_suppressed: OnSuppressed::Reject,
            all_or_nothing: false,
        };
        let mut delivery = self.ledger.delivery(self.tenant, run, options).await?;
        let mut number = 0;
        for record in population.records(lines) {
            number += 1;
            let source = None;
            let line = DeliveryLine {
                number,
                record,
                source,
            };
            delivery.push(line).await?;
        }
        for _ in 0..bad {
            number += 1;
            if let Err(why) = Named::from_line(run.record, b"{}") {
                delivery.reject(number, why).await?;
            }
        }
        self.go(at + 2 * SECOND);
        delivery.finish().await?;
        Ok(())
    }

    async fn disconnect(&self, player: &Player<'_>) -> anyhow::Result<()> {
        let selection = Selection {
            workspace_connector: Some(player.activation.id),
            ..Selection::default()
        };
        let ledger = self.ledger;
        let job = ledger.job_open(self.tenant, JobKind::Disconnect, selection, false);
        let job = job.await?;
        ledger.job_carry_out(self.tenant, job, |_| ()).await?;
        Ok(())
    }

    async fn set(&self, player: &Player<'_>, status: Status) -> anyhow::Result<()> {
        let changes = WorkspaceConnectorChanges {
            status: Some(status),
            match_rule: None,
            rank: None,
            restore: false,
            ..WorkspaceConnectorChanges::default()
        };
        let id = player.activation.id;
        let update = self.ledger.workspace_connector_update(
            Author::operator(self.tenant),
            id,
            changes,
            None,
        );
        update.await?;
        Ok(())
    }
}

/// All events of one system.
fn events_of(system: &System, player: usize, rng: &mut StdRng) -> Vec<Event> {
    let every = system.habit.every * HOUR;
    let end = system.fate.end().min(DAYS * DAY - HOUR);
    let mut events = Vec::new();
    // The first run comes early, and the last does not begin at the very end.
    let mut due = 0;
    loop {
        let at = due + rng.random_range(0..every / 4);
        if at >= end {
            break;
        }
        events.push((at, player, Happening::Run));
        due += every;
    }
    match system.fate {
        Fate::Works | Fate::Waits => {}
        Fate::Disconnected(_) => events.push((end, player, Happening::Disconnect)),
        Fate::Expires(_) => events.push((end, player, Happening::Reconnect)),
    }
    events
}
