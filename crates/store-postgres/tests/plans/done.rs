//! What the statements read of a large ledger that lead from a run, a job or a key to links, as the database reports it.

use uuid::Uuid;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deed, Deleted, DoneBy, LinkFilter};

use super::done::statement;
use super::plans::{LIMIT, assert_indexed, ledger, links_read, plan};
use crate::runs::find;

const MOST: usize = 300;
/// The run, the key and the job of the ledger.
const RUN: Uuid = id(1);
const KEY: Uuid = id(2);
const JOB: Uuid = id(3);

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x4000_8000_0000_0000_0000 | number)
}

#[tokio::test]
async fn a_look_from_a_cause_reads_no_more_than_it_may() {
    let ledger = ledger().await;
    let session = ledger
        .store
        .session(ledger.tenant)
        .await
        .expect("a session");
    let found = find(&session, ledger.tenant, RUN.into()).await;
    let run = found.expect("runs can be read").expect("the run");
    for (deed, by, deleted, most) in [
        // A connector has a link every five minutes, three in four of them inputs, and one in three is deleted.
        (Deed::Created, RUN, Deleted::Exclude, 2 * LIMIT),
        (Deed::Created, RUN, Deleted::Only, 2 * LIMIT),
        // This ledger has its ids in both workspaces.
        (Deed::Created, KEY, Deleted::Include, 2 * LIMIT + 8),
        // Some that it made are deleted.
        (Deed::Created, KEY, Deleted::Exclude, 6 * LIMIT),
        (Deed::Seen, KEY, Deleted::Include, 2 * LIMIT + 8),
        (Deed::Deleted, JOB, Deleted::Only, 2 * LIMIT + 8),
        (Deed::Seen, RUN, Deleted::Include, MOST + 10),
    ] {
        let filter = LinkFilter {
            deleted,
            ..LinkFilter::default()
        };
        let done = DoneBy { deed, by };
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let slice = Slice {
                interval: Interval::default(),
                order,
                limit: LIMIT,
            };
            let run = (by == RUN).then_some(&run);
            let (tenant, kind) = (ledger.tenant, Kind::People);
            let statement = statement(tenant, kind, filter, done, run, slice, MOST);
            let plan = plan(&ledger.client, tenant, &statement).await;
            assert_indexed(&plan, &format!("{done:?} {filter:?} {order:?}"));
            let read = links_read(&plan);
            let most = u64::try_from(most).expect("few");
            assert!(
                read <= most,
                "{read} of {most} links read: {done:?} {filter:?} {order:?} {plan:#}"
            );
        }
    }
}
