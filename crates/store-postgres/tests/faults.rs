//! A server that is silent, as in a failover or after a pulled cable, or that cannot write.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

#[path = "scratch/locked.rs"]
mod locked;
#[path = "scratch/roles.rs"]
mod named;
mod proxy;
mod scratch;
mod tenants;

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{join, join_all};
use proxy::{Loss, Proxy};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_postgres::Client;
use wellhead_core::audit::{Act, Actor, Entry};
use wellhead_core::cause::Author;
use wellhead_core::id::NewId;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::{Deleted, Name};
use wellhead_core::store::{
    ApplyError, Hindrance, OperatorError, OperatorStore, RecordStore, Store, StoreError,
};
use wellhead_store_postgres::{ConnectError, PostgresStore};

use locked::something_waits;
use named::roles;
use tenants::{AT, Ledger, Workspace, fresh};

/// Longer than anything takes here, however slow the machine is.
const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_silent_connection_is_given_up() {
    let url = scratch::database("silence").await;
    let (proxy, url) = Proxy::before(&url).await;
    let store = PostgresStore::connect(&url).await.expect("a new database");
    store.ready().await.expect("it answers");
    proxy.go_silent();
    let silent = store.ready().await.expect_err("nobody answers");
    assert!(matches!(silent, StoreError::Unavailable(_)), "{silent}");
    store.ready().await.expect("a new connection answers");
}

#[tokio::test]
async fn a_port_that_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let url = format!("postgres://nobody:secret@{address}/nothing");
    let refused = PostgresStore::connect(&url)
        .await
        .expect_err("nobody answers");
    assert!(matches!(refused, ConnectError::Silent { .. }), "{refused}");
    let said = refused.to_string();
    assert!(
        said.contains(&address.to_string()) && !said.contains("secret"),
        "{said}"
    );
}

/// Creates a link with an id of its own, and so in a transaction of its own.
async fn alone(store: &PostgresStore, workspace: Workspace) -> Result<(), ApplyError> {
    let link = workspace.link(NewId::Brought(fresh()));
    let author = Author::operator(workspace.tenant);
    store.apply(author, AT, vec![link]).await.map(|_| ())
}

fn is_unknown(told: &Result<(), ApplyError>) -> bool {
    matches!(told, Err(ApplyError::Store(StoreError::CommitUnknown(_))))
}

/// The server goes silent on all connections, as if it were frozen, and another takes its place. What is asked meanwhile fails
/// soon, and then everything works again, although nobody asks whether it is ready.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_server_is_left_for_the_next() {
    let database = scratch::database("frozen").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    let alone = async || alone(&ledger.store, ledger.bystander).await;
    let everything = async || {
        let created = join_all((0..16).map(|_| ledger.bystander.create(&ledger.store)));
        let alone_at_once = join_all((0..8).map(|_| alone()));
        let counted = join_all((0..2).map(|_| ledger.bystander.flows(&ledger.store)));
        let (created, alone_at_once, counted) = tokio::join!(created, alone_at_once, counted);
        created.iter().all(Result::is_ok)
            && alone_at_once.iter().all(Result::is_ok)
            && counted.iter().all(Result::is_ok)
    };
    assert!(everything().await, "before");
    proxy.go_silent();
    let again = async { while !everything().await {} };
    timeout(LONG, again).await.expect("it is left");
}

/// The server commits, and its answer is lost. Nobody is told that nothing was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_without_an_answer_is_said_to_be_unknown() {
    let database = scratch::database("commits").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    let (store, workspace) = (&ledger.store, ledger.bystander);
    let links = async || {
        let count = "SELECT count(*) FROM core_api.people_workspace_connectors";
        let row = ledger.other.query_one(count, &[]).await.expect("a look");
        row.get::<_, i64>(0)
    };
    let alone = async || alone(store, workspace).await;
    proxy.lose_a_commit(Loss::HungUp);
    assert!(is_unknown(&alone().await), "alone, hung up");
    assert_eq!(links().await, 1);

    // What is made together is tried once more, and finds itself.
    proxy.lose_a_commit(Loss::HungUp);
    workspace.create(store).await.expect("it is there");
    assert_eq!(links().await, 2);

    proxy.lose_a_commit(Loss::Silent);
    assert!(
        is_unknown(&workspace.create(store).await),
        "together, silent"
    );
    assert_eq!(links().await, 3);

    // Several connections wait in the pool.
    let before = join_all((0..8).map(|_| alone())).await;
    assert!(before.iter().all(Result::is_ok), "{before:?}");
    proxy.lose_a_commit(Loss::Silent);
    let next = async {
        while links().await < 12 {
            sleep(Duration::from_millis(10)).await;
        }
        // Whoever takes one next finds out that nobody answers.
        proxy.go_silent();
        alone().await
    };
    let (told, of_next) = tokio::join!(alone(), next);
    assert!(is_unknown(&told), "alone, silent");
    assert!(
        matches!(of_next, Err(ApplyError::Store(StoreError::Unavailable(_)))),
        "{of_next:?}"
    );
    assert_eq!(links().await, 12);
}

