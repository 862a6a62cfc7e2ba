//! What one workspace does never leaves nothing for another: connections, locks, time.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod proxy;
mod scratch;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use proxy::{Loss, Proxy};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::Client;
use uuid::Uuid;
use wellhead_core::audit::{Act, Actor, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, NewWorkspaceConnector};
use wellhead_core::id::{ConnectorId, JobId, NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::key::TokenHash;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::privacy::Asked;
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Name, Slug};
use wellhead_core::store::{
    ApplyError, DisclosureStore, Hindrance, KeyStore, LinkStore, OperatorStore, ProvenanceStore,
    Store, StoreError,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;
use wellhead_store_testkit::finds_jobs_beside_a_poisoned_one;

const AT: Timestamp = Timestamp::MIN;

fn fresh<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

/// A workspace with a person and a connector.
#[derive(Clone, Copy)]
struct Workspace {
    tenant: Tenant,
    person: RecordId,
    connector: WorkspaceConnectorId,
}

impl Workspace {
    fn link(self, id: NewId<wellhead_core::id::LinkId>) -> Command {
        Command::LinkCreate(NewLink {
            kind: Kind::People,
            id,
            record: self.person,
            workspace_connector: self.connector,
            direction: Direction::Input,
        })
    }

    async fn create(self, store: &PostgresStore) -> Result<(), ApplyError> {
        let link = self.link(NewId::Minted(fresh()));
        let made = store.apply(Author::operator(self.tenant), AT, vec![link]);
        made.await.map(|_| ())
    }
}

impl Workspace {
    /// A long read.
    async fn flows(self, store: &PostgresStore) -> Result<(), StoreError> {
        let flows = store.flow_count(self.tenant, Kind::People, Deleted::Exclude, 100_000);
        flows.await.map(|_| ())
    }
}

/// A database with two workspaces, and a connection of somebody else.
struct Ledger {
    store: Arc<PostgresStore>,
    other: Client,
    hostile: Workspace,
    bystander: Workspace,
    _database: scratch::Database,
}

impl Ledger {
    async fn begin(purpose: &str) -> Self {
        let database = scratch::database(purpose).await;
        let url = (*database).to_owned();
        Self::at(&url, database).await
    }

    /// The same, which the store reaches by this URL.
    async fn at(url: &str, database: scratch::Database) -> Self {
        let store = PostgresStore::connect(url).await;
        let store = Arc::new(store.expect("a new database"));
        let slug = Slug::parse("crm").expect("a slug");
        let name = Name::parse("CRM").expect("a name");
        let connector = store.connector_create(AT, fresh(), &slug, &name).await;
        let connector = connector.expect("a connector can be made").id;
        Self {
            hostile: workspace(&store, connector).await,
            bystander: workspace(&store, connector).await,
            other: scratch::connect(&database).await,
            store,
            _database: database,
        }
    }

    /// Makes those who read the kept flows wait. Creates do not look at them.
    async fn hold_flows(&self) {
        let hold = "BEGIN; LOCK core_api.flow_sums IN ACCESS EXCLUSIVE MODE";
        self.other.batch_execute(hold).await.expect("a lock");
    }

    async fn number(&self, sql: &str) -> i64 {
        let row = self.other.query_one(sql, &[]).await;
        row.expect("a number").get(0)
    }
}

async fn workspace(store: &PostgresStore, connector: ConnectorId) -> Workspace {
    let id: WorkspaceId = fresh();
    let name = Name::parse("Tenant").expect("a name");
    let entry = Entry::at(fresh(), AT, Actor::Operator, Act::Create, id);
    let made = store.workspace_create(AT, id, &name, None, entry).await;
    made.expect("a workspace can be made");
    let workspace = Workspace {
        tenant: store.tenant(id).await.expect("the workspace is there"),
        person: fresh(),
        connector: fresh(),
    };
    let commands = vec![
        Command::RecordCreate(NewRecord {
            kind: Kind::People,
            id: NewId::Minted(workspace.person),
            values: Values::none(Kind::People),
            external_id: None,
        }),
        Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
            NewId::Minted(workspace.connector),
            connector,
        )),
    ];
    let author = Author::operator(workspace.tenant);
    let made = store.apply(author, AT, commands).await;
    made.expect("a tenant can be furnished");
    workspace
}

fn is_too_much(error: &StoreError) -> bool {
    matches!(error, StoreError::Hindered(Hindrance::TooMuchAtOnce, _))
}

