//! What the service sends to PostgreSQL, taken from the database's own log, so that the comparison always uses what
//! the service really sends.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::Value;
use tokio_postgres::Client;

use crate::database::{Database, connect};
use crate::drive::{self, Workload};
use crate::service::{Limits, Service};
use crate::wellhead::Wellhead;

/// How often each operation is requested.
const REQUESTS: usize = 100;

/// How a session of the service begins.
pub(crate) const BECOME_SERVICE: &str = "SET ROLE ";

/// A statement with its parameters, from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// As text; `None` is NULL.
    pub(crate) parameters: Vec<Option<String>>,
}

/// The statements of one request.
pub(crate) type Request = Vec<Statement>;

/// Everything that a service was seen to send.
pub(crate) struct Seen {
    /// How each connection starts.
    pub(crate) session: String,
    /// The requests of each workload.
    pub(crate) requests: Vec<Vec<Request>>,
}

/// Runs a service whose statements are all logged, and listens.
pub(crate) async fn listen(
    wellhead: &Wellhead,
    database: &Database,
    workloads: &[Workload],
    directory: &Path,
) -> anyhow::Result<Seen> {
    let owner = connect(&database.url()).await?;
    // Open it before the setting takes effect, so that its own statements are not logged.
    let mut log = Log::open(&database.url()).await?;
    let row = owner.query_one("SELECT current_database()", &[]).await?;
    let alter = format!("ALTER DATABASE {}", row.get::<_, &str>(0));
    let set = format!("{alter} SET log_statement = 'all'");
    owner.batch_execute(&set).await?;
    let newest = "SELECT coalesce(max(pk), 0) FROM core_api.people_workspace_connectors";
    let newest: i64 = owner.query_one(newest, &[]).await?.get(0);
    let seen = overhear(&mut log, wellhead, database, workloads, directory).await;
    // Undo the creates, so that they can be replayed.
    let undo = "DELETE FROM core_api.people_workspace_connectors WHERE pk > $1";
    owner.execute(undo, &[&newest]).await?;
    let reset = format!("{alter} RESET log_statement");
    owner.batch_execute(&reset).await?;
    seen
}

async fn overhear(
    log: &mut Log,
    wellhead: &Wellhead,
    database: &Database,
    workloads: &[Workload],
    directory: &Path,
) -> anyhow::Result<Seen> {
    let first = workloads.first().context("there is something to ask")?;
    let (mut service, _) =
        Service::start(wellhead, database, first, Limits::Lifted, directory).await?;
    let mut client = drive::Client::open(service.address).await?;
    // Repeat until each statement is prepared.
    for workload in workloads {
        for _ in 0..8 {
            client.ask_and_check(workload).await?;
        }
    }
    let session = log.until_now().await?.into_iter().find_map(|statement| {
        let sql = statement.sql;
        (sql.starts_with(BECOME_SERVICE) && sql.contains("wellhead_service")).then_some(sql)
    });
    let mut requests = Vec::new();
    for workload in workloads {
        let mut seen = Vec::new();
        for _ in 0..REQUESTS {
            client.ask_and_check(workload).await?;
            seen.push(log.until_now().await?);
        }
        requests.push(usual(seen));
    }
    service.stop().await?;
    Ok(Seen {
        session: session.context("the service does not take its role")?,
        requests,
    })
}