/// A server whose commits hang, as for a standby that is away, answers all else. So nobody's reads suffer, and it is no silent server;
/// how the writes end is unknown until it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commits_that_hang_hold_up_no_read() {
    let database = scratch::database("hanging").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    let (store, workspace) = (&ledger.store, ledger.hostile);
    let reads = async || {
        let Workspace { tenant, person, .. } = ledger.bystander;
        let person = RecordRef {
            kind: Kind::People,
            id: person,
        };
        let quick = store.record_get(tenant, person, Deleted::Exclude).await;
        quick.expect("a quick read goes on").expect("a person");
        let flows = ledger.bystander.flows(store).await;
        flows.expect("a long read goes on");
    };
    let both = || join(workspace.create(store), alone(store, workspace));
    let (made, made_alone) = both().await;
    assert!(made.is_ok() && made_alone.is_ok(), "before");

    proxy.hold_commits(true);
    let mut hanging = pin!(both());
    let (made, made_alone) = loop {
        tokio::select! {
            told = &mut hanging => break told,
            () = reads() => {}
        }
    };
    assert!(is_unknown(&made), "together");
    assert!(is_unknown(&made_alone), "alone");
    reads().await;
    let refused = store.ready().await.expect_err("no write would end");
    assert!(matches!(refused, StoreError::CommitUnknown(_)), "{refused}");
    // They are left alone: to cancel a commit, or to hang up, does not end it.
    let hanging = proxy.held_commits();
    assert_eq!(hanging, 2);

    proxy.hold_commits(false);
    let again = async {
        while store.ready().await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LONG, again).await.expect("commits are answered");
    let (made, made_alone) = both().await;
    assert!(made.is_ok() && made_alone.is_ok(), "after");
    let count = "SELECT count(*) FROM core_api.people_workspace_connectors";
    let row = ledger.other.query_one(count, &[]).await.expect("a look");
    assert_eq!(row.get::<_, i64>(0), 6);
}

/// It lets everybody in, and then says nothing.
#[tokio::test]
async fn a_start_does_not_wait_for_a_server_that_says_nothing() {
    let url = scratch::database("mute").await;
    PostgresStore::connect(&url).await.expect("a new database");
    let (proxy, url) = Proxy::before(&url).await;
    proxy.answer_logins_alone();
    let refused = timeout(LONG, PostgresStore::connect(&url)).await;
    let refused = refused.expect("nobody waits").expect_err("it is silent");
    assert!(matches!(refused, ConnectError::Silent { .. }), "{refused}");
}

/// It falls silent while a migration waits for another's lock, which may take a minute.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_does_not_wait_for_a_server_that_says_nothing() {
    let database = scratch::database("mute_migration").await;
    let other = scratch::connect(&database).await;
    let lock = "BEGIN; CREATE SCHEMA core_api";
    other.batch_execute(lock).await.expect("a lock");
    let (proxy, url) = Proxy::before(&database).await;
    let fall_silent = async {
        is_waiting(&scratch::connect(&database).await).await;
        proxy.answer_logins_alone();
    };
    let connect = timeout(LONG, PostgresStore::connect(&url));
    let (refused, ()) = tokio::join!(connect, fall_silent);
    let refused = refused.expect("nobody waits").expect_err("it is silent");
    assert!(matches!(refused, ConnectError::Silent { .. }), "{refused}");
}

/// Waits until something in the database waits for a lock.
async fn is_waiting(watch: &Client) {
    let look = something_waits(watch);
    timeout(LONG, look).await.expect("it waits for a lock");
}