const RUNNING: &str = "SELECT count(*) FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";

/// Readers who hang up while their answers take long leave no statement running and no connection taken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_that_nobody_waits_for_are_cancelled() {
    let ledger = Ledger::begin("cancelled").await;
    ledger.hold_flows().await;
    let mut readers = JoinSet::new();
    for _ in 0..150 {
        let (store, hostile) = (Arc::clone(&ledger.store), ledger.hostile);
        readers.spawn(async move {
            let read = timeout(Duration::from_millis(20), hostile.flows(&store));
            read.await.unwrap_or(Ok(()))
        });
    }
    for _ in 0..38 {
        let created = ledger.bystander.create(&ledger.store);
        let created = timeout(Duration::from_secs(5), created).await;
        created.expect("nobody waits").expect("a create");
    }
    while let Some(read) = readers.join_next().await {
        let read = read.expect("a reader");
        assert!(read.as_ref().err().is_none_or(is_too_much), "{read:?}");
    }
    let began = Instant::now();
    while ledger.number(RUNNING).await > 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "still running");
        sleep(Duration::from_millis(20)).await;
    }
    ledger.other.batch_execute("COMMIT").await.expect("its end");
    let read = ledger.hostile.flows(&ledger.store).await;
    read.expect("the pool is as good as before");
}

/// Long reads of one workspace wait for each other, and some are refused; those of another have their own share.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_reads_are_shared_out() {
    let ledger = Ledger::begin("shared_out").await;
    ledger.hold_flows().await;
    let mut readers = JoinSet::new();
    for _ in 0..300 {
        let (store, hostile) = (Arc::clone(&ledger.store), ledger.hostile);
        readers.spawn(async move { hostile.flows(&store).await });
    }
    let refused = readers.join_next().await.expect("a reader");
    let refused = refused.expect("a reader").expect_err("too many wait");
    assert!(is_too_much(&refused), "{refused}");
    let Workspace { tenant, .. } = ledger.bystander;
    let count = ledger.store.link_count(
        tenant,
        Kind::People,
        LinkFilter::default(),
        Interval::default(),
        1_000,
    );
    let count = timeout(Duration::from_secs(5), count).await;
    count.expect("nobody waits").expect("a count");
    ledger.other.batch_execute("COMMIT").await.expect("its end");
    let mut answered = 0;
    while let Some(read) = readers.join_next().await {
        answered += u32::from(read.expect("a reader").is_ok());
    }
    assert!(answered >= 2, "{answered}");
}