/// The requests with the most common list of statements: in the others, one of the service's own tasks may have got
/// in between.
fn usual(requests: Vec<Request>) -> Vec<Request> {
    let shape =
        |request: &Request| -> Vec<String> { request.iter().map(|it| it.sql.clone()).collect() };
    let mut shapes: HashMap<Vec<String>, Vec<Request>> = HashMap::new();
    for request in requests {
        shapes.entry(shape(&request)).or_default().push(request);
    }
    shapes
        .into_values()
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

/// The server's JSON log, read from where it was last read to.
struct Log {
    client: Client,
    file: String,
    offset: i64,
    marks: u32,
}

impl Log {
    async fn open(url: &str) -> anyhow::Result<Self> {
        let client = connect(url).await?;
        let sql = "SELECT pg_current_logfile('jsonlog')";
        let file: Option<String> = client.query_one(sql, &[]).await?.get(0);
        let file = file.context(
            "the server writes no log in JSON: start it with \
             logging_collector=on and log_destination=jsonlog, as ./scripts/bench does",
        )?;
        let sql = "SELECT (pg_stat_file($1)).size";
        let size = client.query_one(sql, &[&file]).await?.get(0);
        Ok(Self {
            client,
            file,
            offset: size,
            marks: 0,
        })
    }

    /// What has been logged since, in order.
    async fn until_now(&mut self) -> anyhow::Result<Vec<Statement>> {
        self.marks += 1;
        let marker = format!("wellhead-bench was here {} times;", self.marks);
        let mark = format!("DO $$ BEGIN RAISE LOG '{marker}'; END $$");
        self.client.batch_execute(&mark).await?;
        let sql = "SELECT convert_from(pg_read_binary_file($1, $2, 100000000), 'UTF8')";
        for _ in 0..5_000 {
            let row = self
                .client
                .query_one(sql, &[&self.file, &self.offset])
                .await?;
            let text: &str = row.get(0);
            let end = text
                .find(&marker)
                .and_then(|found| text[found..].find('\n').map(|it| found + it));
            if let Some(end) = end {
                let read = &text[..=end];
                self.offset += i64::try_from(read.len())?;
                return statements(read);
            }
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        bail!(
            "what was said to the database does not appear in its log {}",
            self.file
        )
    }
}

fn statements(log: &str) -> anyhow::Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).context("a line of the log")?;
        let message = entry["message"].as_str().unwrap_or_default();
        if let Some(sql) = message.strip_prefix("statement: ") {
            statements.push(Statement {
                sql: sql.to_owned(),
                parameters: Vec::new(),
            });
        } else if let Some(executed) = message.strip_prefix("execute ") {
            let (_, sql) = executed
                .split_once(": ")
                .context("an execution of nothing")?;
            let detail = entry["detail"].as_str().unwrap_or_default();
            statements.push(Statement {
                sql: sql.to_owned(),
                parameters: parameters(detail)?,
            });
        }
    }
    Ok(statements)
}

/// From `parameters: $1 = 'it''s', $2 = NULL`.
fn parameters(detail: &str) -> anyhow::Result<Vec<Option<String>>> {
    let mut parameters = Vec::new();
    let mut rest = detail.split_once(": ").map_or("", |(_, rest)| rest);
    while !rest.is_empty() {
        let (_, value) = rest.split_once(" = ").context("a parameter has a value")?;
        if let Some(after) = value.strip_prefix("NULL") {
            parameters.push(None);
            rest = after;
        } else {
            let mut text = String::new();
            let mut value = value.strip_prefix('\'').context("a value is in quotes")?;
            loop {
                let (part, after) = value.split_once('\'').context("a quote has an end")?;
                text.push_str(part);
                let Some(more) = after.strip_prefix('\'') else {
                    rest = after;
                    break;
                };
                text.push('\'');
                value = more;
            }
            parameters.push(Some(text));
        }
        rest = rest.strip_prefix(", ").unwrap_or(rest);
        ensure!(
            rest.is_empty() || rest.starts_with('$'),
            "parameters of another form: {detail}"
        );
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read() {
        let read = parameters("parameters: $1 = 'it''s, $2', $2 = NULL, $3 = '', $4 = '{\"a\"}'");
        let text = |text: &str| Some(text.to_owned());
        let expected = [text("it's, $2"), None, text(""), text("{\"a\"}")];
        assert_eq!(read.unwrap(), expected);
        assert_eq!(parameters("").unwrap(), []);
        assert!(parameters("parameters: $1 = 'open").is_err());
    }

    #[test]
    fn statements_are_read_in_order() {
        let log = concat!(
            r#"{"message":"statement: BEGIN"}"#,
            "\n",
            r#"{"message":"execute s7: SELECT $1","detail":"parameters: $1 = '5'"}"#,
            "\n",
            r#"{"message":"checkpoint starting: time"}"#,
            "\n",
            r#"{"message":"until 42","context":"PL/pgSQL function"}"#,
            "\n",
        );
        let read = statements(log).unwrap();
        let sql: Vec<_> = read.iter().map(|it| &*it.sql).collect();
        assert_eq!(sql, ["BEGIN", "SELECT $1"]);
        assert_eq!(read[1].parameters, [Some("5".to_owned())]);
    }

    #[test]
    fn what_came_between_is_left_out() {
        let request = |sql: &[&str]| -> Request {
            let statement = |sql: &&str| Statement {
                sql: (*sql).to_owned(),
                parameters: Vec::new(),
            };
            sql.iter().map(statement).collect()
        };
        let seen = vec![request(&["a"]), request(&["a", "b"]), request(&["a"])];
        assert_eq!(usual(seen), [request(&["a"]), request(&["a"])]);
    }
}
