//! What the service's role sees and may do if a statement forgets the tenant.

mod scratch;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_store_postgres::PostgresStore;

/// Two workspaces, 1 and 2, each with a person, a connector, a link, a run with a delivery, a job, and a webhook endpoint.
const LEDGER: &str = "
    INSERT INTO core_api.workspaces (workspace_id, name) VALUES (gen_random_uuid(), 'a'), (gen_random_uuid(), 'b');
    INSERT INTO core_api.connectors (connector_id, slug, name) VALUES (gen_random_uuid(), 'crm', 'CRM');
    INSERT INTO core_api.peoples (people_id, workspace_pk) VALUES (gen_random_uuid(), 1), (gen_random_uuid(), 2);
    INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status)
        VALUES (gen_random_uuid(), 1, 1, 'enabled'), (gen_random_uuid(), 2, 1, 'enabled');
    INSERT INTO core_api.people_workspace_connectors
        (people_workspace_connector_id, direction, people_pk, workspace_connector_pk)
        VALUES (gen_random_uuid(), 'input', 1, 1), (gen_random_uuid(), 'input', 2, 2);
    INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_connector_pk,
            direction, trigger_type, mode, status, started_at, heartbeat_at)
        SELECT gen_random_uuid(), pk, 'input', 'api', 'full', 'in_progress', now(), now()
        FROM core_api.workspace_connectors ORDER BY pk;
    INSERT INTO core_api.sync_deliveries (workspace_connector_sync_log_pk, delivery_id, last_line)
        VALUES (1, gen_random_uuid(), 0), (2, gen_random_uuid(), 0);
    INSERT INTO core_api.jobs (job_id, workspace_pk, kind, records, dry_run, status, total, heartbeat_at)
        SELECT gen_random_uuid(), pk, 'deduplicate', '{}', false, 'in_progress', 0, now()
        FROM core_api.workspaces ORDER BY pk;
    INSERT INTO core_api.webhook_endpoints (webhook_endpoint_id, workspace_pk, url, kinds, status, position)
        VALUES (gen_random_uuid(), 1, 'https://a/', '{}', 'enabled', 0), (gen_random_uuid(), 2, 'https://b/', '{}', 'enabled', 0);
    INSERT INTO core_api.webhook_secrets (webhook_endpoint_pk, secret) VALUES (1, 'whsec_a'), (2, 'whsec_b');
    INSERT INTO core_api.webhook_attempts (webhook_attempt_id, webhook_endpoint_pk, message_id, position, number, started_at)
        VALUES (gen_random_uuid(), 1, gen_random_uuid(), 1, 1, now()), (gen_random_uuid(), 2, gen_random_uuid(), 1, 1, now());
    INSERT INTO core_api.api_keys (api_key_id, workspace_pk, role, token_hash)
        VALUES (gen_random_uuid(), 1, 'admin', '\\x01'), (gen_random_uuid(), 2, 'admin', '\\x02')";

async fn ledger(purpose: &str) -> (scratch::Database, Client) {
    let database = scratch::database(purpose).await;
    PostgresStore::connect(&database)
        .await
        .expect("a new database");
    let client = scratch::connect(&database).await;
    client
        .batch_execute(LEDGER)
        .await
        .expect("a ledger can be made");
    (database, client)
}

async fn act_for(client: &Client, workspace: &str) {
    let sql = format!("SET ROLE wellhead_service; SET wellhead.workspace_pk = '{workspace}'");
    client
        .batch_execute(&sql)
        .await
        .expect("the role can be taken");
}

async fn pks(client: &Client, table: &str) -> Vec<i64> {
    let sql = format!("SELECT pk FROM core_api.{table} ORDER BY pk");
    let rows = client
        .query(&sql, &[])
        .await
        .expect("the table can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn refused(client: &Client, sql: &str) {
    let error = client.batch_execute(sql).await.expect_err(sql);
    assert_eq!(
        error.code(),
        Some(&SqlState::INSUFFICIENT_PRIVILEGE),
        "{sql}: {error:?}"
    );
}

/// The tables of a workspace that the service writes.
const LEDGER_TABLES: [&str; 6] = [
    "peoples",
    "workspace_connectors",
    "people_workspace_connectors",
    "workspace_connector_sync_logs",
    "sync_deliveries",
    "jobs",
];

/// Those that are no part of the ledger, so that their rows can be deleted.
const WEBHOOK_TABLES: [&str; 3] = ["webhook_endpoints", "webhook_secrets", "webhook_attempts"];

fn guarded() -> impl Iterator<Item = &'static str> {
    let tables = ["workspaces"].into_iter().chain(LEDGER_TABLES);
    tables.chain(WEBHOOK_TABLES)
}

