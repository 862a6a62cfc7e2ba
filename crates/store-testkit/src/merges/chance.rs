//! Deliveries, merges and undoings by chance, beside a model: no record ever gains a link that no source gave to it or to
//! a record that was merged into it.
//!
//! `WELLHEAD_MERGES_SEED` says which; what fails names it.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::IdentityFilter;
use wellhead_core::resource::{LinkFilter, Past};
use wellhead_core::time::Timestamp;

use super::{merge, undo};
use crate::identities::delivering::{deliver, named};
use crate::identities::list;
use crate::world::{ALL, World, rejection, second};

const STEPS: usize = 60;

/// What each record, link and name must be.
#[derive(Default)]
struct Model {
    /// The records, each with its key.
    keys: BTreeMap<RecordId, Option<String>>,
    /// What each connector calls records; whose the name was first.
    names: BTreeMap<(WorkspaceConnectorId, String), RecordId>,
    /// The links, each with the record that it was made of.
    links: Vec<(RecordId, WorkspaceConnectorId)>,
    /// Into what each merged record was merged.
    merged: BTreeMap<RecordId, RecordId>,
    merges: Vec<(JobId, Vec<RecordId>)>,
    /// What each record was called after each step.
    past: Vec<(Timestamp, Names)>,
}

/// What connectors call records.
type Names = BTreeSet<(RecordId, WorkspaceConnectorId, String)>;

impl Model {
    /// The record that stands for another now.
    fn now(&self, mut record: RecordId) -> RecordId {
        while let Some(into) = self.merged.get(&record) {
            record = *into;
        }
        record
    }

    fn names_now(&self) -> Names {
        let names = self.names.iter();
        names
            .map(|((by, name), home)| (self.now(*home), *by, name.clone()))
            .collect()
    }

    fn by_key(&self, key: &str) -> Option<RecordId> {
        let has = |(_, of): &(&RecordId, &Option<String>)| of.as_deref() == Some(key);
        self.keys.iter().find(has).map(|(id, _)| self.now(*id))
    }

    /// Takes a line that a connector delivers; `new` is the id of a record that it would make. Returns whether its names
    /// agree.
    fn take(
        &mut self,
        connector: WorkspaceConnectorId,
        own: &str,
        key: Option<&str>,
        new: RecordId,
    ) -> bool {
        let name = (connector, own.to_owned());
        let named = self.names.get(&name).map(|home| self.now(*home));
        let keyed = key.and_then(|key| self.by_key(key));
        let record = match (named, keyed) {
            (Some(one), Some(other)) if one != other => return false,
            (Some(record), None) => {
                let has = |(of, key): (&RecordId, &Option<String>)| {
                    key.is_some() && self.now(*of) == record
                };
                match key {
                    Some(_) if self.keys.iter().any(has) => return false,
                    Some(key) => {
                        self.keys.insert(record, Some(key.to_owned()));
                    }
                    None => {}
                }
                record
            }
            (_, Some(record)) => record,
            (None, None) => {
                self.keys.insert(new, key.map(str::to_owned));
                new
            }
        };
        self.names.entry(name).or_insert(record);
        let is_linked = |(of, by): &(RecordId, WorkspaceConnectorId)| {
            self.now(*of) == record && *by == connector
        };
        if !self.links.iter().any(is_linked) {
            self.links.push((record, connector));
        }
        true
    }
}

pub(super) async fn holds(world: &World) {
    let seed = std::env::var("WELLHEAD_MERGES_SEED");
    let seed = seed.map_or_else(
        |_| rand::rng().next_u64(),
        |seed| seed.parse().expect("a seed is a number"),
    );
    let mut rng = StdRng::seed_from_u64(seed);
    let here = &world.here;
    let mut model = Model::default();
    for record in [&here.ada, &here.bob] {
        let key = record.external_id.as_ref().map(ToString::to_string);
        model.keys.insert(record.id, key);
    }
    let (mut parted, mut refused) = (0, 0);
    for step in 0..STEPS {
        let seconds = 10 + i64::try_from(step).expect("a small number");
        match rng.random_range(0..8) {
            0..4 => {
                let [found, meant] = delivery(world, seconds, &mut model, &mut rng).await;
                assert_eq!(
                    found, meant,
                    "rejected at WELLHEAD_MERGES_SEED={seed}, step {step}"
                );
            }
            4..6 => some_merge(world, seconds, &mut model, &mut rng).await,
            _ => match some_undo(world, seconds, &mut model, &mut rng).await {
                Some(true) => parted += 1,
                Some(false) => refused += 1,
                None => {}
            },
        }
        let at = format!("WELLHEAD_MERGES_SEED={seed}, step {step}");
        compare(world, &model, &at).await;
        let names = model.names_now();
        model
            .past
            .push((second(seconds).plus_micros(999_999), names));
    }
    compare_past(world, &model, &format!("WELLHEAD_MERGES_SEED={seed}")).await;
    assert!(model.links.len() > 3, "WELLHEAD_MERGES_SEED={seed}");
    assert!(parted + refused > 0, "WELLHEAD_MERGES_SEED={seed}");
}

