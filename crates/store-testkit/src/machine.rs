use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use wellhead_core::cause::Author;
use wellhead_core::command::{LinkChanges, WorkspaceConnectorChanges};
use wellhead_core::host::Host;
use wellhead_core::id::{JobId, LinkId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::OnConflict;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::Named;
use wellhead_core::resource::{
    Direction, Job, JobCursor, JobKind, JobStatus, Mode, Selection, Status, Stream, SyncRun,
    Trigger,
};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{OnDuplicate, Store};
use wellhead_core::sync::{DeliveryLine, DeliveryOptions, Finish, FinishError, Finished};
use wellhead_core::time::Timestamp;

use crate::world::{World, fresh};

/// The time that it is, on whatever clock: it goes on by a millisecond whenever somebody looks.
#[derive(Clone)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn from(start: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(start.as_micros())))
    }

    /// A machine with a clock that is so many microseconds ahead.
    pub(crate) fn machine(&self, world: &World, ahead: i64) -> Machine {
        self.machine_with(world.backend.store.clone(), ahead)
    }

    /// The same, with this store.
    pub(crate) fn machine_with(&self, store: Arc<dyn Store>, ahead: i64) -> Machine {
        let clock = Arc::new(Clock {
            time: self.clone(),
            ahead: AtomicI64::new(ahead),
        });
        let ledger = Ledger::new(store, clock.clone());
        Machine { ledger, clock }
    }
}

/// A process on a machine of its own.
pub(crate) struct Machine {
    pub(crate) ledger: Ledger,
    clock: Arc<Clock>,
}

impl Machine {
    /// Sets the clock, to so many microseconds ahead of the time that it is.
    pub(crate) fn set(&self, ahead: i64) {
        self.clock.ahead.store(ahead, Ordering::Relaxed);
    }
}

/// What one process does in the first workspace.
impl Machine {
    pub(crate) async fn link(
        &self,
        world: &World,
        person: RecordId,
        connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> LinkId {
        let new = world.draft(person, connector, direction);
        let made = self
            .ledger
            .link_create(Author::operator(world.here.tenant), new)
            .await;
        made.expect("a link can be made").id
    }

    pub(crate) async fn change(&self, world: &World, id: LinkId, changes: LinkChanges) {
        let (author, kind) = (Author::operator(world.here.tenant), world.kind);
        let updated = self.ledger.link_update(author, kind, id, changes, None);
        updated.await.expect("a link can be changed");
    }

    pub(crate) async fn delete(&self, world: &World, id: LinkId) {
        let (author, kind) = (Author::operator(world.here.tenant), world.kind);
        let deleted = self.ledger.link_delete(author, kind, id, None).await;
        deleted.expect("a link can be deleted");
    }

    pub(crate) async fn status(
        &self,
        world: &World,
        connector: WorkspaceConnectorId,
        status: Status,
    ) {
        let changes = WorkspaceConnectorChanges {
            status: Some(status),
            match_rule: None,
            rank: None,
            restore: false,
            ..WorkspaceConnectorChanges::default()
        };
        let author = Author::operator(world.here.tenant);
        let updated = self
            .ledger
            .workspace_connector_update(author, connector, changes, None);
        updated.await.expect("a connector can be changed");
    }

    pub(crate) async fn open(
        &self,
        world: &World,
        connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> SyncRun {
        let (tenant, trigger) = (world.here.tenant, Trigger::Api);
        let opened = self.ledger.run_open(
            tenant,
            connector,
            world.kind,
            direction,
            trigger,
            Mode::Full,
        );
        opened.await.expect("a run can be opened")
    }

    pub(crate) async fn deliver(&self, world: &World, run: &SyncRun, people: &[RecordId]) {
        let options = DeliveryOptions {
            id: fresh(),
            on_duplicate: OnDuplicate::Touch,
            on_conflict: OnConflict::Reject,
            on_known: OnKnown::Keep,
            on_suppressed: OnSuppressed::Reject,
            all_or_nothing: false,
        };
        let delivery = self.ledger.delivery(world.here.tenant, run, options);
        let mut delivery = delivery.await.expect("a delivery can be opened");
        for (number, person) in (1..).zip(people) {
            let record = Named::by_id(world.kind, *person);
            let source = None;
            let line = DeliveryLine {
                number,
                record,
                source,
            };
            let pushed = delivery.push(line).await;
            pushed.expect("a line can be taken");
        }
        delivery.finish().await.expect("a delivery can end");
    }

    pub(crate) async fn try_finish(
        &self,
        world: &World,
        run: &SyncRun,
        finish: Finish,
    ) -> Result<SyncRun, FinishError> {
        let tenant = world.here.tenant;
        let finished = self.ledger.run_finish(tenant, run.id, finish, |_| ());
        match finished.await? {
            Finished::Closed(run) => Ok(run),
            Finished::Counted(_) => panic!("it is no dry run"),
        }
    }

    /// Finishes a run, and answers how many links were swept.
    pub(crate) async fn finish(&self, world: &World, run: &SyncRun) -> u64 {
        let finish = Finish {
            confirm_sweep: true,
            ..Finish::default()
        };
        let finished = self.try_finish(world, run, finish).await;
        finished.expect("a run can be finished").tally.links_swept
    }

    pub(crate) async fn job(
        &self,
        world: &World,
        kind: JobKind,
        connector: WorkspaceConnectorId,
    ) -> Job {
        let selection = Selection {
            workspace_connector: Some(connector),
            ..Selection::default()
        };
        let opened = self
            .ledger
            .job_open(world.here.tenant, kind, selection, false);
        opened.await.expect("a job can be opened")
    }

    /// Takes a job's next step in a stream.
    pub(crate) async fn step(&self, world: &World, job: &Job, stream: Stream, limit: usize) -> Job {
        let after = job
            .cursor
            .filter(|cursor| cursor.stream == stream)
            .and_then(|cursor| cursor.after);
        let (tenant, at) = (world.here.tenant, self.ledger.now());
        let from = JobCursor { stream, after };
        let stepped = world.store().job_step(tenant, at, job.id, from, limit);
        stepped.await.expect("a step can be taken").job
    }

    pub(crate) async fn carry_out(&self, world: &World, job: Job) -> Job {
        let done = self.ledger.job_carry_out(world.here.tenant, job, |_| ());
        let done = done.await.expect("a job can be carried out");
        assert_eq!(done.status, JobStatus::Success);
        done
    }
}

struct Clock {
    time: Time,
    ahead: AtomicI64,
}

impl Host for Clock {
    fn now(&self) -> Timestamp {
        let now = self.time.0.fetch_add(1_000, Ordering::Relaxed);
        Timestamp::from_micros(now + self.ahead.load(Ordering::Relaxed))
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        let id: JobId = fresh();
        for (byte, random) in bytes.iter_mut().zip(id.uuid().as_bytes().iter().cycle()) {
            *byte = *random;
        }
    }
}