/// What has much to go through is a long read: of a record with many links, its provenance, its disclosures, and the few of its links
/// that pass a filter. All ask for it at once; nobody else waits, nor does the workspace itself for what is little.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_with_many_links_holds_up_nobody() {
    let ledger = Ledger::begin("many_links").await;
    let (store, hostile) = (&ledger.store, ledger.hostile);
    let links = (0..LINKS).map(|_| hostile.link(NewId::Minted(fresh())));
    let made = store.apply(Author::operator(hostile.tenant), AT, links.collect());
    made.await.expect("many links");
    let many = Kind::People.record(hostile.person);
    let little: RecordId = fresh();
    let little = Kind::People.record(little);
    let person = Command::RecordCreate(NewRecord {
        kind: Kind::People,
        id: NewId::Minted(little.id),
        values: Values::none(Kind::People),
        external_id: None,
    });
    let made = store.apply(Author::operator(hostile.tenant), AT, vec![person]);
    made.await.expect("a person");

    // The workspace's share of long reads is taken, and as many wait for it as may: disclosures read what links said before.
    let hold = "BEGIN; LOCK core_api.link_history IN ACCESS EXCLUSIVE MODE";
    ledger.other.batch_execute(hold).await.expect("a lock");
    let asked = Asked {
        from: None,
        to: None,
        as_of: AT.plus_micros(1_000_000),
    };
    let mut readers = JoinSet::new();
    for _ in 0..300 {
        let store = Arc::clone(store);
        readers.spawn(async move {
            let found = store.disclosure_get(hostile.tenant, many, asked).await;
            found.map(|it| it.is_some())
        });
    }
    let refused = readers.join_next().await.expect("a reader");
    let refused = refused.expect("a reader").expect_err("too many wait");
    assert!(is_too_much(&refused), "{refused}");

    let filter = LinkFilter {
        record: Some(many.id),
        direction: Some(Direction::Output),
        ..LinkFilter::default()
    };
    let provenance = join_all((0..20).map(|_| store.provenance_get(hostile.tenant, many, None)));
    let outputs = || store.link_list(hostile.tenant, Kind::People, filter, PAGE);
    let outputs = join_all((0..20).map(|_| outputs()));
    let others = async {
        for (workspace, record) in [
            (
                ledger.bystander,
                Kind::People.record(ledger.bystander.person),
            ),
            (hostile, little),
        ] {
            let of_record = LinkFilter {
                record: Some(record.id),
                ..LinkFilter::default()
            };
            for _ in 0..10 {
                let found = store.provenance_get(workspace.tenant, record, None).await;
                found.expect("a look").expect("a person");
                let found = store.link_list(workspace.tenant, Kind::People, of_record, PAGE);
                found.await.expect("its links");
                let key = store.authenticate(std::time::Instant::now(), TokenHash([7; 32]));
                assert!(key.await.expect("a look").is_none());
                store.ready().await.expect("ready");
                workspace.create(store).await.expect("a create");
            }
        }
    };
    let others = timeout(Duration::from_secs(20), others);
    let (provenance, outputs, others) = tokio::join!(provenance, outputs, others);
    others.expect("nobody waits");
    let refused = provenance.iter().filter_map(|it| it.as_ref().err());
    assert!(
        refused.filter(|it| is_too_much(it)).count() > 0,
        "{provenance:?}"
    );
    let refused = outputs.iter().filter_map(|it| it.as_ref().err());
    assert!(
        refused.filter(|it| is_too_much(it)).count() > 0,
        "{outputs:?}"
    );

    ledger.other.batch_execute("COMMIT").await.expect("its end");
    while readers.join_next().await.is_some() {}
    let found = store.provenance_get(hostile.tenant, many, None).await;
    let traces = found.expect("a look").expect("a person").traces;
    assert!(traces[0].links >= LINKS, "{traces:?}");
    let found = store.disclosure_get(hostile.tenant, many, asked).await;
    found.expect("a look").expect("a person");
}

/// More than few.
const LINKS: u64 = 1_000;

/// The first page of a list.
const PAGE: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::NewestFirst,
    limit: 20,
};

/// Somebody begins a transaction, takes a row of one workspace, and goes away: its creates are told so, and no other workspace
/// waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_is_held_holds_up_nobody_else() {
    let ledger = Ledger::begin("held").await;
    let person = ledger.hostile.person.uuid();
    let lock =
        format!("BEGIN; SELECT FROM core_api.peoples WHERE people_id = '{person}' FOR UPDATE");
    ledger.other.batch_execute(&lock).await.expect("a lock");
    let held = (0..20).map(|_| ledger.hostile.create(&ledger.store));
    let held = async { timeout(Duration::from_mins(1), join_all(held)).await };
    let others = async {
        sleep(Duration::from_millis(500)).await;
        for _ in 0..20 {
            let created = ledger.bystander.create(&ledger.store);
            let created = timeout(Duration::from_secs(5), created).await;
            created.expect("nobody waits").expect("a create");
        }
    };
    let (held, ()) = tokio::join!(held, others);
    for created in held.expect("nobody waits for ever") {
        let refused = created.expect_err("the person is held");
        let ApplyError::Store(StoreError::Hindered(hindrance, _)) = refused else {
            panic!("{refused}");
        };
        assert!(
            matches!(hindrance, Hindrance::Locked | Hindrance::TooMuchAtOnce),
            "{hindrance}"
        );
    }
    ledger.other.batch_execute("COMMIT").await.expect("its end");
    let created = ledger.hostile.create(&ledger.store).await;
    created.expect("the person is free");
}

/// The server goes silent on all connections, as if it were frozen, and another takes its place. What is asked meanwhile fails
/// soon, and then everything works again, although nobody asks whether it is ready.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_server_is_left_for_the_next() {
    let database = scratch::database("frozen").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    let Workspace { tenant, .. } = ledger.bystander;
    let alone = async || {
        let link = ledger.bystander.link(NewId::Brought(fresh()));
        let author = Author::operator(tenant);
        ledger.store.apply(author, AT, vec![link]).await.map(|_| ())
    };
    let everything = async || {
        let created = join_all((0..16).map(|_| ledger.bystander.create(&ledger.store)));
        let alone_at_once = join_all((0..8).map(|_| alone()));
        let counted = join_all((0..2).map(|_| ledger.bystander.flows(&ledger.store)));
        let (created, alone_at_once, counted) = tokio::join!(created, alone_at_once, counted);
        created.iter().all(Result::is_ok)
            && alone_at_once.iter().all(Result::is_ok)
            && counted.iter().all(Result::is_ok)
    };
    assert!(everything().await, "before");
    proxy.go_silent();
    let began = Instant::now();
    while !everything().await {
        assert!(began.elapsed() < Duration::from_mins(2), "still silent");
    }
}

