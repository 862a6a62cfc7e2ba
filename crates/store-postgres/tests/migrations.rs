//! The schema: named as in the contract, and made once, by the first process.

#[path = "scratch/roles.rs"]
mod named;
mod scratch;

use std::time::Duration;

use futures_util::future::join_all;
use tokio_postgres::error::SqlState;
use wellhead_core::record::Kind;
use wellhead_core::store::Store;
use wellhead_store_postgres::{ConnectError, PostgresStore};

use named::roles;

async fn lines(client: &tokio_postgres::Client, sql: &str) -> Vec<String> {
    let rows = client
        .query(sql, &[])
        .await
        .expect("the catalogue can be read");
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn the_junction_is_as_the_contract_says() {
    let url = scratch::database("schema").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    let columns = lines(
        &client,
        "SELECT concat_ws(' ', column_name, udt_name, is_nullable, column_default) \
         FROM information_schema.columns \
         WHERE table_schema = 'core_api' AND table_name = 'people_workspace_connectors' \
         ORDER BY ordinal_position",
    );
    assert_eq!(
        columns.await,
        [
            "pk int8 NO",
            "people_workspace_connector_id uuid NO",
            "direction direction_enum NO",
            "people_pk int8 NO",
            "workspace_connector_pk int8 NO",
            "created_at timestamptz NO now()",
            "updated_at timestamptz YES",
            "deleted_at timestamptz YES",
            "changed_epoch int8 YES",
            "made_epoch int8 YES",
            "created_as cause_enum YES",
            "created_by uuid YES",
            "seen_by uuid YES",
            "seen_at timestamptz YES",
            "since timestamptz YES",
            "changed_as cause_enum YES",
            "changed_by uuid YES",
            "deleted_as cause_enum YES",
            "deleted_by uuid YES",
            "reason reason_enum YES",
        ]
    );
    let labels = "SELECT enumlabel::text FROM pg_enum \
                  WHERE enumtypid = 'core_api.direction_enum'::regtype ORDER BY enumsortorder";
    assert_eq!(lines(&client, labels).await, ["input", "output"]);
    let references = lines(
        &client,
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE conrelid = 'core_api.people_workspace_connectors'::regclass AND contype = 'f' ORDER BY 1",
    );
    assert_eq!(
        references.await,
        [
            "FOREIGN KEY (people_pk) REFERENCES core_api.peoples(pk) ON UPDATE CASCADE",
            "FOREIGN KEY (workspace_connector_pk) \
             REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE",
        ]
    );
    let indexes = lines(
        &client,
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'people_workspace_connectors' ORDER BY 1",
    );
    let indexes = indexes.await;
    for named in [
        "INDEX idx_people_workspace_connectors_record_created \
         ON core_api.people_workspace_connectors USING btree (people_pk, created_at)",
        "INDEX idx_people_workspace_connectors_wc_created_at \
         ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at)",
    ] {
        assert!(
            indexes.iter().any(|index| index.ends_with(named)),
            "{named}: {indexes:#?}"
        );
    }
    let unique: Vec<_> = indexes
        .iter()
        .filter(|index| index.starts_with("CREATE UNIQUE") && index.contains("people_pk"))
        .collect();
    assert!(unique.is_empty(), "duplicates are accepted: {unique:?}");
}

#[tokio::test]
async fn one_run_is_open_for_each_connector_and_direction() {
    let url = scratch::database("runs").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    client
        .batch_execute(
            "INSERT INTO core_api.workspaces (workspace_id, name) VALUES (gen_random_uuid(), 'a'); \
             INSERT INTO core_api.connectors (connector_id, slug, name) VALUES (gen_random_uuid(), 'crm', 'CRM'); \
             INSERT INTO core_api.workspace_connectors \
               (workspace_connector_id, workspace_pk, connector_pk, status) \
             VALUES (gen_random_uuid(), 1, 1, 'enabled')",
        )
        .await
        .expect("a workspace with a connector");
    let open = async |direction: &str| {
        let sql = format!(
            "INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, \
               workspace_connector_pk, direction, trigger_type, mode, status, started_at, heartbeat_at) \
             VALUES (gen_random_uuid(), 1, '{direction}', 'api', 'full', 'in_progress', now(), now())"
        );
        client.batch_execute(&sql).await
    };
    open("input").await.expect("a first one");
    open("output").await.expect("one the other way");
    let refused = open("input").await.expect_err("one is open");
    assert_eq!(refused.code(), Some(&SqlState::UNIQUE_VIOLATION));
    let close = "UPDATE core_api.workspace_connector_sync_logs SET completed_at = now()";
    client.batch_execute(close).await.expect("a close");
    open("input").await.expect("the one before is closed");
}

#[tokio::test]
async fn a_run_is_of_its_connectors_workspace() {
    let url = scratch::database("whose_runs").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    client
        .batch_execute(
            "INSERT INTO core_api.workspaces (workspace_id, name) \
               VALUES (gen_random_uuid(), 'a'), (gen_random_uuid(), 'b'); \
             INSERT INTO core_api.connectors (connector_id, slug, name) VALUES (gen_random_uuid(), 'crm', 'CRM'); \
             INSERT INTO core_api.workspace_connectors \
               (workspace_connector_id, workspace_pk, connector_pk, status) \
             VALUES (gen_random_uuid(), 1, 1, 'enabled'), (gen_random_uuid(), 2, 1, 'enabled')",
        )
        .await
        .expect("two workspaces with a connector each");
    let open = async |workspace: &str, connector: i64, direction: &str| {
        let sql = format!(
            "INSERT INTO core_api.workspace_connector_sync_logs (workspace_connector_sync_log_id, workspace_pk, \
               workspace_connector_pk, direction, trigger_type, mode, status, started_at, heartbeat_at) \
             VALUES (gen_random_uuid(), {workspace}, {connector}, '{direction}', 'api', 'full', 'in_progress', now(), now())"
        );
        client.batch_execute(&sql).await
    };
    open("NULL", 2, "input").await.expect("it means its own");
    open("1", 1, "output").await.expect("its own");
    let change = async |what: &str| {
        let sql = format!("UPDATE core_api.{what}");
        client.batch_execute(&sql).await
    };
    for (refused, code) in [
        (
            open("1", 2, "output").await,
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
        (
            change("workspace_connector_sync_logs SET workspace_pk = 3 - workspace_pk").await,
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
        (
            change("workspace_connector_sync_logs SET workspace_connector_pk = 1").await,
            SqlState::FOREIGN_KEY_VIOLATION,
        ),
        (
            change("workspace_connector_sync_logs SET workspace_pk = NULL").await,
            SqlState::NOT_NULL_VIOLATION,
        ),
    ] {
        assert_eq!(refused.expect_err("not its own").code(), Some(&code));
    }
    client
        .batch_execute(
            "ALTER TABLE core_api.workspaces ALTER pk SET GENERATED BY DEFAULT; \
             ALTER TABLE core_api.workspace_connectors ALTER pk SET GENERATED BY DEFAULT; \
             UPDATE core_api.workspaces SET pk = 20 WHERE pk = 2; \
             UPDATE core_api.workspace_connectors SET pk = 10 WHERE pk = 1",
        )
        .await
        .expect("new pks");
    let whose = "SELECT concat_ws(' ', workspace_connector_pk, workspace_pk) \
                 FROM core_api.workspace_connector_sync_logs ORDER BY workspace_pk";
    assert_eq!(lines(&client, whose).await, ["10 1", "2 20"], "runs follow");
}

#[tokio::test]
async fn runs_deliveries_and_jobs_have_their_indexes() {
    let url = scratch::database("sync").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    let sql = "SELECT split_part(indexdef, ' core_api.', 2) FROM pg_indexes \
               WHERE tablename IN ('workspace_connector_sync_logs', 'sync_deliveries', 'jobs') \
                 AND indexname NOT LIKE '%_pkey' ORDER BY 1";
    let of = "USING btree";
    assert_eq!(
        lines(&client, sql).await,
        [
            format!("jobs {of} (heard_at) WHERE (completed_at IS NULL)"),
            format!(
                "jobs {of} (workspace_connector_sync_log_pk) \
                 WHERE (workspace_connector_sync_log_pk IS NOT NULL)"
            ),
            format!("jobs {of} (workspace_pk, created_at, job_id)"),
            format!("jobs {of} (workspace_pk, job_id)"),
            format!("sync_deliveries {of} (workspace_connector_sync_log_pk, delivery_id)"),
            format!(
                "workspace_connector_sync_logs {of} (heard_at) \
                 WHERE ((completed_at IS NULL) AND (sealed_at IS NULL))"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_connector_pk, record, direction) WHERE (completed_at IS NULL)"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_connector_pk, record, started_at, workspace_connector_sync_log_id)"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_connector_pk, started_at, workspace_connector_sync_log_id)"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_connector_sync_log_id, workspace_connector_pk)"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_pk, record, direction, status, started_at, workspace_connector_sync_log_id, pk)"
            ),
            format!(
                "workspace_connector_sync_logs {of} \
                 (workspace_pk, started_at, workspace_connector_sync_log_id)"
            ),
        ]
    );
}

