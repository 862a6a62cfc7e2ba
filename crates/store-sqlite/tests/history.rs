//! What no statement can do to the history of links, whoever writes it.

mod ledger;

use ledger::{fresh, second};
use rusqlite::Connection;
use tempfile::TempDir;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, LinkChanges, NewLink, NewRecord};
use wellhead_core::id::{LinkId, NewId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Direction, WorkspaceConnectorFilter};
use wellhead_core::store::{ConnectorStore, JournalStore, LinkStore, Store};
use wellhead_core::tenant::Tenant;
use wellhead_store_sqlite::SqliteStore;

struct Ledger {
    _directory: TempDir,
    store: SqliteStore,
    tenant: Tenant,
    /// A connection of somebody else's.
    other: Connection,
}

impl Ledger {
    async fn furnish() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        let (store, tenant) = ledger::furnish(&path, 4).await;
        Self {
            other: Connection::open(&path).unwrap(),
            _directory: directory,
            store,
            tenant,
        }
    }

    /// A link to a record of this kind, made at second 60.
    async fn link(&self, kind: Kind) -> LinkId {
        let all = Slice {
            interval: Interval::default(),
            order: Order::OldestFirst,
            limit: 10,
        };
        let filter = WorkspaceConnectorFilter::default();
        let connectors = self
            .store
            .workspace_connector_list(self.tenant, filter, all)
            .await;
        let record = NewRecord {
            kind,
            id: NewId::Minted(fresh()),
            values: Values::example(kind),
            external_id: None,
        };
        let link = NewLink {
            kind,
            id: NewId::Minted(fresh()),
            record: record.id.get(),
            workspace_connector: connectors.unwrap()[0].id,
            direction: Direction::Input,
        };
        let id = link.id.get();
        self.apply(vec![
            Command::RecordCreate(record),
            Command::LinkCreate(link),
        ])
        .await;
        id
    }

    async fn apply(&self, commands: Vec<Command>) {
        let author = Author::operator(self.tenant);
        self.store
            .apply(author, second(60), commands)
            .await
            .unwrap();
    }

    async fn states(&self, kind: Kind, id: LinkId) -> usize {
        let all = Slice {
            interval: Interval::default(),
            order: Order::OldestFirst,
            limit: 10,
        };
        let states = self.store.link_history(self.tenant, kind, id, all).await;
        states.unwrap().len()
    }

    fn refused(&self, sql: &str, why: &str) {
        let error = self.other.execute(sql, []).expect_err(sql);
        assert!(error.to_string().contains(why), "{sql}: {error}");
    }
}

fn turn() -> LinkChanges {
    LinkChanges {
        direction: Some(Direction::Output),
        ..LinkChanges::default()
    }
}

#[tokio::test]
async fn a_state_that_was_kept_stays_as_it_was() {
    let ledger = Ledger::furnish().await;
    for kind in Kind::ALL {
        let id = ledger.link(kind).await;
        ledger
            .apply(vec![Command::LinkUpdate(kind, id, turn())])
            .await;
        assert_eq!(ledger.states(kind, id).await, 2);
    }
    for column in [
        "since = since - 1",
        "until = until + 1",
        "direction = 'output'",
        "record_pk = record_pk + 1",
        "workspace_connector_pk = workspace_connector_pk",
        "deleted_at = 1",
        "changed_by = NULL",
    ] {
        let sql = format!("UPDATE link_history SET {column}");
        ledger.refused(&sql, "history is not changed");
    }
    ledger.refused("DELETE FROM link_history", "history is not deleted");
    for kind in Kind::ALL {
        let sql = "SELECT count(*) FROM link_history WHERE record = ?1 AND direction = 'input'";
        let kept: i64 = ledger
            .other
            .query_row(sql, [kind.as_str()], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 1, "{kind}");
    }
}

