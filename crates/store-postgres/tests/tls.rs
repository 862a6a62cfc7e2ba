//! Encrypted connections: `sslmode` and `sslrootcert`. The test's server has no TLS, so a relay before it has.

mod relay;
mod scratch;

use relay::{Authority, Relay};
use wellhead_store_postgres::{ConnectError, PostgresStore};

/// Connects, or says why not.
async fn connect(url: &str) -> Result<PostgresStore, String> {
    let store = PostgresStore::connect(url).await;
    store.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_certificate_has_to_be_what_the_mode_asks_for() {
    let database = scratch::database("tls").await;
    let (ours, other) = (Authority::new(), Authority::new());
    let relay = Relay::before(&database, &ours, "localhost").await;
    for (host, query, refused) in [
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={}", ours.path()),
            None,
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-full&sslrootcert={}", ours.path()),
            Some("not valid for name"),
        ),
        (
            "localhost",
            format!("sslmode=verify-full&sslrootcert={}", other.path()),
            Some("invalid peer certificate"),
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={}", ours.path()),
            None,
        ),
        (
            "127.0.0.1",
            format!("sslmode=verify-ca&sslrootcert={}", other.path()),
            Some("invalid peer certificate"),
        ),
        // Stricter than libpq: the same as verify-full, and nobody here trusts the authority.
        (
            "localhost",
            format!("sslmode=require&sslrootcert={}", ours.path()),
            None,
        ),
        (
            "127.0.0.1",
            format!("sslmode=require&sslrootcert={}", ours.path()),
            Some("not valid for name"),
        ),
        ("127.0.0.1", "sslmode=prefer".to_owned(), None),
        ("127.0.0.1", String::new(), None),
    ] {
        let before = relay.encrypted();
        let url = relay.url(host, &query);
        match (connect(&url).await, refused) {
            (Ok(store), None) => {
                assert!(relay.encrypted() > before, "{query}");
                assert!(store.schema_version() > 0);
            }
            (Err(said), Some(why)) => {
                assert!(said.to_lowercase().contains(why), "{query}: {said}");
            }
            (Ok(_), Some(_)) => panic!("{host} {query}: it should be refused"),
            (Err(said), None) => panic!("{host} {query}: {said}"),
        }
    }
    assert_eq!(relay.plain(), 0);
}

/// The machine that the tests run on need not trust anybody, but it does not trust this authority.
#[tokio::test]
async fn nobody_is_trusted_by_themselves() {
    let database = scratch::database("tls").await;
    let relay = Relay::before(&database, &Authority::new(), "localhost").await;
    for query in [
        "sslmode=require",
        "sslmode=verify-full",
        "sslmode=verify-full&sslrootcert=system",
    ] {
        let url = relay.url("localhost", query);
        let refused = PostgresStore::connect(&url).await.unwrap_err();
        assert!(
            matches!(
                refused,
                ConnectError::Unreachable { .. } | ConnectError::Certificates(_)
            ),
            "{query}: {refused}"
        );
    }
}

#[tokio::test]
async fn without_tls_only_those_connect_that_do_not_need_it() {
    let database = scratch::database("tls").await;
    let ours = Authority::new();
    for mode in ["disable", "prefer"] {
        connect(&format!("{}?sslmode={mode}", &*database))
            .await
            .unwrap();
    }
    for query in [
        format!("sslmode=verify-ca&sslrootcert={}", ours.path()),
        format!("sslmode=verify-full&sslrootcert={}", ours.path()),
    ] {
        let said = connect(&format!("{}?{query}", &*database))
            .await
            .unwrap_err();
        assert!(said.contains("does not support TLS"), "{query}: {said}");
    }
    let relay = Relay::before(&database, &ours, "localhost").await;
    connect(&relay.url("127.0.0.1", "sslmode=disable"))
        .await
        .unwrap();
    assert_eq!(relay.encrypted(), 0);
    assert!(relay.plain() > 0);
}

/// `0.0.0.0` leads to this machine, but no name of it says so.
#[tokio::test]
async fn a_store_knows_what_goes_over_a_network_in_the_clear() {
    let database = scratch::database("tls").await;
    let ours = Authority::new();
    let relay = Relay::before(&database, &ours, "localhost").await;
    for (host, query, is_clear) in [
        ("127.0.0.1", "sslmode=disable", false),
        ("0.0.0.0", "sslmode=disable", true),
        ("0.0.0.0", "sslmode=prefer", false),
        (
            "0.0.0.0",
            &format!("sslmode=verify-ca&sslrootcert={}", ours.path()),
            false,
        ),
    ] {
        let store = connect(&relay.url(host, query)).await.unwrap();
        let place = format!("{host}:{}", relay.port());
        let expected = is_clear.then_some(&*place);
        assert_eq!(store.in_the_clear(), expected, "{host} {query}");
    }
    let direct = database.replace("127.0.0.1", "0.0.0.0");
    let store = connect(&format!("{direct}?sslmode=prefer")).await.unwrap();
    assert!(store.in_the_clear().is_some(), "the server offers no TLS");
    assert_eq!(store.name(), direct);
}

#[tokio::test]
async fn certificates_that_cannot_be_read_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    for path in [
        file("empty.pem", ""),
        file("torn.pem", "-----BEGIN CERTIFICATE-----\nMIIB"),
        directory.path().join("missing.pem").display().to_string(),
    ] {
        let url = format!("postgres://db/a?sslmode=verify-full&sslrootcert={path}");
        let refused = PostgresStore::connect(&url).await.unwrap_err();
        assert!(
            matches!(refused, ConnectError::RootCertificate { .. }),
            "{refused:?}"
        );
        assert!(refused.to_string().contains(&path), "{refused}");
    }
}
