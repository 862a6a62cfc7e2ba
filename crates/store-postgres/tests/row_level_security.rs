//! What the service's role sees and may do if a statement forgets the tenant.

#[path = "scratch/roles.rs"]
mod named;
mod scratch;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use uuid::Uuid;
use wellhead_core::sync::Patience;
use wellhead_store_postgres::PostgresStore;

use named::roles;

/// Two workspaces, 1 and 2, each with a person, a connector, a link, a run with a delivery and a rejected line, a job, and a
/// webhook endpoint.
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
    INSERT INTO core_api.sync_rejections (rejection_id, workspace_connector_sync_log_pk, delivery_id, line, code,
            detail, undid_delivery, created_at)
        SELECT gen_random_uuid(), pk, gen_random_uuid(), 1, 'invalid_json', 'bad', false, now()
        FROM core_api.workspace_connector_sync_logs ORDER BY pk;
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
    let [service, _] = roles(client).await;
    let sql = format!("SET ROLE {service}; SET wellhead.workspace_pk = '{workspace}'");
    client
        .batch_execute(&sql)
        .await
        .expect("the role can be taken");
}

async fn operate(client: &Client) {
    let [_, operator] = roles(client).await;
    client
        .batch_execute(&format!("SET ROLE {operator}"))
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
const LEDGER_TABLES: [&str; 7] = [
    "peoples",
    "workspace_connectors",
    "people_workspace_connectors",
    "workspace_connector_sync_logs",
    "sync_deliveries",
    "sync_rejections",
    "jobs",
];

/// Those of which it changes no row.
const NEVER_CHANGED: [&str; 1] = ["sync_rejections"];

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
        "INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_pk, \
           workspace_connector_pk, direction, trigger_type, mode, status, started_at, heartbeat_at) \
         VALUES (gen_random_uuid(), 2, 2, 'output', 'api', 'full', 'in_progress', now(), now())",
        // Nor does it tell that the other one has an open run.
        "INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_pk, \
           workspace_connector_pk, direction, trigger_type, mode, status, started_at, heartbeat_at) \
         VALUES (gen_random_uuid(), 1, 2, 'input', 'api', 'full', 'in_progress', now(), now()) \
         ON CONFLICT DO NOTHING",
        "UPDATE core_api.workspace_connector_sync_logs SET workspace_connector_pk = 2",
        "UPDATE core_api.workspace_connector_sync_logs SET workspace_pk = 2",
        "INSERT INTO core_api.sync_deliveries (workspace_connector_sync_log_pk, delivery_id, last_line) \
         VALUES (2, gen_random_uuid(), 0)",
        "UPDATE core_api.sync_deliveries SET workspace_connector_sync_log_pk = 2",
        "INSERT INTO core_api.jobs (job_id, workspace_pk, kind, records, dry_run, status, total, heartbeat_at) \
         VALUES (gen_random_uuid(), 2, 'deduplicate', '{}', false, 'in_progress', 0, now())",
        "UPDATE core_api.jobs SET workspace_pk = 2",
        // A connector or a run of the other one.
        "INSERT INTO core_api.jobs (job_id, workspace_pk, kind, workspace_connector_pk, records, dry_run, status, total, \
           heartbeat_at) \
         VALUES (gen_random_uuid(), 1, 'disconnect', 2, '{}', false, 'in_progress', 0, now())",
        "INSERT INTO core_api.jobs (job_id, workspace_pk, kind, workspace_connector_sync_log_pk, records, dry_run, status, \
           total, heartbeat_at) \
         VALUES (gen_random_uuid(), 1, 'sweep', 2, '{}', false, 'in_progress', 0, now())",
        "INSERT INTO core_api.workspace_connectors \
           (workspace_connector_id, workspace_pk, connector_pk, status, continues_pk, line_pk) \
         VALUES (gen_random_uuid(), 1, 1, 'enabled', 2, 2)",
        "UPDATE core_api.workspace_connectors SET line_pk = 2, continues_pk = 2",
        "UPDATE core_api.jobs SET workspace_connector_pk = 2",
        // What a row is called, when it was made, and what a job is to do stays.
        "UPDATE core_api.peoples SET people_id = gen_random_uuid()",
        "UPDATE core_api.peoples SET created_at = now()",
        "UPDATE core_api.workspace_connectors SET connector_pk = 1",
        "UPDATE core_api.jobs SET records = '{}'",
        "INSERT INTO core_api.sync_rejections (rejection_id, workspace_connector_sync_log_pk, delivery_id, \
           line, code, detail, undid_delivery, created_at) \
         VALUES (gen_random_uuid(), 2, gen_random_uuid(), 1, 'invalid_json', 'bad', false, now())",
    ] {
        refused(&client, sql).await;
    }
    for table in LEDGER_TABLES {
        let column = match table {
            "sync_deliveries" | "jobs" => "completed_at",
            "sync_rejections" => "created_at",
            _ => "updated_at",
        };
        let touch = format!("UPDATE core_api.{table} SET {column} = now()");
        if NEVER_CHANGED.contains(&table) {
            refused(&client, &touch).await;
        } else {
            let touched = client.execute(&touch, &[]).await;
            assert_eq!(touched.expect("an update"), 1, "{table}");
        }
        refused(&client, &format!("DELETE FROM core_api.{table}")).await;
    }
}

