//! The two roles as which the service and the operators work. Each database has its own: a server's roles are known in all of
//! its databases, and who works for one is nobody in another.

use tokio_postgres::{Client, Row};

use crate::error::ConnectError;

/// The roles of one database. The names need no quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) service: String,
    pub(crate) operator: String,
}

/// What the migrations call the service's role.
const SERVICE: &str = "wellhead_service";

/// What they call the operators'.
const OPERATOR: &str = "wellhead_operator";

/// The longest name that PostgreSQL keeps whole, in bytes.
const LONGEST: usize = 63;

/// How the roles stand in a database.
pub(crate) struct Standing {
    /// Those that its schema names.
    named: Option<Roles>,
    /// Whether they are there, and were made for this database and no other.
    is_sound: bool,
    login: String,
    /// Whether that may change the schema.
    is_owner: bool,
}

impl Standing {
    /// Whether nothing has to be done before the database is used.
    pub(crate) fn sound(&self) -> Option<&Roles> {
        self.named.as_ref().filter(|_| self.is_sound)
    }

    pub(crate) fn is_owner(&self) -> bool {
        self.is_owner
    }

    /// This login, if it may change the schema.
    pub(crate) fn owner(self) -> Option<String> {
        self.is_owner.then_some(self.login)
    }
}

/// How the roles stand, if the schema has version `version`.
pub(crate) async fn standing(client: &Client, version: u32) -> Result<Standing, ConnectError> {
    let sql = "SELECT coalesce(( \
                 SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'core_api'), true), \
               has_schema_privilege(to_regnamespace('core_api'), 'USAGE'), session_user::text";
    let row = client
        .query_one(sql, &[])
        .await
        .map_err(ConnectError::of_migration)?;
    let (is_owner, may_read): (bool, Option<bool>) = (row.get(0), row.get(1));
    let named = match (version >= SINCE, may_read) {
        (true, Some(true)) => named(client).await?,
        (true, Some(false)) => return Err(stranger(client).await?),
        _ => None,
    };
    let (named, is_sound) = named.unzip();
    Ok(Standing {
        named,
        is_sound: is_sound.unwrap_or(false),
        login: row.get(2),
        is_owner,
    })
}

/// The version of the schema from which on it names its roles.
pub(crate) const SINCE: u32 = 24;

async fn named(client: &Client) -> Result<Option<(Roles, bool)>, ConnectError> {
    let sql = "SELECT service::text, operator::text, \
                 database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
                 AND coalesce(has_schema_privilege(to_regrole(service::text), 'core_api', 'USAGE'), false) \
                 AND coalesce(has_schema_privilege(to_regrole(operator::text), 'core_api', 'USAGE'), false) \
               FROM core_api.installation";
    let row = client
        .query_opt(sql, &[])
        .await
        .map_err(ConnectError::of_migration)?;
    Ok(row.map(|row| (roles(&row), row.get(2))))
}

fn roles(row: &Row) -> Roles {
    Roles {
        service: row.get(0),
        operator: row.get(1),
    }
}

/// The roles to have, made if they are missing: those that the schema names, unless another database has them, too.
pub(crate) async fn settle(client: &Client, standing: &Standing) -> Result<Roles, ConnectError> {
    let roles = match &standing.named {
        Some(named) if !is_shared(client, named).await? => named.clone(),
        _ => free(client).await?,
    };
    make(client, &roles).await?;
    Ok(roles)
}

/// Whether a role has a right in another database.
async fn is_shared(client: &Client, roles: &Roles) -> Result<bool, ConnectError> {
    let sql = "SELECT EXISTS (SELECT FROM pg_shdepend \
               WHERE refclassid = 'pg_authid'::regclass AND dbid <> 0 \
                 AND dbid <> (SELECT oid FROM pg_database WHERE datname = current_database()) \
                 AND refobjid IN (SELECT oid FROM pg_roles WHERE rolname IN ($1, $2)))";
    let row = client
        .query_one(sql, &[&roles.service, &roles.operator])
        .await
        .map_err(ConnectError::of_migration)?;
    Ok(row.get(0))
}

