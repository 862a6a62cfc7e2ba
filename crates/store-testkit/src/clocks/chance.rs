//! Steps by chance, on clocks that are set by chance before each, beside a model of what must come of them.
//!
//! `WELLHEAD_CLOCKS_SEED` says which; what fails names it.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand::{Rng, RngExt, SeedableRng};
use wellhead_core::command::LinkChanges;
use wellhead_core::id::{LinkId, RecordId, WorkspaceConnectorId};
use wellhead_core::resource::{Direction, Job, JobKind, LinkFilter, Status, Stream, SyncRun};
use wellhead_core::sync::{Finish, FinishError, Patience};

use super::{BACK, MINUTE, activate, people};
use crate::machine::{Machine, Time};
use crate::world::{ALL, World, second};

const STEPS: usize = 150;

/// A link as it must be.
#[derive(Debug, Clone, Copy)]
struct Expected {
    person: RecordId,
    direction: Direction,
    is_active: bool,
    /// The step that last made, touched or changed it.
    changed: usize,
}

struct Walk<'a> {
    world: &'a World,
    rng: StdRng,
    machines: [Machine; 2],
    connector: WorkspaceConnectorId,
    people: Vec<RecordId>,
    links: BTreeMap<LinkId, Expected>,
    is_enabled: bool,
    /// The full run that is open, and the step that opened it.
    run: Option<(SyncRun, usize)>,
    /// The job that is not done, and the step that opened it.
    job: Option<(Job, usize)>,
    now: usize,
}

pub(super) async fn walk(world: &World) {
    let seed = std::env::var("WELLHEAD_CLOCKS_SEED");
    let seed = seed.map_or_else(
        |_| rand::rng().next_u64(),
        |seed| seed.parse().expect("a seed is a number"),
    );
    let time = Time::from(second(10_000));
    let mut walk = Walk {
        world,
        rng: StdRng::seed_from_u64(seed),
        machines: [time.machine(world, 0), time.machine(world, 0)],
        connector: activate(world).await,
        people: people(world, 8).await,
        links: BTreeMap::new(),
        is_enabled: true,
        run: None,
        job: None,
        now: 0,
    };
    for now in 1..=STEPS {
        walk.now = now;
        let done = walk.step().await;
        let found = walk.found().await;
        let expected = walk.active(|_| true);
        let of = |ids: &BTreeSet<LinkId>| -> Vec<_> {
            ids.iter().map(|id| (*id, walk.links.get(id))).collect()
        };
        assert!(
            found == expected,
            "WELLHEAD_CLOCKS_SEED={seed}, step {now}, {done}: left {:?}, lost {:?}",
            of(&(&found - &expected)),
            of(&(&expected - &found)),
        );
    }
}

