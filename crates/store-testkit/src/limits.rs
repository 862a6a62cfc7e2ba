//! How much a workspace may ask for and have.

use std::num::NonZeroU32;
use std::time::Instant;

use futures_util::future::join_all;
use wellhead_core::audit::Act;
use wellhead_core::cause::Author;
use wellhead_core::command::Rejection;
use wellhead_core::command::{Command, LinkChanges, NewLink, NewRecord, Outcome, RecordChanges};
use wellhead_core::id::{NewId, WorkspaceId};
use wellhead_core::limits::{Counted, LimitChanges, QuotaExceeded, Quotas, Rates, WorkspaceLimits};
use wellhead_core::resource::{Direction, Mode, Workspace, WorkspaceSize};
use wellhead_core::store::{ApplyError, OperatorError};
use wellhead_core::tenant::Role;

use crate::deliveries::{batch, line, write};
use crate::merges::{merge, undo};
use crate::runs::open;
use crate::world::{World, audited, fresh, key, link, record, rejection, second, secret};

crate::cases![
    every kind:
    a_quota_of_records_can_be_used_up,
    a_quota_of_links_can_be_used_up,
    a_batch_that_exceeds_a_quota_is_undone,
    a_delivery_that_exceeds_a_quota_is_undone,
    links_made_at_once_stop_at_the_quota;
    people:
    what_is_set_stays_until_it_is_lifted,
    a_key_says_how_fast_its_workspace_may_go,
    limits_are_audited,
    an_unknown_workspace_stays_unknown,
    what_is_above_a_quota_stays,
    what_comes_back_counts,
    batches_that_race_stop_at_the_quota,
    an_undone_merge_may_exceed_a_quota,
];

async fn try_limit(
    world: &World,
    id: WorkspaceId,
    changes: LimitChanges,
) -> Result<Workspace, OperatorError> {
    let (at, operator) = (second(1), &world.backend.operator);
    let entry = audited(at, Act::Limit, id);
    operator.workspace_limit(at, id, changes, entry).await
}

async fn limit(world: &World, changes: LimitChanges) -> Workspace {
    let id = world.here.tenant.workspace();
    let limited = try_limit(world, id, changes).await;
    limited.expect("a workspace can have limits")
}

async fn size(world: &World) -> WorkspaceSize {
    let all = world.backend.operator.workspace_sizes(second(9)).await;
    let id = world.here.tenant.workspace();
    let mut all = all.expect("sizes can be read").into_iter();
    all.find(|(it, _)| it.id == id).expect("it is listed").1
}

/// Lets the workspace have so many more records than it has.
async fn records_left(world: &World, left: u64) -> u64 {
    let most = size(world).await.records + left;
    let changes = LimitChanges {
        records: Some(Some(most)),
        ..LimitChanges::default()
    };
    limit(world, changes).await;
    most
}

/// Lets the workspace have so many more links than it has.
async fn links_left(world: &World, left: u64) -> u64 {
    let most = size(world).await.links + left;
    let changes = LimitChanges {
        links: Some(Some(most)),
        ..LimitChanges::default()
    };
    limit(world, changes).await;
    most
}

fn exceeded(of: Counted, most: u64, would: u64) -> Rejection {
    QuotaExceeded { of, most, would }.into()
}

fn somebody(world: &World) -> NewRecord {
    world.new_record("Somebody", None)
}

async fn create_record(world: &World) -> Result<Outcome, ApplyError> {
    let new = Command::RecordCreate(somebody(world));
    world.apply(&world.here, second(2), new).await
}

fn draft(world: &World) -> NewLink {
    world.draft(world.here.ada.id, world.here.crm.id, Direction::Output)
}

/// Alone, or together with others that are made at the same time.
async fn create_link(world: &World) -> Result<Outcome, ApplyError> {
    let new = Command::LinkCreate(draft(world));
    world.apply(&world.here, second(2), new).await
}

