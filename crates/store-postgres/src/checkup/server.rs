//! The server, and the way to it.

use tokio_postgres::{Client, Row};
use wellhead_core::checkup::Finding;
use wellhead_core::time::Timestamp;

use super::asked;
use crate::error::ConnectError;
use crate::pool::MOST_CONNECTIONS;
use crate::row::At;
use crate::url::Url;

/// What [`version`] and the others read.
pub(super) const ABOUT: &str = "SELECT current_setting('server_version') AS version, \
     session_user::text AS login, \
     coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_encrypted, \
     clock_timestamp() AS clock, \
     current_setting('fsync')::boolean AS fsync, \
     current_setting('full_page_writes')::boolean AS full_page_writes, \
     current_setting('synchronous_commit') AS synchronous_commit, \
     current_setting('server_encoding') AS letters, \
     current_setting('max_connections')::bigint \
       - current_setting('superuser_reserved_connections')::bigint AS connections, \
     (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connected, \
     (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' \
        AND datname = current_database()) AS connected_here, \
     (SELECT datconnlimit::bigint FROM pg_database WHERE datname = current_database()) AS allowed, \
     pg_is_in_recovery() AS is_standby";

/// How far the clocks may be apart, in milliseconds. Times of links are this machine's, and waits are the server's.
const APART: u64 = 2_000;

pub(super) fn version(server: &Row) -> Finding {
    let found = format!(
        "PostgreSQL {}, as {}",
        server.get::<_, &str>("version"),
        server.get::<_, &str>("login")
    );
    if server.get("is_standby") {
        return Finding::unsound(
            "reachable",
            format!("{found}; it is a standby, which takes no writes"),
            "name the primary, or all of them and target_session_attrs=read-write",
        );
    }
    Finding::sound("reachable", found)
}

pub(super) fn encryption(server: &Row, url: &Url) -> Finding {
    if server.get("is_encrypted") {
        return Finding::sound("encryption", "the connection is encrypted");
    }
    if url.leads_elsewhere() {
        return Finding::unsound(
            "encryption",
            format!("what is sent to {} is not encrypted", url.place()),
            "use sslmode=verify-full, and sslrootcert=FILE if it needs one",
        );
    }
    Finding::sound("encryption", "none, and none is needed on this machine")
}

pub(super) fn clock(server: &Row, before: Timestamp, after: Timestamp) -> Finding {
    let At(clock) = server.get("clock");
    let apart = if clock < before {
        before.as_micros() - clock.as_micros()
    } else {
        (clock.as_micros() - after.as_micros()).max(0)
    };
    let apart = apart.unsigned_abs() / 1_000;
    if apart > APART {
        return Finding::doubtful(
            "clock",
            format!("this machine's clock and the server's are {apart} ms apart"),
            "let both follow the same time servers: the times of links are of this machine",
        );
    }
    Finding::sound("clock", "this machine's and the server's agree")
}

pub(super) fn durability(server: &Row) -> Finding {
    let commit: &str = server.get("synchronous_commit");
    let wrong = [
        (!server.get::<_, bool>("fsync"), "fsync is off"),
        (
            !server.get::<_, bool>("full_page_writes"),
            "full_page_writes is off",
        ),
        (commit == "off", "synchronous_commit is off"),
    ];
    let wrong: Vec<&str> = wrong
        .iter()
        .filter_map(|(is_so, what)| is_so.then_some(*what))
        .collect();
    if wrong.is_empty() {
        return Finding::sound("durability", "what is acknowledged is on the disk");
    }
    Finding::unsound(
        "durability",
        format!("{}: a crash loses what was acknowledged", wrong.join(", ")),
        "turn it on in postgresql.conf",
    )
}

pub(super) fn letters(server: &Row) -> Finding {
    match server.get("letters") {
        "UTF8" => Finding::sound("encoding", "UTF8"),
        other => Finding::unsound(
            "encoding",
            format!("the database's encoding is {other}: it has no place for most names"),
            "make a database with ENCODING 'UTF8' and migrate that",
        ),
    }
}

pub(super) fn connections(server: &Row) -> Finding {
    let of_server: (i64, i64) = (server.get("connections"), server.get("connected"));
    let of_database: (i64, i64) = (server.get("allowed"), server.get("connected_here"));
    // A database without a limit of its own has -1. Whichever has less left counts.
    let limits = [of_server, of_database].into_iter();
    let tightest = limits.filter(|(most, _)| *most >= 0);
    let (most, now) = tightest
        .min_by_key(|(most, now)| most - now)
        .unwrap_or(of_server);
    let found =
        format!("{now} of {most} are taken; a process of wellhead takes up to {MOST_CONNECTIONS}");
    if most < i64::try_from(MOST_CONNECTIONS).unwrap_or(i64::MAX) {
        return Finding::doubtful(
            "connections",
            found,
            "raise max_connections, or the database's CONNECTION LIMIT",
        );
    }
    if now * 10 > most * 9 {
        return Finding::doubtful(
            "connections",
            found,
            "raise max_connections, or see who has them: SELECT * FROM pg_stat_activity",
        );
    }
    Finding::sound("connections", found)
}

/// Two connections of one's own have two processes at the server. Behind a pooler that shares them out by transaction, the
/// second finds the process that the first has just left.
pub(super) async fn pooler(one: &Client, other: &Client) -> Result<Finding, ConnectError> {
    let ask = "SELECT pg_backend_pid()";
    let mut processes: Vec<i32> = Vec::new();
    for client in [one, other, one, other] {
        processes.push(asked(client, ask).await?.get(0));
    }
    let is_own = processes[0] == processes[2]
        && processes[1] == processes[3]
        && processes[0] != processes[1];
    if is_own {
        return Ok(Finding::sound(
            "pooler",
            "connections are one's own for as long as they last",
        ));
    }
    Ok(Finding::unsound(
        "pooler",
        "a pooler shares connections out by transaction: roles and settings do not stay with them",
        "connect to the server itself, or to a pooler in session mode; wellhead has a pool of its own",
    ))
}
