//! Steps by chance, on clocks that are set by chance, beside a model that keeps a full history; and every moment of it
//! compared, in lists and in provenance.
//!
//! `WELLHEAD_PAST_SEED` says which; what fails names it.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use uuid::Uuid;
use wellhead_core::cause::{Author, Cause, Causes};
use wellhead_core::command::{LinkChanges, Rejection};
use wellhead_core::id::{JobId, RecordId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Looked, Order, PageRequest, Slice};
use wellhead_core::resource::{
    Deed, Deleted, Direction, DoneBy, JobKind, Link, LinkFilter, Past, Status, SyncRun,
};
use wellhead_core::store::{ApplyError, StoreError};
use wellhead_core::time::Timestamp;

use super::model::{Model, Shown};
use crate::clocks::people;
use crate::links_list::passes;
use crate::machine::{Machine, Time};
use crate::world::{ALL, World, fresh, second};

const STEPS: usize = 70;
const MINUTE: i64 = 60_000_000;

struct Walk<'a> {
    world: &'a World,
    seed: u64,
    rng: StdRng,
    machine: Machine,
    people: Vec<RecordId>,
    connectors: [WorkspaceConnectorId; 2],
    /// Who changes links, if no run or job does.
    authors: [Cause; 3],
    runs: BTreeMap<Uuid, SyncRun>,
    links: Vec<Link>,
    /// The merges that are not undone, each with who was merged.
    merges: Vec<(JobId, RecordId)>,
    model: Model,
}

pub(super) async fn walk(world: &World) {
    let seed = std::env::var("WELLHEAD_PAST_SEED");
    let seed = seed.map_or_else(
        |_| rand::rng().next_u64(),
        |seed| seed.parse().expect("a seed is a number"),
    );
    let mut walk = Walk {
        world,
        seed,
        rng: StdRng::seed_from_u64(seed),
        machine: Time::from(second(10_000)).machine(world, 0),
        people: people(world, 4).await,
        connectors: [world.here.crm.id, world.here.mailer.id],
        authors: [Cause::Operator, Cause::Key(fresh()), Cause::Key(fresh())],
        runs: BTreeMap::new(),
        links: Vec::new(),
        merges: Vec::new(),
        model: Model::default(),
    };
    for _ in 0..STEPS {
        walk.step().await;
        walk.observe().await;
        let moments: Vec<_> = walk.model.moments().into_iter().collect();
        let at = moments.choose(&mut walk.rng).copied();
        walk.compare(Past::AsOf(at.unwrap_or(second(0)))).await;
    }
    let moments = walk.model.moments();
    // Some steps change nothing.
    assert!(moments.len() > STEPS / 2, "much has changed");
    for at in &moments {
        walk.compare(Past::AsOf(*at)).await;
    }
    walk.within(&moments).await;
    for at in [Timestamp::MIN, Timestamp::MAX] {
        walk.compare(Past::AsOf(at)).await;
    }
    walk.compare_done().await;
}

