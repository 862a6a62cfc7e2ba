//! The schema of each kind of record has what its declaration says, and everything that people have.

use std::path::Path;

use rusqlite::Connection;
use wellhead_core::identity::Likeness;
use wellhead_core::record::{Kind, Type};
use wellhead_store_sqlite::SqliteStore;

fn lines(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

async fn schema(path: &Path) -> Connection {
    SqliteStore::open(path).await.unwrap();
    Connection::open(path).unwrap()
}

/// The columns of a table, in order.
fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT name || ' ' || type || iif(\"notnull\", ' NOT NULL', '') FROM pragma_table_info('{table}')"
    );
    lines(connection, &sql)
}

/// A column's foreign key, and its actions.
fn references(connection: &Connection, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT \"from\" || ' ' || \"table\" || ' ' || on_update FROM pragma_foreign_key_list('{table}') ORDER BY 1"
    );
    lines(connection, &sql)
}

#[tokio::test]
async fn tables_have_the_columns_of_the_declaration() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    for kind in Kind::ALL {
        let sql = kind.sql();
        let mut expected = vec![
            "pk INTEGER".to_owned(),
            format!("{} BLOB NOT NULL", sql.record_id),
            "workspace_pk INTEGER NOT NULL".to_owned(),
        ];
        expected.extend(kind.fields().iter().map(|field| {
            let of = match field.of {
                Type::Size => "INTEGER",
                _ => "TEXT",
            };
            let needed = if field.is_nullable() { "" } else { " NOT NULL" };
            format!("{} {of}{needed}", field.name)
        }));
        expected.extend([
            format!("{} TEXT", kind.declaration().external_id),
            "created_at INTEGER NOT NULL".to_owned(),
            "updated_at INTEGER".to_owned(),
            "deleted_at INTEGER".to_owned(),
        ]);
        expected.extend(
            Likeness::of(kind)
                .iter()
                .map(|of| format!("{} TEXT", of.column())),
        );
        expected
            .extend(["survivor_pk INTEGER", "source_id BLOB", "sources TEXT"].map(str::to_owned));
        // A field that was added later has its column behind.
        expected.sort_unstable();
        let mut found = columns(&schema, sql.records);
        found.sort_unstable();
        assert_eq!(found, expected, "{kind}");
        assert_eq!(
            references(&schema, sql.records),
            ["workspace_pk workspaces CASCADE"]
        );
        assert_eq!(
            columns(&schema, sql.links),
            [
                "pk INTEGER",
                &format!("{} BLOB NOT NULL", sql.link_id),
                "direction TEXT NOT NULL",
                &format!("{} INTEGER NOT NULL", sql.record_pk),
                "workspace_connector_pk INTEGER NOT NULL",
                "created_at INTEGER NOT NULL",
                "updated_at INTEGER",
                "deleted_at INTEGER",
                "changed_epoch INTEGER",
                "made_epoch INTEGER",
                "created_as TEXT",
                "created_by BLOB",
                "seen_by BLOB",
                "seen_at INTEGER",
                "since INTEGER",
                "changed_as TEXT",
                "changed_by BLOB",
                "deleted_as TEXT",
                "deleted_by BLOB",
                "reason TEXT",
            ],
            "{kind}"
        );
        assert_eq!(
            references(&schema, sql.links),
            [
                format!("{} {} CASCADE", sql.record_pk, sql.records),
                "workspace_connector_pk workspace_connectors CASCADE".to_owned(),
            ],
            "{kind}"
        );
    }
}

/// The indexes of a table but those of a search, with placeholders for the names of the kind.
fn indexes(schema: &Connection, kind: Kind, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT ifnull(sql, name) FROM sqlite_schema WHERE type = 'index' AND tbl_name = '{table}'"
    );
    let searched = kind.declaration().search;
    let of_search = |sql: &str| searched.iter().any(|key| sql.contains(key.index));
    let all = lines(schema, &sql).into_iter();
    let mut indexes: Vec<_> = all
        .filter(|sql| !of_search(sql) && !sql.contains("email_key"))
        .map(|sql| nameless(kind, &sql))
        .collect();
    indexes.sort_unstable();
    indexes
}

