use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use wellhead_core::command::{
    Command, NewWorkspaceConnector, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::{NewId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Order, Positioned, Slice, Total};
use wellhead_core::record::Kind;
use wellhead_core::resource::{
    Direction, Mode, RunFilter, RunStatus, Status, SyncRun, Tally, Trigger,
};
use wellhead_core::store::{ApplyError, Idle, NewRun};
use wellhead_core::time::Timestamp;

use crate::world::{ALL, Actor, World, fresh, rejection, second};

crate::cases![
    keeps_what_it_was_given,
    one_is_open_for_each_connector_kind_and_direction,
    refuses_connectors_that_are_not_there_or_disabled,
    many_at_once_open_one,
    closes_once,
    beats_while_it_is_open,
    expires_when_it_was_silent,
    counts_what_it_has_not_seen,
    finds_many_by_their_ids,
    lists_and_counts,
    pages_through_the_runs_of_many_connectors,
    tells_the_last_of_each_kind_and_connector,
    does_not_see_another_tenants_run,
];

pub(crate) fn new(connector: WorkspaceConnectorId, direction: Direction, mode: Mode) -> NewRun {
    NewRun {
        id: fresh(),
        workspace_connector: connector,
        record: Kind::People,
        direction,
        trigger: Trigger::Manual,
        mode,
    }
}

pub(crate) async fn try_open(
    world: &World,
    at: Timestamp,
    run: NewRun,
) -> Result<SyncRun, ApplyError> {
    world.store().run_open(world.here.tenant, at, run).await
}

/// An open run of the first connector here.
pub(crate) async fn open(
    world: &World,
    at: Timestamp,
    direction: Direction,
    mode: Mode,
) -> SyncRun {
    let new = NewRun {
        record: world.kind,
        ..new(world.here.crm.id, direction, mode)
    };
    try_open(world, at, new).await.expect("a run can be opened")
}

async fn get(world: &World, run: &SyncRun) -> SyncRun {
    let found = world.store().run_get(world.here.tenant, run.id).await;
    found.expect("a run can be read").expect("the run is there")
}

async fn keeps_what_it_was_given(world: &World) {
    let new = NewRun {
        trigger: Trigger::Webhook,
        record: Kind::Invoice,
        ..new(world.here.crm.id, Direction::Output, Mode::Full)
    };
    let run = try_open(world, second(3), new).await.unwrap();
    let expected = SyncRun {
        id: new.id,
        workspace_connector: world.here.crm.id,
        record: Kind::Invoice,
        direction: Direction::Output,
        trigger: Trigger::Webhook,
        mode: Mode::Full,
        status: RunStatus::InProgress,
        started_at: second(3),
        heartbeat_at: second(3),
        completed_at: None,
        error: None,
        tally: Tally::default(),
    };
    assert_eq!(run, expected);
    assert_eq!(get(world, &run).await, expected);
}

async fn finds_many_by_their_ids(world: &World) {
    let here = &world.here;
    let one = open(world, second(1), Direction::Input, Mode::Full).await;
    let two = open(world, second(2), Direction::Output, Mode::Full).await;
    let store = world.store();
    let theirs = store.run_list(world.there.tenant, RunFilter::default(), ALL);
    let theirs = theirs.await.unwrap()[0].id;
    let ids = [two.id, fresh(), theirs, one.id, two.id];
    let mut found = store.run_find(here.tenant, &ids).await.unwrap();
    found.sort_by_key(|run| run.started_at);
    assert_eq!(found, [one, two]);
    assert_eq!(store.run_find(here.tenant, &[]).await.unwrap(), []);
}

async fn one_is_open_for_each_connector_kind_and_direction(world: &World) {
    let here = &world.here;
    let first = open(world, second(1), Direction::Input, Mode::Full).await;
    let twin = new(here.crm.id, Direction::Input, Mode::Incremental);
    let refused = try_open(world, second(2), twin).await;
    assert_eq!(rejection(refused), Rejection::RunIsOpen(first.id));
    let mut others = vec![
        new(here.crm.id, Direction::Output, Mode::Incremental),
        new(here.mailer.id, Direction::Input, Mode::Incremental),
    ];
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != first.record);
    others.extend(kinds.map(|record| NewRun {
        record,
        ..new(here.crm.id, Direction::Input, Mode::Incremental)
    }));
    for other in others {
        try_open(world, second(2), other).await.unwrap();
        let twin = NewRun {
            id: fresh(),
            ..other
        };
        let refused = try_open(world, second(2), twin).await;
        assert_eq!(rejection(refused), Rejection::RunIsOpen(other.id));
    }
    let closed = world
        .store()
        .run_close(here.tenant, second(3), first.id, None);
    closed.await.unwrap();
    try_open(world, second(4), twin).await.unwrap();
}

