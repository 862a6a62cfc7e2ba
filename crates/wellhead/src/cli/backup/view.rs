use std::path::Path;

use serde::Serialize;
use wellhead_store_sqlite::backup::Backup;

use crate::output::Row;

/// What a backup has.
#[derive(Serialize)]
pub(in crate::cli) struct View {
    file: String,
    schema_version: u32,
    bytes: u64,
    sha256: String,
    workspaces: u64,
    records: u64,
    links: u64,
}

impl View {
    pub(in crate::cli) fn of(file: &Path, backup: &Backup) -> Self {
        Self {
            file: file.display().to_string(),
            schema_version: backup.schema_version,
            bytes: backup.bytes,
            sha256: backup.sha256.to_string(),
            workspaces: backup.workspaces,
            records: backup.records,
            links: backup.links,
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "file",
        "schema_version",
        "bytes",
        "sha256",
        "workspaces",
        "records",
        "links",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.file.clone(),
            self.schema_version.to_string(),
            self.bytes.to_string(),
            self.sha256.clone(),
            self.workspaces.to_string(),
            self.records.to_string(),
            self.links.to_string(),
        ]
    }
}