#[tokio::test]
async fn without_a_workspace_nothing_is_seen() {
    let (_database, client) = ledger("rls_none").await;
    act_for(&client, "").await;
    for table in guarded() {
        assert_eq!(pks(&client, table).await, [0; 0], "{table}");
    }
    client
        .batch_execute("RESET wellhead.workspace_pk")
        .await
        .expect("a reset");
    for table in guarded() {
        assert_eq!(pks(&client, table).await, [0; 0], "{table}");
    }
}

#[tokio::test]
async fn each_workspace_sees_its_own_rows() {
    let (_database, client) = ledger("rls_own").await;
    for (workspace, own) in [("1", 1), ("2", 2)] {
        act_for(&client, workspace).await;
        for table in guarded() {
            assert_eq!(pks(&client, table).await, [own], "{table}");
        }
    }
}

#[tokio::test]
async fn no_row_gets_out_of_its_workspace_or_in() {
    let (_database, client) = ledger("rls_write").await;
    act_for(&client, "1").await;
    for (person, connector) in [(2, 2), (1, 2), (2, 1)] {
        refused(
            &client,
            &format!(
                "INSERT INTO core_api.people_workspace_connectors \
                   (people_workspace_connector_id, direction, people_pk, workspace_connector_pk) \
                 VALUES (gen_random_uuid(), 'input', {person}, {connector})"
            ),
        )
        .await;
    }
    for sql in [
        "INSERT INTO core_api.peoples (people_id, workspace_pk) VALUES (gen_random_uuid(), 2)",
        "INSERT INTO core_api.workspace_connectors \
           (workspace_connector_id, workspace_pk, connector_pk, status) \
         VALUES (gen_random_uuid(), 2, 1, 'enabled')",
        "UPDATE core_api.people_workspace_connectors SET people_pk = 2",
        "UPDATE core_api.people_workspace_connectors SET workspace_connector_pk = 2",
        "UPDATE core_api.peoples SET workspace_pk = 2",
        "UPDATE core_api.workspace_connectors SET workspace_pk = 2",
        "INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, \
           workspace_connector_pk, direction, trigger_type, mode, status, started_at, heartbeat_at) \
         VALUES (gen_random_uuid(), 2, 'output', 'api', 'full', 'in_progress', now(), now())",
        "UPDATE core_api.workspace_connector_sync_logs SET workspace_connector_pk = 2",
        "INSERT INTO core_api.sync_deliveries (workspace_connector_sync_log_pk, delivery_id, last_line) \
         VALUES (2, gen_random_uuid(), 0)",
        "UPDATE core_api.sync_deliveries SET workspace_connector_sync_log_pk = 2",
        "INSERT INTO core_api.jobs (job_id, workspace_pk, kind, records, dry_run, status, total, heartbeat_at) \
         VALUES (gen_random_uuid(), 2, 'deduplicate', '{}', false, 'in_progress', 0, now())",
        "UPDATE core_api.jobs SET workspace_pk = 2",
    ] {
        refused(&client, sql).await;
    }
    for table in LEDGER_TABLES {
        let column = match table {
            "sync_deliveries" | "jobs" => "completed_at",
            _ => "updated_at",
        };
        let touch = format!("UPDATE core_api.{table} SET {column} = now()");
        assert_eq!(
            client.execute(&touch, &[]).await.expect("an update"),
            1,
            "{table}"
        );
        refused(&client, &format!("DELETE FROM core_api.{table}")).await;
    }
}

#[tokio::test]
async fn no_webhook_gets_out_of_its_workspace_or_in() {
    let (_database, client) = ledger("rls_webhooks").await;
    act_for(&client, "1").await;
    for sql in [
        "INSERT INTO core_api.webhook_endpoints (webhook_endpoint_id, workspace_pk, url, kinds, status, position) \
         VALUES (gen_random_uuid(), 2, 'https://a/', '{}', 'enabled', 0)",
        "UPDATE core_api.webhook_endpoints SET workspace_pk = 2",
        "INSERT INTO core_api.webhook_secrets (webhook_endpoint_pk, secret) VALUES (2, 'whsec_a')",
        "UPDATE core_api.webhook_secrets SET webhook_endpoint_pk = 2",
        "INSERT INTO core_api.webhook_attempts \
           (webhook_attempt_id, webhook_endpoint_pk, message_id, position, number, started_at) \
         VALUES (gen_random_uuid(), 2, gen_random_uuid(), 1, 1, now())",
        "UPDATE core_api.webhook_attempts SET webhook_endpoint_pk = 2",
    ] {
        refused(&client, sql).await;
    }
    let delete = "DELETE FROM core_api.webhook_endpoints";
    assert_eq!(client.execute(delete, &[]).await.expect("a deletion"), 1);
    act_for(&client, "2").await;
    for table in WEBHOOK_TABLES {
        assert_eq!(pks(&client, table).await, [2], "{table}");
    }
    client.batch_execute("RESET ROLE").await.expect("a reset");
    for table in WEBHOOK_TABLES {
        assert_eq!(
            pks(&client, table).await,
            [2],
            "{table} goes with its endpoint"
        );
    }
}

