//! Many tenants on few connections and in shared transactions: each gets only its own rows.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod scratch;

use std::sync::Arc;

use futures_util::future::join_all;
use uuid::Uuid;
use wellhead_core::audit::{self, Actor as By, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, NewWorkspaceConnector, Rejection};
use wellhead_core::id::{ConnectorId, LinkId, NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, RecordFilter, Values};
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Name, Slug};
use wellhead_core::store::{ApplyError, LinkStore, OperatorStore, RecordStore, Store};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;

const AT: Timestamp = Timestamp::MIN;
const ALL: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::OldestFirst,
    limit: 100_000,
};

#[derive(Clone, Copy)]
struct Actor {
    tenant: Tenant,
    person: RecordId,
    connector: WorkspaceConnectorId,
}

/// What the audit log has of a workspace that is made.
fn made_by_hand(id: WorkspaceId) -> Entry {
    Entry::at(id.uuid().into(), AT, By::Operator, audit::Act::Create, id)
}

async fn actor(store: &PostgresStore, connector: ConnectorId, number: u128) -> Actor {
    let id = WorkspaceId::new(Uuid::from_u128(number));
    let name = Name::parse("Tenant").expect("a name");
    let made = store
        .workspace_create(AT, id, &name, None, made_by_hand(id))
        .await;
    made.expect("a workspace can be made");
    let actor = Actor {
        tenant: store.tenant(id).await.expect("the workspace is there"),
        person: RecordId::new(Uuid::from_u128(1_000 + number)),
        connector: WorkspaceConnectorId::new(Uuid::from_u128(2_000 + number)),
    };
    let commands = vec![
        Command::RecordCreate(NewRecord {
            kind: Kind::People,
            id: NewId::Minted(actor.person),
            values: Values::none(Kind::People),
            external_id: None,
        }),
        Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
            NewId::Minted(actor.connector),
            connector,
        )),
    ];
    let made = store
        .apply(Author::operator(actor.tenant), AT, commands)
        .await;
    made.expect("a tenant can be furnished");
    actor
}

async fn actors(url: &str) -> (Arc<PostgresStore>, Vec<Actor>) {
    let store = PostgresStore::connect(url).await.expect("a new database");
    let slug = Slug::parse("crm").expect("a slug");
    let name = Name::parse("CRM").expect("a name");
    let connector = ConnectorId::new(Uuid::from_u128(1));
    let made = store.connector_create(AT, connector, &slug, &name).await;
    made.expect("a connector can be made");
    let mut actors = Vec::new();
    for number in 1..=8 {
        actors.push(actor(&store, connector, number).await);
    }
    (Arc::new(store), actors)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_reads_its_own_rows() {
    let url = scratch::database("read_at_once").await;
    let (store, actors) = actors(&url).await;
    let askers = (0..64).map(|asker| {
        let (store, actors) = (Arc::clone(&store), actors.clone());
        tokio::spawn(async move {
            for turn in 0..100 {
                let Actor { tenant, person, .. } = actors[(asker + turn) % actors.len()];
                let stranger = actors[(asker + turn + 1) % actors.len()].person;
                let everyone = RecordFilter::default();
                let listed = store
                    .record_list(tenant, Kind::People, &everyone, ALL)
                    .await;
                let listed: Vec<_> = listed.expect("a list").iter().map(|it| it.id).collect();
                assert_eq!(listed, [person]);
                let theirs = store
                    .record_get(tenant, Kind::People.record(stranger), Deleted::Include)
                    .await;
                assert_eq!(theirs.expect("an answer"), None);
            }
        })
    });
    for asked in join_all(askers).await {
        asked.expect("no answer was another's");
    }
}

fn link(person: RecordId, connector: WorkspaceConnectorId) -> (LinkId, Command) {
    let id = LinkId::new(Uuid::now_v7());
    let new = NewLink {
        kind: Kind::People,
        id: NewId::Minted(id),
        record: person,
        workspace_connector: connector,
        direction: Direction::Input,
    };
    (id, Command::LinkCreate(new))
}

async fn links(store: &PostgresStore, tenant: Tenant) -> Vec<LinkId> {
    let listed = store
        .link_list(tenant, Kind::People, LinkFilter::default(), ALL)
        .await;
    let mut ids: Vec<_> = listed.expect("a list").iter().map(|link| link.id).collect();
    ids.sort();
    ids
}

/// All tenants make good and bad links at once: each bad one is refused for its own reason, and no good one fails with
/// it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_makes_its_own_links() {
    let url = scratch::database("write_at_once").await;
    let (store, actors) = actors(&url).await;
    let makers = actors.iter().enumerate().map(|(i, actor)| {
        let (store, actor) = (Arc::clone(&store), *actor);
        let stranger = actors[(i + 1) % actors.len()];
        tokio::spawn(async move {
            let mut made = Vec::new();
            for turn in 0..60 {
                let (id, command, expected) = match turn % 3 {
                    0 => {
                        let (id, command) = link(stranger.person, actor.connector);
                        (id, command, Some(Rejection::RecordNotFound(Kind::People)))
                    }
                    1 => {
                        let (id, command) = link(actor.person, stranger.connector);
                        (id, command, Some(Rejection::WorkspaceConnectorNotFound))
                    }
                    _ => {
                        let (id, command) = link(actor.person, actor.connector);
                        (id, command, None)
                    }
                };
                match (
                    store
                        .apply(Author::operator(actor.tenant), AT, vec![command])
                        .await,
                    expected,
                ) {
                    (Ok(_), None) => made.push(id),
                    (Err(ApplyError::Rejected { rejection, .. }), Some(expected)) => {
                        assert_eq!(rejection, expected);
                    }
                    (other, _) => panic!("{other:?}"),
                }
            }
            made.sort();
            assert_eq!(links(&store, actor.tenant).await, made);
        })
    });
    for made in join_all(makers).await {
        made.expect("each got what it asked for");
    }
}

