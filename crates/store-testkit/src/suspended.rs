//! What becomes of a workspace that an operator suspends, resumes or renames.

use std::time::{Duration, Instant};

use wellhead_core::audit::{Act, Entry};
use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceId;
use wellhead_core::key::{NewKey, Shut};
use wellhead_core::privacy::retention::Category;
use wellhead_core::resource::{JobStatus, Workspace, WorkspaceSize};
use wellhead_core::store::{Idle, OperatorError};
use wellhead_core::tenant::{Role, Tenant};

use crate::jobs::{active, furnish, ledger, left};
use crate::retention::{day, keep};
use crate::world::{World, audited, fresh, key, name, rejection, second, secret};

crate::cases![
    its_keys_say_so,
    it_is_left_alone,
    its_jobs_pause_and_go_on,
    it_keeps_all_that_it_has,
    it_has_another_name,
    what_is_done_to_it_is_audited,
    an_unknown_workspace_stays_unknown,
    sizes_are_what_it_has,
];

pub(crate) async fn suspend(world: &World, seconds: i64) -> Workspace {
    let (at, id) = (second(seconds), world.here.tenant.workspace());
    let entry = audited(at, Act::Suspend, id);
    let suspended = world
        .backend
        .operator
        .workspace_suspend(at, id, entry)
        .await;
    suspended.expect("a workspace can be suspended")
}

pub(crate) async fn resume(world: &World, seconds: i64) -> Workspace {
    let (at, id) = (second(seconds), world.here.tenant.workspace());
    let entry = audited(at, Act::Resume, id);
    let resumed = world.backend.operator.workspace_resume(at, id, entry).await;
    resumed.expect("a workspace can be resumed")
}

async fn its_keys_say_so(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let new = key(Role::Admin, secret());
    store
        .key_create(tenant, second(1), new.clone())
        .await
        .unwrap();
    let admitted = async || {
        let cached = store.authenticate(Instant::now(), new.hash).await.unwrap();
        let found = store.key_holder(tenant, new.id).await.unwrap();
        assert_eq!(cached, found, "a store knows what it does itself");
        found.expect("a key").admitted(second(5)).map(|it| it.key)
    };
    assert_eq!(admitted().await, Ok(new.id));
    let suspended = suspend(world, 2).await;
    assert_eq!(suspended.suspended_at, Some(second(2)));
    assert!(matches!(admitted().await, Err(Shut::Suspended(it)) if it.key == new.id));
    let theirs = store.authenticate(Instant::now(), world.their_key).await;
    assert!(!theirs.unwrap().expect("their key").is_suspended);
    assert_eq!(suspend(world, 3).await.suspended_at, Some(second(2)));
    assert_eq!(resume(world, 4).await.suspended_at, None);
    assert_eq!(admitted().await, Ok(new.id));
    assert_eq!(resume(world, 5).await.suspended_at, None);
}

async fn it_is_left_alone(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    furnish(world).await;
    let me = tenant.workspace().to_string();
    left(world, &me).await;
    keep(world, &[Category::Runs]).await;
    let endpoint = store.webhook_create(tenant, second(0), crate::webhooks::new());
    endpoint.await.unwrap();
    let made = world.new_record("Somebody", None);
    let made = wellhead_core::command::Command::RecordCreate(made);
    world.apply(&world.here, second(1), made).await.unwrap();
    let named = async || {
        let silent = Idle::Silent(Duration::ZERO);
        let lists: [Vec<Tenant>; 5] = [
            store.neglected(silent).await.unwrap(),
            store.neglected(Idle::Left(&me)).await.unwrap(),
            store.webhooks_due().await.unwrap(),
            store.journal_old(second(1_000)).await.unwrap(),
            store.retention_due(day(9)).await.unwrap(),
        ];
        lists.map(|list| list.contains(&tenant))
    };
    assert_eq!(named().await, [true; 5]);
    suspend(world, 2).await;
    assert_eq!(named().await, [false; 5]);
    resume(world, 3).await;
    assert_eq!(named().await, [true; 5]);
}