/// `sql` in one line, with placeholders for the names of the kind. Some names are part of others.
fn nameless(kind: Kind, sql: &str) -> String {
    let names = kind.sql();
    // As a trigger names it.
    let sql = sql.replace(&format!("'{kind}'"), "KIND");
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        (names.identity_id, "IDENTITY_ID"),
        (names.identities, "IDENTITIES"),
        (names.link_id, "LINK_ID"),
        (names.links, "LINKS"),
        (kind.declaration().external_id, "EXTERNAL_ID"),
        (names.records, "RECORDS"),
        (names.record_id, "RECORD_ID"),
        (names.record_pk, "RECORD_PK"),
    ]
    .iter()
    .fold(sql, |sql, (name, placeholder)| {
        sql.replace(name, placeholder)
    })
}

#[tokio::test]
async fn tables_have_the_indexes_that_those_of_people_have() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    let of = |kind: Kind| {
        let sql = kind.sql();
        [sql.records, sql.links, sql.identities].map(|table| indexes(&schema, kind, table))
    };
    let people = of(Kind::People);
    assert_eq!(people.each_ref().map(Vec::len), [9, 7, 4], "{people:#?}");
    for kind in Kind::ALL {
        assert_eq!(of(kind), people, "{kind}");
    }
}

/// The triggers of a table, with placeholders for the names of the kind.
fn triggers(schema: &Connection, kind: Kind, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}' ORDER BY name"
    );
    let all = lines(schema, &sql).into_iter();
    all.map(|sql| nameless(kind, &sql)).collect()
}

#[tokio::test]
async fn tables_have_the_triggers_that_those_of_people_have() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    let of = |kind: Kind| {
        let sql = kind.sql();
        [sql.records, sql.links, sql.identities].map(|table| triggers(&schema, kind, table))
    };
    let people = of(Kind::People);
    let [records, links, identities] = &people;
    assert!(identities[0].starts_with("CREATE TRIGGER IDENTITIES_made AFTER INSERT"));
    assert!(identities[1].starts_with(
        "CREATE TRIGGER IDENTITIES_pointed AFTER UPDATE OF RECORD_PK, workspace_connector_pk"
    ));
    assert!(
        records[0].starts_with("CREATE TRIGGER RECORDS_counted_changed AFTER UPDATE OF deleted_at")
    );
    assert!(records[1].starts_with("CREATE TRIGGER RECORDS_counted_gone AFTER DELETE"));
    assert!(records[2].starts_with("CREATE TRIGGER RECORDS_counted_made AFTER INSERT"));
    assert!(records[3].starts_with("CREATE TRIGGER RECORDS_stay AFTER UPDATE OF workspace_pk"));
    let (counted, links) = links.split_at(3);
    assert!(
        counted[0].starts_with("CREATE TRIGGER LINKS_counted_changed AFTER UPDATE OF direction")
    );
    assert!(counted[1].starts_with("CREATE TRIGGER LINKS_counted_gone AFTER DELETE"));
    assert!(counted[2].starts_with("CREATE TRIGGER LINKS_counted_made AFTER INSERT"));
    let (made, links) = links.split_at(2);
    assert!(made[0].starts_with("CREATE TRIGGER LINKS_made AFTER INSERT"));
    assert!(made[1].starts_with("CREATE TRIGGER LINKS_made_once BEFORE UPDATE OF LINK_ID"));
    let (noted, links) = links.split_at(3);
    assert!(noted[0].starts_with("CREATE TRIGGER LINKS_noted_changed AFTER UPDATE OF RECORD_PK"));
    assert!(noted[1].starts_with("CREATE TRIGGER LINKS_noted_gone AFTER DELETE"));
    assert!(noted[2].starts_with("CREATE TRIGGER LINKS_noted_made AFTER INSERT"));
    assert!(links[0].starts_with(
        "CREATE TRIGGER LINKS_pointed AFTER UPDATE OF RECORD_PK, workspace_connector_pk"
    ));
    assert!(links[1].starts_with("CREATE TRIGGER LINKS_said_once BEFORE UPDATE OF since"));
    assert!(links[2].starts_with("CREATE TRIGGER LINKS_superseded AFTER UPDATE OF RECORD_PK"));
    for kind in Kind::ALL {
        assert_eq!(of(kind), people, "{kind}");
    }
}