async fn refuses_connectors_that_are_not_there_or_disabled(world: &World) {
    let here = &world.here;
    let delete = Command::WorkspaceConnectorDelete(here.mailer.id);
    world.apply(here, second(1), delete).await.unwrap();
    for connector in [world.there.crm.id, fresh(), here.mailer.id] {
        let run = new(connector, Direction::Input, Mode::Full);
        let refused = try_open(world, second(2), run).await;
        assert_eq!(rejection(refused), Rejection::WorkspaceConnectorNotFound);
    }
    let disable = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    let disable = Command::WorkspaceConnectorUpdate(here.crm.id, disable);
    world.apply(here, second(1), disable).await.unwrap();
    let run = new(here.crm.id, Direction::Input, Mode::Full);
    let refused = try_open(world, second(2), run).await;
    assert_eq!(rejection(refused), Rejection::ConnectorDisabled);
}

async fn many_at_once_open_one(world: &World) {
    let attempts = (0..6).map(|_| {
        let run = new(world.here.crm.id, Direction::Input, Mode::Full);
        try_open(world, second(1), run)
    });
    let opened = futures_util::future::join_all(attempts).await;
    let winners: Vec<_> = opened.iter().flatten().collect();
    assert_eq!(winners.len(), 1, "{opened:?}");
    let id = winners[0].id;
    for refused in opened.into_iter().filter(Result::is_err) {
        assert_eq!(rejection(refused), Rejection::RunIsOpen(id));
    }
}

async fn closes_once(world: &World) {
    let store = world.store();
    let tenant = world.here.tenant;
    for (direction, error) in [
        (Direction::Input, None),
        (Direction::Output, Some("it broke")),
    ] {
        let run = open(world, second(1), direction, Mode::Incremental).await;
        let closed = store
            .run_close(tenant, second(3), run.id, error)
            .await
            .unwrap();
        let status = match error {
            None => RunStatus::Success,
            Some(_) => RunStatus::Error,
        };
        let expected = SyncRun {
            status,
            completed_at: Some(second(3)),
            error: error.map(str::to_owned),
            heartbeat_at: second(3),
            ..run.clone()
        };
        assert_eq!(closed, expected);
        assert_eq!(closed.duration_ms(), Some(2_000));
        assert_eq!(get(world, &run).await, expected);
        let again = store.run_close(tenant, second(4), run.id, None).await;
        assert_eq!(rejection(again), Rejection::RunIsClosed);
        let beat = store.run_beat(tenant, second(4), run.id).await;
        assert_eq!(rejection(beat), Rejection::RunIsClosed);
    }
}

async fn beats_while_it_is_open(world: &World) {
    let run = open(world, second(1), Direction::Input, Mode::Incremental).await;
    let beat = world.store().run_beat(world.here.tenant, second(9), run.id);
    beat.await.unwrap();
    assert_eq!(get(world, &run).await.heartbeat_at, second(9));
    let missing = world
        .store()
        .run_beat(world.here.tenant, second(9), fresh());
    assert_eq!(rejection(missing.await), Rejection::NotFound);
}

async fn expires_when_it_was_silent(world: &World) {
    const SILENCE: Duration = Duration::from_secs(1);
    let store = world.store();
    let tenant = world.here.tenant;
    let is_neglected = async |tenant, silence| {
        let neglected = store.neglected(Idle::Silent(silence)).await;
        neglected.unwrap().contains(&tenant)
    };
    let expire = async |silence| store.run_expire(tenant, second(60), silence).await.unwrap();
    loop {
        let silent = open(world, second(1), Direction::Input, Mode::Full).await;
        let alive = open(world, second(1), Direction::Output, Mode::Full).await;
        assert!(!is_neglected(tenant, Duration::from_hours(1)).await);
        assert_eq!(expire(Duration::from_hours(1)).await, 0);
        tokio::time::sleep(SILENCE).await;
        assert!(is_neglected(tenant, SILENCE).await);
        assert!(!is_neglected(world.stranger().await, SILENCE).await);
        let beaten = Instant::now();
        store.run_beat(tenant, second(2), alive.id).await.unwrap();
        let expired = expire(SILENCE).await;
        let took = beaten.elapsed();
        let found = get(world, &silent).await;
        assert_eq!(found.status, RunStatus::Error);
        assert_eq!(found.completed_at, Some(second(60)));
        assert!(found.error.is_some());
        let found = get(world, &alive).await;
        // A machine that stood still as long says nothing of the one that is alive.
        if took < SILENCE {
            assert_eq!((expired, found.status), (1, RunStatus::InProgress));
            assert!(!is_neglected(tenant, Duration::from_hours(1)).await);
            assert_eq!(expire(Duration::ZERO).await, 1);
            assert!(!is_neglected(tenant, Duration::ZERO).await);
            return;
        }
        expire(Duration::ZERO).await;
    }
}