#[tokio::test]
async fn the_roles_are_bound_by_row_level_security() {
    let url = scratch::database("roles").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    let free = "SELECT rolname::text FROM pg_roles JOIN core_api.installation ON rolname IN (service, operator) \
                WHERE NOT (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole) ORDER BY 1 DESC";
    assert_eq!(lines(&client, free).await, roles(&client).await);
    let unguarded = "SELECT relname::text FROM pg_class \
                     WHERE relnamespace = 'core_api'::regnamespace AND relkind = 'r' AND NOT relrowsecurity \
                     ORDER BY 1";
    assert_eq!(
        lines(&client, unguarded).await,
        [
            "connector_legal_states",
            "connectors",
            "installation",
            "record_kinds",
            "rights",
            "room"
        ]
    );
    let owned = "SELECT relname::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner \
                 WHERE r.rolname LIKE 'wellhead_%'";
    assert_eq!(lines(&client, owned).await, [""; 0]);
}

#[tokio::test]
async fn many_may_start_at_once_and_again() {
    let url = scratch::database("at_once").await;
    let started = join_all((0..6).map(|_| PostgresStore::connect(&url))).await;
    let versions: Vec<_> = started
        .into_iter()
        .map(|store| store.expect("each comes up").schema_version())
        .collect();
    assert!(
        versions.iter().all(|version| *version == versions[0]),
        "{versions:?}"
    );
    let again = PostgresStore::connect(&url)
        .await
        .expect("a migrated database");
    assert_eq!(again.schema_version(), versions[0]);
}

