//! Bulk delivery: many rows at once, through the service and bypassing it.

mod copy;
pub(crate) mod http;
mod import;

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use clap::ValueEnum;

use crate::database::Database;
use crate::ledger::Ledger;
use crate::service::Service;
use crate::wellhead::Wellhead;

/// How deliveries are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// NDJSON over HTTP, into a run
    Http,
    /// `wellhead import` of a CSV file
    Import,
}

impl Way {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Http => "NDJSON over HTTP",
            Self::Import => "`wellhead import` of CSV",
        }
    }

    /// HTTP if the service takes deliveries.
    pub(crate) async fn best(service: &Service, token: &str) -> anyhow::Result<Self> {
        let is_taken = http::is_taken(service.address, token).await?;
        Ok(if is_taken { Self::Http } else { Self::Import })
    }
}

/// Deliveries into one workspace: each row is a link to a different person.
pub(crate) struct Deliveries<'r> {
    pub(crate) ledger: &'r Ledger,
    pub(crate) wellhead: &'r Wellhead,
    /// Where PostgreSQL's programs are.
    pub(crate) programs: &'r Path,
    pub(crate) directory: &'r Path,
    pub(crate) token: &'r str,
}

impl Deliveries<'_> {
    /// Rows per second through the service. Each `repetition` needs a connector without links.
    pub(crate) async fn through(
        &self,
        way: Way,
        database: &Database,
        service: &Service,
        repetition: u32,
    ) -> anyhow::Result<f64> {
        let tenant = self.ledger.delivery();
        let index = 2 * repetition;
        let elapsed = match way {
            Way::Http => http::deliver(service.address, self.token, tenant, index).await?,
            Way::Import => {
                import::deliver(self.wellhead, database, self.directory, tenant, index).await?
            }
        };
        service.truncate_log()?;
        self.rate(database, index, elapsed).await
    }

    /// Rows per second by psql's `\copy` into the same table, with its indexes and foreign keys.
    pub(crate) async fn past(&self, database: &Database, repetition: u32) -> anyhow::Result<f64> {
        let tenant = self.ledger.delivery();
        let index = 2 * repetition + 1;
        let url = database.url();
        let elapsed = copy::deliver(self.programs, &url, self.directory, tenant, index).await?;
        self.rate(database, index, elapsed).await
    }

    /// Checks that every row has arrived once, and returns the rate.
    async fn rate(
        &self,
        database: &Database,
        index: u32,
        elapsed: Duration,
    ) -> anyhow::Result<f64> {
        let tenant = self.ledger.delivery();
        let connector = tenant.first_connector + index;
        let to = format!("workspace_connector_pk = {connector} AND deleted_at IS NULL");
        let links = database.count("*", &to).await?;
        let people = database.count("DISTINCT people_pk", &to).await?;
        let rows = u64::from(tenant.people);
        ensure!(
            links == rows && people == rows,
            "{rows} rows were delivered; there are {links} links to {people} people"
        );
        Ok(f64::from(tenant.people) / elapsed.as_secs_f64())
    }
}
