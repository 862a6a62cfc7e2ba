#[path = "../../../store-postgres/tests/scratch/impatient.rs"]
mod impatient;
#[path = "../../../store-postgres/tests/scratch/mod.rs"]
mod scratch;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rand::Rng;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;
use tokio_postgres::Client;
use uuid::Uuid;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::Host;
use wellhead_core::id::WorkspaceId;
use wellhead_core::resource::{JobKind, JobStatus, Name, Selection};
use wellhead_core::store::{OperatorStore, Store};
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;
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
    other: Other,
}

/// Somebody else, who meddles; and where the ledger is, which is removed with the test.
enum Other {
    Sqlite {
        connection: Connection,
        _directory: TempDir,
    },
    Postgres {
        client: Client,
        _database: scratch::Database,
    },
}

impl Other {
    async fn execute(&self, in_sqlite: &str, in_postgres: &str) {
        match self {
            Self::Sqlite { connection, .. } => connection.execute_batch(in_sqlite).unwrap(),
            Self::Postgres { client, .. } => client.batch_execute(in_postgres).await.unwrap(),
        }
    }

    /// Makes the store fail at the end of this job.
    async fn spoil_the_end_of(&self, job: JobId) {
        let job = job.uuid();
        let in_sqlite = format!(
            "CREATE TRIGGER fails BEFORE UPDATE ON jobs WHEN OLD.job_id = x'{}' AND NEW.status = 'success' \
             BEGIN SELECT RAISE(ABORT, 'on purpose'); END",
            job.simple()
        );
        let in_postgres = format!(
            "CREATE FUNCTION core_api.fail() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN RAISE EXCEPTION 'on purpose'; END $$; \
             CREATE TRIGGER fails BEFORE UPDATE ON core_api.jobs FOR EACH ROW \
             WHEN (OLD.job_id = '{job}' AND NEW.status = 'success') EXECUTE FUNCTION core_api.fail()"
        );
        self.execute(&in_sqlite, &in_postgres).await;
    }

    /// Makes this job one of a kind that nobody here knows.
    async fn make_strange(&self, job: JobId) {
        let job = job.uuid();
        let in_sqlite = format!(
            "PRAGMA ignore_check_constraints = ON; UPDATE jobs SET kind = 'newer' WHERE job_id = x'{}'",
            job.simple()
        );
        // A value can be used when the transaction that adds it has ended.
        let add = "ALTER TYPE core_api.job_kind_enum ADD VALUE 'newer'";
        self.execute("", add).await;
        let in_postgres = format!("UPDATE core_api.jobs SET kind = 'newer' WHERE job_id = '{job}'");
        self.execute(&in_sqlite, &in_postgres).await;
    }

    async fn is_open(&self, job: JobId) -> bool {
        let job = job.uuid();
        match self {
            Self::Sqlite { connection, .. } => {
                let look = "SELECT completed_at IS NULL FROM jobs WHERE job_id = ?1";
                let is_open = connection.query_row(look, [job], |row| row.get(0));
                is_open.unwrap()
            }
            Self::Postgres { client, .. } => {
                let look = "SELECT completed_at IS NULL FROM core_api.jobs WHERE job_id = $1";
                client.query_one(look, &[&job]).await.unwrap().get(0)
            }
        }
    }
}

/// Makes a test for each engine of every function named.
macro_rules! on_both_engines {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $case() {
                super::$case(&super::Scene::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(&super::Scene::postgres().await).await;
            })+
        }
    };
}

on_both_engines![
    a_job_at_which_the_store_fails_is_set_aside_with_its_reason,
    a_job_that_is_not_understood_is_left_and_stops_no_other,
];

impl Scene {
    async fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        let store = Arc::new(SqliteStore::open(&path).await.unwrap());
        let other = Other::Sqlite {
            connection: Connection::open(&path).unwrap(),
            _directory: directory,
        };
        Self::over(store, other).await
    }

    async fn postgres() -> Self {
        let database = scratch::database("tending").await;
        let store = Arc::new(PostgresStore::connect(&database).await.unwrap());
        impatient::tend_at_once(&database).await;
        let other = Other::Postgres {
            client: scratch::connect(&database).await,
            _database: database,
        };
        Self::over(store, other).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no host but this machine"
    )]
    async fn over(store: Arc<impl Store + OperatorStore + 'static>, other: Other) -> Self {
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
            other,
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

async fn a_job_at_which_the_store_fails_is_set_aside_with_its_reason(scene: &Scene) {
    let (bad, good) = (scene.open().await, scene.open().await);
    scene.other.spoil_the_end_of(bad).await;
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

async fn a_job_that_is_not_understood_is_left_and_stops_no_other(scene: &Scene) {
    let (strange, good) = (scene.open().await, scene.open().await);
    scene.other.make_strange(strange).await;
    scene.take_up().await;
    scene.becomes(good, JobStatus::Success).await;
    let rests = |scene: &Scene| !scene.tries.is_due(strange, scene.machine.instant());
    assert!(rests(scene), "what is known of it is said once");
    scene.machine.wait();
    assert!(!rests(scene));
    assert!(
        scene.other.is_open(strange).await,
        "whoever understands it can carry it out"
    );
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
