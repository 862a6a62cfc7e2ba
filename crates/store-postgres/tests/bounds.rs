//! What one workspace does never leaves nothing for another: connections, locks, time.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod scratch;
mod tenants;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewRecord};
use wellhead_core::id::{JobId, NewId, RecordId};
use wellhead_core::key::TokenHash;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::privacy::Asked;
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Direction, LinkFilter};
use wellhead_core::store::{
    ApplyError, DisclosureStore, Hindrance, KeyStore, LinkStore, ProvenanceStore, Store, StoreError,
};
use wellhead_store_testkit::finds_jobs_beside_a_poisoned_one;

use tenants::{AT, Ledger, Workspace, fresh};

impl Ledger {
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
            "UPDATE core_api.jobs SET kind = 'poison' WHERE job_id = '{}'; \
             UPDATE core_api.jobs SET heard_at = heard_at - interval '1 minute'",
            job.uuid()
        );
        ledger.other.batch_execute(&sql).await.expect("poison");
    };
    let tenants = [ledger.hostile.tenant, ledger.bystander.tenant];
    finds_jobs_beside_a_poisoned_one(ledger.store.clone(), tenants, poison).await;
}