async fn its_jobs_pause_and_go_on(world: &World) {
    let tenant = world.here.tenant;
    let links = furnish(world).await;
    let job = left(world, "somebody").await;
    suspend(world, 2).await;
    let ledger = ledger(world);
    let before = active(world, &links).await;
    let refused = ledger.job_carry_out(tenant, job.clone(), |_| ()).await;
    assert_eq!(rejection(refused), Rejection::WorkspaceSuspended);
    assert_eq!(active(world, &links).await, before);
    let paused = ledger.job(tenant, job.id).await.unwrap().unwrap();
    assert_eq!(paused.status, JobStatus::InProgress);
    resume(world, 3).await;
    let done = ledger.job_carry_out(tenant, job, |_| ()).await.unwrap();
    assert_eq!(done.status, JobStatus::Success);
}

async fn it_keeps_all_that_it_has(world: &World) {
    let before = world.estates(&world.here).await;
    suspend(world, 2).await;
    assert_eq!(world.estates(&world.here).await, before);
    let found = world.store().workspace_get(world.here.tenant).await;
    assert_eq!(found.unwrap().unwrap().suspended_at, Some(second(2)));
    resume(world, 3).await;
    assert_eq!(world.estates(&world.here).await, before);
}

async fn it_has_another_name(world: &World) {
    let (at, id) = (second(5), world.here.tenant.workspace());
    let get = async || world.store().workspace_get(world.here.tenant).await;
    let before = get().await.unwrap().unwrap();
    let entry = audited(at, Act::Update, id);
    let (operator, new) = (&world.backend.operator, name("Acme & Söhne"));
    let renamed = operator.workspace_rename(at, id, &new, entry).await;
    let renamed = renamed.unwrap();
    assert_eq!(renamed.name, new);
    assert!(renamed.times.version() > before.times.version());
    let expected = Workspace {
        name: renamed.name.clone(),
        times: renamed.times,
        ..before
    };
    assert_eq!(renamed, expected);
    assert_eq!(get().await.unwrap(), Some(renamed));
}

async fn what_is_done_to_it_is_audited(world: &World) {
    let tenant = world.here.tenant;
    suspend(world, 2).await;
    resume(world, 3).await;
    let log = world.store().audit_read(tenant, 0, 1_000).await.unwrap();
    let acts: Vec<_> = log
        .into_iter()
        .filter_map(|it| it.entry)
        .map(|it| (it.act, it.subject.id))
        .collect();
    let id = Some(tenant.workspace().uuid());
    assert!(acts.ends_with(&[(Act::Suspend, id), (Act::Resume, id)]));
}

async fn an_unknown_workspace_stays_unknown(world: &World) {
    let operator = &world.backend.operator;
    let nowhere: WorkspaceId = fresh();
    let entry = |act| -> Entry { audited(second(1), act, nowhere) };
    for refused in [
        operator
            .workspace_suspend(second(1), nowhere, entry(Act::Suspend))
            .await,
        operator
            .workspace_resume(second(1), nowhere, entry(Act::Resume))
            .await,
        operator
            .workspace_rename(second(1), nowhere, &name("Acme"), entry(Act::Update))
            .await,
    ] {
        assert!(matches!(refused, Err(OperatorError::WorkspaceNotFound(id)) if id == nowhere));
    }
}

async fn sizes_are_what_it_has(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let size = async || {
        let all = world.backend.operator.workspace_sizes(second(9)).await;
        let all = all.expect("sizes can be read");
        let order = |(it, _): &(Workspace, _)| (it.times.created_at, it.id);
        assert!(all.is_sorted_by_key(order));
        let own = all.into_iter().find(|(it, _)| it.id == tenant.workspace());
        own.expect("the workspace is listed").1
    };
    let before = size().await;
    let links = furnish(world).await;
    let long = key(Role::Admin, secret());
    let short = NewKey {
        expires_at: Some(second(9)),
        ..key(Role::Reader, secret())
    };
    let revoked = key(Role::Reader, secret());
    for new in [&long, &short, &revoked] {
        let made = store.key_create(tenant, second(1), new.clone());
        made.await.unwrap();
    }
    let ended = store.key_revoke(tenant, second(2), revoked.id, None).await;
    ended.unwrap();
    let links = active(world, &links).await.len();
    let estates = world.estates(&world.here).await;
    let records: usize = estates.iter().map(|(_, records, _)| records.len()).sum();
    let expected = WorkspaceSize {
        records: records as u64,
        links: before.links + links as u64,
        keys: before.keys + 1,
    };
    assert_eq!(size().await, expected);
}