/// A few lines of one connector. Different ones use the same ids for different records. Returns how many were rejected,
/// and how many had to be.
async fn delivery(world: &World, seconds: i64, model: &mut Model, rng: &mut StdRng) -> [u64; 2] {
    let connectors = [world.here.crm.id, world.here.mailer.id];
    let connector = *connectors.choose(rng).expect("connectors");
    let mut rejected = 0;
    let mut lines = Vec::new();
    for _ in 0..rng.random_range(1..4) {
        let own = format!("{}", rng.random_range(501..507));
        let key = rng
            .random_bool(0.5)
            .then(|| format!("E-{}", rng.random_range(1..6)));
        let line = named(world.kind, &own, key.as_deref().unwrap_or_default(), "");
        rejected += u64::from(!model.take(connector, &own, key.as_deref(), line.id));
        lines.push(line);
    }
    let delivered = deliver(world, seconds, connector, lines).await;
    [delivered.tally.rejected, rejected]
}

async fn some_merge(world: &World, seconds: i64, model: &mut Model, rng: &mut StdRng) {
    let free = |id: &&RecordId| !model.merged.contains_key(*id);
    let free: Vec<RecordId> = model.keys.keys().filter(free).copied().collect();
    let some: Vec<RecordId> = free.sample(rng, 3).copied().collect();
    if let [survivor, others @ ..] = &some[..]
        && !others.is_empty()
        && free.len() > 3
    {
        let id = merge(world, seconds, *survivor, others).await;
        model.merges.push((id, others.to_vec()));
        for other in others {
            model.merged.insert(*other, *survivor);
        }
    }
}

/// Undoes a merge. Returns whether it was undone: something may contradict it.
async fn some_undo(
    world: &World,
    seconds: i64,
    model: &mut Model,
    rng: &mut StdRng,
) -> Option<bool> {
    let (id, others) = model.merges.choose(rng)?.clone();
    match undo(world, seconds, id).await {
        Ok(_) => {
            model.merges.retain(|(it, _)| *it != id);
            for other in others {
                model.merged.remove(&other);
            }
            Some(true)
        }
        refused => {
            let why = rejection(refused);
            assert!(matches!(why, Rejection::CannotUndo(_)), "{why:?}");
            Some(false)
        }
    }
}

async fn compare(world: &World, model: &Model, at: &str) {
    let links = world.links(&world.here, LinkFilter::default(), ALL).await;
    let mut found: Vec<_> = links
        .iter()
        .map(|link| (link.record, link.workspace_connector))
        .collect();
    found.sort_unstable();
    let meant = model.links.iter();
    let mut meant: Vec<_> = meant.map(|(of, by)| (model.now(*of), *by)).collect();
    meant.sort_unstable();
    assert_eq!(found, meant, "{at}");
    let names = list(world, IdentityFilter::default()).await;
    let found: Names = names
        .iter()
        .map(|it| {
            (
                it.record,
                it.workspace_connector,
                it.external_id.to_string(),
            )
        })
        .collect();
    assert_eq!(found, model.names_now(), "{at}");
}

/// Each record has in the past the names that it had then, whatever was merged and parted since.
async fn compare_past(world: &World, model: &Model, seed: &str) {
    let (store, tenant) = (world.store(), world.here.tenant);
    for (at, meant) in model.past.iter().step_by(3) {
        let mut found = Names::new();
        for record in model.keys.keys() {
            let told = store.provenance_get(tenant, world.of(*record), Some(Past::AsOf(*at)));
            let told = told.await.expect("provenance can be read");
            let names = told.into_iter().flat_map(|it| it.names);
            found.extend(names.map(|it| {
                let name = it.external_id.to_string();
                (*record, it.workspace_connector, name)
            }));
        }
        assert_eq!(found, *meant, "{seed} {at}");
    }
}