async fn counts_what_it_has_not_seen(world: &World) {
    let here = &world.here;
    let store = world.store();
    for (person, connector, direction) in [
        (here.ada.id, here.crm.id, Direction::Input),
        (here.bob.id, here.crm.id, Direction::Input),
        (here.bob.id, here.crm.id, Direction::Output),
        (here.bob.id, here.mailer.id, Direction::Input),
    ] {
        world.link(second(1), person, connector, direction).await;
    }
    let run = open(world, second(5), Direction::Input, Mode::Full).await;
    let unseen = store.run_unseen(here.tenant, run.id).await.unwrap();
    assert_eq!((unseen.active, unseen.older, unseen.unseen), (2, 2, 2));
    world
        .link(second(6), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let unseen = store.run_unseen(here.tenant, run.id).await.unwrap();
    assert_eq!((unseen.active, unseen.older, unseen.unseen), (3, 2, 2));
    let missing = store.run_unseen(world.there.tenant, run.id).await;
    assert_eq!(rejection(missing), Rejection::NotFound);
}

async fn furnish(world: &World) -> Vec<SyncRun> {
    let here = &world.here;
    let mut runs = Vec::new();
    for i in 0..12_i64 {
        let connector = [here.crm.id, here.mailer.id][usize::from(i % 3 == 0)];
        let direction = Direction::ALL[usize::from(i % 4 == 0)];
        let run = new(connector, direction, Mode::Incremental);
        let run = try_open(world, second(i / 2), run).await.unwrap();
        let error = (i % 5 == 0).then_some("it broke");
        let store = world.store();
        let closed = store.run_close(here.tenant, second(i / 2 + 1), run.id, error);
        runs.push(closed.await.unwrap());
    }
    runs.push(open(world, second(20), Direction::Input, Mode::Full).await);
    runs
}

/// Whether a list with `filter` has a run in `interval`.
fn passes(run: &SyncRun, filter: RunFilter, interval: Interval) -> bool {
    filter
        .workspace_connector
        .is_none_or(|it| run.workspace_connector == it)
        && filter.record.is_none_or(|it| run.record == it)
        && filter.direction.is_none_or(|it| run.direction == it)
        && filter.status.is_none_or(|it| run.status == it)
        && interval.above.is_none_or(|it| run.position() > it)
        && interval.below.is_none_or(|it| run.position() < it)
}

/// What a list of `runs` should have; checks that the store counts as many.
async fn expected(
    world: &World,
    runs: &[SyncRun],
    filter: RunFilter,
    interval: Interval,
    order: Order,
) -> Vec<SyncRun> {
    let mut expected: Vec<_> = runs
        .iter()
        .filter(|run| passes(run, filter, interval))
        .cloned()
        .collect();
    let tenant = world.here.tenant;
    let all = u64::try_from(expected.len()).unwrap();
    for most in [all + 1, all, all.saturating_sub(1)] {
        let count = world.store().run_count(tenant, filter, interval, most);
        assert_eq!(count.await.unwrap(), Total::of(all, most));
    }
    expected.sort_by_key(Positioned::position);
    if order == Order::NewestFirst {
        expected.reverse();
    }
    expected
}

async fn lists_and_counts(world: &World) {
    let here = &world.here;
    let runs = furnish(world).await;
    let mut filters = Vec::new();
    for workspace_connector in [None, Some(here.crm.id), Some(here.mailer.id), Some(fresh())] {
        for direction in [None, Some(Direction::Output)] {
            for status in [None, Some(RunStatus::Error), Some(RunStatus::InProgress)] {
                for record in [None, Some(Kind::People), Some(Kind::Company)] {
                    filters.push(RunFilter {
                        workspace_connector,
                        record,
                        direction,
                        status,
                    });
                }
            }
        }
    }
    for filter in filters {
        for interval in [
            Interval::default(),
            Interval::since(second(2)).and(Interval::until(second(5))),
        ] {
            for order in [Order::OldestFirst, Order::NewestFirst] {
                let mut expected = expected(world, &runs, filter, interval, order).await;
                expected.truncate(4);
                let slice = Slice {
                    interval,
                    order,
                    limit: 4,
                };
                let found = world.store().run_list(here.tenant, filter, slice).await;
                assert_eq!(found.unwrap(), expected, "{filter:?} {slice:?}");
            }
        }
    }
}

/// Runs of thirty connectors, two of each kind that one has, in all states. Several begin at one time.
async fn furnish_many(world: &World) -> Vec<SyncRun> {
    let (store, here) = (world.store(), &world.here);
    let mut runs = Vec::new();
    for i in 0..30_usize {
        let wanted = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), here.crm.connector);
        let make = Command::WorkspaceConnectorCreate(wanted.clone());
        world.apply(here, second(0), make).await.unwrap();
        let connector = wanted.id.get();
        for j in 0..4 {
            let run = NewRun {
                record: Kind::ALL[(i + j / 2) % Kind::ALL.len()],
                ..new(connector, Direction::ALL[(i + j) % 3 % 2], Mode::Full)
            };
            let begun = second(i64::try_from((i * 7 + j * 5) % 20).expect("few"));
            let mut run = try_open(world, begun, run).await.unwrap();
            // The last one stays open, now and then.
            if j < 3 || i % 3 > 0 {
                let error = (i % 4 == 0).then_some("it broke");
                let closed = store.run_close(here.tenant, second(30), run.id, error);
                run = closed.await.unwrap();
            }
            runs.push(run);
        }
    }
    runs.sort_by_key(Positioned::position);
    runs
}

