use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::command::{Command, LinkChanges};
use wellhead_core::id::{LinkId, SyncRunId};
use wellhead_core::page::{Interval, Order, Positioned, Slice, Total};
use wellhead_core::resource::{Direction, Link, LinkState, Mode, Trigger};
use wellhead_core::store::NewRun;
use wellhead_core::time::Timestamp;

use crate::causes::{act, made_by};
use crate::deliveries::{batch, known, write};
use crate::world::{World, fresh, second};

crate::cases![
    every kind:
    a_link_made_and_ended_once_has_one_state,
    each_state_is_kept_with_when_and_by_whom,
    a_refused_change_leaves_no_state,
    states_are_read_slice_by_slice,
    does_not_see_another_tenants_link
];

async fn history(world: &World, id: LinkId) -> Vec<LinkState> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.link_history(tenant, world.kind, id, WHOLE).await;
    let found = found.expect("history can be read");
    assert!(!found.is_empty(), "the link is there");
    found
}

/// A whole history.
pub(crate) const WHOLE: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::OldestFirst,
    limit: 1_000,
};

/// The state of a link that was just made.
fn first(link: &Link) -> LinkState {
    LinkState {
        record: link.record,
        workspace_connector: link.workspace_connector,
        direction: link.direction,
        since: link.times.created_at,
        until: None,
        by: link.causes.created,
        seen: None,
        deleted_at: None,
        deleted_by: None,
        reason: None,
    }
}

async fn a_link_made_and_ended_once_has_one_state(world: &World) {
    let link = made_by(world, Cause::Key(fresh())).await;
    let mut state = first(&link);
    assert_eq!(history(world, link.id).await, [state.clone()]);

    let run = open(world, &link).await;
    let batch = batch(&run, vec![known(world.kind, link.record)]);
    write(world, second(5), batch).await.expect("a batch");
    state.seen = Some((run.id, second(5)));
    assert_eq!(history(world, link.id).await, [state.clone()]);

    // What changes nothing is no new state, and nobody has seen the link by it.
    let update = Command::LinkUpdate(world.kind, link.id, LinkChanges::default());
    act(world, Cause::Operator, second(6), update).await;
    assert_eq!(history(world, link.id).await, [state.clone()]);

    let ender = Cause::Key(fresh());
    act(
        world,
        ender,
        second(7),
        Command::LinkDelete(world.kind, link.id),
    )
    .await;
    let state = LinkState {
        deleted_at: Some(second(7)),
        deleted_by: Some(ender),
        reason: Some(Grounds::Deleted),
        ..state
    };
    assert_eq!(history(world, link.id).await, [state]);
}

/// A run of the link's connector and direction, open since second 0.
async fn open(world: &World, link: &Link) -> wellhead_core::resource::SyncRun {
    let run = NewRun {
        id: fresh(),
        workspace_connector: link.workspace_connector,
        record: world.kind,
        direction: link.direction,
        trigger: Trigger::Api,
        mode: Mode::Incremental,
    };
    let opened = world.store().run_open(world.here.tenant, second(0), run);
    opened.await.expect("a run can be opened")
}

/// What a link should be, with all its past.
struct Model {
    past: Vec<LinkState>,
    present: LinkState,
    updated_at: Timestamp,
}

impl Model {
    fn of(link: &Link) -> Self {
        Self {
            past: Vec::new(),
            present: first(link),
            updated_at: link.times.version(),
        }
    }

    fn states(&self) -> Vec<LinkState> {
        let all = self.past.iter().chain([&self.present]);
        all.cloned().collect()
    }

    /// The time of a change at `at`: later than that of the last one, even if the clock goes back.
    fn moved_on(&mut self, at: Timestamp) -> Timestamp {
        self.updated_at = at.max(self.updated_at.plus_micros(1));
        self.updated_at
    }

    fn delete(&mut self, at: Timestamp, by: Cause) {
        self.present.deleted_at = Some(self.moved_on(at));
        self.present.deleted_by = Some(by);
        self.present.reason = Some(Grounds::Deleted);
    }

    fn touch(&mut self, at: Timestamp, run: SyncRunId) {
        self.present.seen = Some((run, self.moved_on(at)));
    }

    fn update(&mut self, at: Timestamp, by: Cause, changes: LinkChanges) {
        let at = self.moved_on(at);
        let next = LinkState {
            record: changes.record.unwrap_or(self.present.record),
            workspace_connector: changes
                .workspace_connector
                .unwrap_or(self.present.workspace_connector),
            direction: changes.direction.unwrap_or(self.present.direction),
            deleted_at: None,
            deleted_by: None,
            reason: None,
            ..self.present.clone()
        };
        if next != self.present {
            let next = LinkState {
                since: at,
                by: Some(by),
                ..next
            };
            let before = std::mem::replace(&mut self.present, next);
            self.past.push(LinkState {
                until: Some(at),
                ..before
            });
        }
    }
}

