//! Roles, their rights, and row-level security.

use tokio_postgres::Client;
use wellhead_core::checkup::Finding;

use super::{asked, lines};
use crate::error::ConnectError;
use crate::migrate::is_version_seen;
use crate::pool::SERVING;
use crate::roles::{self, Roles};

/// How many statements a finding quotes.
const QUOTED: usize = 3;

/// The tables of a schema that are all tenants'.
const SHARED: &str =
    "'connector_legal_states', 'connectors', 'installation', 'record_kinds', 'rights', 'room'";

pub(super) async fn look(
    client: &Client,
    version: u32,
    findings: &mut Vec<Finding>,
) -> Result<(), ConnectError> {
    let standing = match roles::standing(client, version).await {
        Ok(standing) => standing,
        // The rest is not this login's to see.
        Err(error @ (ConnectError::NotAdmitted { .. } | ConnectError::NotOwner)) => {
            let advice = "look with the login that owns the database";
            findings.push(Finding::unsound("roles", error.to_string(), advice));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let Some(roles) = standing.sound() else {
        findings.push(Finding::unsound(
            "roles",
            "the roles of this database are missing, have lost their rights, or are those of another database",
            "run 'wellhead migrate' with the login that owns the database; it makes roles and gives them their rights",
        ));
        return Ok(());
    };
    let service = &roles.service;
    findings.push(Finding::sound(
        "roles",
        format!("{service} and {}", roles.operator),
    ));
    if standing.is_owner() {
        findings.push(astray(client).await?);
    }
    findings.push(login(client, roles).await?);
    findings.push(makers(client).await?);
    findings.push(doors(client).await?);
    findings.push(guards(client, service).await?);
    if let Some(finding) = binding(client, service).await? {
        findings.push(finding);
    }
    Ok(())
}

/// Rights that are missing, and rights that somebody has added.
async fn astray(client: &Client) -> Result<Finding, ConnectError> {
    let is_seen = is_version_seen(client).await;
    if !is_seen.map_err(ConnectError::of_question)? {
        return Ok(Finding::unsound(
            "rights",
            "the service's login may not see which version the schema has, and cannot serve",
            "give all rights back: wellhead migrate",
        ));
    }
    let rows = client
        .query(
            "SELECT holder, is_missing, statement FROM core_api.rights_astray() ORDER BY 1, 2, 3",
            &[],
        )
        .await
        .map_err(ConnectError::of_question)?;
    if rows.is_empty() {
        return Ok(Finding::sound(
            "rights",
            "both roles have theirs, and no others",
        ));
    }
    let of = |wanted: bool| {
        let some = rows.iter().filter(|row| row.get::<_, bool>(1) == wanted);
        some.map(|row| format!("{}: {}", row.get::<_, &str>(0), row.get::<_, &str>(2)))
            .collect::<Vec<_>>()
    };
    let (missing, added) = (of(true), of(false));
    let quoted: Vec<&str> = missing
        .iter()
        .chain(&added)
        .take(QUOTED)
        .map(String::as_str)
        .collect();
    Ok(Finding::unsound(
        "rights",
        format!(
            "{} are missing, and {} were added by hand: {}",
            missing.len(),
            added.len(),
            quoted.join("; ")
        ),
        "run 'wellhead migrate', which gives what is missing; take away what was added with REVOKE or DROP POLICY",
    ))
}

/// Whoever serves with a login that may be more than the service can read all tables, or make itself keys: one `RESET ROLE` is enough.
///
/// A process that serves shows by what it holds, and which logins one could use, by what they are members of.
async fn login(client: &Client, roles: &Roles) -> Result<Finding, ConnectError> {
    let Roles { service, operator } = roles;
    let owns = "pg_has_role(r.oid, (SELECT nspowner FROM pg_namespace WHERE nspname = 'core_api'), 'MEMBER')";
    let operates = format!("pg_has_role(r.oid, '{operator}', 'MEMBER')");
    let serving = format!(
        "SELECT DISTINCT r.rolname::text FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_roles r ON r.oid = a.usesysid \
         WHERE l.locktype = 'advisory' AND l.database = a.datid AND a.datname = current_database() \
           AND (l.classid::bigint << 32) | l.objid::bigint = {SERVING} AND ({owns} OR {operates}) ORDER BY 1"
    );
    let serving = lines(client, &serving).await?;
    let advice = format!(
        "let 'wellhead serve' work with a login that has the service's role only: CREATE ROLE ledger_app LOGIN PASSWORD '…'; GRANT \
         {service} TO ledger_app; docs/operations/postgresql.md has the rest"
    );
    if !serving.is_empty() {
        let found = format!(
            "a process serves as {}, which is an operator's or owns the tables: it could read every tenant's",
            serving.join(", ")
        );
        return Ok(Finding::unsound("login", found, advice));
    }
    let of_service =
        format!("r.rolcanlogin AND NOT ({owns}) AND pg_has_role(r.oid, '{service}', 'MEMBER')");
    let members = |whether: &str| {
        format!(
            "SELECT r.rolname::text FROM pg_roles r WHERE {of_service} AND {whether} ORDER BY 1"
        )
    };
    let both = lines(client, &members(&operates)).await?;
    if !both.is_empty() {
        let both = both.join(", ");
        return Ok(Finding::unsound(
            "login",
            format!("{both} may work as the service and as an operator, who makes keys"),
            format!("REVOKE {operator} FROM {both}"),
        ));
    }
    let alone = lines(client, &members(&format!("NOT {operates}"))).await?;
    if alone.is_empty() {
        let found =
            "no login has the service's role only: whoever serves could read every tenant's rows";
        return Ok(Finding::unsound("login", found, advice));
    }
    Ok(Finding::sound(
        "login",
        format!("{} may serve, and no more", alone.join(", ")),
    ))
}

/// Before version 16, who has `CREATEROLE` may grant every role but a superuser's to anybody, and so to itself.
async fn makers(client: &Client) -> Result<Finding, ConnectError> {
    let makers = "SELECT rolname::text FROM pg_roles WHERE rolcreaterole AND rolcanlogin AND NOT rolsuper \
                  AND current_setting('server_version_num')::int < 160000 ORDER BY 1";
    let makers = lines(client, makers).await?;
    if makers.is_empty() {
        return Ok(Finding::sound(
            "createrole",
            "no login may give itself this database's roles",
        ));
    }
    let makers = makers.join(", ");
    Ok(Finding::doubtful(
        "createrole",
        format!(
            "before PostgreSQL 16, {makers} may give this database's roles to anybody, and read every tenant's rows"
        ),
        format!("unless that is an administrator: ALTER ROLE {makers} NOCREATEROLE"),
    ))
}

async fn doors(client: &Client) -> Result<Finding, ConnectError> {
    let doors = roles::doors(client).await;
    let doors = doors.map_err(ConnectError::of_question)?;
    if doors.are_open {
        return Ok(Finding::unsound(
            "connect",
            "every login of the server may connect to this database",
            format!("REVOKE CONNECT ON DATABASE {} FROM PUBLIC", doors.name),
        ));
    }
    Ok(Finding::sound(
        "connect",
        "only those who were let may connect",
    ))
}

async fn guards(client: &Client, service: &str) -> Result<Finding, ConnectError> {
    let open = format!(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'core_api'::regnamespace AND relkind IN ('r', 'p') \
         AND NOT relrowsecurity AND relname NOT IN ({SHARED}) ORDER BY 1"
    );
    let open = lines(client, &open).await?;
    let free =
        "SELECT rolname::text FROM pg_roles WHERE rolname = $1 AND (rolsuper OR rolbypassrls)";
    let free = client
        .query_opt(free, &[&service])
        .await
        .map_err(ConnectError::of_question)?;
    if !open.is_empty() {
        return Ok(Finding::unsound(
            "row-level security",
            format!("it is not enabled for {}", open.join(", ")),
            "ALTER TABLE core_api.… ENABLE ROW LEVEL SECURITY",
        ));
    }
    if free.is_some() {
        return Ok(Finding::unsound(
            "row-level security",
            format!("{service} is a superuser, or has BYPASSRLS: no policy binds it"),
            format!("ALTER ROLE {service} NOSUPERUSER NOBYPASSRLS"),
        ));
    }
    Ok(Finding::sound(
        "row-level security",
        "it is enabled for every table with tenants' rows",
    ))
}

/// Asks as the service and for no tenant: then there is nothing to see.
async fn binding(client: &Client, service: &str) -> Result<Option<Finding>, ConnectError> {
    let become_service = format!("BEGIN READ ONLY; SET LOCAL ROLE {service}");
    if client.batch_execute(&become_service).await.is_err() {
        client
            .batch_execute("ROLLBACK")
            .await
            .map_err(ConnectError::of_question)?;
        return Ok(None);
    }
    let tables = format!(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'core_api'::regnamespace AND relkind IN ('r', 'p') \
         AND relname NOT IN ({SHARED}) AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
    );
    let mut seen = Vec::new();
    for table in lines(client, &tables).await? {
        let any = format!("SELECT EXISTS (SELECT FROM core_api.{table})");
        if asked(client, &any).await?.get(0) {
            seen.push(table);
        }
    }
    client
        .batch_execute("ROLLBACK")
        .await
        .map_err(ConnectError::of_question)?;
    Ok(Some(if seen.is_empty() {
        Finding::sound("isolation", "the service sees no row without a tenant")
    } else {
        Finding::unsound(
            "isolation",
            format!(
                "the service sees rows of {} without a tenant",
                seen.join(", ")
            ),
            "a policy was changed or added by hand: see what 'rights' says",
        )
    }))
}