/// Two workspaces, 1 and 2, each with a record of the kind, a connector and a link. Records and connectors have the
/// `pk` of their workspace.
fn two_workspaces(schema: &Connection, kind: Kind) {
    let sql = kind.sql();
    let fields = kind.fields();
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let values = fields
        .iter()
        .map(|field| format!("'{}'", field.example.replace('\'', "''")));
    let furnish = format!(
        "PRAGMA foreign_keys = ON;
        INSERT INTO connectors (pk, connector_id, slug, name, created_at) VALUES (1, zeroblob(16), 'crm', 'CRM', 0);
        INSERT INTO workspaces (pk, workspace_id, name, created_at)
            VALUES (1, randomblob(16), 'a', 0), (2, randomblob(16), 'b', 0);
        INSERT INTO workspace_connectors (pk, workspace_connector_id, workspace_pk, connector_pk, status, created_at)
            SELECT pk, randomblob(16), pk, 1, 'enabled', 0 FROM workspaces;
        INSERT INTO {records} (pk, {id}, workspace_pk, created_at, {names})
            SELECT pk, randomblob(16), pk, 0, {values} FROM workspaces;
        INSERT INTO {links} ({link_id}, direction, {record_pk}, workspace_connector_pk)
            SELECT randomblob(16), 'input', pk, pk FROM workspaces",
        records = sql.records,
        id = sql.record_id,
        names = names.join(", "),
        values = values.collect::<Vec<_>>().join(", "),
        links = sql.links,
        link_id = sql.link_id,
        record_pk = sql.record_pk,
    );
    schema.execute_batch(&furnish).unwrap();
}

#[tokio::test]
async fn nobody_can_make_a_link_of_two_workspaces() {
    for kind in Kind::ALL {
        let directory = tempfile::tempdir().unwrap();
        let schema = schema(&directory.path().join("ledger.db")).await;
        two_workspaces(&schema, kind);
        let sql = kind.sql();
        let (links, records, record_pk) = (sql.links, sql.records, sql.record_pk);
        let into = format!(
            "INSERT INTO {links} ({}, direction, {record_pk}, workspace_connector_pk)",
            sql.link_id
        );
        let (astride, moves) = (
            "the ends of a link are of different workspaces",
            "nothing moves to another workspace",
        );
        for (refused, why) in [
            (
                format!("{into} VALUES (randomblob(16), 'input', 1, 2)"),
                astride,
            ),
            (
                format!("{into} SELECT randomblob(16), 'input', pk, 1 FROM {records}"),
                astride,
            ),
            (
                format!(
                    "UPDATE {links} SET {record_pk} = 2, since = 9000000000000000
                    WHERE {record_pk} = 1"
                ),
                astride,
            ),
            (
                format!(
                    "UPDATE {links} SET workspace_connector_pk = 2, since = 9000000000000000
                    WHERE workspace_connector_pk = 1"
                ),
                astride,
            ),
            (format!("UPDATE {records} SET workspace_pk = 2"), moves),
            (
                "UPDATE workspace_connectors SET workspace_pk = 1".to_owned(),
                moves,
            ),
        ] {
            let error = schema.execute_batch(&refused).expect_err(&refused);
            assert!(error.to_string().contains(why), "{refused}: {error}");
        }
        for allowed in [
            format!("{into} SELECT randomblob(16), 'output', pk, pk FROM workspaces"),
            format!(
                "UPDATE {links} SET {record_pk} = 3 - {record_pk},
                    workspace_connector_pk = 3 - workspace_connector_pk, since = 9000000000000000"
            ),
            format!("UPDATE {records} SET pk = pk + 10"),
            "UPDATE workspace_connectors SET pk = pk + 20".to_owned(),
            "UPDATE workspaces SET pk = pk + 30".to_owned(),
        ] {
            schema
                .execute_batch(&allowed)
                .unwrap_or_else(|why| panic!("{allowed}: {why}"));
        }
        let count = |of: &str| lines(&schema, &format!("SELECT CAST(count(*) AS TEXT) FROM {of}"));
        let whole = count(&format!(
            "{links} l JOIN {records} r ON r.pk = l.{record_pk}
            JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
            WHERE r.workspace_pk = w.workspace_pk AND w.workspace_pk > 30 AND r.pk > 10 AND w.pk > 20"
        ));
        assert_eq!(whole, ["4"], "{kind}");
        assert_eq!(count(links), ["4"], "{kind}");
    }
}

