//! A look at a database that changes nothing in it: not even its schema is brought up to date.

mod rights;
mod server;
mod work;

use std::time::Duration;

use tokio_postgres::{Client, Row};
use wellhead_core::checkup::Finding;
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::error::ConnectError;
use crate::hosts::Hosts;
use crate::migrate;
use crate::tls::Tls;
use crate::url::Url;

/// How long the server may take to let somebody in, and for all of the questions.
const PATIENCE: Duration = Duration::from_secs(30);

impl PostgresStore {
    /// Looks at the database `url` and the server that it is on; `now` is what this machine's clock says.
    ///
    /// # Errors
    /// When the URL or a certificate cannot be read.
    pub async fn checkup(
        url: &str,
        now: impl Fn() -> Timestamp + Send + Sync,
    ) -> Result<Vec<Finding>, ConnectError> {
        let url = Url::parse(url)?;
        let hosts = Hosts::new(url.config.clone(), Tls::new(&url.mode)?);
        let mut findings = Vec::new();
        let looked = look(&url, &hosts, &now, &mut findings);
        let why = match tokio::time::timeout(PATIENCE, looked).await {
            Ok(Ok(())) => return Ok(findings),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        };
        findings.push(Finding::unsound(
            "answers",
            why,
            "the rest was not looked at; mend this first, and look again",
        ));
        Ok(findings)
    }
}

async fn look(
    url: &Url,
    hosts: &Hosts,
    now: &(impl Fn() -> Timestamp + Send + Sync),
    findings: &mut Vec<Finding>,
) -> Result<(), ConnectError> {
    let client = migrate::connect(hosts).await?;
    let other = migrate::connect(hosts).await?;
    let before = now();
    let server = asked(&client, server::ABOUT).await?;
    findings.push(server::version(&server));
    findings.push(server::encryption(&server, url));
    findings.push(server::clock(&server, before, now()));
    findings.push(server::durability(&server));
    findings.push(server::letters(&server));
    findings.push(server::connections(&server));
    findings.push(server::pooler(&client, &other).await?);
    let version = migrate::applied(&client)
        .await
        .map_err(ConnectError::of_question)?;
    findings.push(migrate::level(&client, version).await?);
    if version > 0 {
        rights::look(&client, version, findings).await?;
        work::look(&client, findings).await?;
    }
    Ok(())
}

/// The row of a question that has one.
async fn asked(client: &Client, sql: &str) -> Result<Row, ConnectError> {
    client
        .query_one(sql, &[])
        .await
        .map_err(ConnectError::of_question)
}

/// The first column of each row.
async fn lines(client: &Client, sql: &str) -> Result<Vec<String>, ConnectError> {
    let rows = client
        .query(sql, &[])
        .await
        .map_err(ConnectError::of_question)?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
