//! Changes by chance; and each report that was ever made, asked for again at the end.
//!
//! `WELLHEAD_REPORTS_SEED` says which; what fails names it.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use wellhead_core::command::{
    Command, LinkChanges, RecordChanges, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::{JobId, LinkId, NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::NewIdentity;
use wellhead_core::privacy::{Asked, Handing};
use wellhead_core::resource::Direction;
use wellhead_core::store::ApplyError;

use super::{asked_for, named};
use crate::identities::reconnect;
use crate::merges::{try_merge, undo};
use crate::world::{World, external, fresh, link, record, second};

const STEPS: usize = 60;

struct Walk<'a> {
    world: &'a World,
    rng: StdRng,
    records: Vec<RecordId>,
    connectors: Vec<WorkspaceConnectorId>,
    links: Vec<LinkId>,
    merges: Vec<JobId>,
    /// The reports that were made, and what each said.
    made: Vec<(RecordId, Asked, String)>,
    /// How many changes were made, of those that can be refused.
    done: usize,
}

pub(super) async fn walk(world: &World) {
    let seed = std::env::var("WELLHEAD_REPORTS_SEED");
    let seed = seed.map_or_else(
        |_| rand::rng().next_u64(),
        |seed| seed.parse().expect("a seed is a number"),
    );
    let mut walk = Walk {
        world,
        rng: StdRng::seed_from_u64(seed),
        records: vec![world.here.ada.id, world.here.bob.id],
        connectors: vec![world.here.crm.id, world.here.mailer.id],
        links: Vec::new(),
        merges: Vec::new(),
        made: Vec::new(),
        done: 0,
    };
    for _ in 0..2 {
        let new = world.new_record("Another", None);
        let made = world.apply(&world.here, second(1), Command::RecordCreate(new));
        walk.records.push(record(made.await.unwrap()).id);
    }
    for step in 0..STEPS {
        let seconds = 10 + i64::try_from(step).expect("a small number");
        walk.step(seconds).await;
        walk.ask(seconds).await;
    }
    let told = walk
        .made
        .iter()
        .filter(|(.., said)| said.contains("\"deliveries\""));
    assert!(
        told.count() > STEPS / 4,
        "WELLHEAD_REPORTS_SEED={seed}: little was told"
    );
    assert!(walk.done > STEPS / 4, "WELLHEAD_REPORTS_SEED={seed}");
    for (record, asked, said) in &walk.made {
        let again = said_of(world, *record, *asked).await;
        assert_eq!(
            &again, said,
            "WELLHEAD_REPORTS_SEED={seed}: {record} {asked:?}"
        );
    }
}

/// The bytes of a report, or of what is said instead.
async fn said_of(world: &World, record: RecordId, asked: Asked) -> String {
    match asked_for(world, record, asked).await {
        Some(Handing::Report(handed)) => handed.canonical,
        other => format!("{other:?}"),
    }
}

impl Walk<'_> {
    /// Asks for the reports of all records at a moment of the step, whole and in part.
    async fn ask(&mut self, seconds: i64) {
        let as_of = second(seconds).plus_micros(self.rng.random_range(500_000..999_999));
        let from = second(self.rng.random_range(0..seconds));
        let to = from.plus_micros(self.rng.random_range(1..20_000_000));
        for record in self.records.clone() {
            let part = self.rng.random_bool(0.3);
            let asked = Asked {
                from: part.then_some(from),
                to: part.then_some(to),
                as_of,
            };
            let said = said_of(self.world, record, asked).await;
            self.made.push((record, asked, said));
        }
    }

    async fn step(&mut self, seconds: i64) {
        let (world, here) = (self.world, &self.world.here);
        let record = *self.records.choose(&mut self.rng).expect("records");
        let connector = *self.connectors.choose(&mut self.rng).expect("connectors");
        let some_link = self.links.choose(&mut self.rng).copied();
        let kind = world.kind;
        let name = format!("Engines {seconds}");
        let command = match (self.rng.random_range(0..14), some_link) {
            (0..4, _) | (_, None) => {
                let way = *Direction::ALL.choose(&mut self.rng).expect("directions");
                Command::LinkCreate(world.draft(record, connector, way))
            }
            (4, Some(link)) => Command::LinkDelete(kind, link),
            (5, Some(link)) => Command::LinkUpdate(
                kind,
                link,
                LinkChanges {
                    record: self.rng.random_bool(0.5).then_some(record),
                    restore: true,
                    ..LinkChanges::default()
                },
            ),
            (6, _) => Command::RecordDelete(world.of(record)),
            (7, _) => Command::RecordUpdate(
                world.of(record),
                RecordChanges {
                    restore: true,
                    ..RecordChanges::default()
                },
            ),
            (8, _) => Command::IdentityCreate(NewIdentity {
                kind,
                id: NewId::Minted(fresh()),
                record,
                workspace_connector: connector,
                external_id: external(&format!("{}", self.rng.random_range(1..5))),
            }),
            (9, _) => Command::WorkspaceConnectorUpdate(
                connector,
                WorkspaceConnectorChanges {
                    legal: named(&name),
                    ..WorkspaceConnectorChanges::default()
                },
            ),
            (10, _) => {
                let slug = &world.connectors[0].slug;
                let operator = &world.backend.operator;
                let legal = named(&name);
                let changed = operator
                    .connector_update(second(seconds), slug, &legal)
                    .await;
                changed.expect("a connector can be changed");
                return;
            }
            (11, _) => return self.merge(seconds).await,
            (12, _) => return self.part(seconds).await,
            _ => return self.reconnect(seconds).await,
        };
        match world.apply(here, second(seconds), command.clone()).await {
            Ok(outcome) => {
                self.done += 1;
                if let Command::LinkCreate(_) = command {
                    self.links.push(link(outcome).id);
                }
            }
            Err(ApplyError::Rejected { .. }) => {}
            Err(ApplyError::Store(error)) => panic!("{command:?}: {error}"),
        }
    }

    async fn merge(&mut self, seconds: i64) {
        let some: Vec<RecordId> = self.records.sample(&mut self.rng, 2).copied().collect();
        let merged = try_merge(self.world, seconds, some[0], &some[1..], 1_000).await;
        match merged {
            Ok(job) => {
                self.done += 1;
                self.merges.push(job.id);
            }
            Err(error) => self.refused(&error),
        }
    }

    async fn part(&mut self, seconds: i64) {
        let Some(id) = self.merges.choose(&mut self.rng).copied() else {
            return;
        };
        match undo(self.world, seconds, id).await {
            Ok(_) => self.done += 1,
            Err(ApplyError::Rejected {
                rejection: Rejection::CannotUndo(_),
                ..
            }) => {}
            Err(error) => self.refused(&error),
        }
    }

    /// Disconnects a connector for good, and connects it again.
    async fn reconnect(&mut self, seconds: i64) {
        let (world, here) = (self.world, &self.world.here);
        let last = self.connectors[0];
        let delete = Command::WorkspaceConnectorDelete(last);
        let deleted = world.apply(here, second(seconds), delete).await;
        deleted.expect("the last one is connected");
        let again = reconnect(world, seconds, last).await;
        self.connectors[0] = again.expect("a connector can be reconnected");
        self.done += 1;
    }

    fn refused(&self, error: &ApplyError) {
        let refused = matches!(error, ApplyError::Rejected { .. });
        assert!(refused, "{} changes: {error}", self.done);
    }
}