impl Walk<'_> {
    /// Takes one step, and says which.
    async fn step(&mut self) -> &'static str {
        for machine in &self.machines {
            machine.set(self.rng.random_range(-60 * MINUTE..=60 * MINUTE));
        }
        let which = self.rng.random_range(0..self.machines.len());
        match self.rng.random_range(0..14) {
            0..3 => self.create(which).await,
            3 => self.delete(which).await,
            4 => self.restore(which).await,
            5 => self.turn(which).await,
            6 => self.open_run(which).await,
            7 | 8 => self.deliver(which).await,
            9 => self.finish_run(which).await,
            10 => self.open_job(which).await,
            11 => self.step_job(which).await,
            12 => self.carry_out_job(which).await,
            _ => self.tend(which).await,
        }
    }

    async fn create(&mut self, which: usize) -> &'static str {
        let person = *self.people.choose(&mut self.rng).expect("people");
        let direction = *Direction::ALL.choose(&mut self.rng).expect("directions");
        let machine = &self.machines[which];
        let id = machine.link(self.world, person, self.connector, direction);
        let made = Expected {
            person,
            direction,
            is_active: true,
            changed: self.now,
        };
        self.links.insert(id.await, made);
        "create"
    }

    async fn delete(&mut self, which: usize) -> &'static str {
        if let Some(id) = self.any(true) {
            self.machines[which].delete(self.world, id).await;
            self.are_gone([id].into());
        }
        "delete"
    }

    async fn restore(&mut self, which: usize) -> &'static str {
        if let Some(id) = self.any(false) {
            self.machines[which].change(self.world, id, BACK).await;
            let link = self.links.get_mut(&id).expect("it is known");
            (link.is_active, link.changed) = (true, self.now);
        }
        "restore"
    }

    async fn turn(&mut self, which: usize) -> &'static str {
        if let Some(id) = self.any(true) {
            let link = self.links.get_mut(&id).expect("it is known");
            let to = match link.direction {
                Direction::Input => Direction::Output,
                Direction::Output => Direction::Input,
            };
            (link.direction, link.changed) = (to, self.now);
            let turn = LinkChanges {
                direction: Some(to),
                ..LinkChanges::default()
            };
            self.machines[which].change(self.world, id, turn).await;
        }
        "turn"
    }

    async fn open_run(&mut self, which: usize) -> &'static str {
        if self.is_enabled && self.run.is_none() {
            let (world, input) = (self.world, Direction::Input);
            let run = self.machines[which].open(world, self.connector, input);
            self.run = Some((run.await, self.now));
        }
        "open a run"
    }

    async fn deliver(&mut self, which: usize) -> &'static str {
        let Some((run, _)) = self.run.as_ref().filter(|_| self.is_enabled) else {
            return "deliver nothing";
        };
        let mut people = self.people.clone();
        people.retain(|_| self.rng.random_bool(0.4));
        let machine = &self.machines[which];
        machine.deliver(self.world, run, &people).await;
        let now = self.now;
        let mut without: BTreeSet<RecordId> = people.iter().copied().collect();
        for link in self.links.values_mut() {
            let is_met = link.is_active && link.direction == Direction::Input;
            if is_met && people.contains(&link.person) {
                link.changed = now;
                without.remove(&link.person);
            }
        }
        // Whoever had none has got one.
        for id in &self.found().await {
            if self.links.contains_key(id) {
                continue;
            }
            let person = self.person(*id).await;
            assert!(
                without.remove(&person),
                "a twin, or nobody who was delivered"
            );
            let made = Expected {
                person,
                direction: Direction::Input,
                is_active: true,
                changed: now,
            };
            self.links.insert(*id, made);
        }
        assert!(without.is_empty(), "a line without a link: {without:?}");
        "deliver"
    }

    async fn finish_run(&mut self, which: usize) -> &'static str {
        let Some((run, opened)) = self.run.take() else {
            return "finish nothing";
        };
        let input = self.active(|link| link.direction == Direction::Input);
        let unseen =
            self.active(|link| link.direction == Direction::Input && link.changed < opened);
        let finish = Finish {
            confirm_sweep: true,
            ..Finish::default()
        };
        let machine = &self.machines[which];
        let finished = machine.try_finish(self.world, &run, finish).await;
        if !unseen.is_empty() && unseen == input {
            assert!(
                matches!(finished, Err(FinishError::Everything(_))),
                "{finished:?}"
            );
            let as_it_is = Finish {
                skip_sweep: true,
                ..finish
            };
            let closed = machine.try_finish(self.world, &run, as_it_is).await;
            closed.expect("a run can be closed");
        } else {
            finished.expect("a run can be finished");
            self.are_gone(unseen);
        }
        "finish a run"
    }

    async fn open_job(&mut self, which: usize) -> &'static str {
        let machine = &self.machines[which];
        if !self.is_enabled {
            machine
                .status(self.world, self.connector, Status::Enabled)
                .await;
            self.is_enabled = true;
            return "enable";
        }
        if self.job.is_none() {
            let kind = if self.rng.random_bool(0.5) {
                self.is_enabled = false;
                JobKind::Disconnect
            } else {
                JobKind::Invalidate
            };
            let job = machine.job(self.world, kind, self.connector).await;
            self.job = Some((job, self.now));
        }
        "open a job"
    }

    /// What a job that was opened at `opened` is to take now.
    fn doomed(&self, job: &Job, opened: usize) -> BTreeSet<LinkId> {
        let takes_all = job.kind == JobKind::Disconnect && !self.is_enabled;
        self.active(|link| takes_all || link.changed < opened)
    }

    async fn step_job(&mut self, which: usize) -> &'static str {
        let Some((job, opened)) = self.job.take() else {
            return "step nothing";
        };
        let doomed = self.doomed(&job, opened);
        let [first, _] = {
            let mut both = Direction::ALL;
            both.sort();
            both
        };
        let stream = Stream {
            workspace_connector: self.connector,
            record: self.world.kind,
            direction: first,
        };
        let machine = &self.machines[which];
        let job = machine.step(self.world, &job, stream, 2).await;
        let gone = &self.active(|_| true) - &self.found().await;
        assert!(gone.len() <= 2 && gone.is_subset(&doomed), "{gone:?}");
        self.are_gone(gone);
        self.job = Some((job, opened));
        "step"
    }

    async fn carry_out_job(&mut self, which: usize) -> &'static str {
        let Some((job, opened)) = self.job.take() else {
            return "carry out nothing";
        };
        let doomed = self.doomed(&job, opened);
        self.machines[which].carry_out(self.world, job).await;
        self.are_gone(doomed);
        "carry out a job"
    }

    async fn tend(&mut self, which: usize) -> &'static str {
        let ledger = &self.machines[which].ledger;
        let abandoned = ledger.abandoned_by(self.world.here.tenant, Patience::default());
        assert_eq!(abandoned.await.expect("a look").jobs, [], "nobody is dead");
        "tend"
    }

    /// A link that is active, or one that is not.
    fn any(&mut self, is_active: bool) -> Option<LinkId> {
        let such = self
            .links
            .iter()
            .filter(|(_, it)| it.is_active == is_active);
        such.map(|(id, _)| *id).choose(&mut self.rng)
    }

    fn active(&self, of: impl Fn(&Expected) -> bool) -> BTreeSet<LinkId> {
        let such = self.links.iter().filter(|(_, it)| it.is_active && of(it));
        such.map(|(id, _)| *id).collect()
    }

    fn are_gone(&mut self, ids: BTreeSet<LinkId>) {
        for id in ids {
            self.links.get_mut(&id).expect("it is known").is_active = false;
        }
    }

    async fn found(&self) -> BTreeSet<LinkId> {
        super::active(self.world, self.connector)
            .await
            .into_iter()
            .collect()
    }

    async fn person(&self, id: LinkId) -> RecordId {
        let links = self
            .world
            .links(&self.world.here, LinkFilter::default(), ALL);
        let link = links.await.into_iter().find(|link| link.id == id);
        RecordId::new(link.expect("it is there").record.uuid())
    }
}