/// Roles named after this database that no other one has.
async fn free(client: &Client) -> Result<Roles, ConnectError> {
    let sql = "SELECT datname::text, oid::text FROM pg_database WHERE datname = current_database()";
    let row = client
        .query_one(sql, &[])
        .await
        .map_err(ConnectError::of_migration)?;
    let (name, oid): (String, String) = (row.get(0), row.get(1));
    let after = |suffix: &str| Roles {
        service: format!("{SERVICE}_{suffix}"),
        operator: format!("{OPERATOR}_{suffix}"),
    };
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let plain = after(&name);
    if name.chars().all(is_plain)
        && plain.operator.len() <= LONGEST
        && !is_shared(client, &plain).await?
    {
        return Ok(plain);
    }
    Ok(after(&oid))
}

/// Makes the roles that are missing, and lets this login be them.
async fn make(client: &Client, roles: &Roles) -> Result<(), ConnectError> {
    // From version 16 on, who makes a role may grant it but not yet be it.
    let sql = "SELECT r.name, EXISTS (SELECT FROM pg_roles WHERE rolname = r.name), \
                 (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user), session_user::text \
               FROM unnest($1::text[]) r (name)";
    let both = [&roles.service, &roles.operator];
    let rows = client
        .query(sql, &[&both.as_slice()])
        .await
        .map_err(ConnectError::of_migration)?;
    let is_missing = |row: &&Row| !row.get::<_, bool>(1);
    let administered = || ConnectError::Roles(to_make(&rows));
    for row in rows.iter().filter(is_missing) {
        if !row.get::<_, bool>(2) {
            return Err(administered());
        }
        let name: &str = row.get(0);
        run(client, &format!("CREATE ROLE {name} NOLOGIN NOINHERIT")).await?;
    }
    for row in &rows {
        let (name, login): (&str, &str) = (row.get(0), row.get(3));
        if may_be(client, name).await? {
            continue;
        }
        run(client, &format!("GRANT {name} TO {}", quoted(login)))
            .await
            .map_err(|_| administered())?;
    }
    Ok(())
}

/// What an administrator of the server does in place of a login that may not.
fn to_make(rows: &[Row]) -> String {
    let mut statements = Vec::new();
    for row in rows {
        let (name, login): (&str, &str) = (row.get(0), row.get(3));
        if !row.get::<_, bool>(1) {
            statements.push(format!("CREATE ROLE {name} NOLOGIN NOINHERIT;"));
        }
        let login = quoted(login);
        statements.push(format!("GRANT {name} TO {login} WITH ADMIN OPTION;"));
    }
    statements.join("\n  ")
}

/// Whether this login may work as `role`, which exists.
async fn may_be(client: &Client, role: &str) -> Result<bool, ConnectError> {
    let sql = "SELECT pg_has_role(session_user, $1::name, \
                 CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)";
    let row = client
        .query_one(sql, &[&role])
        .await
        .map_err(ConnectError::of_migration)?;
    Ok(row.get(0))
}

/// Checks that this login may work as the service.
pub(crate) async fn admit(client: &Client, roles: &Roles) -> Result<(), ConnectError> {
    if may_be(client, &roles.service).await? {
        return Ok(());
    }
    Err(not_admitted(client, &roles.service).await?)
}

async fn not_admitted(client: &Client, role: &str) -> Result<ConnectError, ConnectError> {
    let row = client.query_one("SELECT session_user::text", &[]);
    let login: String = row.await.map_err(ConnectError::of_migration)?.get(0);
    Ok(ConnectError::NotAdmitted {
        grant: format!("GRANT {role} TO {};", quoted(&login)),
        login,
    })
}

/// Why a login that may not read the schema cannot use it.
async fn stranger(client: &Client) -> Result<ConnectError, ConnectError> {
    match holder(client).await? {
        Some(role) => not_admitted(client, &role).await,
        None => Ok(ConnectError::NotOwner),
    }
}

