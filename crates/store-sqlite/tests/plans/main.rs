//! How SQLite executes the store's statements: by an index, and reading no more of it than needed.
//!
//! The statements are those that the store logs while it works on a ledger of 30,000 links.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

#[path = "../ledger/mod.rs"]
mod ledger;
mod privacy;
mod sync;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::mem::take;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use ledger::{fresh, second};
use rusqlite::Connection;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use uuid::Uuid;
use wellhead_core::cause::Author;
use wellhead_core::command::{
    Command, Expected, LinkChanges, NewLink, NewRecord, NewWorkspaceConnector, RecordChanges,
    Subject, Versions, WorkspaceConnectorChanges,
};
use wellhead_core::id::{ConnectorId, LinkId, NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::Likeness;
use wellhead_core::key::TokenHash;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, OnlySource, RecordFilter, Values};
use wellhead_core::resource::{
    Deed, Deleted, Direction, DoneBy, ExternalId, LinkFilter, Mode, Past, Status, Trigger,
    WorkspaceConnectorFilter,
};
use wellhead_core::store::{
    ConnectorStore, KeyStore, LinkStore, NewRun, OperatorStore, ProvenanceStore, RecordStore,
    RunStore, Store, WorkspaceStore,
};
use wellhead_core::tenant::Tenant;
use wellhead_store_sqlite::SqliteStore;

/// A store with a workspace that has something of each kind.
struct Ledger {
    store: SqliteStore,
    tenant: Tenant,
    connector: ConnectorId,
    workspace_connector: WorkspaceConnectorId,
    person: RecordId,
    link: LinkId,
}

impl Ledger {
    async fn furnish(path: &Path) -> Self {
        let (store, tenant) = ledger::furnish(path, 30_000).await;
        let [slice, _] = slices();
        let connectors = store.connector_list(
            tenant,
            Slice {
                interval: Interval::default(),
                ..slice
            },
        );
        let connector = connectors.await.unwrap().remove(0);
        let links = store.link_list(tenant, Kind::People, LinkFilter::default(), slice);
        let link = links.await.unwrap().remove(0);
        Self {
            store,
            tenant,
            connector: connector.id,
            workspace_connector: link.workspace_connector,
            person: RecordId::new(link.record.uuid()),
            link: link.id,
        }
    }
}

#[tokio::test]
async fn no_statement_reads_or_sorts_a_table() {
    let log = Log::default();
    tracing_subscriber::registry().with(log.clone()).init();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let ledger = Ledger::furnish(&path).await;
    let mut statements = log.take();
    for (tried, expected) in link_lists(&ledger) {
        for slice in slices() {
            let (tenant, kind) = (ledger.tenant, Kind::People);
            ledger
                .store
                .link_list(tenant, kind, tried, slice)
                .await
                .unwrap();
            ledger
                .store
                .link_count(tenant, kind, tried, slice.interval, u64::MAX)
                .await
                .unwrap();
        }
        let seen = log.take();
        for bounded in expected {
            assert_uses(&path, &seen, bounded);
        }
        statements.extend(seen);
    }
    statements.extend(answers(&path, &ledger, &log).await);
    statements.extend(single_sources(&path, &ledger, &log).await);
    statements.extend(duplicates(&path, &ledger, &log).await);
    statements.extend(looks(&path, &ledger, &log).await);
    read_the_rest(&ledger).await;
    write_everything(&ledger).await;
    statements.extend(log.take());
    sync::sync_everything(&ledger).await;
    let seen = log.take();
    assert_through(&path, &seen, sync::THROUGH);
    sync::read_pages_of_many_connectors(&path, &seen);
    statements.extend(seen);
    privacy::recall_and_forget(&ledger).await;
    let seen = log.take();
    assert_through(&path, &seen, privacy::THROUGH);
    statements.extend(seen);

    check(&path, &statements);
    // Statistics must not change the plans.
    Connection::open(&path)
        .unwrap()
        .execute_batch("ANALYZE")
        .unwrap();
    check(&path, &statements);
}

