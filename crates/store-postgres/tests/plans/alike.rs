//! What the look for records that are alike reads of a large ledger, as the database reports it.

use wellhead_core::identity::Likeness;
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::Kind;

use super::alike::{sharing, statement};
use crate::links::plans::{assert_indexed, ledger, nodes, plan, rows_read};

#[tokio::test]
async fn a_look_reads_each_record_and_at_most_two_more_for_each_key() {
    let ledger = ledger().await;
    let most = 300;
    for order in [Order::OldestFirst, Order::NewestFirst] {
        let slice = Slice {
            interval: Interval::default(),
            order,
            limit: 50,
        };
        let statement = statement(ledger.tenant, Kind::People, Likeness::ALL, slice, most);
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        assert_indexed(&plan, &format!("{slice:?}"));
        // Each that is looked at, and of each key itself and another.
        let read = rows_read(&plan, "peoples");
        let most = u64::try_from(most).expect("few");
        assert!(read <= 5 * most, "{read} people read: {plan:#}");
    }
}

#[tokio::test]
async fn those_who_share_a_key_are_found_by_its_index() {
    let ledger = ledger().await;
    for (of, key, index) in [
        (Likeness::Name, "name 7", "idx_peoples_name_key"),
        (Likeness::Email, "7@x.io", "idx_peoples_email"),
    ] {
        let keys = [key.to_owned(), "nobody".to_owned()];
        let statement = sharing(ledger.tenant, Kind::People, of, &keys, 100);
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        assert_indexed(&plan, key);
        let read = rows_read(&plan, "peoples");
        // One name of twenty.
        assert!(read <= 40, "{read} people read: {plan:#}");
        let through = nodes(&plan);
        let mut through = through
            .iter()
            .filter_map(|node| node["Index Name"].as_str());
        assert!(through.any(|it| it == index), "{plan:#}");
    }
}
