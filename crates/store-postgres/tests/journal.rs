//! The journal while transactions dawdle: a reader who follows it misses nothing, however late they commit.

mod scratch;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use uuid::Uuid;
use wellhead_core::audit::{self, Actor as By, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, NewWorkspaceConnector};
use wellhead_core::id::{ConnectorId, LinkId, NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::journal::{Act, Changed, Place};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Direction, Name, Slug};
use wellhead_core::store::{JournalStore, OperatorStore, Store};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;

const AT: Timestamp = Timestamp::MIN;
const PERSON: RecordId = RecordId::new(Uuid::from_u128(10));
const CONNECTOR: WorkspaceConnectorId = WorkspaceConnectorId::new(Uuid::from_u128(20));

const WRITERS: usize = 8;
const TURNS: usize = 15;

/// Makes every transaction that writes links sleep twice: before it raises the counter, and between that and its commit.
const DAWDLE: &str = "
    CREATE FUNCTION public.dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_sleep(random() * 0.02);
        RETURN NULL;
    END $$;
    CREATE TRIGGER dawdles AFTER INSERT ON core_api.people_workspace_connectors
        FOR EACH STATEMENT EXECUTE FUNCTION public.dawdle();
    CREATE CONSTRAINT TRIGGER dawdles AFTER INSERT ON core_api.journal
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.dawdle();";

/// What the audit log has of a workspace that is made.
fn made_by_hand(id: WorkspaceId) -> Entry {
    Entry::at(id.uuid().into(), AT, By::Operator, audit::Act::Create, id)
}

async fn furnished(url: &str) -> (Arc<PostgresStore>, Tenant) {
    let store = PostgresStore::connect(url).await.expect("a new database");
    let (id, name) = (WorkspaceId::new(Uuid::from_u128(1)), Name::parse("Acme"));
    let made = store
        .workspace_create(AT, id, &name.expect("a name"), None, made_by_hand(id))
        .await;
    made.expect("a workspace can be made");
    let (slug, name) = (Slug::parse("crm"), Name::parse("CRM"));
    let (slug, name) = (slug.expect("a slug"), name.expect("a name"));
    let connector = ConnectorId::new(Uuid::from_u128(2));
    let made = store.connector_create(AT, connector, &slug, &name).await;
    made.expect("a connector can be made");
    let tenant = store.tenant(id).await.expect("the workspace is there");
    furnish(&store, tenant, connector).await;
    (Arc::new(store), tenant)
}

async fn furnish(store: &PostgresStore, tenant: Tenant, connector: ConnectorId) {
    let commands = vec![
        Command::RecordCreate(NewRecord {
            kind: Kind::People,
            id: NewId::Minted(PERSON),
            values: Values::none(Kind::People),
            external_id: None,
        }),
        Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
            NewId::Minted(CONNECTOR),
            connector,
        )),
    ];
    let made = store.apply(Author::operator(tenant), AT, commands).await;
    made.expect("a tenant can be furnished");
}