#[tokio::test]
async fn no_statement_leaves_a_state_out() {
    let ledger = Ledger::furnish().await;
    for kind in Kind::ALL {
        let id = ledger.link(kind).await;
        let sql = kind.sql();
        let of_link = format!("WHERE {} = x'{}'", sql.link_id, id.uuid().simple());
        let links = sql.links;
        let unsaid = "a link changes without saying since when";
        for change in [
            "direction = 'output'".to_owned(),
            "direction = 'output', since = created_at".to_owned(),
            format!("{record} = {record} + 1", record = sql.record_pk),
            "workspace_connector_pk = 1".to_owned(),
        ] {
            // The ends are checked when the transaction ends, after the trigger.
            ledger.refused(&format!("UPDATE {links} SET {change} {of_link}"), unsaid);
        }
        ledger.apply(vec![Command::LinkDelete(kind, id)]).await;
        for change in ["deleted_at = NULL", "deleted_at = deleted_at + 1"] {
            ledger.refused(&format!("UPDATE {links} SET {change} {of_link}"), unsaid);
        }
        assert_eq!(ledger.states(kind, id).await, 1);
        let back =
            format!("UPDATE {links} SET deleted_at = NULL, since = updated_at + 1 {of_link}");
        assert_eq!(ledger.other.execute(&back, []).unwrap(), 1);
        assert_eq!(ledger.states(kind, id).await, 2, "it is kept");
    }
}

/// A state that was never superseded has no other row than the link's own.
#[tokio::test]
async fn when_a_state_began_and_ended_is_not_changed() {
    let ledger = Ledger::furnish().await;
    for kind in Kind::ALL {
        let id = ledger.link(kind).await;
        let sql = kind.sql();
        let set = |columns: &str| {
            let (links, link_id, id) = (sql.links, sql.link_id, id.uuid().simple());
            format!("UPDATE {links} SET {columns} WHERE {link_id} = x'{id}'")
        };
        let why = "when a state began and ended, and through whom, is not changed";
        for columns in [
            "since = created_at + 1",
            "changed_as = 'operator'",
            "changed_by = randomblob(16)",
            "reason = 'swept'",
            "deleted_at = created_at",
            "deleted_at = created_at - 1, updated_at = created_at - 1",
        ] {
            ledger.refused(&set(columns), why);
        }
        ledger.apply(vec![Command::LinkDelete(kind, id)]).await;
        for columns in [
            "reason = 'swept'",
            "reason = NULL",
            "deleted_as = 'api_key', deleted_by = randomblob(16)",
            "since = created_at",
        ] {
            ledger.refused(&set(columns), why);
        }
    }
}

#[tokio::test]
async fn who_made_a_link_and_when_is_not_changed() {
    let ledger = Ledger::furnish().await;
    for kind in Kind::ALL {
        ledger.link(kind).await;
        let sql = kind.sql();
        for change in [
            "created_as = 'operator'".to_owned(),
            "created_by = NULL".to_owned(),
            "created_at = created_at".to_owned(),
            format!("{} = randomblob(16)", sql.link_id),
        ] {
            let sql = format!("UPDATE {} SET {change}", sql.links);
            ledger.refused(&sql, "who made a link, and when, is not changed");
        }
    }
}

/// A backup is restored and the ledger goes on differently from there: whoever has seen more than the backup has is told
/// so, even when the journal has come past that position again, and whoever has not goes on.
#[tokio::test]
async fn a_reader_learns_that_a_backup_was_restored() {
    let directory = tempfile::tempdir().unwrap();
    let [path, backup] = ["ledger.db", "backup.db"].map(|name| directory.path().join(name));
    let (store, tenant) = ledger::furnish(&path, 4).await;
    let seen_before = store.journal_head(tenant).await.unwrap();
    let sql = format!("VACUUM INTO '{}'", backup.display());
    Connection::open(&path)
        .unwrap()
        .execute_batch(&sql)
        .unwrap();
    let person = async |store: &SqliteStore, at| {
        let record = NewRecord {
            kind: Kind::People,
            id: NewId::Minted(fresh()),
            values: Values::example(Kind::People),
            external_id: None,
        };
        let create = Command::RecordCreate(record);
        let made = store.apply(Author::operator(tenant), at, vec![create]);
        made.await.unwrap();
    };
    person(&store, second(101)).await;
    person(&store, second(102)).await;
    let seen_more = store.journal_head(tenant).await.unwrap();
    drop(store);

    let store = SqliteStore::open(&backup).await.unwrap();
    let read = async |place| store.journal_read(tenant, place, 10).await.unwrap();
    assert!(read(seen_more).await.is_err(), "it is behind");
    for at in 200..204 {
        person(&store, second(at)).await;
        assert!(read(seen_more).await.is_err(), "it is another journal");
    }
    let found = read(seen_before).await.expect("it goes on");
    assert_eq!(found.changes.len(), 4);
}
