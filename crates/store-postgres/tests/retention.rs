//! What the service's role can remove: what a rule or an erasure of its workspace allows, and nothing else.

#[path = "scratch/roles.rs"]
mod named;
mod scratch;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_store_postgres::PostgresStore;

use named::roles;

/// Two workspaces, 1 and 2, each with a person, a connector, and a link that ended long ago; and a job that removes, and
/// one that counts.
const LEDGER: &str = "
    INSERT INTO core_api.workspaces (workspace_id, name) VALUES (gen_random_uuid(), 'a'), (gen_random_uuid(), 'b');
    INSERT INTO core_api.connectors (connector_id, slug, name) VALUES (gen_random_uuid(), 'crm', 'CRM');
    INSERT INTO core_api.peoples (people_id, workspace_pk) VALUES (gen_random_uuid(), 1), (gen_random_uuid(), 2);
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        VALUES (gen_random_uuid(), 1, 1, 'enabled'), (gen_random_uuid(), 2, 1, 'enabled');
    INSERT INTO core_api.people_workspace_connectors
        (people_workspace_connector_id, direction, people_pk, workspace_connector_pk, created_at, deleted_at)
        VALUES (gen_random_uuid(), 'input', 1, 1, '2001-01-01Z', '2001-01-02Z'),
            (gen_random_uuid(), 'input', 2, 2, '2001-01-01Z', '2001-01-02Z');
    INSERT INTO core_api.jobs (job_id, workspace_pk, kind, records, dry_run, status, total, created_at, heartbeat_at)
        SELECT gen_random_uuid(), w.pk, 'retain', '{}', d.dry_run, 'in_progress', 0, '2002-01-01Z', now()
        FROM core_api.workspaces w CROSS JOIN (VALUES (false), (true)) d (dry_run) ORDER BY w.pk, d.dry_run";

async fn act_for(client: &Client, workspace: i64) {
    let [service, _] = roles(client).await;
    let role = format!("SET ROLE {service}; SET wellhead.workspace_pk = '{workspace}'");
    client
        .batch_execute(&role)
        .await
        .expect("the role can be taken");
}

/// Calls the function that removes links, for one workspace's job and connector; returns what it says was removed.
async fn expire(
    client: &Client,
    as_workspace: i64,
    job_of: i64,
    dry_run: bool,
    connector_of: i64,
) -> i64 {
    let ids = client
        .query_one(
            "SELECT (SELECT j.job_id FROM core_api.jobs j WHERE j.workspace_pk = $1 AND j.dry_run = $2), \
             (SELECT w.workspace_connector_id FROM core_api.workspace_connectors w WHERE w.pk = $3)",
            &[&job_of, &dry_run, &connector_of],
        )
        .await
        .expect("ids can be read");
    let (job, connector): (uuid::Uuid, uuid::Uuid) = (ids.get(0), ids.get(1));
    act_for(client, as_workspace).await;
    let sql = "SELECT e.removed FROM core_api.expire_links($1, 'people', $2, 'input', NULL, 100) e";
    let row = client.query_one(sql, &[&job, &connector]).await;
    let removed = row.expect("it can be called").get(0);
    client.batch_execute("RESET ROLE").await.expect("a reset");
    removed
}

