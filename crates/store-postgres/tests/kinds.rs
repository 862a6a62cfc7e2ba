//! The schema of each kind of record has what its declaration says, and everything that people have.

#[path = "scratch/roles.rs"]
mod named;
mod scratch;

use std::iter;

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use wellhead_core::identity::{Likeness, name_key};
use wellhead_core::record::{Kind, Type};
use wellhead_store_postgres::PostgresStore;

use named::roles;

struct Schema {
    client: Client,
    _database: scratch::Database,
}

async fn schema(name: &'static str) -> Schema {
    let database = scratch::database(name).await;
    PostgresStore::connect(&database)
        .await
        .expect("a new database");
    Schema {
        client: scratch::connect(&database).await,
        _database: database,
    }
}

impl Schema {
    async fn lines(&self, sql: &str) -> Vec<String> {
        let rows = self.client.query(sql, &[]).await;
        let rows = rows.expect("the catalogue can be read");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// The columns of a table, in order.
    async fn columns(&self, table: &str) -> Vec<String> {
        self.lines(&format!(
            "SELECT concat_ws(' ', column_name, udt_name, is_nullable) FROM information_schema.columns \
             WHERE table_schema = 'core_api' AND table_name = '{table}' ORDER BY ordinal_position"
        ))
        .await
    }

    /// All that guards and orders a table but the indexes of a search, with placeholders for the names of the kind.
    async fn guards(&self, kind: Kind, table: &str) -> Vec<String> {
        let mut guards = Vec::new();
        let [service, operator] = roles(&self.client).await;
        for sql in [
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'core_api' AND tablename = 'TABLE'",
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE conrelid = 'core_api.TABLE'::regclass AND contype IN ('f', 'u', 'p')",
            "SELECT concat_ws(' ', policyname, permissive, roles::text, cmd, qual, with_check) \
             FROM pg_policies WHERE schemaname = 'core_api' AND tablename = 'TABLE'",
            "SELECT concat_ws(' ', relrowsecurity, relforcerowsecurity) FROM pg_class \
             WHERE oid = 'core_api.TABLE'::regclass",
            "SELECT pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger \
             WHERE tgrelid = 'core_api.TABLE'::regclass AND NOT tgisinternal",
            "SELECT concat_ws(' ', grantee, privilege_type) FROM information_schema.role_table_grants \
             WHERE table_schema = 'core_api' AND table_name = 'TABLE' AND grantee <> grantor",
            // What a kind shows is its own.
            "SELECT concat_ws(' ', grantee, privilege_type, column_name) \
             FROM information_schema.role_column_grants \
             WHERE table_schema = 'core_api' AND table_name = 'TABLE' AND grantee <> grantor \
               AND (table_name LIKE '%workspace_connectors' OR table_name LIKE '%identities')",
        ] {
            let mut found = self.lines(&sql.replace("TABLE", table)).await;
            found.retain(|it| {
                !kind
                    .declaration()
                    .search
                    .iter()
                    .any(|key| it.contains(key.index))
                    && !it.contains("email_key")
            });
            let found = found.iter().map(|it| {
                let it = it
                    .replace(&service, "SERVICE")
                    .replace(&operator, "OPERATOR");
                nameless(kind, &it)
            });
            let mut found: Vec<_> = found.collect();
            found.sort_unstable();
            guards.extend(found);
        }
        guards
    }
}

/// `sql` with placeholders for the names of the kind. Some names are part of others.
fn nameless(kind: Kind, sql: &str) -> String {
    let names = kind.sql();
    // As a trigger names it.
    let sql = sql.replace(&format!("'{kind}'"), "KIND");
    let sql = [
        (names.identity_id, "IDENTITY_ID"),
        (names.identities, "IDENTITIES"),
        (names.link_id, "LINK_ID"),
        (names.links, "LINKS"),
        (kind.declaration().external_id, "EXTERNAL_ID"),
        (names.records, "RECORDS"),
        (names.record_id, "RECORD_ID"),
        (names.record_pk, "RECORD_PK"),
        (names.named, "NAMED"),
    ]
    .iter()
    .fold(sql, |sql, (name, placeholder)| {
        sql.replace(name, placeholder)
    });
    // PostgreSQL names the index of a constraint, and cuts the name where it is long.
    let sql = match sql.split_once("_key ON ") {
        Some((_, on)) => format!("CREATE UNIQUE INDEX ON {on}"),
        None => sql,
    };
    // A subquery may use any alias.
    sql.replace("RECORDS p", "RECORDS r")
        .replace("p.pk", "r.pk")
}

#[tokio::test]
async fn tables_have_the_columns_of_the_declaration() {
    let schema = schema("kinds_columns").await;
    for kind in Kind::ALL {
        let sql = kind.sql();
        let mut expected = vec![
            "pk int8 NO".to_owned(),
            format!("{} uuid NO", sql.record_id),
            "workspace_pk int8 NO".to_owned(),
        ];
        expected.extend(kind.fields().iter().map(|field| {
            let of = match field.of {
                Type::Money => "numeric",
                Type::Date => "date",
                Type::Size => "int8",
                _ => "text",
            };
            let nullable = if field.is_nullable() { "YES" } else { "NO" };
            format!("{} {of} {nullable}", field.name)
        }));
        expected.extend([
            format!("{} text YES", kind.declaration().external_id),
            "created_at timestamptz NO".to_owned(),
            "updated_at timestamptz YES".to_owned(),
            "deleted_at timestamptz YES".to_owned(),
        ]);
        expected.extend(
            Likeness::of(kind)
                .iter()
                .map(|of| format!("{} text YES", of.column())),
        );
        expected.extend(
            [
                "survivor_pk int8 YES",
                "source_id uuid YES",
                "sources jsonb YES",
            ]
            .map(str::to_owned),
        );
        // A field that was added later has its column behind.
        expected.sort_unstable();
        let mut found = schema.columns(sql.records).await;
        found.sort_unstable();
        assert_eq!(found, expected, "{kind}");
        assert_eq!(
            schema.columns(sql.links).await,
            [
                "pk int8 NO",
                &format!("{} uuid NO", sql.link_id),
                "direction direction_enum NO",
                &format!("{} int8 NO", sql.record_pk),
                "workspace_connector_pk int8 NO",
                "created_at timestamptz NO",
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
            ],
            "{kind}"
        );
    }
}

#[tokio::test]
async fn tables_have_the_indexes_policies_triggers_and_grants_that_those_of_people_have() {
    let schema = schema("kinds_guards").await;
    let of = async |kind: Kind| {
        let records = schema.guards(kind, kind.sql().records).await;
        let links = schema.guards(kind, kind.sql().links).await;
        let identities = schema.guards(kind, kind.sql().identities).await;
        (records, links, identities)
    };
    let people = of(Kind::People).await;
    for said in [
        "UNIQUE INDEX idx_RECORDS_external ",
        "FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE",
        "own PERMISSIVE {SERVICE} ALL ",
        "TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.RECORDS ",
        "SERVICE INSERT",
    ] {
        let (records, ..) = &people;
        assert!(
            records.iter().any(|it| it.contains(said)),
            "{said}: {records:#?}"
        );
    }
    for said in [
        "INDEX idx_LINKS_record_created ON core_api.LINKS USING btree (RECORD_PK, created_at)",
        "INDEX idx_LINKS_wc_created_at ON core_api.LINKS USING btree (workspace_connector_pk, created_at)",
        "INDEX idx_LINKS_wc_active_input ",
        "FOREIGN KEY (RECORD_PK) REFERENCES core_api.RECORDS(pk) ON UPDATE CASCADE",
        "make PERMISSIVE {SERVICE} INSERT ",
        "TRIGGER made AFTER INSERT ON core_api.LINKS ",
        "of_one_workspace('RECORDS', 'RECORD_PK') O",
        "TRIGGER pointed AFTER UPDATE OF RECORD_PK, workspace_connector_pk ON core_api.LINKS ",
        "SERVICE INSERT",
    ] {
        let (_, links, _) = &people;
        assert!(
            links.iter().any(|it| it.contains(said)),
            "{said}: {links:#?}"
        );
    }
    for said in [
        "UNIQUE INDEX idx_IDENTITIES_line_external ",
        "PRIMARY KEY (IDENTITY_ID, workspace_connector_pk)",
        "FOREIGN KEY (RECORD_PK) REFERENCES core_api.RECORDS(pk) ON UPDATE CASCADE",
        "make PERMISSIVE {SERVICE} INSERT ",
        "change PERMISSIVE {SERVICE} UPDATE ",
        "TRIGGER made AFTER INSERT ON core_api.IDENTITIES ",
        "TRIGGER pointed AFTER UPDATE OF RECORD_PK, workspace_connector_pk ON core_api.IDENTITIES ",
        "SERVICE UPDATE deleted_at",
    ] {
        let (.., identities) = &people;
        assert!(
            identities.iter().any(|it| it.contains(said)),
            "{said}: {identities:#?}"
        );
    }
    for kind in Kind::ALL {
        assert_eq!(of(kind).await, people, "{kind}");
    }
}

/// Not what a record is called, nor whose it is, nor when it was made.
#[tokio::test]
async fn the_service_changes_all_else_of_a_record() {
    let schema = schema("kinds_columns_changed").await;
    for kind in Kind::ALL {
        let sql = kind.sql();
        let fixed = format!(
            "SELECT attname::text FROM pg_attribute, core_api.installation \
             WHERE attrelid = 'core_api.{}'::regclass AND attnum > 0 AND NOT attisdropped \
               AND NOT has_column_privilege(service, attrelid, attnum, 'UPDATE') ORDER BY attnum",
            sql.records
        );
        let expected = ["pk", sql.record_id, "workspace_pk", "created_at"];
        assert_eq!(schema.lines(&fixed).await, expected, "{kind}");
    }
}

#[tokio::test]
async fn names_that_are_searched_by_have_an_index_and_a_function() {
    let schema = schema("kinds_search").await;
    for kind in Kind::ALL {
        let sql = kind.sql();
        let shown = (sql.name_index, "name_key", "name_key".to_owned());
        let further = kind.declaration().search.iter();
        let further = further.map(|key| {
            let of = format!("lower({} COLLATE \"C\")", key.field);
            (key.index, key.field, of)
        });
        for (index, field, of) in iter::once(shown).chain(further) {
            let index = format!(
                "SELECT indexdef FROM pg_indexes WHERE tablename = '{}' AND indexname = '{index}'",
                sql.records
            );
            let index = schema.lines(&index).await.concat();
            for part in [
                format!("(workspace_pk, {of}, {})", sql.record_id),
                format!("WHERE ((deleted_at IS NULL) AND ({field} IS NOT NULL))"),
            ] {
                let plain = |text: &str| text.replace(['(', ')'], "");
                assert!(plain(&index).contains(&plain(&part)), "{part}: {index}");
            }
        }
        let function = format!(
            "SELECT concat_ws(' ', prosecdef, provolatile, prorows, proconfig::text, \
               has_function_privilege((SELECT service FROM core_api.installation), oid, 'EXECUTE'), \
               has_function_privilege((SELECT operator FROM core_api.installation), oid, 'EXECUTE')) \
             FROM pg_proc WHERE oid = 'core_api.{}(text, text, bigint)'::regprocedure",
            sql.named
        );
        assert_eq!(
            schema.lines(&function).await,
            [r#"t s 20 {"search_path=\"\"",enable_sort=off,enable_bitmapscan=off} t f"#],
            "{kind}"
        );
    }
}

#[tokio::test]
async fn external_ids_of_any_case_have_an_index_and_a_function() {
    let schema = schema("kinds_external_case").await;
    for kind in Kind::ALL {
        let (records, id) = (kind.sql().records, kind.declaration().external_id);
        let index = format!(
            "SELECT replace(pg_get_indexdef(indexrelid), ' COLLATE \"C\"', '') || indisvalid FROM pg_index \
             WHERE indexrelid = 'core_api.idx_{records}_external_case'::regclass"
        );
        let built = schema.lines(&index).await.concat();
        assert_eq!(
            built.replace(['(', ')'], ""),
            format!(
                "CREATE INDEX idx_{records}_external_case ON core_api.{records} USING btree \
                 workspace_pk, lower{id} WHERE {id} <> lower{id}true"
            )
        );
        let function = format!(
            "SELECT concat_ws(' ', prosecdef, provolatile, proconfig::text, \
               has_function_privilege((SELECT service FROM core_api.installation), oid, 'EXECUTE'), \
               has_function_privilege((SELECT operator FROM core_api.installation), oid, 'EXECUTE')) \
             FROM pg_proc WHERE oid = 'core_api.{kind}_identified(text)'::regprocedure"
        );
        assert_eq!(
            schema.lines(&function).await,
            [r#"t s {"search_path=\"\""} t f"#],
            "{kind}"
        );
    }
}

#[tokio::test]
async fn runs_and_jobs_may_be_of_every_kind() {
    let schema = schema("kinds_known").await;
    let known = schema
        .lines("SELECT record FROM core_api.record_kinds ORDER BY record")
        .await;
    let mut declared = Kind::ALL.map(Kind::as_str);
    declared.sort_unstable();
    assert_eq!(known, declared);
}

/// Two workspaces, 1 and 2, each with a record of the kind, a connector and a link. Records and connectors have the
/// `pk` of their workspace.
async fn two_workspaces(client: &Client, kind: Kind) {
    let sql = kind.sql();
    let fields = kind.fields();
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let values = fields
        .iter()
        .map(|field| format!("'{}'", field.example.replace('\'', "''")));
    let furnish = format!(
        "INSERT INTO core_api.connectors (connector_id, slug, name) VALUES (gen_random_uuid(), 'crm', 'CRM'); \
         INSERT INTO core_api.workspaces (workspace_id, name) \
           VALUES (gen_random_uuid(), 'a'), (gen_random_uuid(), 'b'); \
         INSERT INTO core_api.workspace_connectors (workspace_connector_id, workspace_pk, connector_pk, status) \
           SELECT gen_random_uuid(), pk, 1, 'enabled' FROM core_api.workspaces ORDER BY pk; \
         INSERT INTO core_api.{records} ({id}, workspace_pk, {names}) \
           SELECT gen_random_uuid(), pk, {values} FROM core_api.workspaces ORDER BY pk; \
         INSERT INTO core_api.{links} ({link_id}, direction, {record_pk}, workspace_connector_pk) \
           SELECT gen_random_uuid(), 'input', pk, pk FROM core_api.workspaces ORDER BY pk",
        records = sql.records,
        id = sql.record_id,
        names = names.join(", "),
        values = values.collect::<Vec<_>>().join(", "),
        links = sql.links,
        link_id = sql.link_id,
        record_pk = sql.record_pk,
    );
    client
        .batch_execute(&furnish)
        .await
        .expect("two workspaces");
}

#[tokio::test]
async fn the_owner_cannot_make_a_link_of_two_workspaces_either() {
    for kind in Kind::ALL {
        let schema = schema("kinds_astride").await;
        let client = &schema.client;
        two_workspaces(client, kind).await;
        let sql = kind.sql();
        let (links, records, record_pk) = (sql.links, sql.records, sql.record_pk);
        let into = format!(
            "INSERT INTO core_api.{links} ({}, direction, {record_pk}, workspace_connector_pk) ",
            sql.link_id
        );
        for (refused, trigger) in [
            (
                format!("{into} VALUES (gen_random_uuid(), 'input', 1, 2)"),
                "made",
            ),
            (
                format!(
                    "{into} SELECT gen_random_uuid(), 'input', r.pk, 1 FROM core_api.{records} r ORDER BY r.pk"
                ),
                "made",
            ),
            (
                format!(
                    "UPDATE core_api.{links} SET {record_pk} = 2, since = now() + interval '1 day' WHERE {record_pk} = 1"
                ),
                "pointed",
            ),
            (
                format!(
                    "UPDATE core_api.{links} SET workspace_connector_pk = 2, since = now() + interval '1 day' \
                     WHERE workspace_connector_pk = 1"
                ),
                "pointed",
            ),
            (
                format!("UPDATE core_api.{records} SET workspace_pk = 2"),
                "stays",
            ),
            (
                "UPDATE core_api.workspace_connectors SET workspace_pk = 1".to_owned(),
                "stays",
            ),
        ] {
            let error = client.batch_execute(&refused).await.expect_err(&refused);
            let error = error.as_db_error().expect("the database refuses");
            assert_eq!(
                error.code(),
                &SqlState::CHECK_VIOLATION,
                "{refused}: {error}"
            );
            assert_eq!(error.constraint(), Some(trigger), "{refused}: {error}");
        }
        for allowed in [
            format!("{into} SELECT gen_random_uuid(), 'output', pk, pk FROM core_api.workspaces"),
            format!(
                "UPDATE core_api.{links} SET {record_pk} = 3 - {record_pk}, \
                     workspace_connector_pk = 3 - workspace_connector_pk, \
                 since = now() + interval \'1 day\'"
            ),
            format!("UPDATE core_api.{records} SET pk = DEFAULT"),
            "UPDATE core_api.workspace_connectors SET pk = DEFAULT".to_owned(),
            "UPDATE core_api.workspaces SET pk = DEFAULT".to_owned(),
        ] {
            client
                .batch_execute(&allowed)
                .await
                .unwrap_or_else(|why| panic!("{allowed}: {why}"));
        }
        let whole = format!(
            "SELECT count(*)::text FROM core_api.{links} l \
             JOIN core_api.{records} r ON r.pk = l.{record_pk} \
             JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
             WHERE r.workspace_pk = w.workspace_pk AND w.workspace_pk > 2"
        );
        assert_eq!(schema.lines(&whole).await, ["4"], "{kind}");
    }
}

#[tokio::test]
async fn values_of_other_types_are_refused() {
    let schema = schema("kinds_values").await;
    schema
        .client
        .batch_execute(
            "INSERT INTO core_api.workspaces (workspace_id, name) VALUES (gen_random_uuid(), 'a')",
        )
        .await
        .expect("a workspace");
    for kind in Kind::ALL {
        let sql = kind.sql();
        let fields = kind.fields();
        let insert = async |bad: Option<(&str, &str)>| {
            let values = fields.iter().map(|field| match bad {
                Some((name, value)) if name == field.name => value.to_owned(),
                _ => format!("'{}'", field.example.replace('\'', "''")),
            });
            let names: Vec<_> = fields.iter().map(|field| field.name).collect();
            let sql = format!(
                "INSERT INTO core_api.{} ({}, workspace_pk, {}) VALUES (gen_random_uuid(), 1, {})",
                sql.records,
                sql.record_id,
                names.join(", "),
                values.collect::<Vec<_>>().join(", ")
            );
            schema.client.batch_execute(&sql).await
        };
        insert(None).await.expect("the examples");
        for field in fields {
            let bad: &[&str] = match field.of {
                Type::Text(_) | Type::Contact(_) => &[],
                Type::Money => &["'1e18'", "'0.000000001'", "'NaN'", "'Infinity'"],
                Type::Date => &["'2026-02-30'", "'soon'"],
                Type::Currency => &["'EURO'", "'eur'", "''"],
                Type::Country => &["'GBR'", "'gb'", "''"],
                Type::OneOf(_) => &["'another'", "''"],
                Type::IbanLast4 => &["'DE3000'", "'300'"],
                Type::Size => &["-1", "'many'"],
                Type::Sha256 => &["'9f86d0'", "''"],
            };
            for value in bad {
                let what = format!("{kind}: {} is {value}", field.name);
                let error = insert(Some((field.name, value))).await.expect_err(&what);
                let class = error.code().map(|code| &code.code()[..2]);
                assert!(matches!(class, Some("22" | "23")), "{what}: {error:?}");
            }
            let without = insert(Some((field.name, "NULL"))).await;
            let refused = without.err().and_then(|error| error.code().cloned());
            let expected = (!field.is_nullable()).then_some(SqlState::NOT_NULL_VIOLATION);
            assert_eq!(refused, expected, "{kind}: {}", field.name);
        }
    }
}

#[tokio::test]
async fn old_names_get_the_keys_that_new_ones_would() {
    let schema = schema("kinds_keys").await;
    for name in [
        " Ada  LOVELACE ",
        "Zoe\u{308} A\u{30a}",
        "Ada\u{a0}Love\u{2009}lace\u{3000}",
        "ΣΟΦΟΣ",
        "STRASSE straße",
        "Łódź ЖУК",
        "\t\n",
    ] {
        let sql = "SELECT core_api.name_key($1)";
        let row = schema.client.query_one(sql, &[&name]).await.unwrap();
        let key: Option<String> = row.get(0);
        assert_eq!(key, name_key(name), "{name:?}");
    }
}
