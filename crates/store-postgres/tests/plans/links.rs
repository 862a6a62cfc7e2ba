//! What the statements of lists read of a large ledger, as the database reports it.

use deadpool_postgres::Client;
use serde_json::Value;
use tokio_postgres::SimpleQueryMessage;
use uuid::Uuid;
use wellhead_core::id::{RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::page::{Interval, Order, Position, Slice};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Direction, LinkFilter};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::list;
use super::range::Range;
use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::few::Reach;
use crate::lease::Lease;
use crate::scratch;
use crate::session::acting;

pub(crate) const CONNECTORS: u64 = 5;
pub(crate) const LIMIT: usize = 21;

/// Two workspaces of 20,000 links each over five connectors; every third link is deleted, all of the
/// connector `k` = 3 are, and the first person has a tenth of them all. Every eighth link was deleted and restored once.
/// A run made those of a day, and keys made the others: one made each hundredth. A job deleted each fiftieth that is deleted.
const LEDGER: &str = "
    INSERT INTO core_api.workspaces (workspace_id, name) SELECT gen_random_uuid(), 'w' FROM generate_series(1, 2);
    INSERT INTO core_api.connectors (connector_id, slug, name)
        SELECT gen_random_uuid(), 'c' || k, 'c' FROM generate_series(1, 5) k;
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        SELECT gen_random_uuid(), w.pk, c.pk, 'enabled' FROM core_api.workspaces w, core_api.connectors c ORDER BY w.pk;
    INSERT INTO core_api.peoples (people_id, workspace_pk, name_key, email_key, created_at)
        SELECT gen_random_uuid(), w.pk, CASE WHEN i % 3 > 0 THEN 'name ' || i % 20 END,
            CASE WHEN i % 5 > 0 THEN i || '@x.io' END, timestamptz '2026-01-01' + i * interval '1 minute'
        FROM core_api.workspaces w, generate_series(1, 1000) i ORDER BY w.pk, i;
    INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, direction,
            people_pk, workspace_connector_pk, created_at, deleted_at)
        SELECT gen_random_uuid(), (CASE i % 4 WHEN 0 THEN 'output' ELSE 'input' END)::core_api.direction_enum,
            p.first + CASE WHEN i % 10 = 0 THEN 0 ELSE i % 1000 END, c.first + i % 5,
            timestamptz '2026-01-01' + i * interval '1 minute',
            CASE WHEN i % 3 = 0 OR i % 5 = 3 THEN now() END
        FROM core_api.workspaces w
        CROSS JOIN LATERAL (SELECT min(pk) FROM core_api.peoples WHERE workspace_pk = w.pk) p (first)
        CROSS JOIN LATERAL (SELECT min(pk) FROM core_api.workspace_connectors WHERE workspace_pk = w.pk) c (first)
        CROSS JOIN generate_series(1, 20000) i;
    INSERT INTO core_api.link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
            created_at, since, until, deleted_at)
        SELECT 'people', pk, people_workspace_connector_id, direction, people_pk, workspace_connector_pk,
            created_at, created_at, created_at + interval '2 hours', created_at + interval '1 hour'
        FROM core_api.people_workspace_connectors WHERE pk / 2 % 8 = 0;
    ALTER TABLE core_api.people_workspace_connectors DISABLE TRIGGER said_once;
    UPDATE core_api.people_workspace_connectors SET since = created_at + interval '2 hours' WHERE pk / 2 % 8 = 0;
    INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_connector_pk, record,
            direction, trigger_type, mode, status, started_at, heartbeat_at, completed_at, last_link_at)
        SELECT '00000000-0000-4000-8000-000000000001', min(pk), 'people', 'input', 'api', 'full', 'success',
            '2026-01-05', '2026-01-06', '2026-01-06', '2026-01-06' FROM core_api.workspace_connectors;
    UPDATE core_api.people_workspace_connectors l SET
            created_as = CASE WHEN r.pk IS NULL THEN 'api_key' ELSE 'run' END::core_api.cause_enum,
            created_by = coalesce(r.workspace_connector_sync_log_id,
                CASE WHEN o.pk / 2 % 100 = 0 THEN '00000000-0000-4000-8000-000000000002'::uuid ELSE gen_random_uuid() END),
            deleted_as = CASE WHEN o.deleted_at IS NOT NULL THEN 'job' END::core_api.cause_enum,
            deleted_by = CASE WHEN o.deleted_at IS NULL THEN NULL
                WHEN o.pk / 2 % 50 = 0 THEN '00000000-0000-4000-8000-000000000003'::uuid ELSE gen_random_uuid() END
        FROM core_api.people_workspace_connectors o LEFT JOIN core_api.workspace_connector_sync_logs r
            ON r.workspace_connector_pk = o.workspace_connector_pk AND o.direction = 'input'
                AND o.created_at BETWEEN r.started_at AND r.last_link_at
        WHERE o.pk = l.pk;
    ALTER TABLE core_api.people_workspace_connectors ENABLE TRIGGER said_once;
    ANALYZE";