/// A release changes nothing that the one before it needs, so both may run while processes are replaced.
#[tokio::test]
async fn a_newer_schema_is_used_if_it_still_serves() {
    let url = scratch::database("serves").await;
    let known = PostgresStore::connect(&url).await.expect("a new database");
    let known = known.schema_version();
    let client = scratch::connect(&url).await;
    client
        .batch_execute(
            "INSERT INTO wellhead_schema_history (version, name, applied_on, checksum) \
             VALUES (999, 'from_the_next_release', '2030-01-01T00:00:00Z', '1')",
        )
        .await
        .expect("a row can be written");
    for (oldest, is_used) in [(i64::from(known), true), (i64::from(known) + 1, false)] {
        let sql = format!("UPDATE core_api.installation SET serves = {oldest}");
        client.batch_execute(&sql).await.expect("an update");
        match PostgresStore::connect(&url).await {
            Ok(store) => {
                assert!(is_used);
                assert_eq!(store.schema_version(), 999);
                store.ready().await.expect("it works");
            }
            Err(ConnectError::Newer { found: 999, .. }) => assert!(!is_used),
            Err(refused) => panic!("{refused}"),
        }
    }
}

#[tokio::test]
async fn a_migration_that_is_broken_off_is_made_by_the_next() {
    let url = scratch::database("broken_off").await;
    for millis in (0..200).step_by(8) {
        let connect = PostgresStore::connect(&url);
        // It is dropped with its connection, wherever it is.
        let begun = tokio::time::timeout(Duration::from_millis(millis), connect).await;
        drop(begun);
    }
    let store = PostgresStore::connect(&url).await.expect("it goes on");
    store.ready().await.expect("it works");
    let client = scratch::connect(&url).await;
    let astray = "SELECT a.statement FROM core_api.rights_astray() a";
    assert_eq!(lines(&client, astray).await, [""; 0]);
}

