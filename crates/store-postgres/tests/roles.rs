//! Each database has roles of its own, and they get their rights back wherever it is copied or restored to.

#[path = "scratch/roles.rs"]
mod named;
mod scratch;

use std::time::Instant;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::checkup::State;
use wellhead_core::key::TokenHash;
use wellhead_core::store::{KeyStore, OperatorStore, Store};
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::{ConnectError, PostgresStore};

use named::roles;

async fn opened(url: &str) -> PostgresStore {
    let store = PostgresStore::connect(url).await;
    store.expect("the database can be used")
}

async fn run(client: &Client, sql: &str) {
    client.batch_execute(sql).await.expect(sql);
}

async fn number(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.expect(sql).get(0)
}

/// A login of the server, which is dropped by whoever made it.
fn login(purpose: &str) -> String {
    format!("wellhead_{purpose}_{}", std::process::id())
}

fn as_login(url: &str, login: &str) -> String {
    url.replace("postgres@", &format!("{login}@"))
}

/// The service works, its role has all of its rights and no others, and so has the operators'.
#[expect(
    clippy::disallowed_methods,
    reason = "an Instant cannot be made of a number"
)]
async fn assert_sound(url: &str) {
    let store = opened(url).await;
    store.ready().await.expect("it takes writes");
    let nobody = store.authenticate(Instant::now(), TokenHash([0; 32])).await;
    assert_eq!(nobody.expect("it may ask"), None);
    store.workspace_list().await.expect("an operator may ask");
    let client = scratch::connect(url).await;
    let astray = "SELECT count(*) FROM core_api.rights_astray()";
    assert_eq!(number(&client, astray).await, 0);
    let rights = "SELECT count(*) FROM core_api.rights";
    assert!(number(&client, rights).await > 100);
}

/// A database may be called as the migrations call the roles.
#[tokio::test]
async fn roles_are_named_after_any_database() {
    for name in ["operator", "service"] {
        let database = scratch::database(name).await;
        assert!(database.name().starts_with(&format!("wellhead_{name}_")));
        assert_sound(&database).await;
    }
}

