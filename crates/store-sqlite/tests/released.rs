//! Ledgers that released versions have made: each opens with all that it had.
//!
//! A migration that was released is never edited: a ledger that has it would not open, and neither does the one here.
//! `scripts/released` keeps another one when a release is made.

use rusqlite::Connection;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::{Deleted, LinkFilter, RunFilter};
use wellhead_core::store::{FoldStore, JobStore, LinkStore, OperatorStore, RecordStore, RunStore};
use wellhead_store_sqlite::SqliteStore;

/// The version of each one's schema, the lines that its runs rejected, and the ledger as SQL.
const RELEASED: [(u32, usize, &str); 2] = [
    (6, 0, include_str!("released/6.sql")),
    (9, 1, include_str!("released/9.sql")),
];
const ALL: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::OldestFirst,
    limit: 1_000,
};

#[tokio::test]
async fn a_released_ledger_keeps_all_that_it_has() {
    for (version, rejected, dump) in RELEASED {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch(dump)
            .unwrap();
        let store = SqliteStore::open(&path).await.unwrap();
        assert!(store.schema_version() >= version);
        let workspaces = store.workspace_list().await.unwrap();
        assert_eq!(workspaces.len(), 2, "{version}");
        assert_eq!(store.key_list(None).await.unwrap().len(), 2, "{version}");
        for workspace in workspaces {
            let tenant = OperatorStore::tenant(&store, workspace.id).await.unwrap();
            // Of those that the version knew.
            for kind in [
                Kind::People,
                Kind::Company,
                Kind::Account,
                Kind::Invoice,
                Kind::Transaction,
                Kind::Document,
            ] {
                let filter = RecordFilter::default();
                let records = store.record_list(tenant, kind, &filter, ALL).await.unwrap();
                assert_eq!(records.len(), 2, "{version}: {kind}");
                assert!(records.iter().all(|it| it.display_name().is_some()));
                for (deleted, expected) in [(Deleted::Exclude, 2), (Deleted::Only, 1)] {
                    let filter = LinkFilter {
                        deleted,
                        ..LinkFilter::default()
                    };
                    let links = store.link_list(tenant, kind, filter, ALL).await.unwrap();
                    assert_eq!(links.len(), expected, "{version}: {kind}");
                }
            }
            let runs = store.run_list(tenant, RunFilter::default(), ALL).await;
            let runs = runs.unwrap();
            assert_eq!(runs.len(), 18 + rejected, "{version}");
            let mut kept = 0;
            for run in runs {
                let lines = store.run_rejections(tenant, run.id, ALL).await;
                kept += lines.unwrap().len();
            }
            assert_eq!(kept, rejected, "{version}");
            assert_eq!(store.job_list(tenant, ALL).await.unwrap().len(), 1);
            for is_folded in [false, true] {
                let recount = store.workspace_recount(workspace.id, false).await;
                assert_eq!(recount.unwrap(), [], "{version} {is_folded}");
                while store.fold(tenant, 3).await.unwrap() {}
            }
        }
    }
}
