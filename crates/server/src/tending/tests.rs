use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rand::Rng;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;
use uuid::Uuid;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::Host;
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{JobKind, JobStatus, Name, Selection};
use wellhead_core::store::OperatorStore;
use wellhead_core::time::Timestamp;
use wellhead_store_sqlite::SqliteStore;

use super::*;

/// A machine on which time passes when it is told.
struct Machine {
    start: Instant,
    seconds: AtomicU64,
}

impl Machine {
    fn wait(&self) {
        self.seconds.fetch_add(600, Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]
impl Host for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::MIN.plus_micros(1)
    }

    fn instant(&self) -> Instant {
        self.start + Duration::from_secs(self.seconds.load(Ordering::Relaxed))
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

struct Scene {
    machine: Arc<Machine>,
    ledger: Ledger,
    tries: Arc<Tries>,
    tenant: Tenant,
    /// Somebody else's, who meddles.
    other: Connection,
    _directory: TempDir,
}

impl Scene {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no host but this machine"
    )]
    async fn begin() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        let store = Arc::new(SqliteStore::open(&path).await.unwrap());
        let machine = Arc::new(Machine {
            start: Instant::now(),
            seconds: AtomicU64::default(),
        });
        let (id, name) = (
            WorkspaceId::new(Uuid::from_u128(1)),
            Name::parse("Acme").unwrap(),
        );
        let entry = Entry::by_operator(&*machine, Act::Create, id);
        let made = store.workspace_create(machine.now(), id, &name, None, entry);
        made.await.unwrap();
        Self {
            tenant: store.tenant(id).await.unwrap(),
            ledger: Ledger::new(store, machine.clone()),
            machine,
            tries: Arc::default(),
            other: Connection::open(&path).unwrap(),
            _directory: directory,
        }
    }

    async fn open(&self) -> JobId {
        let (kind, all) = (JobKind::Deduplicate, Selection::default());
        let job = self.ledger.job_open(self.tenant, kind, all, false).await;
        job.unwrap().id
    }

    /// Takes up what nobody works on.
    async fn take_up(&self) {
        let patience = Patience {
            job: Duration::ZERO,
            ..Patience::default()
        };
        let found = self.ledger.abandoned(patience).await;
        assert!(take_up(&self.ledger, &self.tries, found));
    }

    async fn job(&self, id: JobId) -> Job {
        self.ledger.job(self.tenant, id).await.unwrap().unwrap()
    }

    /// Waits until the job has this status.
    async fn becomes(&self, id: JobId, status: JobStatus) -> Job {
        loop {
            let job = self.job(id).await;
            if job.status == status {
                return job;
            }
            sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn a_job_at_which_the_store_fails_is_set_aside_with_its_reason() {
    let scene = Scene::begin().await;
    let (bad, good) = (scene.open().await, scene.open().await);
    let fails = format!(
        "CREATE TRIGGER fails BEFORE UPDATE ON jobs WHEN OLD.job_id = x'{}' AND NEW.status = 'success' \
         BEGIN SELECT RAISE(ABORT, 'on purpose'); END",
        bad.uuid().simple()
    );
    scene.other.execute_batch(&fails).unwrap();
    scene.take_up().await;
    scene.becomes(good, JobStatus::Success).await;
    let job = scene.job(bad).await;
    // The first try is the one above, which may not be over yet.
    for _ in 0..5 {
        assert_eq!(scene.job(bad).await.status, JobStatus::InProgress);
        scene.machine.wait();
        carry_out(&scene.ledger, &scene.tries, scene.tenant, job.clone()).await;
        if scene.job(bad).await.status != JobStatus::InProgress {
            break;
        }
    }
    let given_up = scene.becomes(bad, JobStatus::Error).await;
    let why = given_up.error.unwrap();
    assert!(
        why.starts_with("given up: the server failed at it 5 times"),
        "{why}"
    );
}

#[tokio::test]
async fn a_job_that_is_not_understood_is_left_and_stops_no_other() {
    let scene = Scene::begin().await;
    let (strange, good) = (scene.open().await, scene.open().await);
    let unchecked = "PRAGMA ignore_check_constraints = ON";
    scene.other.execute_batch(unchecked).unwrap();
    let sql = "UPDATE jobs SET kind = 'newer' WHERE job_id = ?1";
    scene.other.execute(sql, [strange.uuid()]).unwrap();
    scene.take_up().await;
    scene.becomes(good, JobStatus::Success).await;
    let rests = |scene: &Scene| !scene.tries.is_due(strange, scene.machine.instant());
    assert!(rests(&scene), "what is known of it is said once");
    scene.machine.wait();
    assert!(!rests(&scene));
    let look = "SELECT completed_at IS NULL FROM jobs WHERE job_id = ?1";
    let is_open: bool = scene
        .other
        .query_row(look, [strange.uuid()], |row| row.get(0))
        .unwrap();
    assert!(is_open, "whoever understands it can carry it out");
}

#[tokio::test]
async fn a_panic_counts_as_a_failure() {
    let done = even_if_it_panics(async { panic!("on purpose") }).await;
    let error = done.unwrap_err();
    assert!(
        matches!(&error, ApplyError::Store(error) if is_the_jobs(error)),
        "{error}"
    );
}