/// A link to be made. With a brought id it has a transaction of its own; with a minted one it may share one.
fn draft(id: Uuid, is_brought: bool) -> Command {
    let id = LinkId::new(id);
    Command::LinkCreate(NewLink {
        kind: Kind::People,
        id: if is_brought {
            NewId::Brought(id)
        } else {
            NewId::Minted(id)
        },
        record: PERSON,
        workspace_connector: CONNECTOR,
        direction: Direction::Input,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_follower_misses_no_transaction_that_dawdles() {
    let url = scratch::database("journal").await;
    let (store, tenant) = furnished(&url).await;
    let owner = scratch::connect(&url).await;
    owner.batch_execute(DAWDLE).await.expect("triggers");
    let working = Arc::new(AtomicUsize::new(WRITERS));
    for writer in 0..WRITERS {
        let (store, working) = (Arc::clone(&store), Arc::clone(&working));
        tokio::spawn(async move {
            for turn in 0..TURNS {
                let number = u128::try_from(1_000 + writer * TURNS + turn).expect("small");
                let command = draft(Uuid::from_u128(number), turn % 2 == 0);
                let author = Author::operator(tenant);
                let made = store.apply(author, AT, vec![command]).await;
                made.expect("a link can be made");
            }
            working.fetch_sub(1, Ordering::Release);
        });
    }
    let mut seen = Vec::new();
    let mut place = Place::default();
    loop {
        let is_last = working.load(Ordering::Acquire) == 0;
        let read = store.journal_read(tenant, place, 5).await;
        let found = read.expect("a journal can be read");
        let found = found.expect("it goes on from there");
        place = found.upto;
        if found.changes.is_empty() && is_last {
            break;
        }
        if found.changes.is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        seen.extend(found.changes);
    }
    let positions: Vec<_> = seen.iter().map(|change| change.place.position).collect();
    let expected: Vec<_> = (1..).take(1 + WRITERS * TURNS).collect();
    assert_eq!(positions, expected);
    let made: BTreeSet<_> = seen
        .iter()
        .filter_map(|change| match (change.act, change.subject) {
            (Act::Created, Changed::Link { id, .. }) => Some(id),
            _ => None,
        })
        .collect();
    assert_eq!(made.len(), WRITERS * TURNS, "each link once");
}

/// Whoever has raised the counter of one tenant and does not commit holds up that tenant's writers, and no other's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_transaction_that_hangs_holds_up_its_own_tenant_alone() {
    let url = scratch::database("journal_hangs").await;
    let (store, tenant) = furnished(&url).await;
    let id = WorkspaceId::new(Uuid::from_u128(3));
    let name = Name::parse("Other").expect("a name");
    let made = store
        .workspace_create(AT, id, &name, None, made_by_hand(id))
        .await;
    made.expect("a workspace can be made");
    let other = store.tenant(id).await.expect("the workspace is there");
    furnish(&store, other, ConnectorId::new(Uuid::from_u128(2))).await;
    let hangs = scratch::connect(&url).await;
    let raise = "BEGIN; UPDATE core_api.journal_heads SET head = head + 1 WHERE workspace_pk = 2";
    hangs.batch_execute(raise).await.expect("an update");
    let create = |tenant, number, is_brought| {
        let store = Arc::clone(&store);
        let command = draft(Uuid::from_u128(number), is_brought);
        tokio::spawn(async move {
            let author = Author::operator(tenant);
            store.apply(author, AT, vec![command]).await
        })
    };
    // Those of the other tenant wait, and share transactions with this one's.
    let waits = [7, 8].map(|number| create(other, number, false));
    for (number, is_brought) in [(7, true), (8, false), (9, false)] {
        let made =
            tokio::time::timeout(Duration::from_secs(20), create(tenant, number, is_brought));
        let made = made.await.expect("nobody waits").expect("no panic");
        made.expect("a link can be made");
    }
    assert!(waits.iter().all(|waits| !waits.is_finished()));
    hangs.batch_execute("ROLLBACK").await.expect("an end");
    for waits in waits {
        let made = waits.await.expect("no panic");
        made.expect("a link can be made");
    }
    let head = store.journal_head(tenant).await.expect("a head");
    assert_eq!(head.position, 4);
    let head = store.journal_head(other).await.expect("a head");
    assert_eq!(head.position, 3);
}

/// A backup is restored and the ledger goes on differently from there: whoever has seen more than the backup has is told
/// so, even when the journal has come past that position again, and whoever has not goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_learns_that_a_backup_was_restored() {
    let url = scratch::database("journal_lost").await;
    let (store, tenant) = furnished(&url).await;
    let change = async |store: &PostgresStore, number: u128, micros| {
        let at = AT.plus_micros(micros);
        let command = draft(Uuid::from_u128(number), true);
        let made = store
            .apply(Author::operator(tenant), at, vec![command])
            .await;
        made.expect("a link can be made");
    };
    change(&store, 100, 1).await;
    let seen_before = store.journal_head(tenant).await.expect("a head");
    drop(store);

    let restored = scratch::database("journal_back").await;
    let name = |url: &str| url.rsplit_once('/').expect("a name").1.to_owned();
    let server = scratch::connect(&scratch::server()).await;
    for sql in [
        format!("DROP DATABASE {}", name(&restored)),
        format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            name(&url)
        ),
        format!(
            "CREATE DATABASE {} TEMPLATE {}",
            name(&restored),
            name(&url)
        ),
    ] {
        server.batch_execute(&sql).await.expect(&sql);
    }
    let store = PostgresStore::connect(&url).await.expect("the ledger");
    change(&store, 101, 2).await;
    change(&store, 102, 3).await;
    let seen_more = store.journal_head(tenant).await.expect("a head");
    drop(store);

    let store = PostgresStore::connect(&restored).await.expect("the backup");
    let read = async |place| {
        store
            .journal_read(tenant, place, 10)
            .await
            .expect("a journal")
    };
    assert!(read(seen_more).await.is_err(), "it is behind");
    for number in 0..4 {
        change(&store, 200 + number, 10).await;
        assert!(read(seen_more).await.is_err(), "it is another journal");
    }
    let found = read(seen_before).await.expect("it goes on");
    assert_eq!(found.changes.len(), 4);
}
