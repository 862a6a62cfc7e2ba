use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::Global;
use crate::database::Database;
use crate::output::Row;

#[derive(Debug, Args)]
pub(super) struct Migrate {}

#[derive(Serialize)]
struct Migrated {
    database: String,
    schema_version: u32,
}

impl Row for Migrated {
    const COLUMNS: &'static [&'static str] = &["database", "schema_version"];

    fn cells(&self) -> Vec<String> {
        vec![self.database.clone(), self.schema_version.to_string()]
    }
}

impl Migrate {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let database = Database::migrate(&global.url()?).await?;
        global.output.one(&Migrated {
            database: database.name,
            schema_version: database.version,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