/// Restores, re-points, turns around, touches and deletes a link in many orders, with a clock that also stands still and
/// goes back.
async fn each_state_is_kept_with_when_and_by_whom(world: &World) {
    let here = &world.here;
    let made = made_by(world, Cause::Key(fresh())).await;
    let mut runs = Vec::new();
    for connector in [here.crm.id, here.mailer.id] {
        for direction in Direction::ALL {
            let stream = Link {
                workspace_connector: connector,
                direction,
                ..made.clone()
            };
            runs.push(open(world, &stream).await);
        }
    }
    let mut model = Model::of(&made);
    let mut at = second(10);
    let mut chance: u64 = 0x9E37_79B9;
    let mut pick = |of: u64| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % of
    };
    for step in 0..90 {
        at = match pick(4) {
            0 => at,
            1 => at.plus_micros(-1_500_000),
            _ => at.plus_micros(1_000_000),
        };
        let by = Cause::Key(fresh());
        let state = &model.present;
        let is_deleted = state.deleted_at.is_some();
        match pick(5) {
            0 if !is_deleted => {
                act(world, by, at, Command::LinkDelete(world.kind, made.id)).await;
                model.delete(at, by);
            }
            1 if !is_deleted => {
                let run = runs.iter().find(|run| {
                    run.workspace_connector == state.workspace_connector
                        && run.direction == state.direction
                });
                let run = run.expect("each stream has a run");
                let batch = batch(run, vec![known(world.kind, state.record)]);
                write(world, at, batch).await.expect("a batch");
                model.touch(at, run.id);
            }
            _ => {
                let changes = LinkChanges {
                    record: [None, Some(here.ada.id), Some(here.bob.id)][as_index(pick(3))],
                    workspace_connector: [None, Some(here.crm.id), Some(here.mailer.id)]
                        [as_index(pick(3))],
                    direction: [None, Some(Direction::Input), Some(Direction::Output)]
                        [as_index(pick(3))],
                    restore: is_deleted || pick(2) == 0,
                };
                let update = Command::LinkUpdate(world.kind, made.id, changes);
                act(world, by, at, update).await;
                model.update(at, by, changes);
            }
        }
        let states = history(world, made.id).await;
        assert_eq!(states, model.states(), "after step {step}");
    }
    let states = model.states();
    assert!(states.len() > 30 && states.iter().filter(|it| it.reason.is_some()).count() > 5);
    for pair in states.windows(2) {
        assert_eq!(pair[0].until, Some(pair[1].since));
        assert!(pair[0].since < pair[1].since);
        assert!(pair[0].deleted_at.is_none_or(|it| it < pair[1].since));
    }
    let now = world
        .link_get(made.id, wellhead_core::resource::Deleted::Include)
        .await;
    assert_eq!(now.map(|it| it.causes.created), Some(made.causes.created));
}

fn as_index(number: u64) -> usize {
    usize::try_from(number).expect("small")
}

async fn a_refused_change_leaves_no_state(world: &World) {
    let link = made_by(world, Cause::Operator).await;
    let before = history(world, link.id).await;
    let turn = LinkChanges {
        direction: Some(Direction::Output),
        ..LinkChanges::default()
    };
    let commands = vec![
        Command::LinkUpdate(world.kind, link.id, turn),
        Command::LinkDelete(world.kind, fresh()),
    ];
    let author = wellhead_core::cause::Author::operator(world.here.tenant);
    let refused = world.store().apply(author, second(2), commands).await;
    refused.expect_err("there is no such link");
    assert_eq!(history(world, link.id).await, before);
}

/// Between any two states, in both orders, as many as are asked for and no others; and so many are counted.
async fn states_are_read_slice_by_slice(world: &World) {
    let link = made_by(world, Cause::Operator).await;
    for turn in 0..6 {
        let changes = LinkChanges {
            direction: Some(Direction::ALL[(turn + 1) % 2]),
            ..LinkChanges::default()
        };
        let update = Command::LinkUpdate(world.kind, link.id, changes);
        act(world, Cause::Operator, second(10), update).await;
    }
    let all = history(world, link.id).await;
    assert!(all.len() > 5, "{}", all.len());
    let (store, tenant) = (world.store(), world.here.tenant);
    let mut bounds = vec![(None, None)];
    for state in &all {
        let at = Some(state.position());
        bounds.extend([(at, None), (None, at)]);
        bounds.extend(all.iter().map(|it| (at, Some(it.position()))));
    }
    for (above, below) in bounds {
        let is_within = |state: &&LinkState| {
            above.is_none_or(|it| state.position() > it)
                && below.is_none_or(|it| state.position() < it)
        };
        for order in [Order::OldestFirst, Order::NewestFirst] {
            let mut between: Vec<_> = all.iter().filter(is_within).cloned().collect();
            if order == Order::NewestFirst {
                between.reverse();
            }
            for limit in [1, 2, 5, 100] {
                let slice = Slice {
                    interval: Interval { above, below },
                    order,
                    limit,
                };
                let found = store.link_history(tenant, world.kind, link.id, slice).await;
                let found = found.expect("history can be read");
                assert_eq!(found, between[..limit.min(between.len())], "{slice:?}");
            }
        }
    }
    let many = u64::try_from(all.len()).expect("a few");
    for (most, total) in [
        (100, Total::Exactly(many)),
        (many, Total::Exactly(many)),
        (many - 1, Total::MoreThan(many - 1)),
    ] {
        let counted = store.link_history_count(tenant, world.kind, link.id, most);
        assert_eq!(counted.await.expect("a count"), total);
    }
}

async fn does_not_see_another_tenants_link(world: &World) {
    let (theirs, ..) = world.estate(&world.there).await;
    for id in [theirs[0].id, fresh()] {
        let (store, tenant) = (world.store(), world.here.tenant);
        let found = store.link_history(tenant, world.kind, id, WHOLE).await;
        assert_eq!(found.expect("history can be read"), []);
        let counted = store.link_history_count(tenant, world.kind, id, 9).await;
        assert_eq!(counted.expect("a count"), Total::Exactly(0));
    }
    // Nor does a link of another kind have one.
    let mine = made_by(world, Cause::Operator).await;
    for kind in wellhead_core::record::Kind::ALL {
        let found = world
            .store()
            .link_history(world.here.tenant, kind, mine.id, WHOLE)
            .await;
        let found = found.expect("history can be read");
        assert_eq!(!found.is_empty(), kind == world.kind);
    }
}
