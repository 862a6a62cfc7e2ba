//! A workspace with some links, made through the port.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;
use wellhead_core::audit::{Act, Actor, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewWorkspaceConnector};
use wellhead_core::id::{NewId, SyncRunId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::identity::OnConflict;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named, Values};
use wellhead_core::resource::{Direction, ExternalId, Mode, Name, Slug, Trigger};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{
    ConnectorStore, DeliveredRecord, DeliveryBatch, DeliveryStore, NewRun, OnDuplicate,
    OperatorStore, RunStore, Store,
};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_sqlite::SqliteStore;

pub(crate) fn second(seconds: i64) -> Timestamp {
    Timestamp::from_micros((1_700_000_000 + seconds) * 1_000_000)
}

pub(crate) fn fresh<T: From<Uuid>>() -> T {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    Uuid::from_u128(next.wrapping_mul(0x2545_F491_4F6C_DD1D_9E37_79B9_7F4A_7C15)).into()
}

/// What the audit log has of a workspace that is made.
pub(crate) fn made_by_hand(id: WorkspaceId) -> Entry {
    Entry::at(fresh(), second(0), Actor::Operator, Act::Create, id)
}

/// Opens the database `path` and makes a workspace there, next to others, with `links` links and two activations: the
/// links of one are active, those of the other deleted.
pub(crate) async fn furnish(path: &Path, links: usize) -> (SqliteStore, Tenant) {
    let store = SqliteStore::open(path).await.unwrap();
    let name = Name::parse("Acme").unwrap();
    let mut workspace = fresh();
    for _ in 0..20 {
        workspace = fresh();
        store
            .workspace_create(second(0), workspace, &name, None, made_by_hand(workspace))
            .await
            .unwrap();
    }
    let tenant = store.tenant(workspace).await.unwrap();
    let slug = Slug::parse("crm").unwrap();
    let connector = store
        .connector_ensure(second(0), fresh(), &slug, &name)
        .await
        .unwrap();
    for active in [false, true] {
        let wanted = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), connector.id);
        let made = store
            .workspace_connector_ensure(tenant, second(0), wanted)
            .await
            .unwrap();
        deliver(&store, tenant, made.id, links / 2).await;
        if !active {
            let delete = Command::WorkspaceConnectorDelete(made.id);
            store
                .apply(Author::operator(tenant), second(50), vec![delete])
                .await
                .unwrap();
        }
    }
    (store, tenant)
}

/// Links to as many people, half of them in each direction.
async fn deliver(
    store: &SqliteStore,
    tenant: Tenant,
    workspace_connector: WorkspaceConnectorId,
    links: usize,
) {
    let people: Vec<_> = (0..links)
        .map(|number| person(&format!("person-{number}")))
        .collect();
    let (input, output) = people.split_at(links / 2);
    for (direction, people) in [(Direction::Input, input), (Direction::Output, output)] {
        let run = NewRun {
            id: fresh(),
            workspace_connector,
            record: Kind::People,
            direction,
            trigger: Trigger::Manual,
            mode: Mode::Full,
        };
        let run = store.run_open(tenant, second(1), run).await.unwrap();
        let batch = batch(run.id, people.to_vec());
        store
            .deliver(tenant, second(1), Arc::new(batch))
            .await
            .unwrap();
        let closed = store.run_close(tenant, second(2), run.id, None);
        closed.await.unwrap();
    }
}

pub(crate) fn person(external_id: &str) -> DeliveredRecord {
    DeliveredRecord {
        link: fresh(),
        id: fresh(),
        identity: fresh(),
        line: 1,
        source: None,
        named: Named::by_external_id(
            ExternalId::parse(external_id).unwrap(),
            Values::none(Kind::People),
        ),
    }
}

/// A delivery of one batch.
pub(crate) fn batch(run: SyncRunId, records: Vec<DeliveredRecord>) -> DeliveryBatch {
    DeliveryBatch {
        run,
        record: Kind::People,
        delivery: fresh(),
        after: 0,
        upto: u64::try_from(records.len()).unwrap(),
        rejected: 0,
        refused: Vec::new(),
        is_last: true,
        on_duplicate: OnDuplicate::Touch,
        on_conflict: OnConflict::Reject,
        on_known: OnKnown::Keep,
        on_suppressed: OnSuppressed::Reject,
        all_or_nothing: false,
        records,
    }
}
