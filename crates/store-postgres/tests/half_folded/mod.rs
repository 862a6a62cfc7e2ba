//! A ledger from before flows were kept as sums, of which some is folded and some waits: nothing of it is lost.

use refinery::Target;
use uuid::Uuid;
use wellhead_core::id::WorkspaceId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, LinkFilter};
use wellhead_core::store::{LinkStore, OperatorStore, ProvenanceStore};
use wellhead_core::tenant::Tenant;
use wellhead_store_testkit::flows_are_right;
use wellhead_tenancy::Tenancy;

use super::{HISTORY, migrations};
use crate::{PostgresStore, scratch};

const LINKS: &str = "
    INSERT INTO core_api.people_workspace_connectors
        (people_workspace_connector_id, direction, people_pk, workspace_connector_pk, created_at)
    SELECT gen_random_uuid(), (CASE WHEN p.pk % 2 = w.pk % 2 THEN 'output' ELSE 'input' END)::core_api.direction_enum, p.pk, w.pk,
        timestamptz '2026-01-01 00:30:00Z' + p.pk * interval '25 minutes'
    FROM core_api.peoples p, core_api.workspace_connectors w WHERE p.pk % 3 <> w.pk";

const BEFORE: &str = "
    INSERT INTO core_api.workspaces (workspace_id, name) SELECT gen_random_uuid(), 'w';
    INSERT INTO core_api.connectors (connector_id, slug, name) SELECT gen_random_uuid(), 'c' || k, 'c' FROM generate_series(1, 3) k;
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        SELECT gen_random_uuid(), 1, c.pk, 'enabled' FROM core_api.connectors c ORDER BY c.pk;
    INSERT INTO core_api.peoples (people_id, workspace_pk) SELECT gen_random_uuid(), 1 FROM generate_series(1, 20)";

#[tokio::test]
async fn what_is_folded_and_what_waits_comes_along() {
    let database = scratch::database("half_folded").await;
    let mut client = scratch::connect(&database).await;
    let mut runner = migrations::runner().set_target(Target::Version(21));
    runner.set_migration_table_name(HISTORY);
    runner.run_async(&mut client).await.expect("a schema");
    let waiting = [
        LINKS,
        "UPDATE core_api.people_workspace_connectors SET deleted_at = now() WHERE pk % 5 = 0",
        "DELETE FROM core_api.people_workspace_connectors WHERE pk % 7 = 0",
    ];
    for sql in [BEFORE, LINKS, "SELECT core_api.fold_of(1, 1000)"] {
        client.batch_execute(sql).await.expect(sql);
    }
    for sql in waiting {
        client.batch_execute(sql).await.expect(sql);
    }
    let row = client.query_one("SELECT workspace_id FROM core_api.workspaces", &[]);
    let id = WorkspaceId::new(row.await.expect("a workspace").get::<_, Uuid>(0));
    let tenant = Tenant::of(id, 1);
    drop(client);

    let store = PostgresStore::connect(&database).await;
    let store = store.expect("the ledger opens");
    let kind = Kind::People;
    let start = "2026-01-01T00:00:00Z".parse().expect("a time");
    let hours = start
        ..Bucket::Day
            .start(start)
            .plus_micros(2 * Bucket::Day.micros());
    for is_folded in [false, true] {
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            let counted = store.flow_count_within(tenant, kind, Interval::default(), deleted);
            assert!(counted.await.expect("flows can be counted").records > 0);
        }
        let made = store.link_activity_of_all(tenant, kind, Bucket::Day, hours.clone());
        let made: u64 = made
            .await
            .expect("activity")
            .iter()
            .map(|it| it.links)
            .sum();
        let ever = LinkFilter {
            deleted: Deleted::Include,
            ..LinkFilter::default()
        };
        let links = store.link_count(tenant, kind, ever, Interval::default(), 1_000);
        assert_eq!(links.await.expect("a count").exactly(), Some(made));
        let recount = store.workspace_recount(id, false).await;
        assert_eq!(recount.expect("a recount"), [], "{is_folded}");
        flows_are_right(&store, &store, tenant, kind).await;
    }
}
