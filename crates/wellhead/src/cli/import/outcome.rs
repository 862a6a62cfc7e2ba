use std::process::ExitCode;

use serde::Serialize;
use wellhead_core::resource::{SyncRun, Tally};
use wellhead_core::store::Unseen;

use crate::import::Reading;
use crate::output::Row;

/// The exit code when all good rows were imported, but some rows were bad.
const SOME_REJECTED: u8 = 3;

/// How a finished import ended.
pub(super) fn exit_code(reading: &Reading<'_>) -> ExitCode {
    match reading.rejected() {
        0 => ExitCode::SUCCESS,
        _ => SOME_REJECTED.into(),
    }
}

/// The result of an import.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    workspace_connector_sync_log_id: String,
    record: &'static str,
    status: &'static str,
    read: u64,
    records_created: u64,
    records_matched: u64,
    links_created: u64,
    links_touched: u64,
    links_swept: u64,
    rejected: u64,
    conflicts: u64,
    records_updated: u64,
    values_kept: u64,
    suppressed: u64,
}

impl Summary {
    pub(super) fn of(reading: &Reading<'_>, run: &SyncRun) -> Self {
        let Tally {
            records_created,
            records_matched,
            links_created,
            links_touched,
            rejected,
            links_swept,
            conflicts,
            records_updated,
            values_kept,
            suppressed,
        } = run.tally;
        Self {
            workspace_connector_sync_log_id: run.id.to_string(),
            record: run.record.as_str(),
            status: run.status.as_str(),
            read: reading.read(),
            records_created,
            records_matched,
            links_created,
            links_touched,
            links_swept,
            rejected,
            conflicts,
            records_updated,
            values_kept,
            suppressed,
        }
    }
}

impl Row for Summary {
    const COLUMNS: &'static [&'static str] = &[
        "run_id",
        "record",
        "status",
        "read",
        "records_created",
        "records_matched",
        "links_created",
        "links_touched",
        "links_swept",
        "rejected",
        "conflicts",
        "records_updated",
        "values_kept",
        "suppressed",
    ];

    fn cells(&self) -> Vec<String> {
        let counts = [
            self.read,
            self.records_created,
            self.records_matched,
            self.links_created,
            self.links_touched,
            self.links_swept,
            self.rejected,
            self.conflicts,
            self.records_updated,
            self.values_kept,
            self.suppressed,
        ];
        let mut cells = vec![
            self.workspace_connector_sync_log_id.clone(),
            self.record.to_owned(),
            self.status.to_owned(),
        ];
        cells.extend(counts.map(|count| count.to_string()));
        cells
    }
}

/// The counts of a check, which writes nothing.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Checked {
    read: u64,
    good: u64,
    rejected: u64,
}

impl Checked {
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        Self {
            read: reading.read(),
            good: reading.read() - reading.rejected(),
            rejected: reading.rejected(),
        }
    }
}

impl Row for Checked {
    const COLUMNS: &'static [&'static str] = &["read", "good", "rejected"];

    fn cells(&self) -> Vec<String> {
        [self.read, self.good, self.rejected]
            .map(|count| count.to_string())
            .to_vec()
    }
}

/// The counts of a checked full import, including what its sweep would do.
#[derive(Debug, Serialize)]
pub(super) struct Swept {
    #[serde(flatten)]
    checked: Checked,
    links_active: u64,
    would_sweep: u64,
}

impl Swept {
    pub(super) fn of(checked: Checked, unseen: Unseen) -> Self {
        Self {
            checked,
            links_active: unseen.older,
            would_sweep: unseen.unseen,
        }
    }
}

impl Row for Swept {
    const COLUMNS: &'static [&'static str] =
        &["read", "good", "rejected", "links_active", "would_sweep"];

    fn cells(&self) -> Vec<String> {
        let mut cells = self.checked.cells();
        cells.extend([self.links_active, self.would_sweep].map(|count| count.to_string()));
        cells
    }
}