pub(crate) struct Ledger {
    pub(crate) store: PostgresStore,
    pub(crate) client: Lease,
    pub(crate) tenant: Tenant,
    pub(crate) person: RecordId,
    pub(crate) connector: WorkspaceConnectorId,
    pub(crate) database: scratch::Database,
}

pub(crate) async fn ledger() -> Ledger {
    let database = scratch::database("plans").await;
    let store = PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let owner = scratch::connect(&database).await;
    owner
        .batch_execute(LEDGER)
        .await
        .expect("a ledger can be made");
    let sql = "SELECT w.workspace_id, w.pk, \
                 (SELECT people_id FROM core_api.peoples WHERE workspace_pk = w.pk ORDER BY pk LIMIT 1), \
                 (SELECT workspace_connector_id FROM core_api.workspace_connectors \
                  WHERE workspace_pk = w.pk ORDER BY pk LIMIT 1) \
               FROM core_api.workspaces w ORDER BY w.pk LIMIT 1";
    let row = owner.query_one(sql, &[]).await.expect("a workspace");
    let tenant = Tenant::of(WorkspaceId::new(row.get(0)), row.get(1));
    let client = store.writes.get().await.expect("a connection");
    Ledger {
        store,
        client,
        tenant,
        person: RecordId::new(row.get(2)),
        connector: WorkspaceConnectorId::new(row.get(3)),
        database,
    }
}

/// The executed plan of a statement for `tenant`, with one plan for all parameters, as in the service.
pub(crate) async fn plan(
    client: &Client,
    tenant: Tenant,
    (sql, arguments): &(String, Arguments),
) -> Value {
    let mut arguments = arguments.as_parameters();
    let sql = acting(sql, arguments.len());
    arguments.push(tenant.pk());
    let arguments: Vec<_> = arguments.iter().map(|it| literal(it)).collect();
    let explain = format!(
        "DEALLOCATE ALL; PREPARE listing AS {sql}; \
         EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE listing ({})",
        arguments.join(", ")
    );
    let messages = client.simple_query(&explain).await.expect("a plan");
    let text = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    let plans: Value = serde_json::from_str(text.expect("a plan")).expect("a plan in JSON");
    plans[0]["Plan"].clone()
}

/// A parameter in SQL, from its debug output.
fn literal(value: &dyn std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    if let Some(micros) = text.strip_prefix("At(Timestamp(") {
        let micros = micros.trim_end_matches(')');
        format!("timestamptz 'epoch' + {micros} * interval '1 microsecond'")
    } else if text.starts_with('[') {
        format!("ARRAY{}", text.replace('"', "'"))
    } else if Uuid::try_parse(&text).is_ok() {
        format!("uuid '{text}'")
    } else {
        text
    }
}

/// Every node of a plan.
pub(crate) fn nodes(plan: &Value) -> Vec<&Value> {
    let below = plan["Plans"].as_array().into_iter().flatten();
    let mut all: Vec<_> = below.flat_map(nodes).collect();
    all.push(plan);
    all
}

/// Checks that a plan scans no table but that of the connectors; `what` names the statement.
pub(crate) fn assert_indexed(plan: &Value, what: &str) {
    for node in nodes(plan) {
        if node["Node Type"] == "Seq Scan" {
            let table = node["Relation Name"].as_str().unwrap_or_default();
            assert_eq!(table, "workspace_connectors", "{what} {plan:#}");
        }
    }
}