async fn a_quota_of_records_can_be_used_up(world: &World) {
    let most = records_left(world, 2).await;
    let [first, _] = [create_record(world).await, create_record(world).await]
        .map(|made| record(made.expect("within the quota")));
    let refused = rejection(create_record(world).await);
    assert_eq!(refused, exceeded(Counted::Records, most, most + 1));
    assert_eq!(size(world).await.records, most);
    create_link(world).await.expect("links have no quota");
    let delete = Command::RecordDelete(world.of(first.id));
    world.apply(&world.here, second(3), delete).await.unwrap();
    create_record(world).await.expect("there is room again");
    let refused = rejection(create_record(world).await);
    assert_eq!(refused, exceeded(Counted::Records, most, most + 1));
}

async fn a_quota_of_links_can_be_used_up(world: &World) {
    let most = links_left(world, 2).await;
    let [first, _] = [create_link(world).await, create_link(world).await]
        .map(|made| link(made.expect("within the quota")));
    let refused = rejection(create_link(world).await);
    assert_eq!(refused, exceeded(Counted::Links, most, most + 1));
    let brought = Command::LinkCreate(NewLink {
        id: NewId::Brought(fresh()),
        ..draft(world)
    });
    let refused = world.apply(&world.here, second(2), brought).await;
    assert_eq!(rejection(refused), exceeded(Counted::Links, most, most + 1));
    assert_eq!(size(world).await.links, most);
    create_record(world).await.expect("records have no quota");
    let turned = LinkChanges {
        direction: Some(Direction::Input),
        ..LinkChanges::default()
    };
    let turn = Command::LinkUpdate(world.kind, first.id, turned);
    let turned = world.apply(&world.here, second(3), turn).await;
    turned.expect("a link that changes is no other");
    let delete = Command::LinkDelete(world.kind, first.id);
    world.apply(&world.here, second(4), delete).await.unwrap();
    create_link(world).await.expect("there is room again");
    let refused = rejection(create_link(world).await);
    assert_eq!(refused, exceeded(Counted::Links, most, most + 1));
}

async fn a_batch_that_exceeds_a_quota_is_undone(world: &World) {
    let author = Author::operator(world.here.tenant);
    let apply = |commands| world.store().apply(author, second(2), commands);
    let (records, links) = (records_left(world, 2).await, links_left(world, 2).await);
    let before = world.estate(&world.here).await;
    let head = async || {
        let head = world.store().journal_head(world.here.tenant).await;
        head.unwrap().position
    };
    let told = head().await;
    let three = || (0..3).map(|_| Command::RecordCreate(somebody(world)));
    let refused = rejection(apply(three().collect()).await);
    assert_eq!(refused, exceeded(Counted::Records, records, records + 1));
    let three = || (0..3).map(|_| Command::LinkCreate(draft(world)));
    let refused = rejection(apply(three().collect()).await);
    assert_eq!(refused, exceeded(Counted::Links, links, links + 1));
    assert_eq!(world.estate(&world.here).await, before);
    assert_eq!(head().await, told);
    // What counts is what there is in the end.
    let short = somebody(world);
    let gone = Command::RecordDelete(world.of(short.id.get()));
    let mut commands = vec![Command::RecordCreate(short)];
    commands.extend((0..2).map(|_| Command::RecordCreate(somebody(world))));
    commands.push(gone);
    commands.extend((0..2).map(|_| Command::LinkCreate(draft(world))));
    apply(commands).await.expect("within both quotas");
    let after = size(world).await;
    assert_eq!((after.records, after.links), (records, links));
}

async fn a_delivery_that_exceeds_a_quota_is_undone(world: &World) {
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let most = records_left(world, 2).await;
    let delivered = |ids: &[&str]| ids.iter().map(|id| line(world.kind, id)).collect();
    let one = batch(&run, delivered(&["new-1", "E-1"]));
    write(world, second(5), one).await.expect("within it");
    let before = world.estate(&world.here).await;
    let three = batch(&run, delivered(&["new-1", "new-2", "new-3"]));
    let delivery = three.delivery;
    let refused = rejection(write(world, second(6), three).await);
    assert_eq!(refused, exceeded(Counted::Records, most, most + 1));
    assert_eq!(world.estate(&world.here).await, before);
    let (store, tenant) = (world.store(), world.here.tenant);
    let committed = store.delivered(tenant, run.id, delivery).await;
    assert_eq!(committed.unwrap(), 0);
    let known = batch(&run, delivered(&["new-1", "E-1", "E-2"]));
    write(world, second(7), known).await.expect("all are known");
    let links = links_left(world, 0).await;
    let unlinked = batch(&run, delivered(&["new-4"]));
    let refused = rejection(write(world, second(8), unlinked).await);
    assert_eq!(refused, exceeded(Counted::Links, links, links + 1));
    let closed = store.run_close(tenant, second(9), run.id, None).await;
    closed.expect("the run can be closed");
}