impl Walk<'_> {
    async fn step(&mut self) {
        self.machine
            .set(self.rng.random_range(-60 * MINUTE..=60 * MINUTE));
        match self.rng.random_range(0..19) {
            0..4 => self.create().await,
            4..6 => self.delete().await,
            6..8 => {
                self.change(LinkChanges {
                    restore: true,
                    ..LinkChanges::default()
                })
                .await;
            }
            8..10 => {
                let record = Some(self.person());
                self.change(LinkChanges {
                    record,
                    ..LinkChanges::default()
                })
                .await;
            }
            10 => {
                let workspace_connector = self.connectors.choose(&mut self.rng).copied();
                self.change(LinkChanges {
                    workspace_connector,
                    ..LinkChanges::default()
                })
                .await;
            }
            11 => {
                let direction = Direction::ALL.choose(&mut self.rng).copied();
                self.change(LinkChanges {
                    direction,
                    ..LinkChanges::default()
                })
                .await;
            }
            12..15 => self.sync().await,
            15 => self.merge().await,
            16..18 => self.undo().await,
            _ => self.disconnect().await,
        }
    }

    fn author(&mut self) -> Author {
        let cause = *self.authors.choose(&mut self.rng).expect("authors");
        Author::new(self.world.here.tenant, cause)
    }

    /// One who is not merged.
    fn person(&mut self) -> RecordId {
        let is_free = |id: &&RecordId| self.merges.iter().all(|(_, merged)| merged != *id);
        let free: Vec<_> = self.people.iter().filter(is_free).collect();
        **free.choose(&mut self.rng).expect("somebody")
    }

    /// Merges two people, if others are left. Their links move, deleted or not.
    async fn merge(&mut self) {
        let (survivor, other) = (self.person(), self.person());
        if survivor == other || self.merges.len() + 2 == self.people.len() {
            return;
        }
        let (author, kind) = (self.author(), self.world.kind);
        let made = self
            .machine
            .ledger
            .merge(author, kind, survivor, vec![other]);
        let job = made.await.expect("people can be merged");
        self.merges.push((job.id, other));
    }

    /// Undoes the last merge, unless something contradicts it.
    async fn undo(&mut self) {
        let Some((id, _)) = self.merges.last().copied() else {
            return;
        };
        let (author, kind) = (self.author(), self.world.kind);
        match self.machine.ledger.merge_undo(author, kind, id).await {
            Ok(_) => self.merges.retain(|(it, _)| *it != id),
            Err(ApplyError::Rejected {
                rejection: Rejection::CannotUndo(_),
                ..
            }) => {}
            Err(error) => panic!("WELLHEAD_PAST_SEED={}: {error:?}", self.seed),
        }
    }

    async fn create(&mut self) {
        let person = self.person();
        let connector = *self.connectors.choose(&mut self.rng).expect("connectors");
        let direction = *Direction::ALL.choose(&mut self.rng).expect("directions");
        let new = self.world.draft(person, connector, direction);
        let author = self.author();
        let made = self.machine.ledger.link_create(author, new).await;
        made.expect("a link can be made");
    }

    async fn delete(&mut self) {
        let author = self.author();
        let active = |link: &&Link| link.times.deleted_at.is_none();
        let active: Vec<_> = self.links.iter().filter(active).collect();
        if let Some(link) = active.choose(&mut self.rng) {
            let ledger = &self.machine.ledger;
            let deleted = ledger.link_delete(author, self.world.kind, link.id, None);
            deleted.await.expect("a link can be deleted");
        }
    }

    /// Changes an active link, or any if it may restore one.
    async fn change(&mut self, changes: LinkChanges) {
        let author = self.author();
        let fit = |link: &&Link| changes.restore || link.times.deleted_at.is_none();
        let fit: Vec<_> = self.links.iter().filter(fit).collect();
        if let Some(link) = fit.choose(&mut self.rng) {
            let ledger = &self.machine.ledger;
            let done = ledger.link_update(author, self.world.kind, link.id, changes, None);
            done.await.expect("a link can be changed");
        }
    }

    /// A full run that sees some people, makes or touches their links, and sweeps the others.
    async fn sync(&mut self) {
        let connector = *self.connectors.choose(&mut self.rng).expect("connectors");
        let direction = *Direction::ALL.choose(&mut self.rng).expect("directions");
        // Whoever was merged may be seen as well: then the survivor is meant.
        let mut seen = self.people.clone();
        seen.retain(|_| self.rng.random_bool(0.5));
        // A run that saw nobody would not be allowed to sweep everything.
        if seen.is_empty() {
            return;
        }
        let run = self.machine.open(self.world, connector, direction).await;
        self.machine.deliver(self.world, &run, &seen).await;
        self.observe().await;
        self.machine.finish(self.world, &run).await;
        self.runs.insert(run.id.uuid(), run);
    }

    /// Disconnects a connector, which ends its links, and enables it again.
    async fn disconnect(&mut self) {
        let connector = *self.connectors.choose(&mut self.rng).expect("connectors");
        let job = self
            .machine
            .job(self.world, JobKind::Disconnect, connector)
            .await;
        self.machine.carry_out(self.world, job).await;
        self.machine
            .status(self.world, connector, Status::Enabled)
            .await;
    }

    async fn observe(&mut self) {
        let everything = LinkFilter {
            deleted: Deleted::Include,
            ..LinkFilter::default()
        };
        self.links = self.world.links(&self.world.here, everything, ALL).await;
        self.model.observe(self.links.clone());
    }

    /// Compares looks into times between moments.
    async fn within(&mut self, moments: &BTreeSet<Timestamp>) {
        let moments: Vec<_> = moments.iter().copied().collect();
        for _ in 0..STEPS {
            let mut moment = || *moments.choose(&mut self.rng).expect("moments");
            let (from, until) = (moment(), moment());
            self.compare(Past::Within { from, until }).await;
        }
    }

    /// Compares everything that there was, a list by chance and every record's provenance.
    async fn compare(&mut self, past: Past) {
        let everything = LinkFilter {
            deleted: Deleted::Include,
            ..LinkFilter::default()
        };
        self.compare_list(everything, past, 1_000, 1_000).await;
        let mut pick = |many: usize| self.rng.random_range(0..many);
        let filter = LinkFilter {
            record: self.people.get(pick(8)).copied(),
            workspace_connector: self.connectors.get(pick(4)).copied(),
            direction: Direction::ALL.get(pick(4)).copied(),
            deleted: [Deleted::Exclude, Deleted::Include, Deleted::Only][pick(3)],
        };
        let (size, most) = ([1, 3, 50][pick(3)], [1, 3, 20][pick(3)]);
        self.compare_list(filter, past, size, most).await;
        let (tenant, store) = (self.world.here.tenant, self.world.store());
        for person in &self.people {
            let found = store.provenance_get(tenant, self.world.of(*person), Some(past));
            let found = found.await.expect("provenance can be read");
            let mut found = found.expect("a person").traces;
            found.sort_by_key(|trace| (trace.workspace_connector, trace.direction));
            let expected = self.model.traces(*person, past);
            assert_eq!(
                found, expected,
                "WELLHEAD_PAST_SEED={}: {past:?}",
                self.seed
            );
        }
    }

    /// Compares a list, page by page, where each page may look at so many links.
    async fn compare_list(&mut self, filter: LinkFilter, past: Past, size: usize, most: usize) {
        let expected = self.model.links(filter, past);
        let (tenant, kind, store) = (self.world.here.tenant, self.world.kind, self.world.store());
        let request = self.request(size);
        let read = |slice| store.link_past(tenant, kind, filter, past, slice, most);
        let found = walked(request, read).await;
        let found: Vec<_> = found.iter().map(Shown::of).collect();
        assert_eq!(
            found, expected,
            "WELLHEAD_PAST_SEED={}: {past:?} {filter:?}, {size} a page, {most} looked at",
            self.seed
        );
    }

    fn request(&mut self, size: usize) -> PageRequest {
        PageRequest {
            size,
            order: [Order::OldestFirst, Order::NewestFirst][self.rng.random_range(0..2)],
            created: Interval::default(),
            after: None,
            before: None,
        }
    }

    /// Compares what each run, job and key made, saw and ended.
    async fn compare_done(&mut self) {
        let (tenant, kind, store) = (self.world.here.tenant, self.world.kind, self.world.store());
        let causes = self.links.iter().flat_map(|link| {
            let causes = link.causes;
            [causes.created, causes.seen, causes.deleted]
        });
        let ids: BTreeSet<Uuid> = causes.flatten().filter_map(Cause::id).collect();
        let runs: BTreeSet<Uuid> = self.runs.keys().copied().collect();
        let mut found_some = [0; 3];
        for by in ids.union(&runs).copied().chain([fresh()]) {
            for (place, deed) in [Deed::Created, Deed::Seen, Deed::Deleted]
                .into_iter()
                .enumerate()
            {
                for _ in 0..4 {
                    let mut pick = |many: usize| self.rng.random_range(0..many);
                    let filter = LinkFilter {
                        record: self.people.get(pick(12)).copied(),
                        workspace_connector: self.connectors.get(pick(6)).copied(),
                        direction: Direction::ALL.get(pick(6)).copied(),
                        deleted: [Deleted::Include, Deleted::Exclude, Deleted::Only][pick(3)],
                    };
                    let (size, most) = ([1, 3, 50][pick(3)], [1, 3, 20][pick(3)]);
                    let done = DoneBy { deed, by };
                    let request = self.request(size);
                    let read = |slice| store.link_done(tenant, kind, filter, done, slice, most);
                    let found = walked(request, read).await;
                    let expected = self.done(filter, done);
                    found_some[place] += found.len();
                    assert_eq!(
                        found, expected,
                        "WELLHEAD_PAST_SEED={}: {done:?} {filter:?}, {size} a page, {most} looked at",
                        self.seed
                    );
                }
            }
        }
        assert!(found_some.iter().all(|some| *some > 0), "{found_some:?}");
    }

    /// The links that were done something to, the oldest first.
    fn done(&self, filter: LinkFilter, done: DoneBy) -> Vec<Link> {
        let is_done = |link: &&Link| {
            let Causes {
                created,
                seen,
                deleted,
                ..
            } = link.causes;
            let cause = match done.deed {
                Deed::Created => created,
                Deed::Seen => seen,
                Deed::Deleted => deleted,
            };
            // What a run saw and somebody moved since is found through its record, but not through the run.
            let is_there = |run: &SyncRun| {
                link.workspace_connector == run.workspace_connector
                    && link.direction == run.direction
            };
            let is_lost = done.deed == Deed::Seen
                && filter.record.is_none()
                && created.and_then(Cause::id) != Some(done.by)
                && !self.runs.get(&done.by).is_some_and(is_there);
            cause.and_then(Cause::id) == Some(done.by) && !is_lost
        };
        let links = self
            .links
            .iter()
            .filter(is_done)
            .filter(|link| passes(&filter, link));
        links.cloned().collect()
    }
}

/// All links on the pages of a list, the oldest first.
async fn walked<F>(mut request: PageRequest, read: impl Fn(Slice) -> F) -> Vec<Link>
where
    F: Future<Output = Result<Looked<Link>, StoreError>>,
{
    let mut found = Vec::new();
    loop {
        let page = request.look(&read).await.expect("links can be listed");
        let next = request.next(&page);
        found.extend(page.items);
        match next {
            Some(after) => request.after = Some(after),
            None => break,
        }
    }
    if request.order == Order::NewestFirst {
        found.reverse();
    }
    found
}