#[tokio::test]
async fn the_service_learns_in_which_workspaces_a_webhook_is_due_and_no_more() {
    let (_database, client) = ledger("rls_due").await;
    let sql = "UPDATE core_api.journal_heads SET head = 1; \
               UPDATE core_api.webhook_endpoints SET due_at = now() + interval '1 hour' WHERE pk = 1";
    client.batch_execute(sql).await.expect("updates");
    act_for(&client, "").await;
    let sql = "SELECT workspace_pk FROM core_api.webhooks_due()";
    let rows = client.query(sql, &[]).await.expect("the question");
    let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(found, [2]);
}

#[tokio::test]
async fn the_service_asks_for_a_key_and_cannot_read_its_token() {
    let (_database, client) = ledger("rls_keys").await;
    act_for(&client, "1").await;
    let own = "SELECT workspace_pk FROM core_api.api_keys";
    let own = client.query(own, &[]).await.expect("its own keys");
    assert!(own.iter().all(|key| key.get::<_, i64>(0) == 1) && !own.is_empty());
    refused(&client, "SELECT token_hash FROM core_api.api_keys").await;
    refused(&client, "UPDATE core_api.workspaces SET name = 'mine'").await;
    refused(
        &client,
        "INSERT INTO core_api.connectors (connector_id, slug, name) \
                      VALUES (gen_random_uuid(), 'x', 'x')",
    )
    .await;
    let sql = "SELECT workspace_pk FROM core_api.authenticate('\\x02')";
    let known = client.query(sql, &[]).await.expect("the one question");
    assert_eq!(known[0].get::<_, i64>(0), 2);
}

#[tokio::test]
async fn the_service_learns_which_workspaces_are_neglected_and_no_more() {
    let (_database, client) = ledger("rls_neglected").await;
    let sql = "UPDATE core_api.workspace_connector_sync_logs SET heard_at = now() - interval '3 hours' WHERE pk = 2; \
               UPDATE core_api.jobs SET heard_at = now() - interval '2 hours', worker = 'this one' WHERE pk = 1";
    client.batch_execute(sql).await.expect("updates");
    act_for(&client, "").await;
    for (question, expected) in [
        ("neglected('4 hours')", vec![]),
        ("neglected('150 minutes')", vec![2]),
        ("neglected('1 hour')", vec![1, 2]),
        ("left_by('this one')", vec![1]),
        ("left_by('another one')", vec![]),
    ] {
        let sql = format!("SELECT workspace_pk FROM core_api.{question}");
        let rows = client.query(&sql, &[]).await.expect("the other questions");
        let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(found, expected, "{question}");
    }
}

#[tokio::test]
async fn the_service_raises_its_own_workspaces_epoch_and_changes_nothing_else_of_it() {
    let (_database, client) = ledger("rls_epoch").await;
    let epochs = async || {
        let rows = client.query("SELECT epoch FROM core_api.workspaces ORDER BY pk", &[]);
        let rows = rows.await.expect("the table can be read");
        rows.iter().map(|row| row.get(0)).collect::<Vec<i64>>()
    };
    act_for(&client, "1").await;
    let raise = "UPDATE core_api.workspaces SET epoch = epoch + 1";
    assert_eq!(client.execute(raise, &[]).await.expect("an update"), 1);
    assert_eq!(epochs().await, [1]);
    for sql in [
        "UPDATE core_api.workspaces SET epoch = 9, name = 'mine'",
        "UPDATE core_api.workspaces SET pk = DEFAULT",
        "DELETE FROM core_api.workspaces",
    ] {
        refused(&client, sql).await;
    }
    client
        .batch_execute("RESET ROLE")
        .await
        .expect("the role can be left");
    assert_eq!(epochs().await, [1, 0]);
}

#[tokio::test]
async fn an_operator_sees_no_row_of_a_ledger() {
    let (_database, client) = ledger("rls_operator").await;
    client
        .batch_execute("SET ROLE wellhead_operator")
        .await
        .expect("the role can be taken");
    for table in LEDGER_TABLES.into_iter().chain(WEBHOOK_TABLES) {
        refused(&client, &format!("SELECT FROM core_api.{table}")).await;
    }
    refused(&client, "SELECT core_api.webhooks_due()").await;
    refused(&client, "SELECT core_api.neglected('1 hour')").await;
    refused(&client, "SELECT core_api.left_by('somebody')").await;
    assert_eq!(pks(&client, "workspaces").await, [1, 2]);
    assert_eq!(pks(&client, "api_keys").await, [1, 2]);
}