async fn links_made_at_once_stop_at_the_quota(world: &World) {
    let most = links_left(world, 25).await;
    let made = join_all((0..60).map(|_| create_link(world))).await;
    let (made, refused): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (25, 35));
    for refused in refused {
        let refused = rejection(refused);
        assert_eq!(refused, exceeded(Counted::Links, most, most + 1));
    }
    assert_eq!(size(world).await.links, most);
}

async fn what_is_set_stays_until_it_is_lifted(world: &World) {
    let get = async |tenant| {
        let found = world.store().workspace_get(tenant).await;
        found.unwrap().expect("it is there").limits
    };
    let here = world.here.tenant;
    assert_eq!(get(here).await, WorkspaceLimits::default());
    let before = world.store().workspace_get(here).await.unwrap().unwrap();
    let all = LimitChanges {
        requests_per_second: Some(Some(NonZeroU32::MAX)),
        deliveries: Some(NonZeroU32::new(3)),
        records: Some(Some(0)),
        links: Some(Some(i64::MAX.unsigned_abs())),
    };
    let limited = limit(world, all).await;
    let expected = WorkspaceLimits {
        rates: Rates {
            requests_per_second: Some(NonZeroU32::MAX),
            deliveries: NonZeroU32::new(3),
        },
        quotas: Quotas {
            records: Some(0),
            links: Some(i64::MAX.unsigned_abs()),
        },
    };
    assert_eq!(limited.limits, expected);
    assert!(limited.times.version() > before.times.version());
    assert_eq!(get(here).await, expected);
    assert_eq!(get(world.there.tenant).await, WorkspaceLimits::default());
    let listed = world.backend.operator.workspace_list().await.unwrap();
    assert!(listed.contains(&limited));
    let some = LimitChanges {
        requests_per_second: Some(None),
        links: Some(None),
        ..LimitChanges::default()
    };
    let limited = limit(world, some).await.limits;
    assert_eq!(limited, some.applied(expected));
    assert_eq!(limited.rates.deliveries, NonZeroU32::new(3));
    assert_eq!(limited.quotas.links, None);
    let unchanged = limit(world, LimitChanges::default()).await.limits;
    assert_eq!(unchanged, limited);
}

async fn a_key_says_how_fast_its_workspace_may_go(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let new = key(Role::Reader, secret());
    let made = store.key_create(tenant, second(1), new.clone());
    made.await.unwrap();
    let rates = async || {
        let cached = store.authenticate(Instant::now(), new.hash).await.unwrap();
        let found = store.key_holder(tenant, new.id).await.unwrap();
        assert_eq!(cached, found, "a store knows what it does itself");
        found.expect("a key").principal.rates
    };
    assert_eq!(rates().await, Rates::default());
    let changes = LimitChanges {
        requests_per_second: Some(NonZeroU32::new(7)),
        deliveries: Some(NonZeroU32::new(2)),
        ..LimitChanges::default()
    };
    let limited = limit(world, changes).await;
    assert_eq!(rates().await, limited.limits.rates);
    let theirs = store.authenticate(Instant::now(), world.their_key).await;
    let theirs = theirs.unwrap().expect("their key").principal;
    assert_eq!(theirs.rates, Rates::default());
}

async fn limits_are_audited(world: &World) {
    let tenant = world.here.tenant;
    records_left(world, 2).await;
    let log = world.store().audit_read(tenant, 0, 1_000).await.unwrap();
    let last = log.into_iter().filter_map(|it| it.entry).next_back();
    let last = last.expect("an entry");
    let id = Some(tenant.workspace().uuid());
    assert_eq!((last.act, last.subject.id), (Act::Limit, id));
}

async fn an_unknown_workspace_stays_unknown(world: &World) {
    let nowhere: WorkspaceId = fresh();
    let refused = try_limit(world, nowhere, LimitChanges::default()).await;
    assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(id)) if id == nowhere));
}

