//! Jobs in a workspace that has links of every kind.

use wellhead_core::cause::Author;
use wellhead_core::command::Command;
use wellhead_core::id::LinkId;
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::{
    Deleted, Direction, JobKind, LinkFilter, Mode, RunStatus, Selection, SyncRun,
};
use wellhead_core::store::{ActiveLinks, NewRun, TAKEN_ALONG};
use wellhead_core::sync::Finish;

use super::{active, carry_out, furnish, ledger, of_connector};
use crate::world::{ALL, World, fresh, link_of, second};

crate::cases![
    every kind:
    a_sweep_takes_its_own_kind,
    an_invalidation_takes_its_own_kind,
    a_deduplication_takes_its_own_kind;
    people:
    a_disconnect_takes_every_kind,
    a_disconnect_takes_along_what_came_of_any_kind,
    a_delete_takes_every_kind,
];

/// Two links in from the first connector, to a record of each other kind, at second 1.
async fn furnish_others(world: &World) -> Vec<(Kind, LinkId)> {
    let here = &world.here;
    let mut made = Vec::new();
    for record in &here.others {
        for _ in 0..2 {
            made.push(make(world, record).await);
        }
    }
    made
}

async fn make(world: &World, record: &Record) -> (Kind, LinkId) {
    let here = &world.here;
    let new = link_of(record, here.crm.id, Direction::Input);
    let id = new.id.get();
    let made = world.apply(here, second(1), Command::LinkCreate(new)).await;
    made.expect("a link can be made");
    (record.kind, id)
}

/// How many of `links` are active.
async fn left(world: &World, links: &[(Kind, LinkId)]) -> usize {
    let mut active = 0;
    for (kind, id) in links {
        let (store, tenant) = (world.store(), world.here.tenant);
        let found = store.link_get(tenant, *kind, *id, Deleted::Exclude).await;
        active += usize::from(found.expect("a link can be read").is_some());
    }
    active
}

fn of_kind(world: &World) -> Selection {
    Selection {
        record: Some(world.kind),
        ..Selection::default()
    }
}

async fn a_sweep_takes_its_own_kind(world: &World) {
    let here = &world.here;
    let (links, others) = (furnish(world).await, furnish_others(world).await);
    let store = world.store();
    let run = NewRun {
        id: fresh(),
        workspace_connector: here.crm.id,
        record: world.kind,
        direction: Direction::Input,
        trigger: wellhead_core::resource::Trigger::Api,
        mode: Mode::Full,
    };
    let run = store.run_open(here.tenant, second(20), run).await.unwrap();
    let unseen = store.run_unseen(here.tenant, run.id).await.unwrap();
    assert_eq!((unseen.active, unseen.older, unseen.unseen), (6, 6, 6));
    let kept = world.link(second(21), here.ada.id, here.crm.id, Direction::Input);
    let kept = kept.await;
    let finish = Finish {
        confirm_sweep: true,
        ..Finish::default()
    };
    let ledger = ledger(world);
    let finished = ledger.run_finish(here.tenant, run.id, finish, |_| ()).await;
    finished.expect("a run can be finished");
    let closed: SyncRun = store.run_get(here.tenant, run.id).await.unwrap().unwrap();
    assert_eq!(
        (closed.status, closed.tally.links_swept),
        (RunStatus::Success, 6)
    );
    assert_eq!(active(world, &links).await, [6, 7]);
    assert!(world.link_get(kept.id, Deleted::Exclude).await.is_some());
    assert_eq!(left(world, &others).await, others.len());
}

async fn an_invalidation_takes_its_own_kind(world: &World) {
    let (links, others) = (furnish(world).await, furnish_others(world).await);
    let done = carry_out(world, JobKind::Invalidate, of_kind(world), false).await;
    assert_eq!((done.total, done.scanned, done.changed), (8, 8, 8));
    assert_eq!(done.selection, of_kind(world));
    assert_eq!(active(world, &links).await, [0; 0]);
    assert_eq!(left(world, &others).await, others.len());
}

async fn a_deduplication_takes_its_own_kind(world: &World) {
    let (links, others) = (furnish(world).await, furnish_others(world).await);
    let done = carry_out(world, JobKind::Deduplicate, of_kind(world), false).await;
    assert_eq!((done.total, done.changed), (8, 4));
    assert_eq!(active(world, &links).await, [0, 1, 6, 7]);
    assert_eq!(left(world, &others).await, others.len());
    // Without a kind, all have theirs.
    let rest = carry_out(world, JobKind::Deduplicate, Selection::default(), false).await;
    assert_eq!(rest.changed, u64::try_from(others.len() / 2).unwrap());
}

async fn counts(world: &World) -> Vec<ActiveLinks> {
    let (store, here) = (world.store(), &world.here);
    let counted = store.link_active(here.tenant, &[here.crm.id]).await;
    counted.expect("links can be counted").remove(0)
}

async fn a_disconnect_takes_every_kind(world: &World) {
    let here = &world.here;
    let (links, others) = (furnish(world).await, furnish_others(world).await);
    for counted in counts(world).await {
        let expected = if counted.kind == world.kind { 6 } else { 2 };
        assert_eq!(counted.input, expected, "{}", counted.kind);
    }
    let done = carry_out(world, JobKind::Disconnect, of_connector(here.crm.id), false).await;
    let expected = 7 + u64::try_from(others.len()).unwrap();
    assert_eq!((done.total, done.changed), (expected, expected));
    assert_eq!(active(world, &links).await, [7]);
    assert_eq!(left(world, &others).await, 0);
    for counted in counts(world).await {
        assert_eq!((counted.input, counted.output), (0, 0), "{}", counted.kind);
    }
}

/// More links than the end of a job may take along, to a record of the last kind, come after the steps: the job goes
/// round once more and then ends.
async fn a_disconnect_takes_along_what_came_of_any_kind(world: &World) {
    let here = &world.here;
    furnish(world).await;
    let ledger = ledger(world);
    let selection = of_connector(here.crm.id);
    let job = ledger
        .job_open(here.tenant, JobKind::Disconnect, selection, false)
        .await
        .unwrap();
    let record = here.others.last().expect("there are other kinds");
    let many: Vec<_> = (0..=TAKEN_ALONG)
        .map(|_| Command::LinkCreate(link_of(record, here.crm.id, Direction::Output)))
        .collect();
    let store = world.store();
    store
        .apply(Author::operator(here.tenant), second(30), many)
        .await
        .unwrap();
    let closed = store.job_close(here.tenant, second(31), job.id, None).await;
    let closed = closed.unwrap();
    assert_eq!((closed.completed_at, closed.cursor), (None, None));
    let done = ledger.job_carry_out(here.tenant, closed, |_| ()).await;
    let done = done.unwrap();
    assert!(done.completed_at.is_some());
    let filter = LinkFilter {
        workspace_connector: Some(here.crm.id),
        ..LinkFilter::default()
    };
    for kind in Kind::ALL {
        let left = store.link_list(here.tenant, kind, filter, ALL).await;
        assert_eq!(left.unwrap(), [], "{kind}");
    }
}

async fn a_delete_takes_every_kind(world: &World) {
    let here = &world.here;
    let (links, others) = (furnish(world).await, furnish_others(world).await);
    carry_out(world, JobKind::Delete, of_connector(here.crm.id), false).await;
    assert_eq!(active(world, &links).await, [7]);
    assert_eq!(left(world, &others).await, 0);
    let (store, id) = (world.store(), here.crm.id);
    let found = store
        .workspace_connector_get(here.tenant, id, Deleted::Only)
        .await;
    assert!(found.unwrap().is_some());
}