/// The server commits, and its answer is lost. Nobody is told that nothing was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_without_an_answer_is_said_to_be_unknown() {
    let database = scratch::database("commits").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    let (store, workspace) = (&ledger.store, ledger.bystander);
    let links = async || {
        let count = "SELECT count(*) FROM core_api.people_workspace_connectors";
        let row = ledger.other.query_one(count, &[]).await.expect("a look");
        row.get::<_, i64>(0)
    };
    let alone = async || {
        let link = workspace.link(NewId::Brought(fresh()));
        let author = Author::operator(workspace.tenant);
        store.apply(author, AT, vec![link]).await.map(|_| ())
    };
    let is_unknown = |told: Result<(), ApplyError>| {
        matches!(told, Err(ApplyError::Store(StoreError::CommitUnknown(_))))
    };

    proxy.lose_a_commit(Loss::HungUp);
    assert!(is_unknown(alone().await), "alone, hung up");
    assert_eq!(links().await, 1);

    // What is made together is tried once more, and finds itself.
    proxy.lose_a_commit(Loss::HungUp);
    workspace.create(store).await.expect("it is there");
    assert_eq!(links().await, 2);

    proxy.lose_a_commit(Loss::Silent);
    assert!(
        is_unknown(workspace.create(store).await),
        "together, silent"
    );
    assert_eq!(links().await, 3);

    // Several connections wait in the pool.
    let before = join_all((0..8).map(|_| alone())).await;
    assert!(before.iter().all(Result::is_ok), "{before:?}");
    proxy.lose_a_commit(Loss::Silent);
    let next = async {
        while links().await < 12 {
            sleep(Duration::from_millis(10)).await;
        }
        // Whoever takes one next finds out that nobody answers.
        proxy.go_silent();
        alone().await
    };
    let (told, of_next) = tokio::join!(alone(), next);
    assert!(is_unknown(told), "alone, silent");
    assert!(
        matches!(of_next, Err(ApplyError::Store(StoreError::Unavailable(_)))),
        "{of_next:?}"
    );
    assert_eq!(links().await, 12);
}

/// Large batches that bring ids of their own, all at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_take_few_locks() {
    let ledger = Ledger::begin("few_locks").await;
    let mut batches = JoinSet::new();
    for _ in 0..8 {
        let (store, workspace) = (Arc::clone(&ledger.store), ledger.hostile);
        batches.spawn(async move {
            let brought = |_| workspace.link(NewId::Brought(Uuid::now_v7().into()));
            let links = (0..1_000).map(brought).collect();
            store
                .apply(Author::operator(workspace.tenant), AT, links)
                .await
                .map(|_| ())
        });
    }
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let mut most = 0;
    while !batches.is_empty() {
        most = most.max(ledger.number(locks).await);
        if let Ok(Some(applied)) = timeout(Duration::from_millis(10), batches.join_next()).await {
            applied.expect("a batch").expect("no locks are wanting");
        }
    }
    assert!((1..=8 * 32).contains(&most), "{most} locks");
}

/// A job of one workspace that cannot be read keeps nobody from tending the others'.
#[tokio::test]
async fn a_poisoned_job_stops_no_other() {
    let ledger = Ledger::begin("poisoned").await;
    let poison = async |job: JobId| {
        let sql = "ALTER TYPE core_api.job_kind_enum ADD VALUE 'poison'";
        ledger.other.batch_execute(sql).await.expect("a kind");
        let sql = format!(
            "UPDATE core_api.jobs SET kind = 'poison' WHERE job_id = '{}'",
            job.uuid()
        );
        ledger.other.batch_execute(&sql).await.expect("poison");
    };
    let tenants = [ledger.hostile.tenant, ledger.bystander.tenant];
    finds_jobs_beside_a_poisoned_one(ledger.store.clone(), tenants, poison).await;
}