/// How many links a plan reads, including those that it discards.
pub(crate) fn links_read(plan: &Value) -> u64 {
    rows_read(plan, "people_workspace_connectors")
}

/// How many rows of a table a plan reads, including those that it discards.
pub(crate) fn rows_read(plan: &Value, table: &str) -> u64 {
    let number = |node: &Value, name: &str| {
        let rows =
            node[name].as_f64().unwrap_or(0.0) * node["Actual Loops"].as_f64().unwrap_or(0.0);
        // The database rounds the rows of each loop.
        format!("{:.0}", rows.ceil())
            .parse::<u64>()
            .expect("a count")
    };
    nodes(plan)
        .into_iter()
        .filter(|node| node["Relation Name"] == table)
        .map(|node| number(node, "Actual Rows") + number(node, "Rows Removed by Filter"))
        .sum()
}

fn slices() -> Vec<Slice> {
    let middle = "2026-01-07T00:00:00Z".parse::<Timestamp>().expect("a time");
    let position = Position {
        created_at: middle,
        id: Uuid::max(),
    };
    let intervals = [
        Interval::default(),
        Interval::until(middle),
        Interval::since(middle),
        Interval::following(position, Order::NewestFirst),
        Interval::since(middle).and(Interval::until(middle.plus_micros(86_400_000_000))),
    ];
    let orders = [Order::NewestFirst, Order::OldestFirst];
    let slice = |(interval, order)| Slice {
        interval,
        order,
        limit: LIMIT,
    };
    intervals
        .into_iter()
        .flat_map(|interval| orders.map(|order| (interval, order)))
        .map(slice)
        .collect()
}

fn filters() -> Vec<LinkFilter> {
    let directions = [None, Some(Direction::Input), Some(Direction::Output)];
    let states = [Deleted::Exclude, Deleted::Include, Deleted::Only];
    directions
        .into_iter()
        .flat_map(|direction| {
            states.map(|deleted| LinkFilter {
                direction,
                deleted,
                ..LinkFilter::default()
            })
        })
        .collect()
}

async fn check(ledger: &Ledger, filter: LinkFilter, most: u64) {
    for slice in slices() {
        let (tenant, kind, reach) = (ledger.tenant, Kind::People, Reach::All);
        let statement = match filter.record {
            Some(record) => list::of_record(tenant, kind, record, filter, None, slice, reach),
            None => list::of_connectors(tenant, kind, filter, slice),
        };
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        assert_indexed(&plan, &format!("{filter:?} {slice:?}"));
        let read = links_read(&plan);
        assert!(
            read <= most,
            "{read} links read: {filter:?} {slice:?} {plan:#}"
        );
    }
}

#[tokio::test]
async fn a_workspaces_page_reads_a_page_from_each_connector() {
    let ledger = ledger().await;
    for filter in filters() {
        let ranges = u64::try_from(Range::of(filter).count()).expect("few");
        let most = CONNECTORS * (u64::try_from(LIMIT).expect("few") + ranges);
        check(&ledger, filter, most).await;
    }
}

/// A third workspace, with 200 connectors of 40 links each, every fourth of them deleted.
const MANY: &str = "
    INSERT INTO core_api.workspaces (workspace_id, name) SELECT gen_random_uuid(), 'many';
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        SELECT gen_random_uuid(), max(w.pk), 1, 'enabled' FROM core_api.workspaces w, generate_series(1, 200) i
        GROUP BY i;
    INSERT INTO core_api.peoples (people_id, workspace_pk)
        SELECT gen_random_uuid(), max(w.pk) FROM core_api.workspaces w;
    INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, direction,
            people_pk, workspace_connector_pk, created_at, deleted_at)
        SELECT gen_random_uuid(), 'input', p.pk, w.pk, timestamptz '2026-01-01' + (i * 200 + w.pk) * interval '1 minute',
            CASE WHEN i % 4 = 0 THEN now() END
        FROM core_api.workspace_connectors w JOIN core_api.peoples p USING (workspace_pk), generate_series(1, 40) i
        WHERE p.workspace_pk = (SELECT max(pk) FROM core_api.workspaces);
    ANALYZE";

