//! A ledger from before flows were kept as sums, of which some is folded and some waits: nothing of it is lost.

use refinery::Target;
use rusqlite::Connection;
use wellhead_core::id::WorkspaceId;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Bucket, Deleted, LinkFilter};
use wellhead_core::store::{LinkStore, OperatorStore, ProvenanceStore};
use wellhead_core::tenant::Tenant;
use wellhead_store_testkit::flows_are_right;
use wellhead_tenancy::Tenancy;

use super::{HISTORY, embedded, name_keys};
use crate::SqliteStore;

const LINKS: &str = "
    INSERT INTO people_workspace_connectors
        (people_workspace_connector_id, direction, people_pk, workspace_connector_pk, created_at)
    SELECT randomblob(16), CASE WHEN p.pk % 2 = w.pk % 2 THEN 'output' ELSE 'input' END, p.pk, w.pk,
        1767227400000000 + p.pk * 1500000000
    FROM peoples p, workspace_connectors w WHERE p.pk % 3 <> w.pk";

const BEFORE: &str = "
    INSERT INTO workspaces (workspace_id, name, created_at) VALUES (randomblob(16), 'w', 0);
    INSERT INTO connectors (connector_id, slug, name, created_at)
        SELECT randomblob(16), value, value, 0 FROM json_each('[\"a\", \"b\", \"c\"]');
    INSERT INTO workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status, created_at)
        SELECT randomblob(16), 1, pk, 'enabled', 0 FROM connectors;
    INSERT INTO peoples (people_id, workspace_pk, created_at)
        SELECT randomblob(16), 1, 0 FROM json_each('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]')";

#[tokio::test]
async fn what_is_folded_and_what_waits_comes_along() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let mut connection = Connection::open(&path).unwrap();
    name_keys(&connection).unwrap();
    let mut runner = embedded::migrations::runner().set_target(Target::Version(21));
    runner.set_migration_table_name(HISTORY);
    runner.run(&mut connection).unwrap();
    for sql in [
        BEFORE,
        LINKS,
        // As if it were folded: each went its own way.
        "INSERT INTO ways (workspace_pk, record, ends, records)
            SELECT 1, 'people', group_concat(e.code, ' '), 1
            FROM (SELECT DISTINCT people_pk, 4 * workspace_connector_pk + CASE direction WHEN 'output' THEN 2 ELSE 0 END AS code
                FROM people_workspace_connectors ORDER BY 1, 2) e
            GROUP BY e.people_pk ON CONFLICT DO NOTHING",
        "INSERT INTO record_ways SELECT 1, 'people', pk, (SELECT min(pk) FROM ways) FROM peoples",
        "DELETE FROM unfolded",
        LINKS,
        "UPDATE people_workspace_connectors SET deleted_at = 1800000000000000 WHERE pk % 5 = 0",
        "DELETE FROM people_workspace_connectors WHERE pk % 7 = 0",
    ] {
        connection.execute_batch(sql).expect(sql);
    }
    let id = connection.query_row("SELECT workspace_id FROM workspaces", [], |row| row.get(0));
    let id = WorkspaceId::new(id.unwrap());
    let tenant = Tenant::of(id, 1);
    drop(connection);

    let store = SqliteStore::open(&path).await;
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