async fn pages_through_the_runs_of_many_connectors(world: &World) {
    const LIMIT: usize = 7;
    let runs = furnish_many(world).await;
    let (store, tenant) = (world.store(), world.here.tenant);
    let mut filters = Vec::new();
    for record in [None, Some(Kind::People), Some(Kind::Document)] {
        for direction in [None, Some(Direction::Input), Some(Direction::Output)] {
            filters.extend(
                RunStatus::ALL
                    .iter()
                    .copied()
                    .map(Some)
                    .chain([None])
                    .map(|status| RunFilter {
                        workspace_connector: None,
                        record,
                        direction,
                        status,
                    }),
            );
        }
    }
    filters.push(RunFilter {
        workspace_connector: Some(runs[50].workspace_connector),
        ..RunFilter::default()
    });
    for filter in filters {
        for interval in [
            Interval::default(),
            Interval::since(second(4)).and(Interval::until(second(12))),
        ] {
            for order in [Order::OldestFirst, Order::NewestFirst] {
                let expected = expected(world, &runs, filter, interval, order).await;
                let mut found: Vec<SyncRun> = Vec::new();
                loop {
                    let after = found
                        .last()
                        .map(|last| Interval::following(last.position(), order));
                    let slice = Slice {
                        interval: interval.and(after.unwrap_or_default()),
                        order,
                        limit: LIMIT,
                    };
                    let page = store.run_list(tenant, filter, slice).await.unwrap();
                    let ends = page.len() < LIMIT;
                    found.extend(page);
                    if ends {
                        break;
                    }
                }
                assert_eq!(found, expected, "{filter:?} {interval:?} {order:?}");
            }
        }
    }
}

async fn tells_the_last_of_each_kind_and_connector(world: &World) {
    let runs = furnish_many(world).await;
    let (store, tenant) = (world.store(), world.here.tenant);
    let connectors: Vec<_> = runs.iter().map(|run| run.workspace_connector).collect();
    let some = [connectors[3], fresh(), connectors[70], world.there.crm.id];
    for asked in [&connectors[..], &some, &[]] {
        let mut expected = BTreeMap::new();
        for run in &runs {
            if asked.contains(&run.workspace_connector) {
                expected.insert((run.workspace_connector, run.record), run.clone());
            }
        }
        let found = store.run_last(tenant, asked).await.unwrap();
        let number = found.len();
        let found: BTreeMap<_, _> = found
            .into_iter()
            .map(|run| ((run.workspace_connector, run.record), run))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(number, expected.len(), "each once");
    }
}

async fn does_not_see_another_tenants_run(world: &World) {
    let store = world.store();
    let run = open(world, second(1), Direction::Input, Mode::Full).await;
    let Actor { tenant, .. } = world.there;
    assert_eq!(store.run_get(tenant, run.id).await.unwrap(), None);
    let listed = store.run_list(tenant, RunFilter::default(), ALL).await;
    let listed: Vec<_> = listed.unwrap().iter().map(|it| it.id).collect();
    assert!(listed.len() == 2 && !listed.contains(&run.id), "{listed:?}");
    let closed = store.run_close(tenant, second(2), run.id, None).await;
    assert_eq!(rejection(closed), Rejection::NotFound);
    let beaten = store.run_beat(tenant, second(2), run.id).await;
    assert_eq!(rejection(beaten), Rejection::NotFound);
    assert_eq!(
        store
            .run_expire(world.stranger().await, second(9), Duration::ZERO)
            .await
            .unwrap(),
        0
    );
    assert_eq!(get(world, &run).await, run);
}