const RECORD: &str = "record_created (people_pk=? AND created_at>? AND created_at<?)";
const CONNECTOR: &str =
    "wc_created_at (workspace_connector_pk=? AND created_at>? AND created_at<?)";
const ACTIVE: &str = "wc_active (workspace_connector_pk=? AND direction=? \
     AND created_at>? AND created_at<?)";
const HISTORY: &str = "history_wc (workspace_connector_pk=? AND record=? \
     AND (created_at,link_id)>(?,?) AND (created_at,link_id)<(?,?))";
const DELETED: &str = "wc_deleted (workspace_connector_pk=? AND direction=? \
     AND created_at>? AND created_at<?)";

const MADE: &str = "_created_by (created_by=? AND created_at>? AND created_at<?)";
const MOVED: &str = "history_created_by (created_by=? AND record=? \
     AND (created_at,link_id)>(?,?) AND (created_at,link_id)<(?,?))";
const ENDED: &str = "_deleted_by (deleted_by=? AND created_at>? AND created_at<?)";

/// Every filter of links, with the index ranges that hold just the links that pass.
fn link_lists(ledger: &Ledger) -> Vec<(LinkFilter, Vec<&'static str>)> {
    let mut lists = Vec::new();
    for record in [None, Some(ledger.person)] {
        for workspace_connector in [None, Some(ledger.workspace_connector)] {
            for direction in [None, Some(Direction::Input)] {
                for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
                    let filter = LinkFilter {
                        record,
                        workspace_connector,
                        direction,
                        deleted,
                    };
                    let expected = match (record, deleted, direction) {
                        (Some(_), ..) => vec![RECORD],
                        (None, Deleted::Exclude, _) => vec![ACTIVE],
                        (None, Deleted::Only, _) => vec![DELETED],
                        (None, Deleted::Include, None) if workspace_connector.is_some() => {
                            vec![CONNECTOR]
                        }
                        (None, Deleted::Include, _) => vec![ACTIVE, DELETED],
                    };
                    lists.push((filter, expected));
                }
            }
        }
    }
    lists
}

/// The statements of provenance, once their index ranges are checked.
async fn answers(path: &Path, ledger: &Ledger, log: &Log) -> BTreeSet<String> {
    let Ledger { store, tenant, .. } = ledger;
    let (tenant, kind) = (*tenant, Kind::People);
    let mut statements = BTreeSet::new();
    let then = Some(Past::AsOf(second(2)));
    for (past, expected) in [
        (
            None,
            vec![
                "record_created (people_pk=?)",
                "identities_record (people_pk=?)",
            ],
        ),
        (
            then,
            vec![
                "record_created (people_pk=? AND created_at<?)",
                "link_history_record (record=? AND record_pk=? AND created_at<?)",
                "identities_record (people_pk=?)",
                "merges_survivor (survivor_pk=?)",
                "merged_records_record (record_pk=?)",
            ],
        ),
    ] {
        let found = store.provenance_get(tenant, kind.record(ledger.person), past);
        assert_eq!(found.await.unwrap().unwrap().traces.len(), 2);
        let seen = log.take();
        for bounded in expected {
            assert_uses(path, &seen, bounded);
        }
        statements.extend(seen);
    }
    for (deleted, expected) in [
        (Deleted::Exclude, vec![ACTIVE]),
        (Deleted::Only, vec![DELETED]),
        (Deleted::Include, vec![ACTIVE, DELETED]),
    ] {
        let interval = slices()[0].interval;
        let counted = store.flow_count_within(tenant, kind, interval, deleted);
        assert_ne!(counted.await.unwrap().records, 0);
        let seen = log.take();
        for bounded in expected {
            assert_uses(path, &seen, bounded);
        }
        statements.extend(seen);
    }
    statements
}