async fn rename(ledger: &Ledger, name: &str) -> Result<(), OperatorError> {
    let id = ledger.bystander.tenant.workspace();
    let name = Name::parse(name).expect("a name");
    let entry = Entry::at(fresh(), AT, Actor::Operator, Act::Update, id);
    let renamed = ledger.store.workspace_rename(AT, id, &name, entry);
    let renamed = timeout(LONG, renamed).await.expect("nobody waits");
    renamed.map(|_| ())
}

fn is_silent<T>(told: &Result<T, OperatorError>) -> bool {
    matches!(told, Err(OperatorError::Store(StoreError::Unavailable(_))))
}

/// Operators' commands end, too, whenever the server falls silent: before a transaction, during what is quick or may take hours, and at the
/// end of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_does_not_wait_for_a_server_that_says_nothing() {
    let database = scratch::database("operates").await;
    let (proxy, url) = Proxy::before(&database).await;
    let ledger = Ledger::at(&url, database).await;
    proxy.go_silent();
    let told = rename(&ledger, "one").await;
    assert!(is_silent(&told), "{told:?}");
    rename(&ledger, "two").await.expect("a new connection");

    // The server answers others, but not on this connection.
    let lock = "BEGIN; SELECT FROM core_api.workspaces FOR UPDATE";
    ledger.other.batch_execute(lock).await.expect("a lock");
    let fall_silent = async {
        is_waiting(&ledger.other).await;
        proxy.go_silent();
    };
    let (told, ()) = tokio::join!(rename(&ledger, "three"), fall_silent);
    assert!(is_silent(&told), "{told:?}");
    ledger.other.batch_execute("COMMIT").await.expect("its end");

    for loss in [Loss::HungUp, Loss::Silent] {
        rename(&ledger, "four").await.expect("a new connection");
        proxy.lose_a_commit(loss);
        let told = rename(&ledger, "five").await;
        let store = told.expect_err("there is no answer");
        assert!(
            matches!(store, OperatorError::Store(StoreError::CommitUnknown(_))),
            "{store:?}"
        );
        let named = "SELECT count(*) FROM core_api.workspaces WHERE name = 'five'";
        let row = ledger.other.query_one(named, &[]).await.expect("a look");
        assert_eq!(row.get::<_, i64>(0), 1);
    }

    rename(&ledger, "six").await.expect("a new connection");
    proxy.answer_logins_alone();
    let id = ledger.bystander.tenant.workspace();
    let counted = timeout(LONG, ledger.store.workspace_recount(id, false)).await;
    let told = counted.expect("nobody waits");
    assert!(is_silent(&told), "{told:?}");
}

#[tokio::test]
async fn a_silent_server_keeps_nobody_from_the_next() {
    let database = scratch::database("second").await;
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = silent.local_addr().expect("an address");
    let url = database.replace('@', &format!("@{silent},"));
    let ready = async {
        let store = PostgresStore::connect(&url).await.expect("the second");
        store.ready().await.expect("the second");
    };
    timeout(LONG, ready).await.expect("nobody waits");
}

/// What a write is told, and then whoever asks whether one would be accepted.
async fn hindered(store: &PostgresStore, workspace: Workspace) -> [Hindrance; 2] {
    let refused = workspace.create(store).await.expect_err("it cannot write");
    let ApplyError::Store(StoreError::Hindered(told, _)) = refused else {
        panic!("{refused}");
    };
    [told, unready(store).await]
}

async fn unready(store: &PostgresStore) -> Hindrance {
    let refused = store.ready().await.expect_err("it would not");
    let StoreError::Hindered(why, _) = refused else {
        panic!("{refused}");
    };
    why
}

#[tokio::test]
async fn a_server_that_only_reads_is_not_ready() {
    let database = scratch::database("only_reads").await;
    let url = database.to_string();
    let set = format!(
        "ALTER DATABASE {} SET default_transaction_read_only = on",
        database.name()
    );
    let ledger = Ledger::at(&url, database).await;
    ledger.other.batch_execute(&set).await.expect("a setting");
    let store = PostgresStore::connect(&url).await.expect("it can be read");
    let [told, unready] = hindered(&store, ledger.bystander).await;
    assert_eq!((told, unready), (Hindrance::ReadOnly, Hindrance::ReadOnly));
    let read = ledger.bystander.flows(&store).await;
    read.expect("reads go on");
}

/// Makes each new link fail with an SQLSTATE.
async fn fail(ledger: &Ledger, state: &str) {
    let sql = format!(
        "CREATE OR REPLACE FUNCTION core_api.fail() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{state}'; END $$; \
         CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON core_api.people_workspace_connectors \
         FOR EACH ROW EXECUTE FUNCTION core_api.fail()"
    );
    ledger.other.batch_execute(&sql).await.expect("a fault");
}

