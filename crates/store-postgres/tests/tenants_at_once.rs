//! Many tenants on few connections: each answer is its asker's.

mod scratch;

use std::sync::Arc;

use uuid::Uuid;
use wellhead_core::command::{Command, NewPerson};
use wellhead_core::id::{NewId, PersonId, WorkspaceId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::resource::{Deleted, Name, PersonFilter, PersonNames};
use wellhead_core::store::{OperatorStore, PeopleStore, Store};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;

const AT: Timestamp = Timestamp::MIN;

async fn tenant(store: &PostgresStore, number: u128) -> (Tenant, PersonId) {
    let id = WorkspaceId::new(Uuid::from_u128(number));
    let name = Name::parse("Tenant").expect("a name");
    store
        .workspace_create(AT, id, &name, None)
        .await
        .expect("a workspace can be made");
    let tenant = store.tenant(id).await.expect("the workspace is there");
    let person = PersonId::new(Uuid::from_u128(1_000 + number));
    let create = Command::PersonCreate(NewPerson {
        id: NewId::Minted(person),
        names: PersonNames::default(),
        external_id: None,
    });
    let made = store.apply(tenant, AT, vec![create]).await;
    made.expect("a person can be made");
    (tenant, person)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_gets_its_own_rows_however_many_ask_at_once() {
    let url = scratch::database("at_once_reads").await;
    let store = PostgresStore::connect(&url).await.expect("a new database");
    let store = Arc::new(store);
    let mut tenants = Vec::new();
    for number in 1..=8 {
        tenants.push(tenant(&store, number).await);
    }
    let askers = (0..64).map(|asker| {
        let (store, tenants) = (Arc::clone(&store), tenants.clone());
        tokio::spawn(async move {
            for turn in 0..100 {
                let (tenant, person) = tenants[(asker + turn) % tenants.len()];
                let (_, stranger) = tenants[(asker + turn + 1) % tenants.len()];
                let slice = Slice {
                    interval: Interval::default(),
                    order: Order::NewestFirst,
                    limit: 10,
                };
                let everyone = PersonFilter::default();
                let listed = store.person_list(tenant, &everyone, slice);
                let listed: Vec<_> = listed
                    .await
                    .expect("a list")
                    .iter()
                    .map(|it| it.id)
                    .collect();
                assert_eq!(listed, [person]);
                let theirs = store.person_get(tenant, stranger, Deleted::Include).await;
                assert_eq!(theirs.expect("an answer"), None);
            }
        })
    });
    for asker in askers.collect::<Vec<_>>() {
        asker.await.expect("no answer was another's");
    }
}
