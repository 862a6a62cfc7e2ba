use uuid::Uuid;
use wellhead_core::page::{Interval, Order, Position, Positioned, Slice};
use wellhead_core::resource::Connector;

use crate::world::{World, fresh};

crate::cases![are_shared_by_all_tenants, lists_in_slices, finds_and_counts];

async fn are_shared_by_all_tenants(world: &World) {
    let crm = &world.connectors[0];
    for tenant in [world.here.tenant, world.there.tenant] {
        let found = world.store().connector_get(tenant, crm.id).await;
        assert_eq!(found.unwrap().as_ref(), Some(crm));
        let missing = world.store().connector_get(tenant, fresh()).await;
        assert_eq!(missing.unwrap(), None);
    }
}

async fn lists_in_slices(world: &World) {
    // Other cases create connectors at the same time, so the list is read around these two.
    let [first, second] = {
        let mut two = [0, 1].map(|i| &world.connectors[i]);
        two.sort_by_key(|connector| connector.position());
        two
    };
    for order in [Order::OldestFirst, Order::NewestFirst] {
        let slice = Slice {
            interval: Interval {
                above: Some(first.position()),
                below: None,
            },
            order,
            limit: 100_000,
        };
        let list = world.store().connector_list(world.here.tenant, slice).await;
        let list = list.unwrap();
        assert!(list.contains(second));
        assert!(!list.contains(first));
        let mut sorted = list.clone();
        sorted.sort_by_key(Positioned::position);
        if order == Order::NewestFirst {
            sorted.reverse();
        }
        assert_eq!(list, sorted);
        let short = Slice { limit: 1, ..slice };
        let one = world.store().connector_list(world.here.tenant, short).await;
        assert_eq!(one.unwrap().len(), 1);
    }
}

async fn finds_and_counts(world: &World) {
    let [crm, mailer] = &world.connectors;
    let store = world.store();
    for tenant in [world.here.tenant, world.there.tenant] {
        let ids = [mailer.id, fresh(), crm.id, crm.id];
        let mut found = store.connector_find(tenant, &ids).await.unwrap();
        found.sort_by_key(|connector| connector.slug.to_string());
        assert_eq!(found, [crm.clone(), mailer.clone()]);

        let above = |connector: &Connector| Interval {
            above: Some(connector.position()),
            below: None,
        };
        // Other cases create connectors at the same time, so only these two are between each other's places.
        let [low, high] = {
            let mut two = [crm, mailer];
            two.sort_by_key(|connector| connector.position());
            two
        };
        let between = Interval {
            below: Some(high.position()),
            ..above(low)
        };
        let closed = Interval {
            below: Some(Position {
                created_at: high.times.created_at,
                id: Uuid::from_u128(high.id.uuid().as_u128() + 1),
            }),
            ..above(low)
        };
        let [open, closed] = [
            store.connector_count(tenant, between).await.unwrap(),
            store.connector_count(tenant, closed).await.unwrap(),
        ];
        assert!(closed > open, "{closed} {open}");
    }
}