async fn mend(ledger: &Ledger) {
    let sql = "DROP TRIGGER fail ON core_api.people_workspace_connectors";
    ledger.other.batch_execute(sql).await.expect("no fault");
}

#[tokio::test]
async fn a_server_without_room_is_not_ready_until_there_is_some() {
    let ledger = Ledger::begin("no_room").await;
    let store = &ledger.store;
    let room = "SELECT pg_get_functiondef('core_api.find_room'::regproc)";
    let room = ledger.other.query_one(room, &[]).await.expect("a function");
    fail(&ledger, "53100").await;
    let none = "CREATE OR REPLACE FUNCTION core_api.find_room() RETURNS void LANGUAGE plpgsql AS $$ \
                BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '53100'; END $$";
    ledger.other.batch_execute(none).await.expect("no room");
    assert_eq!(
        hindered(store, ledger.bystander).await,
        [Hindrance::Full, Hindrance::Full]
    );
    // There is room, although nobody has written since.
    let room: &str = room.get(0);
    ledger.other.batch_execute(room).await.expect("room");
    store.ready().await.expect("there is room");
    mend(&ledger).await;
    let created = ledger.bystander.create(store).await;
    created.expect("there is room");
}

#[tokio::test]
async fn a_damaged_server_is_not_ready_until_it_writes() {
    let ledger = Ledger::begin("damaged").await;
    let store = &ledger.store;
    fail(&ledger, "XX001").await;
    assert_eq!(
        hindered(store, ledger.bystander).await,
        [Hindrance::Damaged, Hindrance::Damaged]
    );
    mend(&ledger).await;
    alone(store, ledger.bystander).await.expect("a write");
    store.ready().await.expect("it writes");
}

/// A database, and a login that has its service's role alone.
async fn with_login(name: &str) -> (Ledger, String, PostgresStore) {
    let database = scratch::database(name).await;
    let url = database.to_string();
    let ledger = Ledger::at(&url, database).await;
    let login = format!("wellhead_{name}_{}", std::process::id());
    let [service, _] = roles(&ledger.other).await;
    let make = format!("CREATE ROLE {login} LOGIN; GRANT {service} TO {login}");
    ledger.other.batch_execute(&make).await.expect("a login");
    let url = url.replace("postgres@", &format!("{login}@"));
    let store = PostgresStore::connect(&url).await.expect("it may work");
    store.ready().await.expect("it may work");
    (ledger, login, store)
}

/// The connections that are open work, and there are no more for the other writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_connections_left_is_not_ready() {
    let (ledger, login, store) = with_login("no_connections").await;
    let limit = async |most: i32| {
        let sql = format!("ALTER ROLE {login} CONNECTION LIMIT {most}");
        ledger.other.batch_execute(&sql).await.expect("a limit");
    };
    limit(0).await;
    let refused = alone(&store, ledger.bystander).await;
    let refused = refused.expect_err("there is none for writes");
    assert!(
        matches!(
            refused,
            ApplyError::Store(StoreError::Hindered(Hindrance::Crowded, _))
        ),
        "{refused}"
    );
    assert_eq!(unready(&store).await, Hindrance::Crowded);
    limit(-1).await;
    // Nobody has written since.
    store.ready().await.expect("there are some");
    let created = alone(&store, ledger.bystander).await;
    created.expect("there are some");
    drop(store);
    let drop = format!("DROP ROLE {login}");
    ledger.other.batch_execute(&drop).await.expect("its end");
}

/// The connections that are open work, and new ones would be nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_has_lost_its_role_is_not_ready() {
    let (ledger, login, store) = with_login("no_role").await;
    let [service, _] = roles(&ledger.other).await;
    let change = async |what: String| {
        let changed = ledger.other.batch_execute(&what).await;
        changed.expect("the owner may");
    };
    change(format!("REVOKE {service} FROM {login}")).await;
    let refused = alone(&store, ledger.bystander).await;
    refused.expect_err("it may not write");
    store.ready().await.expect_err("it may not write");
    change(format!("GRANT {service} TO {login}")).await;
    store.ready().await.expect("it may again");
    let created = alone(&store, ledger.bystander).await;
    created.expect("it may again");
    drop(store);
    change(format!("DROP ROLE {login}")).await;
}