#[tokio::test]
async fn owners_of_two_databases_are_nobody_to_each_other() {
    let (one, other) = (
        scratch::database("roles_one").await,
        scratch::database("roles_other").await,
    );
    let owner = login("roles_owner");
    let server = scratch::connect(&one).await;
    run(&server, &format!("CREATE ROLE {owner} LOGIN CREATEROLE")).await;
    run(
        &server,
        &format!("ALTER DATABASE {} OWNER TO {owner}", other.name()),
    )
    .await;
    let granted = scratch::connect(&other).await;
    run(
        &granted,
        &format!("GRANT CREATE ON SCHEMA public TO {owner}"),
    )
    .await;
    opened(&one).await;
    opened(&as_login(&other, &owner)).await;
    let [ours, ours_too] = roles(&server).await;
    let [theirs, _] = roles(&granted).await;
    assert_ne!(ours, theirs);
    let refused = tokio_postgres::connect(&as_login(&one, &owner), tokio_postgres::NoTls).await;
    let refused = refused.err().expect("it may not connect");
    assert_eq!(refused.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    for role in [ours, ours_too] {
        let sql = format!("SELECT pg_has_role('{owner}', '{role}', 'MEMBER')::int::bigint");
        assert_eq!(number(&server, &sql).await, 0, "{role}");
    }
    assert_sound(&one).await;
    assert_sound(&as_login(&other, &owner)).await;
    drop(granted);
    drop(other);
    run(&server, &format!("DROP ROLE {owner}")).await;
}

/// As `pg_restore` leaves it: what refers to roles that are missing is lost.
#[tokio::test]
async fn rights_that_a_restore_has_lost_come_back() {
    let url = scratch::database("roles_lost").await;
    opened(&url).await;
    let client = scratch::connect(&url).await;
    let policies = "SELECT count(*) FROM pg_policies WHERE schemaname = 'core_api'";
    let before = number(&client, policies).await;
    let [service, operator] = roles(&client).await;
    run(
        &client,
        &format!(
            "DROP OWNED BY {service}, {operator}; DROP ROLE {service}, {operator}; \
             GRANT EXECUTE ON ALL ROUTINES IN SCHEMA core_api TO PUBLIC; \
             REVOKE ALL ON public.wellhead_schema_history FROM PUBLIC"
        ),
    )
    .await;
    assert_eq!(number(&client, policies).await, 0);
    // Whoever serves is told who can help.
    let login = login("roles_unseeing");
    let connect = format!("GRANT CONNECT ON DATABASE {} TO {login}", url.name());
    run(&client, &format!("CREATE ROLE {login} LOGIN; {connect}")).await;
    let refused = PostgresStore::connect(&as_login(&url, &login)).await;
    let refused = refused.expect_err("it may not see the schema's version");
    assert!(matches!(refused, ConnectError::NotOwner), "{refused}");
    run(
        &client,
        &format!("DROP OWNED BY {login}; DROP ROLE {login}"),
    )
    .await;
    assert_sound(&url).await;
    let seen = "SELECT has_table_privilege('public', 'public.wellhead_schema_history', 'SELECT')::int::bigint";
    assert_eq!(number(&client, seen).await, 1);
    assert_eq!(number(&client, policies).await, before);
    assert_eq!(roles(&client).await, [service, operator]);
}

#[tokio::test]
async fn a_copy_gets_roles_of_its_own() {
    let url = scratch::database("roles_copied").await;
    opened(&url).await;
    let copy = scratch::made("roles_copy", Some(&url)).await;
    assert_sound(&copy).await;
    let (client, copied) = (scratch::connect(&url).await, scratch::connect(&copy).await);
    let of_the_first = roles(&client).await;
    assert_ne!(roles(&copied).await, of_the_first);
    for role in of_the_first {
        let held = format!("SELECT count(*) FROM core_api.rights_of('{role}')");
        assert_eq!(number(&copied, &held).await, 0, "{role}");
        let named = format!("SELECT count(*) FROM pg_proc WHERE prosrc ~ '\\m{role}\\M'");
        assert_eq!(number(&copied, &named).await, 0, "{role}");
    }
    assert_sound(&url).await;
}

#[tokio::test]
async fn a_login_that_may_not_make_roles_is_told_what_to_do() {
    let url = scratch::database("roles_told").await;
    let owner = login("roles_plain");
    let server = scratch::connect(&url).await;
    run(&server, &format!("CREATE ROLE {owner} LOGIN")).await;
    run(
        &server,
        &format!("ALTER DATABASE {} OWNER TO {owner}", url.name()),
    )
    .await;
    run(
        &server,
        &format!("GRANT CREATE ON SCHEMA public TO {owner}"),
    )
    .await;
    let refused = PostgresStore::connect(&as_login(&url, &owner)).await;
    let Err(ConnectError::Roles(statements)) = refused else {
        panic!("{refused:?}");
    };
    run(&server, &statements).await;
    assert_sound(&as_login(&url, &owner)).await;
    drop(server);
    drop(url);
    let server = scratch::connect(&scratch::server()).await;
    run(&server, &format!("DROP ROLE {owner}")).await;
}

#[tokio::test]
async fn a_login_of_the_service_reads_nothing_as_itself() {
    let url = scratch::database("roles_service").await;
    let server = scratch::connect(&url).await;
    let worker = login("roles_worker");
    run(&server, &format!("CREATE ROLE {worker} LOGIN")).await;
    let refused = PostgresStore::connect(&as_login(&url, &worker)).await;
    let refused = refused.expect_err("there is no schema");
    assert!(
        matches!(refused, ConnectError::NotOwner | ConnectError::Roles(_)),
        "{refused}"
    );
    opened(&url).await;
    let refused = PostgresStore::connect(&as_login(&url, &worker)).await;
    // It is not let in, as nobody is whom the database does not know.
    assert!(refused.is_err());
    let [service, _] = roles(&server).await;
    run(
        &server,
        &format!("GRANT CONNECT ON DATABASE {} TO {worker}", url.name()),
    )
    .await;
    let refused = PostgresStore::connect(&as_login(&url, &worker)).await;
    let Err(ConnectError::NotAdmitted { grant, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(grant, format!("GRANT {service} TO \"{worker}\";"));
    run(&server, &grant).await;
    let store = opened(&as_login(&url, &worker)).await;
    store.ready().await.expect("it works");
    store.workspace_list().await.expect_err("it is no operator");
    run(
        &server,
        "INSERT INTO core_api.workspaces (workspace_id, name) VALUES (gen_random_uuid(), 'a')",
    )
    .await;
    let client = scratch::connect(&as_login(&url, &worker)).await;
    run(&client, "RESET ROLE").await;
    let all = "SELECT count(*) FROM core_api.workspaces";
    assert_eq!(number(&client, all).await, 0);
    for sql in [
        "SELECT FROM core_api.api_keys WHERE token_hash IS NOT NULL",
        "SELECT FROM core_api.rights",
        "ALTER TABLE core_api.peoples DISABLE ROW LEVEL SECURITY",
        "CALL core_api.hand_over('postgres', 'postgres')",
    ] {
        let refused = client.batch_execute(sql).await.expect_err(sql);
        assert_eq!(
            refused.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{sql}"
        );
    }
    drop((store, client));
    run(
        &server,
        &format!("DROP OWNED BY {worker}; DROP ROLE {worker}"),
    )
    .await;
}

/// A role's name is cut where it is long, and needs quotes in other letters.
#[tokio::test]
async fn a_name_that_is_no_plain_word_is_no_hindrance() {
    let server = scratch::connect(&scratch::server()).await;
    let name = format!("Überall \"{}\"", std::process::id());
    let quoted = name.replace('"', "\"\"");
    run(&server, &format!("CREATE DATABASE \"{quoted}\"")).await;
    let (base, _) = scratch::server()
        .rsplit_once('/')
        .map(|(base, name)| (base.to_owned(), name.to_owned()))
        .unwrap();
    let url = format!("{base}/{}", name.replace(' ', "%20").replace('"', "%22"));
    assert_sound(&url).await;
    let client = scratch::connect(&url).await;
    let [service, operator] = roles(&client).await;
    drop(client);
    run(&server, &format!("DROP DATABASE \"{quoted}\" WITH (FORCE)")).await;
    run(&server, &format!("DROP ROLE {service}, {operator}")).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "an Instant cannot be made of a number"
)]
#[tokio::test]
async fn a_login_that_may_not_migrate_may_work() {
    let url = scratch::database("worker").await;
    opened(&url).await;
    let owner = scratch::connect(&url).await;
    let login = login("roles_both");
    let [service, operator] = roles(&owner).await;
    owner
        .batch_execute(&format!(
            "CREATE ROLE {login} LOGIN; GRANT {service}, {operator} TO {login}"
        ))
        .await
        .expect("a login can be made");
    let store = opened(&as_login(&url, &login)).await;
    let nobody = store.authenticate(Instant::now(), TokenHash([0; 32])).await;
    assert_eq!(nobody.expect("it may ask"), None);
}

/// What a checkup says of one thing, and whether that is sound.
async fn looked(url: &str, check: &str) -> (bool, String) {
    let findings = PostgresStore::checkup(url, || Timestamp::MIN).await;
    let mut findings = findings.expect("a URL").into_iter();
    let finding = findings.find(|it| it.what == check).expect(check);
    let text = format!("{} {}", finding.found, finding.advice.unwrap_or_default());
    (finding.state == State::Sound, text)
}

/// Whatever it calls itself; and an operator's command is no process that serves.
#[tokio::test]
async fn a_process_that_serves_as_the_owner_is_found() {
    let database = scratch::database("roles_serving").await;
    let url = format!("{}?application_name=mine", &*database);
    let store = opened(&url).await;
    let (is_sound, found) = looked(&database, "login").await;
    assert!(!is_sound && found.contains("no login has"), "{found}");
    let server = scratch::connect(&database).await;
    let [service, _] = roles(&server).await;
    let app = service.replace("_service_", "_app_");
    let make = format!("CREATE ROLE {app} LOGIN; GRANT {service} TO {app}");
    run(&server, &make).await;
    store.workspace_list().await.expect("an operator's command");
    let (is_sound, found) = looked(&database, "login").await;
    assert!(is_sound && found.contains(&app), "{found}");
    let serving = opened(&as_login(&url, &app)).await;
    serving.ready().await.expect("it serves");
    assert!(looked(&database, "login").await.0);
    store.ready().await.expect("it serves");
    let (is_sound, found) = looked(&database, "login").await;
    assert!(!is_sound && found.contains("serves as postgres"), "{found}");
}

/// It could make itself a member of another database's roles.
#[tokio::test]
async fn a_login_that_may_grant_any_role_is_found() {
    let url = scratch::database("roles_makers").await;
    opened(&url).await;
    let server = scratch::connect(&url).await;
    let maker = login("roles_maker");
    run(&server, &format!("CREATE ROLE {maker} LOGIN CREATEROLE")).await;
    let (is_sound, found) = looked(&url, "createrole").await;
    let [service, _] = roles(&server).await;
    let to_itself = format!("SET ROLE {maker}; GRANT {service} TO {maker}; RESET ROLE");
    let granted = server.batch_execute(&to_itself).await;
    // Either the server refuses it, or it is told.
    assert_eq!(granted.is_err(), is_sound, "{found}");
    assert!(is_sound || found.contains(&maker), "{found}");
    run(&server, &format!("RESET ROLE; DROP ROLE {maker}")).await;
}
