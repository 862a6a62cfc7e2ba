//! What the statements about the past read of a large ledger, as the database reports it.

use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Past};
use wellhead_core::time::Timestamp;

use super::past::statement;
use super::plans::{
    CONNECTORS, LIMIT, Ledger, assert_indexed, ledger, links_read, plan, rows_read,
};

const MOST: usize = 300;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// Looks at the time when half of the links had been made, and at a day; and whether almost every state passes.
fn looks() -> [(Past, Deleted, bool); 5] {
    let middle = Past::AsOf(at("2026-01-08T00:00:00Z"));
    let day = Past::Within {
        from: at("2026-01-07T00:00:00Z"),
        until: at("2026-01-08T00:00:00Z"),
    };
    [
        (middle, Deleted::Exclude, true),
        (middle, Deleted::Include, true),
        (middle, Deleted::Only, false),
        (day, Deleted::Exclude, true),
        // Then nothing was there yet.
        (
            Past::AsOf(at("2026-01-01T00:00:00Z")),
            Deleted::Include,
            true,
        ),
    ]
}

/// Checks that a page reads no more links than `links` of them, and no more of the history than `history`.
async fn check(ledger: &Ledger, filter: LinkFilter, past: Past, [links, history]: [usize; 2]) {
    for order in [Order::NewestFirst, Order::OldestFirst] {
        let slice = Slice {
            interval: Interval::default().and(past.created()),
            order,
            limit: LIMIT,
        };
        let statement = statement(ledger.tenant, Kind::People, filter, past, slice, MOST);
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        let what = format!("{filter:?} {past:?} {order:?}");
        assert_indexed(&plan, &what);
        for (read, most) in [
            (links_read(&plan), links),
            (rows_read(&plan, "link_history"), history),
        ] {
            let most = u64::try_from(most).expect("few");
            assert!(read <= most, "{read} of {most} read: {what} {plan:#}");
        }
    }
}

#[tokio::test]
async fn a_page_of_the_past_ends_its_look() {
    let ledger = ledger().await;
    let connectors = usize::try_from(CONNECTORS).expect("few");
    for (past, deleted, passes) in looks() {
        for direction in [None, Some(Direction::Input)] {
            let filter = LinkFilter {
                direction,
                deleted,
                ..LinkFilter::default()
            };
            let of_connector = LinkFilter {
                workspace_connector: Some(ledger.connector),
                ..filter
            };
            // Each range and the history are read one row ahead; where all passes, to the end of the page.
            let most = if passes { 2 * LIMIT + 6 } else { MOST + 6 };
            check(&ledger, of_connector, past, [most, most]).await;
            check(
                &ledger,
                filter,
                past,
                [most * connectors, most * connectors],
            )
            .await;
        }
    }
}

#[tokio::test]
async fn a_persons_past_reads_that_persons_links() {
    let ledger = ledger().await;
    for (past, deleted, _) in looks() {
        for workspace_connector in [None, Some(ledger.connector)] {
            let filter = LinkFilter {
                record: Some(ledger.person),
                workspace_connector,
                deleted,
                ..LinkFilter::default()
            };
            // 2,000 links and a few more of this one person, and 250 superseded states; there are 40,000 and 5,000.
            check(&ledger, filter, past, [2_600, 300]).await;
        }
    }
}