#[tokio::test]
async fn names_that_are_searched_by_have_an_index() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    for kind in Kind::ALL {
        let sql = kind.sql();
        let shown = [(
            sql.name_index,
            "name_key".to_owned(),
            " AND name_key IS NOT NULL",
        )];
        let further = kind.declaration().search.iter();
        let further = further.map(|key| (key.index, format!("lower({})", key.field), ""));
        for (name, of, given) in shown.into_iter().chain(further) {
            let index = format!("SELECT sql FROM sqlite_schema WHERE name = '{name}'");
            let index = lines(&schema, &index).concat();
            let index = index.split_whitespace().collect::<Vec<_>>().join(" ");
            let expected = format!(
                "CREATE INDEX {name} ON {} (workspace_pk, {of}, {}) WHERE deleted_at IS NULL{given}",
                sql.records, sql.record_id
            );
            assert_eq!(index, expected);
        }
    }
}

#[tokio::test]
async fn external_ids_of_any_case_have_an_index() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    for kind in Kind::ALL {
        let (records, id) = (kind.sql().records, kind.declaration().external_id);
        let name = format!("idx_{records}_external_case");
        let index = format!("SELECT sql FROM sqlite_schema WHERE name = '{name}'");
        let index = lines(&schema, &index).concat();
        let index = index.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected = format!(
            "CREATE INDEX {name} ON {records} (workspace_pk, lower({id})) WHERE {id} <> lower({id})"
        );
        assert_eq!(index, expected);
    }
}

#[tokio::test]
async fn runs_and_jobs_may_be_of_every_kind() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    let known = lines(&schema, "SELECT record FROM record_kinds ORDER BY record");
    let mut declared = Kind::ALL.map(Kind::as_str);
    declared.sort_unstable();
    assert_eq!(known, declared);
}

#[tokio::test]
async fn values_of_other_types_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let schema = schema(&directory.path().join("ledger.db")).await;
    schema
        .execute_batch("INSERT INTO workspaces (pk, workspace_id, name, created_at) VALUES (1, zeroblob(16), 'a', 0)")
        .unwrap();
    for kind in Kind::ALL {
        let sql = kind.sql();
        let fields = kind.fields();
        let insert = |bad: Option<(&str, &str)>| {
            let values = fields.iter().map(|field| match bad {
                Some((name, value)) if name == field.name => value.to_owned(),
                _ => format!("'{}'", field.example.replace('\'', "''")),
            });
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            schema.execute_batch(&format!(
                "INSERT INTO {} ({}, workspace_pk, created_at, {}) VALUES (randomblob(16), 1, 0, {})",
                sql.records,
                sql.record_id,
                names.join(", "),
                values.collect::<Vec<_>>().join(", ")
            ))
        };
        insert(None).unwrap_or_else(|why| panic!("the examples of {kind}: {why}"));
        for field in fields {
            let bad: &[&str] = match field.of {
                Type::Text(_) | Type::Contact(_) => &["x'00'"],
                Type::Money => &["'1,00'", "'1e3'", "''"],
                Type::Date => &["'2026-02-30'", "'10.05.2026'", "'soon'", "''"],
                Type::Currency => &["'EURO'", "'eur'", "''"],
                Type::Country => &["'GBR'", "'gb'", "''"],
                Type::OneOf(_) => &["'another'", "''"],
                Type::IbanLast4 => &["'DE3000'", "'300'"],
                Type::Size => &["-1", "'many'"],
                Type::Sha256 => &["'9f86d0'", "''"],
            };
            for value in bad {
                insert(Some((field.name, value)))
                    .expect_err(&format!("{kind}: {} is {value}", field.name));
            }
            let without = insert(Some((field.name, "NULL")));
            assert_eq!(
                without.is_ok(),
                field.is_nullable(),
                "{kind}: {}",
                field.name
            );
        }
    }
}