/// Functions of the tables' owner look through an index where policies would keep the service from it.
#[tokio::test]
async fn each_workspace_finds_its_own_runs() {
    let (_database, client) = ledger("rls_runs").await;
    for (workspace, own) in [("", vec![]), ("1", vec![1]), ("2", vec![2])] {
        act_for(&client, workspace).await;
        for way in ["newest", "oldest"] {
            let sql = format!(
                "SELECT unnest(core_api.runs_{way}('{{people}}', '{{input}}', '{{in_progress}}', '-infinity', $1, \
                   'infinity', $2, 20))"
            );
            let (least, most) = (Uuid::nil(), Uuid::max());
            let rows = client.query(&sql, &[&least, &most]).await;
            let rows = rows.expect("the function can be called");
            let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
            assert_eq!(found, own, "{workspace} {way}");
        }
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

/// A tenant's admins make, rotate and revoke keys, so the service writes them: those of its own workspace, and what may change.
#[tokio::test]
async fn the_service_makes_and_ends_its_own_keys_and_no_others() {
    let (database, client) = ledger("rls_keys_written").await;
    let make = |workspace: &str, hash: &str| {
        format!(
            "INSERT INTO core_api.api_keys (api_key_id, workspace_pk, role, token_hash) \
             VALUES (gen_random_uuid(), {workspace}, 'admin', '{hash}')"
        )
    };
    let write = async |sql: &str| client.execute(sql, &[]).await.expect(sql);
    for acting in ["", "1"] {
        act_for(&client, acting).await;
        refused(&client, &make("2", "\\x03")).await;
        for column in [
            "token_hash = '\\x04'",
            "token_prefix = 'whk_00000000'",
            "role = 'admin'",
            "workspace_pk = 1",
            "api_key_id = gen_random_uuid()",
            "created_at = now()",
            "lifetime_us = 1",
            "name = 'mine'",
        ] {
            refused(&client, &format!("UPDATE core_api.api_keys SET {column}")).await;
        }
        refused(&client, "DELETE FROM core_api.api_keys").await;
        // Not by guessing, either.
        for sql in [
            "SELECT FROM core_api.api_keys WHERE token_hash = '\\x02'",
            "SELECT FROM core_api.api_keys ORDER BY token_hash",
            "SELECT * FROM core_api.api_keys",
            "UPDATE core_api.api_keys SET last_used_at = now() WHERE token_hash = '\\x02'",
            "UPDATE core_api.api_keys SET last_used_at = now() RETURNING token_hash",
        ] {
            refused(&client, sql).await;
        }
        refused(
            &client,
            &format!("{} RETURNING token_hash", make("1", "\\x05")),
        )
        .await;
        refused(
            &client,
            "UPDATE core_api.workspaces SET suspended_at = NULL",
        )
        .await;
        refused(&client, "SELECT core_api.workspace_sizes(now())").await;
    }
    act_for(&client, "").await;
    refused(&client, &make("1", "\\x06")).await;
    let revoke = "UPDATE core_api.api_keys SET revoked_at = now(), expires_at = now()";
    assert_eq!(write(revoke).await, 0, "nobody has keys");
    act_for(&client, "1").await;
    assert_eq!(write(&make("1", "\\x07")).await, 1);
    let used = "UPDATE core_api.api_keys SET last_used_at = now() WHERE workspace_pk = 2";
    assert_eq!(write(used).await, 0, "the other one's are missing");
    assert_eq!(write(revoke).await, 2, "its own, and no others");
    for back in [
        "revoked_at = NULL",
        "revoked_at = now() + interval '1 day'",
        "expires_at = NULL",
        "expires_at = now() + interval '1 day'",
    ] {
        let sql = format!("UPDATE core_api.api_keys SET {back}");
        let error = client.batch_execute(&sql).await.expect_err(&sql);
        assert_eq!(error.code(), Some(&SqlState::RAISE_EXCEPTION), "{error:?}");
    }
    let owner = scratch::connect(&database).await;
    let others = "SELECT count(*) FROM core_api.api_keys \
        WHERE workspace_pk = 2 AND revoked_at IS NULL AND expires_at IS NULL AND last_used_at IS NULL";
    let others = owner.query_one(others, &[]).await.expect("the others");
    assert_eq!(others.get::<_, i64>(0), 1);
}

/// Processes of the release before ask `authenticate`, which knows no suspended workspace and no key that has expired.
#[tokio::test]
async fn a_key_that_opens_nothing_is_unknown_to_the_release_before() {
    let (database, client) = ledger("rls_keys_before").await;
    let owner = scratch::connect(&database).await;
    act_for(&client, "").await;
    let known = async |function: &str| {
        let sql = format!("SELECT FROM core_api.{function}('\\x02')");
        client.query(&sql, &[]).await.expect(&sql).len()
    };
    let both = async || (known("authenticate").await, known("key_holder").await);
    assert_eq!(both().await, (1, 1));
    for (sql, expected) in [
        (
            "UPDATE core_api.workspaces SET suspended_at = now() WHERE pk = 2",
            (0, 1),
        ),
        ("UPDATE core_api.workspaces SET suspended_at = NULL", (1, 1)),
        (
            "UPDATE core_api.api_keys SET expires_at = now() + interval '1 day'",
            (1, 1),
        ),
        ("UPDATE core_api.api_keys SET expires_at = now()", (0, 1)),
        ("UPDATE core_api.api_keys SET revoked_at = now()", (0, 0)),
    ] {
        owner.batch_execute(sql).await.expect(sql);
        assert_eq!(both().await, expected, "{sql}");
    }
}

/// An operator sets how much a workspace may ask for and have. The service reads it, of its own workspace.
#[tokio::test]
async fn a_tenant_does_not_set_its_own_limits() {
    let (_database, client) = ledger("rls_limits").await;
    operate(&client).await;
    let limit = "UPDATE core_api.workspaces SET requests_per_second = 5, max_deliveries = 6, max_records = 7, max_links = 8";
    client.batch_execute(limit).await.expect(limit);
    refused(&client, "SELECT core_api.key_holder_with_rates('\\x02')").await;
    act_for(&client, "1").await;
    for limit in [
        "requests_per_second",
        "max_deliveries",
        "max_records",
        "max_links",
    ] {
        let lifted = format!("UPDATE core_api.workspaces SET {limit} = NULL");
        refused(&client, &lifted).await;
    }
    let sql = "SELECT max_links FROM core_api.workspaces";
    let seen = client.query(sql, &[]).await.expect(sql);
    assert_eq!(seen.len(), 1, "its own");
    let sql =
        "SELECT requests_per_second, max_deliveries FROM core_api.key_holder_with_rates('\\x02')";
    let rates = client.query_one(sql, &[]).await.expect(sql);
    assert_eq!([0, 1].map(|i| rates.get::<_, i64>(i)), [5, 6]);
}

/// An operator sees how much there is, and none of it.
#[tokio::test]
async fn an_operator_learns_sizes_and_no_more() {
    let (_database, client) = ledger("rls_sizes").await;
    operate(&client).await;
    let sql =
        "SELECT records, links, keys FROM core_api.workspace_sizes(now()) ORDER BY workspace_pk";
    let rows = client.query(sql, &[]).await.expect(sql);
    let sizes: Vec<[i64; 3]> = rows
        .iter()
        .map(|row| [0, 1, 2].map(|i| row.get(i)))
        .collect();
    assert_eq!(sizes, [[1, 1, 1]; 2]);
    for table in ["record_counts", "streams", "peoples"] {
        refused(&client, &format!("SELECT FROM core_api.{table}")).await;
    }
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

/// Nobody learns who works at the moment, nor for how long, whatever is asked.
#[tokio::test]
async fn who_works_is_not_neglected() {
    let (_database, client) = ledger("rls_at_work").await;
    let patience = Patience::default();
    let least = patience.run.min(patience.job).as_secs_f64();
    let sql = "SELECT core_api.shortest_silence() = $1 * interval '1 second'";
    let is_needed = client.query_one(sql, &[&least]).await.expect(sql);
    assert!(is_needed.get::<_, bool>(0), "tending asks for {least}");
    let sql = "UPDATE core_api.jobs SET heard_at = now() - interval '10 seconds'; \
               UPDATE core_api.workspace_connector_sync_logs SET heard_at = now() - interval '10 seconds'";
    client.batch_execute(sql).await.expect("updates");
    for neglected in [0, 2] {
        act_for(&client, "").await;
        for silence in ["'0'", "'5 seconds'", "'-1 hour'", "NULL"] {
            let sql = format!("SELECT FROM core_api.neglected({silence})");
            let found = client.query(&sql, &[]).await.expect(&sql);
            assert_eq!(found.len(), neglected, "{silence}");
        }
        refused(&client, "SELECT core_api.shortest_silence()").await;
        let sql = "RESET ROLE; UPDATE core_api.jobs SET heard_at = now() - interval '30 seconds'";
        client.batch_execute(sql).await.expect("updates");
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

/// What the service may do to a link: supersede a state, as far as the trigger keeps it.
const TURN: &str = "UPDATE core_api.people_workspace_connectors \
    SET direction = 'output', since = now() + interval '1 second', updated_at = now() + interval '1 second'";

#[tokio::test]
async fn history_is_written_by_nobody() {
    let (_database, client) = ledger("rls_history").await;
    for workspace in ["1", "2"] {
        act_for(&client, workspace).await;
        assert_eq!(client.execute(TURN, &[]).await.expect("an update"), 1);
    }
    for (workspace, link) in [("1", 1), ("2", 2)] {
        act_for(&client, workspace).await;
        let sql = "SELECT link_pk, direction::text FROM core_api.link_history";
        let rows = client.query(sql, &[]).await.expect("its own history");
        let states: Vec<(i64, &str)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        assert_eq!(states, [(link, "input")], "nobody else's");
    }
    for sql in [
        "INSERT INTO core_api.link_history (record, link_pk, link_id, direction, record_pk, \
           workspace_connector_pk, created_at, since, until) \
         VALUES ('people', 2, gen_random_uuid(), 'input', 2, 2, now(), now(), now())",
        "UPDATE core_api.link_history SET until = now()",
        "UPDATE core_api.link_history SET workspace_connector_pk = workspace_connector_pk",
        "DELETE FROM core_api.link_history",
        "TRUNCATE core_api.link_history",
        "SELECT core_api.supersede()",
        "SELECT core_api.people_workspace_connectors_superseded()",
        "CALL core_api.let_merge('people', 'peoples')",
        "CALL core_api.keep_history('people', 'peoples')",
        "DROP TRIGGER superseded ON core_api.people_workspace_connectors",
        "ALTER TABLE core_api.people_workspace_connectors DISABLE TRIGGER superseded",
        "SET session_replication_role = replica",
    ] {
        refused(&client, sql).await;
    }
    act_for(&client, "").await;
    assert_eq!(pks(&client, "link_history").await, [0; 0]);
}

#[tokio::test]
async fn no_statement_leaves_a_state_out() {
    let (_database, client) = ledger("rls_supersede").await;
    act_for(&client, "1").await;
    let states = async || {
        let sql = "SELECT count(*) FROM core_api.link_history";
        let row = client.query_one(sql, &[]).await.expect("a count");
        row.get::<_, i64>(0)
    };
    let links = "core_api.people_workspace_connectors";
    for sql in [
        format!("UPDATE {links} SET direction = 'output'"),
        format!("UPDATE {links} SET direction = 'output', since = created_at"),
        format!("UPDATE {links} SET direction = 'output', since = created_at - interval '1 day'"),
    ] {
        let error = client.execute(&sql, &[]).await.expect_err(&sql);
        assert_eq!(error.code(), Some(&SqlState::CHECK_VIOLATION), "{sql}");
    }
    assert_eq!(states().await, 0);
    let gone = format!("UPDATE {links} SET deleted_at = now() + interval '2 seconds'");
    client.execute(&gone, &[]).await.expect("a link ends");
    assert_eq!(states().await, 0, "its row says it all");
    for sql in [
        format!("UPDATE {links} SET deleted_at = NULL"),
        format!("UPDATE {links} SET deleted_at = now()"),
    ] {
        let error = client.execute(&sql, &[]).await.expect_err(&sql);
        assert_eq!(error.code(), Some(&SqlState::CHECK_VIOLATION), "{sql}");
    }
    let back =
        format!("UPDATE {links} SET deleted_at = NULL, since = now() + interval '3 seconds'");
    client.execute(&back, &[]).await.expect("it is back");
    assert_eq!(states().await, 1);
}

#[tokio::test]
async fn who_made_a_link_and_when_is_not_changed() {
    let (_database, client) = ledger("rls_made").await;
    act_for(&client, "1").await;
    for column in [
        "created_as = 'operator'",
        "created_by = gen_random_uuid()",
        "created_at = now()",
        "people_workspace_connector_id = gen_random_uuid()",
        "pk = DEFAULT",
    ] {
        let sql = format!("UPDATE core_api.people_workspace_connectors SET {column}");
        refused(&client, &sql).await;
    }
}

/// A state that was never superseded has no other row than the link's own.
#[tokio::test]
async fn when_a_state_began_and_ended_is_not_changed() {
    let (_database, client) = ledger("rls_said").await;
    act_for(&client, "1").await;
    let set = async |columns: &str| {
        let sql = format!("UPDATE core_api.people_workspace_connectors SET {columns}");
        client.execute(&sql, &[]).await
    };
    let refuses = async |columns: &str| {
        let error = set(columns).await.expect_err(columns);
        assert_eq!(error.code(), Some(&SqlState::CHECK_VIOLATION), "{columns}");
    };
    for columns in [
        "since = now() + interval '1 day'",
        "changed_as = 'operator'",
        "changed_by = gen_random_uuid()",
        "reason = 'swept'",
        "deleted_at = created_at",
        "deleted_at = created_at - interval '1 day', updated_at = now()",
    ] {
        refuses(columns).await;
    }
    let gone = "deleted_at = now() + interval '1 second', updated_at = now() + interval '1 second', \
        deleted_as = 'operator', reason = 'deleted'";
    assert_eq!(set(gone).await.expect("a link ends"), 1);
    for columns in [
        "reason = 'swept'",
        "reason = NULL",
        "deleted_as = 'api_key', deleted_by = gen_random_uuid()",
        "since = created_at",
        "deleted_at = now() + interval '1 minute'",
    ] {
        refuses(columns).await;
    }
}

#[tokio::test]
async fn the_journal_is_only_added_to() {
    let (_database, client) = ledger("rls_journal").await;
    let write = |workspace: &str| {
        format!(
            "INSERT INTO core_api.journal (workspace_pk, position, at, record, is_link, act, cause_as, pks) \
             VALUES ({workspace}, 1, now() - interval '1 hour', 'people', true, 'created', 'operator', '{{1}}'); \
             UPDATE core_api.journal_heads SET head = 1 WHERE workspace_pk = {workspace}"
        )
    };
    for workspace in ["1", "2"] {
        act_for(&client, workspace).await;
        client
            .batch_execute(&write(workspace))
            .await
            .expect("its own journal");
    }
    for workspace in [1, 2] {
        act_for(&client, &workspace.to_string()).await;
        for table in ["journal", "journal_heads"] {
            let sql = format!("SELECT workspace_pk FROM core_api.{table}");
            let rows = client.query(&sql, &[]).await.expect("its own rows");
            let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
            assert_eq!(found, [workspace], "{table}");
        }
    }
    act_for(&client, "1").await;
    for sql in [
        "INSERT INTO core_api.journal (workspace_pk, position, at, record, is_link, act, cause_as, pks) \
         VALUES (2, 2, now(), 'people', true, 'created', 'operator', '{2}')",
        "UPDATE core_api.journal SET at = now()",
        "UPDATE core_api.journal SET pks = '{}'",
        "DELETE FROM core_api.journal",
        "TRUNCATE core_api.journal",
        "INSERT INTO core_api.journal_heads (workspace_pk) VALUES (3)",
        "UPDATE core_api.journal_heads SET forgotten = 1",
        "UPDATE core_api.journal_heads SET workspace_pk = 2",
        "DELETE FROM core_api.journal_heads",
    ] {
        refused(&client, sql).await;
    }
    let lower = "UPDATE core_api.journal_heads SET head = 0 WHERE workspace_pk = 2";
    assert_eq!(
        client.execute(lower, &[]).await.expect("no row of its own"),
        0
    );

    // What is forgotten is old, and one's own.
    let forget = "SELECT core_api.journal_forget(now() - interval '2 hours', 10)";
    let row = client.query_one(forget, &[]).await.expect("a function");
    assert_eq!(row.get::<_, i64>(0), 0);
    let forget = "SELECT core_api.journal_forget(now(), 10)";
    let row = client.query_one(forget, &[]).await.expect("a function");
    assert_eq!(row.get::<_, i64>(0), 1);
    client
        .batch_execute("RESET ROLE")
        .await
        .expect("the role can be left");
    let sql = "SELECT workspace_pk, head, forgotten FROM core_api.journal_heads ORDER BY 1";
    let heads = client.query(sql, &[]).await.expect("all heads");
    let heads: Vec<(i64, i64, i64)> = heads
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect();
    assert_eq!(heads, [(1, 1, 1), (2, 1, 0)]);
    let sql = "SELECT workspace_pk FROM core_api.journal";
    let left = client.query(sql, &[]).await.expect("all journals");
    assert_eq!(left.iter().map(|row| row.get(0)).collect::<Vec<i64>>(), [2]);
}

#[tokio::test]
async fn the_audit_log_is_only_added_to() {
    let (_database, client) = ledger("rls_audit").await;
    let add = |workspace: &str| {
        format!(
            "INSERT INTO core_api.audit_events (workspace_pk, position, audit_event_id, created_at, actor, act, subject, \
               outcome, detail, hash) \
             VALUES ({workspace}, 1, gen_random_uuid(), now(), 'operator', 'create', 'people', 'done', '{{}}', \
               decode(repeat('01', 32), 'hex')); \
             UPDATE core_api.audit_heads SET head = 1, hash = decode(repeat('01', 32), 'hex') \
             WHERE workspace_pk = {workspace}"
        )
    };
    for workspace in ["1", "2"] {
        act_for(&client, workspace).await;
        client
            .batch_execute(&add(workspace))
            .await
            .expect("its own log");
    }
    for workspace in [1, 2] {
        act_for(&client, &workspace.to_string()).await;
        for table in ["audit_events", "audit_heads"] {
            let sql = format!("SELECT workspace_pk FROM core_api.{table}");
            let rows = client.query(&sql, &[]).await.expect("its own rows");
            let found: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
            assert_eq!(found, [workspace], "{table}");
        }
    }
    act_for(&client, "1").await;
    for sql in [
        &*add("2"),
        "UPDATE core_api.audit_events SET act = 'read'",
        "DELETE FROM core_api.audit_events",
        "TRUNCATE core_api.audit_events",
        "INSERT INTO core_api.audit_heads (workspace_pk) VALUES (3)",
        "UPDATE core_api.audit_heads SET forgotten = 1",
        "UPDATE core_api.audit_heads SET workspace_pk = 2",
        "DELETE FROM core_api.audit_heads",
    ] {
        refused(&client, sql).await;
    }
    // An operator adds, and reads nothing.
    operate(&client).await;
    for sql in [
        "SELECT * FROM core_api.audit_events",
        "UPDATE core_api.audit_events SET act = 'read'",
        "DELETE FROM core_api.audit_events",
        "UPDATE core_api.audit_heads SET forgotten = 1",
    ] {
        refused(&client, sql).await;
    }
    // The owner is held up by triggers, except for what the log no longer counts.
    client
        .batch_execute("RESET ROLE")
        .await
        .expect("the role can be left");
    let held_up = async |sql: &str| {
        let error = client.batch_execute(sql).await.expect_err(sql);
        assert_eq!(error.code(), Some(&SqlState::RAISE_EXCEPTION), "{sql}");
    };
    for sql in [
        "UPDATE core_api.audit_events SET act = 'read'",
        "DELETE FROM core_api.audit_events",
        "TRUNCATE core_api.audit_events",
        "UPDATE core_api.audit_heads SET head = 0, forgotten = 0",
        "UPDATE core_api.audit_heads SET hash = decode(repeat('02', 32), 'hex')",
    ] {
        held_up(sql).await;
    }
    client
        .batch_execute(
            "UPDATE core_api.audit_heads SET forgotten = 1, forgotten_hash = hash WHERE workspace_pk = 1; \
             DELETE FROM core_api.audit_events WHERE workspace_pk = 1",
        )
        .await
        .expect("what is forgotten can be deleted");
    held_up("DELETE FROM core_api.audit_events").await;
    held_up("UPDATE core_api.audit_heads SET forgotten = 0 WHERE workspace_pk = 1").await;
}

/// One transaction makes links for several workspaces, and one statement writes them into their journals.
#[tokio::test]
async fn new_links_get_into_the_journals_of_their_own_workspaces() {
    let (_database, client) = ledger("rls_new_links").await;
    let id = |number: i64| format!("'00000000-0000-0000-0000-00000000000{number}'::uuid");
    client.batch_execute("BEGIN").await.expect("a transaction");
    for workspace in [2, 1] {
        act_for(&client, &workspace.to_string()).await;
        let new = format!(
            "INSERT INTO core_api.people_workspace_connectors (people_workspace_connector_id, direction, people_pk, \
               workspace_connector_pk, created_as, created_by) \
             VALUES ({}, 'output', {workspace}, {workspace}, 'api_key', {})",
            id(workspace),
            id(workspace + 2),
        );
        client.batch_execute(&new).await.expect("its own link");
    }
    // Those that were there before are not new, whoever names them.
    let write = "SELECT core_api.journal_people_workspace_connectors_made( \
        ARRAY(SELECT people_workspace_connector_id FROM core_api.people_workspace_connectors) || ";
    let write = format!("{write} ARRAY[{}, gen_random_uuid()])", id(2));
    client.batch_execute(&write).await.expect("a function");
    client
        .batch_execute("COMMIT; SELECT core_api.journal_people_workspace_connectors_made( \
            ARRAY(SELECT people_workspace_connector_id FROM core_api.people_workspace_connectors)); RESET ROLE")
        .await
        .expect("after the transaction nothing is new");
    let sql = "SELECT j.workspace_pk, j.position, l.workspace_connector_pk, j.cause_by = l.created_by, cardinality(j.pks) \
        FROM core_api.journal j JOIN core_api.people_workspace_connectors l ON l.pk = j.pks[1] ORDER BY 1";
    let rows = client.query(sql, &[]).await.expect("all journals");
    let rows: Vec<(i64, i64, i64, bool, i32)> = rows
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
        .collect();
    assert_eq!(rows, [(1, 1, 1, true, 1), (2, 1, 2, true, 1)]);
    let sql = "SELECT head FROM core_api.journal_heads ORDER BY workspace_pk";
    let heads = client.query(sql, &[]).await.expect("all heads");
    let heads: Vec<i64> = heads.iter().map(|row| row.get(0)).collect();
    assert_eq!(heads, [1, 1]);
}

/// A right to change a whole table is a right to change what nobody thought of.
#[tokio::test]
async fn the_service_changes_columns_and_no_whole_table() {
    let (_database, client) = ledger("rls_columns").await;
    let [service, _] = roles(&client).await;
    let sql = "SELECT table_name::text FROM information_schema.role_table_grants \
               WHERE table_schema = 'core_api' AND privilege_type = 'UPDATE' AND grantee = $1::text";
    let whole = client.query(sql, &[&service]).await.expect("grants");
    let whole: Vec<String> = whole.iter().map(|row| row.get(0)).collect();
    assert_eq!(whole, [""; 0]);
    let sql = "SELECT table_name || '.' || column_name FROM information_schema.role_column_grants \
               WHERE table_schema = 'core_api' AND privilege_type = 'UPDATE' AND grantee = $1::text \
                 AND column_name IN ('pk', 'workspace_pk', 'created_at', 'token_hash', 'secret')";
    let fixed = client.query(sql, &[&service]).await.expect("grants");
    let fixed: Vec<String> = fixed.iter().map(|row| row.get(0)).collect();
    assert_eq!(fixed, [""; 0]);
}

#[tokio::test]
async fn an_operator_sees_no_row_of_a_ledger() {
    let (_database, client) = ledger("rls_operator").await;
    operate(&client).await;
    for table in LEDGER_TABLES.into_iter().chain(WEBHOOK_TABLES) {
        refused(&client, &format!("SELECT FROM core_api.{table}")).await;
    }
    for table in ["link_history", "journal", "journal_heads"] {
        refused(&client, &format!("SELECT FROM core_api.{table}")).await;
    }
    refused(&client, "SELECT core_api.journal_old(now())").await;
    refused(&client, "SELECT core_api.journal_forget(now(), 1)").await;
    refused(
        &client,
        "SELECT core_api.journal_people_workspace_connectors_made('{}')",
    )
    .await;
    refused(&client, "SELECT core_api.webhooks_due()").await;
    refused(&client, "SELECT core_api.neglected('1 hour')").await;
    refused(&client, "SELECT core_api.workload(10)").await;
    refused(&client, "SELECT core_api.left_by('somebody')").await;
    assert_eq!(pks(&client, "workspaces").await, [1, 2]);
    assert_eq!(pks(&client, "api_keys").await, [1, 2]);
}

/// The service reads and writes ways through functions alone, and those know no workspace but the one that it acts for.
#[tokio::test]
async fn a_workspace_reads_and_folds_its_own_ways() {
    const WAYS: &str = "SELECT coalesce(sum(g.records), 0)::bigint FROM core_api.flows_kept('people', 'active', 10) g WHERE (g.source, g.destination) = (0, 0)";
    const NOTED: &str = "SELECT count(*) FROM core_api.unfolded";
    let (_database, client) = ledger("rls_ways").await;
    let number = async |sql: &str| -> i64 {
        let row = client.query_one(sql, &[]).await;
        row.expect(sql).get(0)
    };
    act_for(&client, "").await;
    assert_eq!((number(WAYS).await, number(NOTED).await), (0, 0));
    act_for(&client, "1").await;
    assert_eq!((number(WAYS).await, number(NOTED).await), (1, 1));
    assert_eq!(number("SELECT core_api.fold(10)").await, 2);
    assert_eq!((number(WAYS).await, number(NOTED).await), (1, 0));
    let days = "SELECT count(*) FROM core_api.stream_days";
    assert_eq!(number(days).await, 1);
    let of_all = "SELECT count(*) FROM core_api.workspace_days";
    assert_eq!(number(of_all).await, 1);
    // A note that names another workspace's record says nothing of it.
    let note = "INSERT INTO core_api.unfolded (workspace_pk, record, made, joined, pks) VALUES (1, 'people', 0, false, '{2}')";
    client.batch_execute(note).await.expect("an own note");
    assert_eq!(number(WAYS).await, 1);
    assert_eq!(number("SELECT core_api.fold(10)").await, 2);
    act_for(&client, "2").await;
    assert_eq!((number(WAYS).await, number(NOTED).await), (1, 1));
    assert_eq!((number(days).await, number(of_all).await), (0, 0));
    for sql in [
        "INSERT INTO core_api.unfolded (workspace_pk, record, made, joined, pks) VALUES (1, 'people', 0, false, '{1}')",
        "INSERT INTO core_api.unfolded (workspace_pk, record, workspace_connector_pk, direction, hour, made, joined, pks) \
         VALUES (2, 'people', 1, 'input', now(), 1, true, '{}')",
        "DELETE FROM core_api.unfolded",
        "UPDATE core_api.unfolded SET made = 0",
        "SELECT FROM core_api.flow_sums",
        "SELECT FROM core_api.record_ways",
        "UPDATE core_api.stream_days SET links = links",
        "SELECT core_api.fold_of(1, 10)",
        "SELECT core_api.fold_all(1)",
        "SELECT core_api.people_ends(1, '{1}')",
        "SELECT core_api.reroute(1, 'people', '{}')",
        "SELECT core_api.hours_kept(1, 'people')",
        "SELECT core_api.misled(1, 'people', 'peoples')",
        "SELECT core_api.sums_due(1, 'people')",
        "SELECT core_api.sums_of('{}')",
        "SELECT core_api.days_due(1, 'people')",
        "UPDATE core_api.workspace_days SET links = links",
    ] {
        refused(&client, sql).await;
    }
}