/// How many entries of the links' indexes a statement reads, in functions, too.
async fn entries_read(ledger: &Ledger, tenant: Tenant, statement: &(String, Arguments)) -> u64 {
    const READ: &str = "SELECT sum(pg_stat_get_xact_tuples_returned(i.indexrelid)::bigint)::text FROM pg_index i \
         WHERE i.indrelid = 'core_api.people_workspace_connectors'::regclass";
    let client = &ledger.client;
    let read = async || -> u64 {
        let messages = client.simple_query(READ).await.expect("a number");
        let number = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        number.expect("a number").parse().expect("a number")
    };
    client.batch_execute("BEGIN").await.expect("a transaction");
    let before = read().await;
    plan(client, tenant, statement).await;
    let after = read().await;
    client.batch_execute("ROLLBACK").await.expect("its end");
    after - before
}

#[tokio::test]
async fn a_page_of_many_connectors_reads_few_of_them() {
    let ledger = ledger().await;
    let owner = scratch::connect(&ledger.database).await;
    owner.batch_execute(MANY).await.expect("a workspace");
    let sql = "SELECT workspace_id, pk FROM core_api.workspaces ORDER BY pk DESC LIMIT 1";
    let row = owner.query_one(sql, &[]).await.expect("a workspace");
    let tenant = Tenant::of(WorkspaceId::new(row.get(0)), row.get(1));
    let limit = u64::try_from(LIMIT).expect("few");
    for order in [Order::NewestFirst, Order::OldestFirst] {
        let first = Slice {
            interval: Interval::default(),
            order,
            limit: LIMIT,
        };
        let active = LinkFilter::default();
        let statement = list::of_many(tenant, Kind::People, active, first, Reach::Few);
        // Each of the page's links is found and then read, and each of its connectors is asked once more. The first time
        // is in vain if what was deleted hid where the active links begin.
        let read = entries_read(&ledger, tenant, &statement).await;
        assert!(
            (limit..=200 + 6 * limit).contains(&read),
            "{read} entries read: {order:?}"
        );
        // A later page looks up once where each connector goes on.
        let middle = "2026-01-04T00:00:00Z".parse().expect("a time");
        let position = Position {
            created_at: middle,
            id: Uuid::max(),
        };
        let later = Slice {
            interval: Interval::following(position, order),
            ..first
        };
        let statement = list::of_many(tenant, Kind::People, active, later, Reach::Few);
        let read = entries_read(&ledger, tenant, &statement).await;
        assert!(
            (limit..=200 + 6 * limit).contains(&read),
            "{read} entries read: {order:?}"
        );
    }
}

#[tokio::test]
async fn a_connectors_page_reads_a_page() {
    let ledger = ledger().await;
    for filter in filters() {
        let ranges = u64::try_from(Range::of(filter).count()).expect("few");
        let most = u64::try_from(LIMIT).expect("few") + ranges;
        let filter = LinkFilter {
            workspace_connector: Some(ledger.connector),
            ..filter
        };
        check(&ledger, filter, most).await;
    }
}

#[tokio::test]
async fn a_persons_page_reads_that_persons_links() {
    let ledger = ledger().await;
    for filter in filters() {
        for workspace_connector in [None, Some(ledger.connector)] {
            let filter = LinkFilter {
                record: Some(ledger.person),
                workspace_connector,
                ..filter
            };
            // 2,000 links and a few more of this one person; 40,000 there are.
            check(&ledger, filter, 2_100).await;
        }
    }
    // Without a filter not even those: the index scan stops at the end of the page.
    let everything = LinkFilter {
        record: Some(ledger.person),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    check(&ledger, everything, 2 * u64::try_from(LIMIT).expect("few")).await;
}

#[tokio::test]
async fn whose_rows_are_seen_is_said_before_any_is_read() {
    let ledger = ledger().await;
    for slice in slices() {
        let statement =
            list::of_connectors(ledger.tenant, Kind::People, LinkFilter::default(), slice);
        let plan = plan(&ledger.client, ledger.tenant, &statement).await;
        let filter = plan["One-Time Filter"].as_str();
        assert_eq!(filter, Some("($0 IS NOT NULL)"), "{plan:#}");
        let below = plan["Plans"].as_array().expect("something is asked");
        let below: Vec<_> = below.iter().map(|it| &it["Parent Relationship"]).collect();
        assert_eq!(below, ["InitPlan", "Outer"], "{plan:#}");
    }
}
