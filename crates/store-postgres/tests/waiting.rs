//! Statements that wait for a link while another transaction changes it: they must respect that change.

#[path = "scratch/locked.rs"]
mod locked;
mod scratch;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::Client;
use uuid::Uuid;
use wellhead_core::audit::{Act, Actor, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, NewWorkspaceConnector, Outcome};
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::identity::OnConflict;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::resource::{
    Direction, ExternalId, JobCursor, JobKind, Mode, Name, Selection, Slug, Stream, SyncRun,
    Trigger,
};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{
    DeliveredRecord, DeliveryBatch, DeliveryStore, JobStore, NewJob, NewRun, OnDuplicate,
    OperatorStore, RunStore, Store,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;

use locked::something_waits;

fn fresh<T: From<Uuid>>() -> T {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u64_pair(next, next).into()
}

fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T00:00:00Z".parse().expect("a time");
    start.plus_micros(seconds * 1_000_000)
}

/// A workspace with two connectors, and a link of the first one, whose `pk` is 1.
struct Ledger {
    store: PostgresStore,
    /// The connection that changes the link meanwhile.
    other: Client,
    /// The connection that observes; a transaction sees the state of others only once.
    watch: Client,
    tenant: Tenant,
    person: RecordId,
    connector: WorkspaceConnectorId,
    _database: scratch::Database,
}

impl Ledger {
    async fn begin(purpose: &str) -> Self {
        let database = scratch::database(purpose).await;
        let store = PostgresStore::connect(&database).await;
        let store = store.expect("a new database");
        let name = Name::parse("a name").expect("a name");
        let id: WorkspaceId = fresh();
        let entry = Entry::at(fresh(), at(0), Actor::Operator, Act::Create, id);
        let made = store.workspace_create(at(0), id, &name, None, entry).await;
        let tenant = store.tenant(made.expect("a workspace").id).await;
        let tenant = tenant.expect("it is there");
        let slug = Slug::parse("crm").expect("a slug");
        let definition = store.connector_create(at(0), fresh(), &slug, &name).await;
        let definition = definition.expect("a connector").id;
        let person = NewRecord {
            kind: Kind::People,
            id: NewId::Minted(fresh()),
            values: Values::none(Kind::People),
            external_id: None,
        };
        let activation = || NewWorkspaceConnector::enabled(NewId::Minted(fresh()), definition);
        let (one, two) = (activation(), activation());
        let (person_id, connector) = (person.id.get(), one.id.get());
        let link = NewLink {
            kind: Kind::People,
            id: NewId::Minted(fresh()),
            record: person_id,
            workspace_connector: connector,
            direction: Direction::Input,
        };
        let commands = vec![
            Command::RecordCreate(person),
            Command::WorkspaceConnectorCreate(one),
            Command::WorkspaceConnectorCreate(two),
            Command::LinkCreate(link),
        ];
        let applied = store.apply(Author::operator(tenant), at(1), commands).await;
        applied.expect("a ledger can be furnished");
        Self {
            store,
            other: scratch::connect(&database).await,
            watch: scratch::connect(&database).await,
            tenant,
            person: person_id,
            connector,
            _database: database,
        }
    }

    async fn open(&self) -> SyncRun {
        let run = NewRun {
            id: fresh(),
            workspace_connector: self.connector,
            record: Kind::People,
            direction: Direction::Input,
            trigger: Trigger::Api,
            mode: Mode::Full,
        };
        let opened = self.store.run_open(self.tenant, at(2), run).await;
        opened.expect("a run can be opened")
    }

    /// Does `work` while another transaction changes the link. That one ends when `work` waits for it.
    async fn while_it_is_changed<T>(&self, change: &str, work: impl Future<Output = T>) -> T {
        let update = format!("UPDATE core_api.people_workspace_connectors SET {change}");
        self.during(&update, work).await
    }

    /// Does `work` during a transaction with this `update`, which ends when `work` waits for it.
    async fn during<T>(&self, update: &str, work: impl Future<Output = T>) -> T {
        let sql = format!("BEGIN; {update}");
        self.other.batch_execute(&sql).await.expect("a change");
        let commit = async {
            something_waits(&self.watch).await;
            self.other.batch_execute("COMMIT").await.expect("a commit");
        };
        futures_util::future::join(work, commit).await.0
    }

