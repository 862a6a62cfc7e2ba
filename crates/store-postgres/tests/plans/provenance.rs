//! What the statements of provenance read of a large ledger, as the database reports it.

use uuid::Uuid;
use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Past};
use wellhead_core::time::Timestamp;

use super::{flows, names, statement};
use crate::arguments::Arguments;
use crate::few::Reach;
use crate::links::plans::{Ledger, assert_indexed, ledger, links_read, plan};
use crate::scratch;

/// The links that a statement reads; checks that it scans no other table.
async fn read(ledger: &Ledger, statement: &(String, Arguments)) -> u64 {
    let plan = plan(&ledger.client, ledger.tenant, statement).await;
    assert_indexed(&plan, "provenance");
    links_read(&plan)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

#[tokio::test]
async fn a_records_provenance_reads_its_links_up_to_the_moment() {
    let ledger = ledger().await;
    let person = Kind::People.record(ledger.person);
    // Of 40,000 links the person has one every ten minutes, and a few more.
    for (as_of, most) in [
        (None, 2_100),
        (Some(at("2026-01-03T00:00:00Z")), 300),
        (Some(at("2026-01-01T00:00:00Z")), 0),
    ] {
        let statement = statement(ledger.tenant, person, as_of.map(Past::AsOf), Reach::All);
        let read = read(&ledger, &statement).await;
        assert!(read <= most, "{read} links read: {as_of:?}");
    }
}

#[tokio::test]
async fn a_records_names_are_found_by_index() {
    let ledger = ledger().await;
    let (tenant, person) = (ledger.tenant, Kind::People.record(ledger.person));
    let past = Past::AsOf(at("2026-01-03T00:00:00Z"));
    for statement in [
        names::now(tenant, person, Reach::Few),
        names::then(tenant, person, past),
        names::away(tenant, person),
    ] {
        assert_eq!(read(&ledger, &statement).await, 0, "no links");
    }
}

/// What is asked first may still be few when what is asked next no longer is: each statement sees what is there when it begins.
#[tokio::test]
async fn names_that_are_too_many_are_not_none() {
    let ledger = ledger().await;
    let owner = scratch::connect(&ledger.database).await;
    let sql = "SELECT pk, people_id FROM core_api.peoples ORDER BY pk OFFSET 1 LIMIT 1";
    let row = owner.query_one(sql, &[]).await.expect("a person");
    let (pk, person): (i64, Uuid) = (row.get(0), row.get(1));
    let person = Kind::People.record(person.into());
    let session = ledger.store.session(ledger.tenant).await;
    let session = session.expect("a session");
    let count = async |record, reach| {
        let found = names::names(&session, ledger.tenant, record, None, reach).await;
        found.expect("an answer").map(|names| names.len())
    };
    let name = async |these: &str| {
        let sql = format!(
            "INSERT INTO core_api.people_identities (people_identity_id, people_pk, workspace_connector_pk, line_pk, external_id, \
                 created_at, updated_at, created_as) \
             SELECT gen_random_uuid(), {pk}, w.pk, w.pk, k, now(), now(), 'operator' FROM generate_series({these}) k, \
                 (SELECT min(pk) FROM core_api.workspace_connectors) w (pk)"
        );
        owner.batch_execute(&sql).await.expect("names");
    };
    assert_eq!(count(person, Reach::Few).await, Some(0));
    name("1, 200").await;
    assert_eq!(count(person, Reach::Few).await, Some(200));
    name("201, 201").await;
    assert_eq!(count(person, Reach::Few).await, None);
    assert_eq!(count(person, Reach::All).await, Some(201));
    let nobody = Kind::People.record(Uuid::nil().into());
    assert_eq!(count(nobody, Reach::All).await, None);
}

#[tokio::test]
async fn flows_read_the_links_that_they_count() {
    let ledger = ledger().await;
    let day = Interval::since(at("2026-01-07T00:00:00Z"));
    let day = day.and(Interval::until(at("2026-01-08T00:00:00Z")));
    // A link a minute, of which 8 in 15 are active; and the database rounds what it has read.
    for (created, deleted, most) in [
        (day, Deleted::Exclude, 770),
        (day, Deleted::Only, 675),
        (day, Deleted::Include, 1_445),
        (Interval::default(), Deleted::Exclude, 10_670),
        (
            Interval::since(at("2027-01-01T00:00:00Z")),
            Deleted::Include,
            0,
        ),
    ] {
        let statement = flows::statement(ledger.tenant, Kind::People, created, deleted);
        let read = read(&ledger, &statement).await;
        assert!(read <= most, "{read} links read: {created:?} {deleted:?}");
    }
}
