//! What a page, a record or a total reads: no more rows and index entries than the page has and one for each connector that is
//! asked, whatever is in the ledger.

use wellhead_core::identity::IdentityFilter;
use wellhead_core::journal::Place;
use wellhead_core::page::Position;
use wellhead_core::record::{OnlySource, RecordFilter, Search};
use wellhead_core::resource::{Link, LinkFilter, WorkspaceConnectorFilter};
use wellhead_core::store::{
    AuditStore, ConnectorStore, IdentityStore, JournalStore, KeyStore, MergeStore, RecordStore,
};

use super::*;

const PAGE: usize = 20;
const PAGE_ROWS: i64 = 20;
/// Connectors of the small workspace.
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

/// What is read, the most that it may read, and what it did read.
type Reading = (&'static str, i64, Read);

macro_rules! reads {
    ($ledger:ident: $($what:literal, $most:expr, $work:expr;)+) => {
        vec![$({
            let work = async { assert!($work.await.is_ok(), "{}", $what) };
            let (what, read) = $ledger.reads($what, work).await;
            (what, $most, read)
        }),+]
    };
}

/// The pages that are read.
struct Pages {
    newest: Slice,
    oldest: Slice,
    later: Slice,
}

fn pages() -> Pages {
    let newest = Slice {
        interval: Interval::default(),
        order: Order::NewestFirst,
        limit: PAGE,
    };
    let middle = Position {
        created_at: "2026-01-02T00:00:00Z".parse().expect("a time"),
        id: Uuid::max(),
    };
    Pages {
        newest,
        oldest: Slice {
            order: Order::OldestFirst,
            ..newest
        },
        later: Slice {
            interval: Interval::following(middle, Order::NewestFirst),
            ..newest
        },
    }
}

impl Ledger {
    async fn link(&self) -> Link {
        let of_connector = LinkFilter {
            workspace_connector: Some(self.connector),
            ..LinkFilter::default()
        };
        let newest = pages().newest;
        let links = self
            .store
            .link_list(self.tenant, Kind::People, of_connector, newest);
        links.await.expect("links").remove(0)
    }

    /// What the API shows of the links of a workspace with so many connectors.
    async fn reads_of_links(&self, connectors: i64) -> Vec<Reading> {
        let (store, tenant, kind) = (&self.store, self.tenant, Kind::People);
        let Pages {
            newest,
            oldest,
            later,
        } = pages();
        let link = self.link().await;
        let all = LinkFilter::default();
        let ever = LinkFilter {
            deleted: Deleted::Include,
            ..all
        };
        let of_connector = LinkFilter {
            workspace_connector: Some(self.connector),
            ..all
        };
        let of_record = LinkFilter {
            record: Some(link.record),
            ..all
        };
        // Each of few connectors is asked for a page, as that is quicker than to ask where each begins. Of many, those are that can
        // have something of it: each link of the page is found, and read with its connector and record.
        let (of_all, begins) = if connectors > FEW {
            (connectors + 8 * PAGE_ROWS, connectors)
        } else {
            (FEW * PAGE_ROWS + 2 * PAGE_ROWS, 0)
        };
        let whole = Interval::default();
        let hours = "2026-01-03T00:00:00Z".parse::<Timestamp>().expect("a time");
        let hours = hours..hours.plus_micros(24 * Bucket::Hour.micros());
        reads! { self:
            "a link", 4, store.link_get(tenant, kind, link.id, Deleted::Exclude);
            "a link's history", 8, store.link_history(tenant, kind, link.id, newest);
            "links, newest", of_all, store.link_list(tenant, kind, all, newest);
            "links, oldest", of_all, store.link_list(tenant, kind, all, oldest);
            "links, later", of_all + begins, store.link_list(tenant, kind, all, later);
            "links, with deleted ones", 2 * of_all, store.link_list(tenant, kind, ever, newest);
            "a connector's links", 3 * PAGE_ROWS, store.link_list(tenant, kind, of_connector, newest);
            "a record's links", 40, store.link_list(tenant, kind, of_record, newest);
            "links in all", 2 * connectors, store.link_count(tenant, kind, all, whole, 9);
            "a connector's links in all", 4, store.link_count(tenant, kind, of_connector, whole, 9);
            "links of a time in all", 12 + begins, store.link_count(tenant, kind, all, later.interval, 9);
            "active links", 4, store.link_active(tenant, &[self.connector]);
            "activity", 60, store.link_activity_of_all(tenant, kind, Bucket::Hour, hours.clone());
            "flows", 3 * connectors + 9, store.flow_count(tenant, kind, Deleted::Exclude, 0);
        }
    }

    /// What the API shows of records and of all else.
    async fn reads_of_records(&self, connectors: i64) -> Vec<Reading> {
        let (store, tenant, kind) = (&self.store, self.tenant, Kind::People);
        let Pages { newest, later, .. } = pages();
        let record = kind.record(self.link().await.record);
        let begins = if connectors > FEW { connectors } else { 0 };
        let whole = Interval::default();
        let identities = IdentityFilter::default();
        let of_record = IdentityFilter {
            record: Some(record.id),
            ..IdentityFilter::default()
        };
        let records = RecordFilter::default();
        let named = RecordFilter {
            external_id: Some(ExternalId::parse("E-7").expect("an id")),
            deleted: Deleted::Include,
        };
        let search = Search::parse("nobody at all").expect("words");
        let source = OnlySource {
            connector: self.connector,
            ever: false,
            deleted: Deleted::Exclude,
        };
        let connector = WorkspaceConnectorFilter::default();
        reads! { self:
            "a record's provenance", 60, store.provenance_get(tenant, record, None);
            "a record", 2, store.record_get(tenant, record, Deleted::Exclude);
            "records", PAGE_ROWS, store.record_list(tenant, kind, &records, newest);
            "records, later", PAGE_ROWS, store.record_list(tenant, kind, &records, later);
            "records of an id", 4, store.record_list(tenant, kind, &named, newest);
            "records of an id in all", 4, store.record_count(tenant, kind, &named, whole, 9);
            "records in all", 2, store.record_count(tenant, kind, &records, whole, 9);
            "records by name", PAGE_ROWS, store.record_search(tenant, kind, &search, PAGE);
            "records of one source", 9 * 50, store.record_only_from(tenant, kind, source, newest, 50);
            "identities", 4 * PAGE_ROWS + begins, store.identity_list(tenant, kind, &identities, newest);
            "a record's identities", 9, store.identity_list(tenant, kind, &of_record, newest);
            "merges", PAGE_ROWS, store.merge_list(tenant, kind, newest);
            "runs", 2 * PAGE_ROWS, store.run_list(tenant, RunFilter::default(), newest);
            "runs in all", 10, store.run_count(tenant, RunFilter::default(), whole, 9);
            "jobs", PAGE_ROWS, store.job_list(tenant, newest);
            "keys", PAGE_ROWS, store.key_slice(tenant, newest);
            "connectors", PAGE_ROWS, store.workspace_connector_list(tenant, connector, newest);
            "changes", PAGE_ROWS, store.journal_read(tenant, Place::default(), PAGE);
            "the audit log's head", 2, store.audit_heads(tenant);
        }
    }

    async fn pages(&self, connectors: i64) -> Vec<Reading> {
        self.settle().await;
        let mut read = self.reads_of_links(connectors).await;
        read.extend(self.reads_of_records(connectors).await);
        read
    }
}

fn check_pages(read: &[Reading]) {
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
        // More than are asked for a page each, but hardly more than a page has links; and many.
        let mut connectors = FEW;
        for (number, before) in [(30, 6), (170, 66)] {
            let more = MANY.replace(
                "generate_series(1, 200)",
                &format!("generate_series(1, {number})"),
            );
            for sql in [more, MANY_LINKS.to_owned()] {
                let sql = sql.replace("w.pk > 6", &format!("w.pk > {before}"));
                let grown = ledger.owner.batch_execute(&sql).await;
                grown.expect("more connectors");
            }
            connectors += number;
            check_pages(&ledger.pages(connectors).await);
        }
    }
}