/// A service's role that may use the schema, as the catalogue tells everybody.
async fn holder(client: &Client) -> Result<Option<String>, ConnectError> {
    let sql = "SELECT r.rolname::text FROM pg_namespace n, aclexplode(n.nspacl) a \
               JOIN pg_roles r ON r.oid = a.grantee \
               WHERE n.nspname = 'core_api' AND r.rolname LIKE 'wellhead\\_service%' LIMIT 1";
    let row = client.query_opt(sql, &[]).await;
    let row = row.map_err(ConnectError::of_migration)?;
    Ok(row.map(|row| row.get(0)))
}

/// Lets the roles do what they should, if the schema was restored, copied, or had other roles.
pub(crate) async fn restore(
    client: &Client,
    standing: &Standing,
    roles: &Roles,
) -> Result<(), ConnectError> {
    let Some(named) = standing.named.as_ref().filter(|_| !standing.is_sound) else {
        return Ok(());
    };
    let handed = if named == roles {
        String::new()
    } else {
        format!(
            "CALL core_api.hand_over('{}', '{}'); CALL core_api.hand_over('{}', '{}');",
            named.service, roles.service, named.operator, roles.operator
        )
    };
    let sql = format!(
        "BEGIN; {handed} \
         UPDATE core_api.installation SET service = '{}', operator = '{}', \
           database = (SELECT oid FROM pg_database WHERE datname = current_database()); \
         CALL core_api.give_rights(); COMMIT",
        roles.service, roles.operator
    );
    run(client, &sql).await?;
    close(client, roles).await
}

/// Gives the roles what they should be able to do and are not.
pub(crate) async fn give(client: &Client) -> Result<(), ConnectError> {
    run(client, "CALL core_api.give_rights()").await
}

/// Keeps what the roles may do after a migration.
pub(crate) async fn keep(client: &Client, roles: &Roles) -> Result<(), ConnectError> {
    run(client, "CALL core_api.keep_rights()").await?;
    close(client, roles).await
}

/// Who may connect to the database.
pub(crate) struct Doors {
    /// The database's name, as SQL has it.
    pub(crate) name: String,
    /// Whether every login of the server may.
    pub(crate) are_open: bool,
    /// Whether this login may change that.
    is_owner: bool,
}

pub(crate) async fn doors(client: &Client) -> Result<Doors, tokio_postgres::Error> {
    let sql = "SELECT quote_ident(datname), \
                 EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) \
                         WHERE grantee = 0 AND privilege_type = 'CONNECT'), \
                 pg_has_role(datdba, 'USAGE') \
               FROM pg_database WHERE datname = current_database()";
    let row = client.query_one(sql, &[]).await?;
    Ok(Doors {
        name: row.get(0),
        are_open: row.get(1),
        is_owner: row.get(2),
    })
}

/// Lets nobody connect to the database who has no right in it.
async fn close(client: &Client, roles: &Roles) -> Result<(), ConnectError> {
    let doors = doors(client).await.map_err(ConnectError::of_migration)?;
    let name = &doors.name;
    if !doors.is_owner {
        if doors.are_open {
            tracing::warn!(
                "every login of the server may connect to the database; its owner ends that with 'REVOKE CONNECT ON \
                 DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {}, {}'",
                roles.service,
                roles.operator
            );
        }
        return Ok(());
    }
    let sql = format!(
        "REVOKE CONNECT ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {}, {}",
        roles.service, roles.operator
    );
    run(client, &sql).await
}

/// Whether a schema that does not keep its rights as rows has lost them in a restore.
pub(crate) async fn are_lost(client: &Client, version: u32) -> Result<bool, ConnectError> {
    if version == 0 || version >= SINCE {
        return Ok(false);
    }
    Ok(holder(client).await?.is_none())
}

impl Roles {
    /// A migration, with this database's roles.
    pub(crate) fn named_in(&self, migration: &str) -> String {
        // The database may be called as a role is here, and then a role's new name contains the other's.
        let parts = migration.split(SERVICE);
        let parts: Vec<_> = parts
            .map(|part| part.replace(OPERATOR, &self.operator))
            .collect();
        parts.join(&self.service)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

async fn run(client: &Client, sql: &str) -> Result<(), ConnectError> {
    client
        .batch_execute(sql)
        .await
        .map_err(ConnectError::of_migration)
}