/// The statements of looks into the past, and of those that lead from a cause to links, once their index ranges are
/// checked.
async fn looks(path: &Path, ledger: &Ledger, log: &Log) -> BTreeSet<String> {
    let (store, tenant, kind) = (&ledger.store, ledger.tenant, Kind::People);
    let mut statements = BTreeSet::new();
    let of = |record, workspace_connector, direction| LinkFilter {
        record,
        workspace_connector,
        direction,
        deleted: Deleted::Include,
    };
    let connector = Some(ledger.workspace_connector);
    for (filter, expected) in [
        (
            of(Some(ledger.person), None, None),
            vec![
                RECORD,
                "history_record (record=? AND record_pk=? AND created_at>? AND created_at<?)",
            ],
        ),
        (of(None, connector, None), vec![CONNECTOR, HISTORY]),
        (
            of(None, None, Some(Direction::Input)),
            vec![ACTIVE, DELETED, HISTORY],
        ),
    ] {
        for slice in slices() {
            let past = Past::AsOf(second(2));
            let found = store.link_past(tenant, kind, filter, past, slice, 100);
            assert!(!found.await.unwrap().items.is_empty());
        }
        let seen = log.take();
        for bounded in expected {
            assert_uses(path, &seen, bounded);
        }
        let states = "link_history_link (record=? AND link_pk=? AND since>? AND since<?)";
        assert_uses(path, &seen, states);
        statements.extend(seen);
    }
    let run = NewRun {
        id: fresh(),
        workspace_connector: ledger.workspace_connector,
        record: kind,
        direction: Direction::Input,
        trigger: Trigger::Api,
        mode: Mode::Incremental,
    };
    let run = store.run_open(tenant, second(1), run).await.unwrap().id;
    store.run_close(tenant, second(1), run, None).await.unwrap();
    log.take();
    for (deed, by, expected) in [
        (Deed::Created, run.uuid(), vec![ACTIVE, DELETED, MOVED]),
        (Deed::Seen, run.uuid(), vec![ACTIVE, DELETED, MOVED]),
        (Deed::Created, Uuid::nil(), vec![MADE]),
        (Deed::Seen, Uuid::nil(), vec![MADE]),
        (Deed::Deleted, run.uuid(), vec![ENDED]),
    ] {
        for slice in slices() {
            let done = DoneBy { deed, by };
            let found = store.link_done(tenant, kind, of(None, None, None), done, slice, 100);
            found.await.unwrap();
        }
        let seen = log.take();
        for bounded in expected {
            assert_uses(path, &seen, bounded);
        }
        statements.extend(seen);
    }
    statements
}

/// The statements of the look for records with a single source, once their index ranges are checked.
async fn single_sources(path: &Path, ledger: &Ledger, log: &Log) -> BTreeSet<String> {
    let (tenant, kind) = (ledger.tenant, Kind::People);
    let mut statements = BTreeSet::new();
    for (ever, expected) in [(false, vec![ACTIVE]), (true, vec![ACTIVE, DELETED])] {
        let source = OnlySource {
            connector: ledger.workspace_connector,
            ever,
            deleted: Deleted::Exclude,
        };
        for slice in slices() {
            let found = ledger
                .store
                .record_only_from(tenant, kind, source, slice, 100);
            found.await.unwrap();
        }
        let seen = log.take();
        for bounded in expected {
            assert_uses(path, &seen, bounded);
        }
        assert_uses(path, &seen, "record_created (people_pk=?)");
        statements.extend(seen);
    }
    statements
}