async fn what_is_above_a_quota_stays(world: &World) {
    for _ in 0..3 {
        create_link(world).await.unwrap();
    }
    let before = world.estate(&world.here).await;
    let has = size(world).await;
    let changes = LimitChanges {
        records: Some(Some(0)),
        links: Some(Some(1)),
        ..LimitChanges::default()
    };
    limit(world, changes).await;
    assert_eq!(world.estate(&world.here).await, before);
    let refused = rejection(create_record(world).await);
    assert_eq!(refused, exceeded(Counted::Records, 0, has.records + 1));
    let refused = rejection(create_link(world).await);
    assert_eq!(refused, exceeded(Counted::Links, 1, has.links + 1));
    let apply = |command| world.apply(&world.here, second(3), command);
    let renamed = RecordChanges {
        external_id: Some(None),
        ..RecordChanges::default()
    };
    let change = Command::RecordUpdate(world.of(world.here.bob.id), renamed);
    apply(change).await.expect("what is there can be changed");
    let delete = Command::RecordDelete(world.of(world.here.ada.id));
    apply(delete).await.expect("deletes always work");
    let left = size(world).await;
    assert_eq!(left.records, has.records - 1);
    assert!(left.links < has.links);
}

async fn what_comes_back_counts(world: &World) {
    let apply = |command| world.apply(&world.here, second(3), command);
    let made = link(create_link(world).await.unwrap());
    let (bob, gone) = (world.of(world.here.bob.id), made.id);
    apply(Command::LinkDelete(world.kind, gone)).await.unwrap();
    apply(Command::RecordDelete(bob)).await.unwrap();
    let (records, links) = (records_left(world, 0).await, links_left(world, 0).await);
    let link_back = || {
        let restored = LinkChanges {
            restore: true,
            ..LinkChanges::default()
        };
        Command::LinkUpdate(world.kind, gone, restored)
    };
    let record_back = || {
        let restored = RecordChanges {
            restore: true,
            ..RecordChanges::default()
        };
        Command::RecordUpdate(bob, restored)
    };
    let refused = rejection(apply(link_back()).await);
    assert_eq!(refused, exceeded(Counted::Links, links, links + 1));
    let refused = rejection(apply(record_back()).await);
    assert_eq!(refused, exceeded(Counted::Records, records, records + 1));
    records_left(world, 1).await;
    links_left(world, 1).await;
    apply(link_back()).await.expect("there is room");
    apply(record_back()).await.expect("there is room");
}

async fn batches_that_race_stop_at_the_quota(world: &World) {
    let author = Author::operator(world.here.tenant);
    let (records, links) = (records_left(world, 10).await, links_left(world, 10).await);
    let apply = |_| {
        let mut commands = Vec::new();
        for _ in 0..3 {
            let new = somebody(world);
            let (id, connector) = (new.id.get(), world.here.crm.id);
            commands.push(Command::RecordCreate(new));
            let of_it = world.draft(id, connector, Direction::Input);
            commands.push(Command::LinkCreate(of_it));
        }
        world.store().apply(author, second(2), commands)
    };
    let applied = join_all((0..8).map(apply)).await;
    let (applied, refused): (Vec<_>, Vec<_>) = applied.into_iter().partition(Result::is_ok);
    assert_eq!((applied.len(), refused.len()), (3, 5));
    for refused in refused {
        let refused = rejection(refused);
        assert!(matches!(refused, Rejection::QuotaExceeded(_)), "{refused}");
    }
    let after = size(world).await;
    assert_eq!((after.records, after.links), (records - 1, links - 1));
}

/// A merge that could not be undone would be worse than a record too many, and each was there before.
async fn an_undone_merge_may_exceed_a_quota(world: &World) {
    let (ada, bob) = (world.here.ada.id, world.here.bob.id);
    let job = merge(world, 2, ada, &[bob]).await;
    let most = records_left(world, 0).await;
    undo(world, 5, job).await.expect("it can be undone");
    assert_eq!(size(world).await.records, most + 1);
    let refused = rejection(create_record(world).await);
    assert_eq!(refused, exceeded(Counted::Records, most, most + 2));
}
