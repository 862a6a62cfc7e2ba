use wellhead_core::page::{Interval, Order, Positioned, Slice};

use crate::world::{World, fresh};

crate::cases![are_shared_by_all_tenants, lists_in_slices];

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
    // Others make connectors at the same time, so the list is looked at around these two.
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