/// The statements of the look for records that are alike, once their index ranges are checked.
async fn duplicates(path: &Path, ledger: &Ledger, log: &Log) -> BTreeSet<String> {
    let (store, tenant, kind) = (&ledger.store, ledger.tenant, Kind::People);
    for slice in slices() {
        let looked = store.record_alike(tenant, kind, Likeness::ALL, slice, 100);
        looked.await.unwrap();
    }
    let key = "somebody".to_owned();
    for &of in Likeness::ALL {
        let keys = std::slice::from_ref(&key);
        let found = store.record_sharing(tenant, kind, of, keys, 100).await;
        found.unwrap();
    }
    let seen = log.take();
    for bounded in [
        "peoples_workspace_active (workspace_pk=? AND (created_at,people_id)>(?,?) AND (created_at,people_id)<(?,?))",
        "peoples_name_key (workspace_pk=? AND name_key=?)",
        "peoples_email (workspace_pk=? AND email_key=?)",
    ] {
        assert_uses(path, &seen, bounded);
    }
    seen
}

/// Checks that there are statements with each of these fragments, and that they use its index range.
#[track_caller]
fn assert_through(path: &Path, seen: &BTreeSet<String>, through: &[(&str, &str)]) {
    for (containing, bounded) in through {
        let mut asking = seen
            .iter()
            .filter(|sql| sql.contains(containing))
            .peekable();
        assert!(asking.peek().is_some(), "no {containing}: {seen:#?}");
        for sql in asking {
            let plan = explain(path, sql);
            assert!(plan.concat().contains(bounded), "{plan:?}: {sql}");
        }
    }
}

#[track_caller]
fn assert_uses(path: &Path, seen: &BTreeSet<String>, bounded: &str) {
    let mut through = seen.iter().filter(|sql| sql.contains("INDEXED BY"));
    assert!(
        through.any(|sql| explain(path, sql).concat().contains(bounded)),
        "none uses {bounded}: {seen:#?}"
    );
}

fn slices() -> [Slice; 2] {
    let interval = Interval::since(second(1)).and(Interval::until(second(2)));
    [Order::OldestFirst, Order::NewestFirst].map(|order| Slice {
        interval,
        order,
        limit: 20,
    })
}

async fn read_the_rest(ledger: &Ledger) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    let deleted = Deleted::Include;
    store
        .authenticate(Instant::now(), TokenHash([0; 32]))
        .await
        .unwrap();
    store.workspace_get(tenant).await.unwrap();
    store
        .link_get(tenant, Kind::People, ledger.link, deleted)
        .await
        .unwrap();
    store
        .record_find(tenant, Kind::People, &[ledger.person])
        .await
        .unwrap();
    store
        .connector_find(tenant, &[ledger.connector])
        .await
        .unwrap();
    store
        .workspace_connector_find(tenant, &[ledger.workspace_connector])
        .await
        .unwrap();
    let line = store
        .workspace_connector_lines(tenant, &[ledger.workspace_connector])
        .await;
    assert_eq!(line.unwrap().len(), 1);
    for slice in slices() {
        store.connector_list(tenant, slice).await.unwrap();
        store.connector_count(tenant, slice.interval).await.unwrap();
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            for external_id in [None, Some(ExternalId::parse("person-1").unwrap())] {
                let filter = RecordFilter {
                    external_id,
                    deleted,
                };
                store
                    .record_list(tenant, Kind::People, &filter, slice)
                    .await
                    .unwrap();
                store
                    .record_count(tenant, Kind::People, &filter, slice.interval, u64::MAX)
                    .await
                    .unwrap();
            }
            for connector in [None, Some(ledger.connector)] {
                let filter = WorkspaceConnectorFilter {
                    connector,
                    status: connector.map(|_| Status::Enabled),
                    deleted,
                };
                store
                    .workspace_connector_list(tenant, filter, slice)
                    .await
                    .unwrap();
                store
                    .workspace_connector_count(tenant, filter, slice.interval)
                    .await
                    .unwrap();
            }
        }
    }
}

