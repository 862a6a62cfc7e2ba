//! What the look for records with a single source reads of a large ledger, as the database reports it.

use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, OnlySource};
use wellhead_core::resource::Deleted;

use super::only_from::statement;
use crate::links::plans::{assert_indexed, ledger, links_read, nodes, plan, rows_read};

#[tokio::test]
async fn a_look_reads_no_more_than_it_may() {
    let ledger = ledger().await;
    let most = 500;
    let slices = [Order::OldestFirst, Order::NewestFirst].map(|order| Slice {
        interval: Interval::default(),
        order,
        limit: 21,
    });
    for (slice, ever) in slices.into_iter().flat_map(|it| [(it, false), (it, true)]) {
        let source = OnlySource {
            connector: ledger.connector,
            ever,
            deleted: Deleted::Exclude,
        };
        let statement = statement(ledger.tenant, Kind::People, source, slice, most);
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        for node in nodes(&plan) {
            // Nothing but the page itself is sorted.
            let rows = node["Actual Rows"].as_f64().expect("a count");
            assert!(node["Node Type"] != "Sort" || rows <= 21.0, "{plan:#}");
        }
        assert_indexed(&plan, &format!("{source:?} {slice:?}"));
        // Of 40,000 links: each that is looked at, and those of its record up to one that speaks against it.
        let most = u64::try_from(most).expect("few");
        let read = links_read(&plan);
        assert!(
            read <= 5 * most,
            "{read} links read: {source:?} {slice:?} {plan:#}"
        );
        let read = rows_read(&plan, "peoples");
        assert!(
            read <= most + 21,
            "{read} people read: {source:?} {slice:?} {plan:#}"
        );
    }
}
