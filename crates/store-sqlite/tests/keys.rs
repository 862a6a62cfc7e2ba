//! What no statement can do to a key, whoever writes it.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod ledger;

use std::time::{Duration, Instant};

use ledger::{fresh, second};
use rusqlite::Connection;
use wellhead_core::key::{NewKey, TokenHash};
use wellhead_core::store::KeyStore;
use wellhead_core::tenant::Role;

#[tokio::test]
async fn a_key_that_ends_is_not_brought_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let (store, tenant) = ledger::furnish(&path, 1).await;
    let new = NewKey {
        id: fresh(),
        role: Role::Admin,
        name: None,
        expires_at: Some(second(100)),
        hash: TokenHash([7; 32]),
        prefix: "whk_0123abcd".parse().unwrap(),
    };
    let made = store.key_create(tenant, second(1), new.clone()).await;
    let other = Connection::open(&path).unwrap();
    let refused = |sql: &str| {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains("is not brought back"), "{sql}: {refused}");
    };
    refused("UPDATE api_keys SET expires_at = NULL");
    refused("UPDATE api_keys SET expires_at = expires_at + 1");
    store
        .key_revoke(tenant, second(2), new.id, None)
        .await
        .unwrap();
    refused("UPDATE api_keys SET revoked_at = NULL");
    refused("UPDATE api_keys SET revoked_at = revoked_at + 1");
    other
        .execute_batch("UPDATE api_keys SET expires_at = expires_at - 1, last_used_at = 1")
        .unwrap();
    let found = store.key_find(tenant, &[new.id]).await.unwrap().remove(0);
    assert_eq!(found.created_at, made.unwrap().created_at);
    assert_eq!(found.revoked_at, Some(second(2)));
    // Later than anything is believed for.
    let later = Instant::now() + Duration::from_mins(1);
    assert_eq!(store.authenticate(later, new.hash).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_no_prefix_is_not_kept_as_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger.db");
    let (store, tenant) = ledger::furnish(&path, 1).await;
    let new = NewKey {
        id: fresh(),
        role: Role::Reader,
        name: None,
        expires_at: None,
        hash: TokenHash([8; 32]),
        prefix: "whk_0123abcd".parse().unwrap(),
    };
    store.key_create(tenant, second(1), new).await.unwrap();
    let other = Connection::open(&path).unwrap();
    for text in [
        "",
        "whk_",
        "whk_0123abc",
        "whk_0123abcde",
        "whk_0123ABCD",
        "who_0123abcd",
    ] {
        let kept = other.execute("UPDATE api_keys SET token_prefix = ?1", [text]);
        assert!(kept.is_err(), "{text}");
    }
}