async fn write_everything(ledger: &Ledger) {
    let person = NewRecord {
        kind: Kind::People,
        id: NewId::Brought(fresh()),
        values: Values::none(Kind::People),
        external_id: Some(ExternalId::parse("somebody new").unwrap()),
    };
    let connector = NewWorkspaceConnector::enabled(NewId::Brought(fresh()), ledger.connector);
    let link = NewLink {
        kind: Kind::People,
        id: NewId::Brought(fresh()),
        record: person.id.get(),
        workspace_connector: connector.id.get(),
        direction: Direction::Input,
    };
    let (of_person, connector_id, link_id) =
        (person.reference(), connector.id.get(), link.id.get());
    let changed = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    let batch = vec![
        Command::RecordCreate(person),
        Command::WorkspaceConnectorCreate(connector.clone()),
        Command::LinkCreate(link),
        Command::Expect(
            Subject::Link(Kind::People, link_id),
            Expected {
                accepted: Versions::These(vec![second(100).plus_micros(2)]),
                refused: Versions::These(Vec::new()),
                restore: false,
            },
        ),
        Command::LinkUpdate(Kind::People, link_id, LinkChanges::default()),
        Command::RecordUpdate(of_person, RecordChanges::default()),
        Command::WorkspaceConnectorUpdate(connector_id, changed),
        Command::LinkDelete(Kind::People, link_id),
        Command::RecordDelete(of_person),
        Command::WorkspaceConnectorDelete(connector_id),
    ];
    let Ledger { store, tenant, .. } = ledger;
    store
        .apply(Author::operator(*tenant), second(100), batch)
        .await
        .unwrap();
    store
        .workspace_connector_ensure(*tenant, second(101), connector)
        .await
        .unwrap();
    store.tenant(tenant.workspace()).await.unwrap();
    store.key_list(Some(tenant.workspace())).await.unwrap();
}

/// What is in statements that may sort all they find, because there is never much of it: the keys of a workspace, what a
/// connector was called, the merges of a few records, a line of connectors, and a row for each workspace.
const SMALL: &[&str] = &[
    "api_keys",
    "_legal_states s",
    "merged_records",
    "ON w.line_pk = ifnull(o.line_pk, o.pk)",
    "FROM retention_policies p",
];

#[track_caller]
fn check(path: &Path, statements: &BTreeSet<String>) {
    assert!(
        statements.len() > 100,
        "the statements were logged: {statements:#?}"
    );
    let mut costly = Vec::new();
    for sql in statements {
        for step in explain(path, sql) {
            let is_small = SMALL.iter().any(|fragment| sql.contains(fragment));
            // Only parameters are scanned, never a table.
            let is_bounded = !step.starts_with("SCAN ")
                || step.starts_with("SCAN json_each VIRTUAL TABLE")
                || step == "SCAN CONSTANT ROW"
                || step.ends_with("-ROW VALUES CLAUSE")
                // What a count is bounded to has steps of its own.
                || sql.starts_with("SELECT count(*) FROM (SELECT 1 ") && step.starts_with("SCAN (subquery")
                || is_small && (step == "SCAN p" || step.starts_with("SCAN (subquery"));
            // Only ties are sorted, and only what one record has is grouped.
            let is_streamed = !step.contains("TEMP B-TREE")
                || step.contains("LAST TERM")
                || step.contains("FOR GROUP BY")
                || step.contains("FOR DISTINCT") && sql.contains("_pk = :record")
                || is_small;
            if !is_bounded || !is_streamed {
                costly.push(format!("{step}: {sql}"));
            }
        }
    }
    assert!(costly.is_empty(), "{}", costly.join("\n"));
}

/// The steps of a statement.
fn explain(path: &Path, sql: &str) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get("detail").unwrap());
    }
    steps
}

/// The statements that the store logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<BTreeSet<String>>>);

impl Log {
    fn take(&self) -> BTreeSet<String> {
        take(&mut self.0.lock().unwrap())
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        event.record(&mut self.clone());
    }
}

impl Visit for Log {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "sql" {
            self.0.lock().unwrap().insert(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
