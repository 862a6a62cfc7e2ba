//! Jobs that end a connector.

use wellhead_core::command::{Command, LinkChanges, Rejection, WorkspaceConnectorChanges};
use wellhead_core::resource::{Deleted, Direction, JobKind, JobStatus, Mode, Status};
use wellhead_core::store::TAKEN_ALONG;

use super::{active, carry_out, furnish, job_open, ledger, new, of_connector};
use crate::deliveries::{batch, line, write};
use crate::runs::open;
use crate::world::{World, fresh, rejection, second};

crate::cases![
    disconnects,
    deletes_a_connector_with_its_links,
    leaves_what_came_after_it_was_opened,
    takes_along_at_its_end_what_is_left,
    goes_on_where_much_is_left_at_its_end,
    one_that_fails_takes_nothing_along,
];

async fn connector(world: &World, deleted: Deleted) -> Option<Status> {
    let here = &world.here;
    let found = world
        .store()
        .workspace_connector_get(here.tenant, here.crm.id, deleted);
    found.await.unwrap().map(|it| it.status)
}

async fn disconnects(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let job = new(JobKind::Disconnect, of_connector(here.crm.id));
    job_open(world, second(10), job).await.unwrap();
    assert_eq!(
        connector(world, Deleted::Exclude).await,
        Some(Status::Disabled),
        "at once"
    );
    assert_eq!(active(world, &links).await.len(), 8);
    for changed in [7, 0] {
        let done = carry_out(world, JobKind::Disconnect, of_connector(here.crm.id), false).await;
        assert_eq!(
            (done.total, done.scanned, done.changed),
            (changed, changed, changed)
        );
        assert_eq!(active(world, &links).await, [7]);
    }
    for stranger in [world.there.crm.id, fresh()] {
        let job = new(JobKind::Disconnect, of_connector(stranger));
        let refused = job_open(world, second(12), job).await;
        assert_eq!(rejection(refused), Rejection::WorkspaceConnectorNotFound);
    }
}

async fn deletes_a_connector_with_its_links(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let ledger = ledger(world);
    let selection = of_connector(here.crm.id);
    let job = ledger
        .job_open(here.tenant, JobKind::Delete, selection, false)
        .await;
    assert_eq!(
        connector(world, Deleted::Exclude).await,
        Some(Status::Disabled)
    );
    // A link that comes in while the job is under way is taken along at its end.
    let late = world.link(second(7), here.bob.id, here.crm.id, Direction::Output);
    let late = late.await;
    let done = ledger
        .job_carry_out(here.tenant, job.unwrap(), |_| ())
        .await;
    assert_eq!(done.unwrap().status, JobStatus::Success);
    assert_eq!(connector(world, Deleted::Exclude).await, None);
    assert_eq!(
        connector(world, Deleted::Only).await,
        Some(Status::Disabled)
    );
    assert_eq!(active(world, &links).await, [7]);
    assert_eq!(world.link_get(late.id, Deleted::Exclude).await, None);
}

/// Whoever enables a connector while it is wound down keeps what it brings from then on, and the connector.
async fn leaves_what_came_after_it_was_opened(world: &World) {
    let here = &world.here;
    for kind in [JobKind::Disconnect, JobKind::Delete, JobKind::Invalidate] {
        let links = furnish(world).await;
        let selection = of_connector(here.crm.id);
        let job = job_open(world, second(10), new(kind, selection))
            .await
            .unwrap();
        let enable = WorkspaceConnectorChanges {
            status: Some(Status::Enabled),
            match_rule: None,
            rank: None,
            restore: false,
            ..WorkspaceConnectorChanges::default()
        };
        let touch = LinkChanges::default();
        for command in [
            Command::WorkspaceConnectorUpdate(here.crm.id, enable),
            Command::LinkUpdate(world.kind, links[2].id, touch),
        ] {
            world.apply(here, second(11), command).await.unwrap();
        }
        let late = world.link(second(12), here.ada.id, here.crm.id, Direction::Input);
        let late = late.await;
        let done = ledger(world).job_carry_out(here.tenant, job, |_| ()).await;
        assert_eq!(done.unwrap().changed, 6, "{kind}");
        assert_eq!(active(world, &links).await, [2, 7], "{kind}");
        assert!(world.link_get(late.id, Deleted::Exclude).await.is_some());
        assert_eq!(
            connector(world, Deleted::Exclude).await,
            Some(Status::Enabled)
        );
        for gone in [links[2].id, links[7].id, late.id] {
            let delete = Command::LinkDelete(world.kind, gone);
            world.apply(here, second(2_000), delete).await.unwrap();
        }
    }
}

async fn takes_along_at_its_end_what_is_left(world: &World) {
    let here = &world.here;
    for kind in [JobKind::Disconnect, JobKind::Delete] {
        let links = furnish(world).await;
        let job = job_open(world, second(10), new(kind, of_connector(here.crm.id))).await;
        let job = job.unwrap();
        let closed = world
            .store()
            .job_close(here.tenant, second(11), job.id, None)
            .await;
        let closed = closed.unwrap();
        assert_eq!(
            (closed.status, closed.scanned, closed.changed),
            (JobStatus::Success, 7, 7)
        );
        let found = world.store().job_get(here.tenant, job.id).await;
        assert_eq!(found.unwrap(), Some(closed));
        assert_eq!(active(world, &links).await, [7]);
        let delete = Command::LinkDelete(world.kind, links[7].id);
        world.apply(here, second(12), delete).await.unwrap();
    }
    assert_eq!(connector(world, Deleted::Exclude).await, None);
}

async fn goes_on_where_much_is_left_at_its_end(world: &World) {
    let here = &world.here;
    let run = open(world, second(4), Direction::Input, Mode::Incremental).await;
    let lines = (0..=TAKEN_ALONG).map(|i| line(world.kind, &format!("left-{i}")));
    write(world, second(5), batch(&run, lines.collect()))
        .await
        .unwrap();
    let all = u64::try_from(TAKEN_ALONG).unwrap() + 1;
    let job = new(JobKind::Disconnect, of_connector(here.crm.id));
    let job = job_open(world, second(10), job).await.unwrap();
    let store = world.store();
    let ended = store.job_close(here.tenant, second(11), job.id, None).await;
    let ended = ended.unwrap();
    assert_eq!((ended.status, ended.changed), (JobStatus::InProgress, 0));
    assert_eq!((ended.cursor, ended.completed_at), (None, None));
    let found = store.job_get(here.tenant, job.id).await.unwrap();
    assert_eq!(found, Some(ended.clone()));
    let done = ledger(world)
        .job_carry_out(here.tenant, ended, |_| ())
        .await
        .unwrap();
    assert_eq!((done.status, done.changed), (JobStatus::Success, all));
    let left = store
        .link_active(here.tenant, &[here.crm.id])
        .await
        .unwrap();
    assert!(left[0].iter().all(|left| left.input == 0), "{left:?}");
}

async fn one_that_fails_takes_nothing_along(world: &World) {
    let here = &world.here;
    let links = furnish(world).await;
    let job = new(JobKind::Delete, of_connector(here.crm.id));
    let job = job_open(world, second(10), job).await.unwrap();
    let store = world.store();
    let failed = store.job_close(here.tenant, second(11), job.id, Some("it broke"));
    assert_eq!(failed.await.unwrap().status, JobStatus::Error);
    assert_eq!(active(world, &links).await.len(), links.len());
    assert_eq!(
        connector(world, Deleted::Exclude).await,
        Some(Status::Disabled)
    );
}