async fn links(client: &Client) -> Vec<i64> {
    let sql = "SELECT pk FROM core_api.people_workspace_connectors ORDER BY pk";
    let rows = client.query(sql, &[]).await.expect("links can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn only_what_a_rule_allows_is_removed() {
    let database = scratch::database("retention").await;
    PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let client = scratch::connect(&database).await;
    client
        .batch_execute(LEDGER)
        .await
        .expect("a ledger can be made");
    act_for(&client, 1).await;
    for table in [
        "people_workspace_connectors",
        "link_history",
        "peoples",
        "people_identities",
        "merges",
        "merged_records",
        "workspace_connector_sync_logs",
        "sync_deliveries",
        "sync_rejections",
        "jobs",
        "journal",
        "retention_cuts",
    ] {
        let sql = format!("DELETE FROM core_api.{table}");
        let error = client.batch_execute(&sql).await.expect_err(&sql);
        assert_eq!(
            error.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{table}"
        );
    }
    for call in [
        "core_api.workspace_empty(gen_random_uuid(), 1)",
        "core_api.workspace_contents(gen_random_uuid())",
    ] {
        let sql = format!("SELECT FROM {call}");
        let error = client.batch_execute(&sql).await.expect_err(&sql);
        assert_eq!(
            error.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{call}"
        );
    }
    client.batch_execute("RESET ROLE").await.expect("a reset");
    // Without a rule.
    assert_eq!(expire(&client, 1, 1, false, 1).await, 0);
    let rules = "INSERT INTO core_api.retention_policies VALUES (1, now()), (2, now()); \
                 INSERT INTO core_api.retention_rules VALUES (1, 'links/people', 30), (2, 'links/company', 30)";
    client
        .batch_execute(rules)
        .await
        .expect("rules can be made");
    // With another's job, another's connector, or a rule of something else.
    assert_eq!(expire(&client, 1, 2, false, 1).await, 0);
    assert_eq!(expire(&client, 1, 1, false, 2).await, 0);
    assert_eq!(expire(&client, 2, 2, false, 2).await, 0);
    assert_eq!(expire(&client, 1, 1, true, 1).await, 1, "it counts");
    assert_eq!(links(&client).await, [1, 2]);
    assert_eq!(expire(&client, 1, 1, false, 1).await, 1);
    assert_eq!(links(&client).await, [2]);
    // A job that is done.
    let done = "UPDATE core_api.jobs SET completed_at = now(); UPDATE core_api.retention_rules SET holding = 'links/people'";
    client.batch_execute(done).await.expect("jobs can be ended");
    assert_eq!(expire(&client, 2, 2, false, 2).await, 0);
}

/// What people are called, in the order of the workspaces.
async fn identities(client: &Client) -> Vec<String> {
    let sql = "SELECT i.external_id FROM core_api.people_identities i ORDER BY i.people_pk";
    let rows = client
        .query(sql, &[])
        .await
        .expect("identities can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn an_erasure_of_another_workspace_deletes_no_identity() {
    let database = scratch::database("erase").await;
    PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let client = scratch::connect(&database).await;
    let recalls = "INSERT INTO core_api.people_identities
            (people_identity_id, people_pk, workspace_connector_pk, line_pk, external_id, created_at, updated_at, created_as)
            VALUES (gen_random_uuid(), 1, 1, 1, 'ours', now(), now(), 'operator'),
                (gen_random_uuid(), 2, 2, 2, 'theirs', now(), now(), 'operator');
        INSERT INTO core_api.recalls
            (recall_id, workspace_pk, subject_right, record, record_pk, record_id, created_at, created_as)
            SELECT gen_random_uuid(), p.workspace_pk, r.subject_right, 'people', p.pk, p.people_id, now(), 'operator'
            FROM core_api.peoples p
                CROSS JOIN unnest(ARRAY['erasure', 'restriction']::core_api.subject_right_enum[]) r (subject_right)";
    for sql in [LEDGER, recalls] {
        client
            .batch_execute(sql)
            .await
            .expect("a ledger can be made");
    }
    // The other's erasure, a recall that erases nothing, and its own erasure.
    for (of, right, left) in [
        (2, "erasure", &["ours", "theirs"][..]),
        (1, "restriction", &["ours", "theirs"]),
        (1, "erasure", &["theirs"]),
    ] {
        let sql = format!(
            "SELECT recall_id FROM core_api.recalls WHERE workspace_pk = {of} AND subject_right = '{right}'"
        );
        let row = client.query_one(&sql, &[]).await.expect("a recall");
        let recall: uuid::Uuid = row.get(0);
        act_for(&client, 1).await;
        let sql = "SELECT core_api.erase_identities($1)";
        let call = client.execute(sql, &[&recall]).await;
        call.expect("it can be called");
        client.batch_execute("RESET ROLE").await.expect("a reset");
        assert_eq!(identities(&client).await, left, "{right} of {of}");
    }
}
