//! What a page, a record or a total reads: no more rows and index entries than the page has and one for each connector that is
//! asked, whatever is in the ledger.

use wellhead_core::identity::IdentityFilter;
use wellhead_core::page::Position;
use wellhead_core::record::{OnlySource, RecordFilter, Search};
use wellhead_core::resource::{LinkFilter, WorkspaceConnectorFilter};
use wellhead_core::store::{
    AuditStore, ConnectorStore, IdentityStore, JournalStore, KeyStore, MergeStore, RecordStore,
};

use super::*;

const PAGE: usize = 20;
/// Connectors of the small workspace. Each is asked for a page, as that is quicker than to ask where each begins.
const FEW: i64 = 3;
const MANY_LINKS: &str = "
    INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, direction,
            people_pk, workspace_connector_pk, created_at)
        SELECT gen_random_uuid(), 'input', p.pk, w.pk,
            timestamptz '2026-02-01' + (i * 400 + w.pk) * interval '1 minute'
        FROM core_api.workspace_connectors w
        JOIN LATERAL (SELECT min(p.pk) AS pk FROM core_api.peoples p WHERE p.workspace_pk = w.workspace_pk) p ON true,
            generate_series(1, 30) i
        WHERE w.pk > 6";

impl Ledger {
    /// All reads of the API that show a page, a thing or a number of a workspace with so many connectors, each with the most that
    /// it may read.
    async fn pages(&self, connectors: i64) -> Vec<(&str, i64, Read)> {
        let (store, tenant, kind) = (&self.store, self.tenant, Kind::People);
        self.settle().await;
        let page = i64::try_from(PAGE).expect("few");
        let first = Slice {
            interval: Interval::default(),
            order: Order::NewestFirst,
            limit: PAGE,
        };
        let middle = Position {
            created_at: "2026-01-02T00:00:00Z".parse().expect("a time"),
            id: Uuid::max(),
        };
        let later = Slice {
            interval: Interval::following(middle, Order::NewestFirst),
            ..first
        };
        let oldest = Slice {
            order: Order::OldestFirst,
            ..first
        };
        let all = LinkFilter::default();
        let ever = LinkFilter {
            deleted: Deleted::Include,
            ..all
        };
        let of_connector = LinkFilter {
            workspace_connector: Some(self.connector),
            ..all
        };
        let links = store.link_list(tenant, kind, of_connector, first).await;
        let link = links.expect("links").remove(0);
        let of_record = LinkFilter {
            record: Some(link.record),
            ..all
        };
        let record = kind.record(link.record);
        // Each of few connectors is asked for a page. Of many, those that can have something of it are: each link of the page
        // is found, and read with its connector and record.
        let of_all = if connectors > FEW {
            connectors + 8 * page
        } else {
            FEW * page + 2 * page
        };
        let begins = |most: i64| {
            if connectors > FEW {
                most + connectors
            } else {
                most
            }
        };
        let hours = "2026-01-03T00:00:00Z".parse::<Timestamp>().expect("a time");
        let hours = hours..hours.plus_micros(24 * Bucket::Hour.micros());
        let identities = IdentityFilter::default();
        let of_person = IdentityFilter {
            record: Some(link.record),
            ..IdentityFilter::default()
        };
        let records = RecordFilter::default();
        let named = RecordFilter {
            external_id: Some(ExternalId::parse("E-7").expect("an id")),
            deleted: Deleted::Include,
        };
        let active = WorkspaceConnectorFilter::default();
        let search = Search::parse("nobody at all").expect("words");
        let source = OnlySource {
            connector: self.connector,
            ever: false,
            deleted: Deleted::Exclude,
        };
        let mut read = Vec::new();
        // What it is, the most that it may read, and the read.
        macro_rules! reads {
            ($($what:literal, $most:expr, $work:expr;)+) => {
                $({
                    let (what, found) = self.reads($what, async { drop($work.await.expect($what)); }).await;
                    read.push((what, $most, found));
                })+
            };
        }
        reads! {
            "a link", 4, store.link_get(tenant, kind, link.id, Deleted::Exclude);
            "a link's history", 8, store.link_history(tenant, kind, link.id);
            "links, newest", of_all, store.link_list(tenant, kind, all, first);
            "links, oldest", of_all, store.link_list(tenant, kind, all, oldest);
            "links, later", begins(of_all), store.link_list(tenant, kind, all, later);
            "links, with deleted ones", 2 * of_all, store.link_list(tenant, kind, ever, first);
            "a connector's links", 3 * page, store.link_list(tenant, kind, of_connector, first);
            "a record's links", 40, store.link_list(tenant, kind, of_record, first);
            "links in all", 2 * connectors, store.link_count(tenant, kind, all, Interval::default(), 9);
            "a connector's links in all", 4, store.link_count(tenant, kind, of_connector, Interval::default(), 9);
            "links of a time in all", begins(12), store.link_count(tenant, kind, all, later.interval, 9);
            "active links", 4, store.link_active(tenant, &[self.connector]);
            "activity", 60, store.link_activity_of_all(tenant, kind, Bucket::Hour, hours.clone());
            "flows", 3 * connectors + 9, store.flow_count(tenant, kind, Deleted::Exclude, 0);
            "a record's provenance", 60, store.provenance_get(tenant, record, None);
            "a record", 2, store.record_get(tenant, record, Deleted::Exclude);
            "records", page, store.record_list(tenant, kind, &records, first);
            "records, later", page, store.record_list(tenant, kind, &records, later);
            "records of an id", 4, store.record_list(tenant, kind, &named, first);
            "records of an id in all", 4, store.record_count(tenant, kind, &named, Interval::default(), 9);
            "records in all", 2, store.record_count(tenant, kind, &records, Interval::default(), 9);
            "records by name", page, store.record_search(tenant, kind, &search, PAGE);
            "records of one source", 9 * 50, store.record_only_from(tenant, kind, source, first, 50);
            "identities", begins(4 * page), store.identity_list(tenant, kind, &identities, first);
            "a record's identities", 9, store.identity_list(tenant, kind, &of_person, first);
            "merges", page, store.merge_list(tenant, kind, first);
            "runs", 2 * page, store.run_list(tenant, RunFilter::default(), first);
            "runs in all", 10, store.run_count(tenant, RunFilter::default(), Interval::default(), 9);
            "jobs", page, store.job_list(tenant, first);
            "keys", page, store.key_slice(tenant, first);
            "connectors", page, store.workspace_connector_list(tenant, active, first);
            "changes", page, store.journal_read(tenant, Default::default(), PAGE);
            "the audit log's head", 2, store.audit_heads(tenant);
        }
        read
    }
}

fn check_pages(read: &[(&str, i64, Read)]) {
    let over: Vec<_> = read
        .iter()
        .filter(|(_, most, read)| read.rows > *most)
        .collect();
    assert!(over.is_empty(), "more is read than may be: {over:#?}");
}

#[tokio::test]
async fn a_page_reads_no_more_than_it_shows() {
    for is_known in [false, true] {
        let ledger = Ledger::begin().await;
        ledger.grow(1, 5_000, is_known).await;
        // Statements are prepared, and their plans made.
        ledger.pages(FEW).await;
        check_pages(&ledger.pages(FEW).await);
        for sql in [MANY, MANY_LINKS] {
            ledger.owner.batch_execute(sql).await.expect("connectors");
        }
        check_pages(&ledger.pages(200 + FEW).await);
    }
}