/// Whoever comes after a migration that waits for a lock waits as long. So it gives up its place, and starts again.
#[tokio::test]
async fn a_migration_lets_others_pass() {
    let url = scratch::database("passing").await;
    let first = scratch::database("passing_roles").await;
    PostgresStore::connect(&first)
        .await
        .expect("a database of today");
    let (client, long, other) = (
        scratch::connect(&url).await,
        scratch::connect(&url).await,
        scratch::connect(&url).await,
    );
    client
        .batch_execute("DO $$ BEGIN CREATE ROLE wellhead_service; EXCEPTION WHEN duplicate_object THEN NULL; END $$; \
                        DO $$ BEGIN CREATE ROLE wellhead_operator; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        .await
        .expect("the roles of before");
    client
        .batch_execute(include_str!("released/9.sql"))
        .await
        .expect("the dump is SQL");
    let read = "SELECT FROM core_api.peoples";
    long.batch_execute(&format!("BEGIN; {read}"))
        .await
        .expect("a read");
    let migrating =
        tokio::spawn(async move { PostgresStore::connect(&url).await.map(|store| (store, url)) });
    let waiting = "SELECT 'waits' FROM pg_locks WHERE NOT granted AND relation = 'core_api.peoples'::regclass";
    while lines(&client, waiting).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // It would wait for as long as the first read goes on, if the migration kept its place.
    other.batch_execute(read).await.expect("another read");
    assert!(!migrating.is_finished(), "it waits for the first");
    long.batch_execute("COMMIT").await.expect("an end");
    let (store, _url) = migrating.await.expect("no panic").expect("it is migrated");
    store.ready().await.expect("it works");
}

#[tokio::test]
async fn a_login_that_owns_just_its_database_is_enough() {
    let url = scratch::database("login").await;
    let owner = scratch::connect(&url).await;
    let login = format!("wellhead_login_{}", std::process::id());
    owner
        .batch_execute(&format!(
            "CREATE ROLE {login} LOGIN CREATEROLE; \
             DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO {login}', current_database()); END $$; \
             GRANT CREATE ON SCHEMA public TO {login}"
        ))
        .await
        .expect("a login can be made");
    let url = url.replace("postgres@", &format!("{login}@"));
    let store = PostgresStore::connect(&url)
        .await
        .expect("the login is enough");
    store.ready().await.expect("the service works as its role");
}

#[tokio::test]
async fn connections_that_break_are_made_anew() {
    let url = scratch::database("broken").await;
    let store = PostgresStore::connect(&url).await.expect("a new database");
    store.ready().await.expect("it answers");
    let client = scratch::connect(&url).await;
    client
        .batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .expect("connections can be ended");
    // The first statement may still get the broken connection; the next one does not.
    let answers = join_all((0..2).map(|_| store.ready())).await;
    if answers.iter().any(Result::is_err) {
        store.ready().await.expect("a new connection answers");
    }
}

/// As when somebody stops `migrate` while it builds an index.
#[tokio::test]
async fn an_index_that_was_left_half_built_is_built_anew() {
    let url = scratch::database("half_built").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let client = scratch::connect(&url).await;
    let names = "SELECT indexrelid::regclass::text FROM pg_index \
                 WHERE indisvalid AND indexrelid::regclass::text LIKE '%external_case' ORDER BY 1";
    let whole = lines(&client, names).await;
    assert_eq!(whole.len(), Kind::COUNT, "one of each kind");
    client
        .batch_execute(
            "UPDATE pg_index SET indisvalid = false
             WHERE indexrelid = 'core_api.idx_peoples_external_case'::regclass;
             DROP INDEX core_api.idx_companies_external_case",
        )
        .await
        .expect("one is not valid, and one is not there");
    let reader = scratch::connect(&url).await;
    reader
        .batch_execute("BEGIN; SELECT pg_advisory_xact_lock_shared(1)")
        .await
        .expect("somebody else is connected");
    let opened = join_all((0..4).map(|_| PostgresStore::connect(&url))).await;
    for store in opened {
        store.expect("those who wait for the lock do not keep the index from being built");
    }
    assert_eq!(lines(&client, names).await, whole);
}