    /// The link's epochs, whether it is active, and the `pk` of its connector.
    async fn link(&self) -> (Option<i64>, Option<i64>, bool, i64) {
        let sql = "SELECT changed_epoch, made_epoch, deleted_at IS NULL, workspace_connector_pk \
                   FROM core_api.people_workspace_connectors";
        let row = self.other.query_one(sql, &[]).await.expect("a link");
        (row.get(0), row.get(1), row.get(2), row.get(3))
    }
}

#[tokio::test]
async fn a_link_gets_no_older_by_a_touch_that_waited() {
    let ledger = Ledger::begin("waiting_touch").await;
    let run = ledger.open().await;
    let batch = DeliveryBatch {
        run: run.id,
        record: run.record,
        delivery: fresh(),
        after: 0,
        upto: 1,
        rejected: 0,
        refused: Vec::new(),
        is_last: true,
        on_duplicate: OnDuplicate::Touch,
        on_conflict: OnConflict::Reject,
        on_known: OnKnown::Keep,
        on_suppressed: OnSuppressed::Reject,
        all_or_nothing: false,
        records: vec![DeliveredRecord {
            link: fresh(),
            id: fresh(),
            identity: fresh(),
            line: 1,
            source: None,
            named: Named::by_id(Kind::People, ledger.person),
        }],
    };
    let deliver = ledger.store.deliver(ledger.tenant, at(3), Arc::new(batch));
    // As if a job had been opened meanwhile, and the link touched after that.
    let delivered = ledger
        .while_it_is_changed("changed_epoch = 9", deliver)
        .await;
    assert_eq!(delivered.expect("a delivery").tally.links_touched, 1);
    assert_eq!(ledger.link().await, (Some(9), Some(9), true, 1));
}

#[tokio::test]
async fn a_link_that_is_moved_away_meanwhile_is_not_disconnected() {
    let ledger = Ledger::begin("waiting_step").await;
    let job = NewJob {
        id: fresh(),
        kind: JobKind::Disconnect,
        selection: Selection {
            workspace_connector: Some(ledger.connector),
            ..Selection::default()
        },
        dry_run: false,
        total: 1,
        worker: None,
    };
    let opened = ledger.store.job_open(ledger.tenant, at(2), job).await;
    let job = opened.expect("a job can be opened");
    let from = JobCursor {
        stream: Stream {
            workspace_connector: ledger.connector,
            record: Kind::People,
            direction: Direction::Input,
        },
        after: None,
    };
    let step = ledger
        .store
        .job_step(ledger.tenant, at(3), job.id, from, 10);
    let moved = "workspace_connector_pk = 2, since = clock_timestamp()";
    let stepped = ledger.while_it_is_changed(moved, step).await;
    assert_eq!(stepped.expect("a step").job.changed, 0);
    let (.., is_active, connector) = ledger.link().await;
    assert_eq!((is_active, connector), (true, 2));

    // The same where the end of the job meets it.
    let back = "UPDATE core_api.people_workspace_connectors SET workspace_connector_pk = 1, \
                since = clock_timestamp()";
    ledger.other.batch_execute(back).await.expect("a change");
    let close = ledger.store.job_close(ledger.tenant, at(4), job.id, None);
    let closed = ledger.while_it_is_changed(moved, close).await;
    assert_eq!(closed.expect("an end").changed, 0);
    let (.., is_active, connector) = ledger.link().await;
    assert_eq!((is_active, connector), (true, 2));
}

#[tokio::test]
async fn a_new_record_that_waited_for_a_merge_is_the_survivor() {
    let ledger = Ledger::begin("waiting_merge").await;
    let create = || {
        Command::RecordCreate(NewRecord {
            kind: Kind::People,
            id: NewId::Minted(fresh()),
            values: Values::none(Kind::People),
            external_id: Some(ExternalId::parse("E-1").expect("an id")),
        })
    };
    let author = Author::operator(ledger.tenant);
    let apply = |second, command| ledger.store.apply(author, at(second), vec![command]);
    apply(2, create()).await.expect("a record");
    // As a merge does it with the new record, into the first one.
    let merge = "UPDATE core_api.peoples SET deleted_at = now(), survivor_pk = 1 WHERE pk = 2";
    let again = ledger.during(merge, apply(3, create())).await;
    let outcome = again.expect("an answer").remove(0);
    let Outcome::RecordResolved(found) = outcome else {
        panic!("a twin: {outcome:?}");
    };
    assert_eq!(found.record.id, ledger.person);
}