/// While connections are cut, every acknowledged link exists exactly once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_there_when_connections_break() {
    let url = scratch::database("break_at_once").await;
    let (store, actors) = actors(&url).await;
    let makers = actors.iter().map(|actor| {
        let (store, actor) = (Arc::clone(&store), *actor);
        tokio::spawn(async move {
            let (mut acknowledged, mut tried) = (Vec::new(), Vec::new());
            for _ in 0..150 {
                let (id, command) = link(actor.person, actor.connector);
                tried.push(id);
                if store
                    .apply(Author::operator(actor.tenant), AT, vec![command])
                    .await
                    .is_ok()
                {
                    acknowledged.push(id);
                }
            }
            (actor.tenant, acknowledged, tried)
        })
    });
    let makers: Vec<_> = makers.collect();
    let owner = scratch::connect(&url).await;
    for _ in 0..10 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        owner
            .batch_execute(cut)
            .await
            .expect("connections can be cut");
    }
    for made in join_all(makers).await {
        let (tenant, acknowledged, tried) = made.expect("no maker panics");
        let mut there = store
            .link_list(tenant, Kind::People, LinkFilter::default(), ALL)
            .await;
        // The connection that is tried first may be one that was cut.
        for _ in 0..10 {
            if there.is_ok() {
                break;
            }
            there = store
                .link_list(tenant, Kind::People, LinkFilter::default(), ALL)
                .await;
        }
        let there: Vec<_> = there.expect("a list").iter().map(|link| link.id).collect();
        assert!(acknowledged.iter().all(|id| there.contains(id)));
        assert!(there.iter().all(|id| tried.contains(id)));
        assert!(!acknowledged.is_empty());
    }
}

/// One tenant's record is locked for long: only that tenant's link waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_tenants_lock_holds_up_no_other() {
    let url = scratch::database("lock_at_once").await;
    let (store, actors) = actors(&url).await;
    let (held, others) = actors.split_first().expect("actors");
    let owner = scratch::connect(&url).await;
    let begin = "BEGIN; UPDATE core_api.peoples SET updated_at = now() \
                WHERE workspace_pk = (SELECT min(pk) FROM core_api.workspaces)";
    owner.batch_execute(begin).await.expect("a row can be held");
    let (id, command) = link(held.person, held.connector);
    let waiting = {
        let (store, tenant) = (Arc::clone(&store), held.tenant);
        tokio::spawn(async move {
            store
                .apply(Author::operator(tenant), AT, vec![command])
                .await
        })
    };
    for _ in 0..20 {
        for other in others {
            let (_, command) = link(other.person, other.connector);
            let made = store
                .apply(Author::operator(other.tenant), AT, vec![command])
                .await;
            made.expect("nobody holds this one's rows");
        }
    }
    assert!(!waiting.is_finished());
    owner
        .batch_execute("ROLLBACK")
        .await
        .expect("the row is let go");
    let made = waiting.await.expect("no panic");
    made.expect("it comes to its turn");
    assert_eq!(links(&store, held.tenant).await, [id]);
}
