//! The erasures of a workspace as lines of JSON, apart from its database: what a restore has to do again.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use wellhead_core::cause::Author;
use wellhead_core::command::Rejection;
use wellhead_core::id::{RecallId, RecordId, WorkspaceConnectorId};
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::{
    ErasureMarks, Marked, Recall, Reference, SuppressionKey, SuppressionMark,
};
use wellhead_core::record::Kind;
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::{Moment, Timestamp};

use super::{ERASURES, every};
use crate::cli::Global;
use crate::output::{Row, print};

/// One erasure.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    erasure_id: String,
    created_at: String,
    record: String,
    record_id: String,
    reference: Option<String>,
    /// The workspace's key, in Base64.
    suppression_key: String,
    suppressed: Vec<Mark>,
}

/// What it suppresses.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    workspace_connector_id: Option<String>,
    /// In Base64.
    mark: String,
}

/// A line that was understood.
struct Erased {
    id: RecallId,
    created_at: Timestamp,
    kind: Kind,
    record: RecordId,
    reference: Option<Reference>,
    suppressed: ErasureMarks,
}

pub(super) async fn export(ledger: &Ledger, tenant: Tenant) -> anyhow::Result<ExitCode> {
    for erasure in every(|page| ledger.recalls(tenant, ERASURES, page)).await? {
        let suppressed = ledger.erasure_marks(tenant, erasure.id).await?;
        let suppressed = suppressed.context("an erasure disappeared while it was read")?;
        let line = serde_json::to_string(&Line::new(&erasure, &suppressed))?;
        print(format!("{line}\n").as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Line {
    fn new(erasure: &Recall, suppressed: &ErasureMarks) -> Self {
        let marks = suppressed.marks.iter().map(|marked| Mark {
            workspace_connector_id: marked.line.map(|line| line.to_string()),
            mark: STANDARD.encode(marked.mark.0),
        });
        Self {
            erasure_id: erasure.id.to_string(),
            created_at: erasure.created_at.to_string(),
            record: erasure.record.kind.to_string(),
            record_id: erasure.record.id.to_string(),
            reference: erasure.reference.as_ref().map(Reference::to_string),
            suppression_key: STANDARD.encode(suppressed.key.0),
            suppressed: marks.collect(),
        }
    }

    fn read(self) -> anyhow::Result<Erased> {
        let marked = |mark: &Mark| {
            let line = mark.workspace_connector_id.as_deref();
            let line: Option<WorkspaceConnectorId> = line
                .map(str::parse)
                .transpose()
                .context("workspace_connector_id")?;
            let mark = SuppressionMark(bytes(&mark.mark).context("mark")?);
            anyhow::Ok(Marked { line, mark })
        };
        let created_at: Moment = self.created_at.parse().context("created_at")?;
        let reference = self.reference.as_deref().map(Reference::parse);
        Ok(Erased {
            id: self.erasure_id.parse().context("erasure_id")?,
            created_at: created_at.first(),
            kind: self.record.parse().context("record")?,
            record: self.record_id.parse().context("record_id")?,
            reference: reference.transpose().context("reference")?,
            suppressed: ErasureMarks {
                key: SuppressionKey(bytes(&self.suppression_key).context("suppression_key")?),
                marks: self
                    .suppressed
                    .iter()
                    .map(marked)
                    .collect::<Result<_, _>>()?,
            },
        })
    }
}

/// 32 bytes in Base64.
fn bytes(text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = STANDARD.decode(text)?;
    let Ok(bytes) = bytes.try_into() else {
        bail!("is not 32 bytes long");
    };
    Ok(bytes)
}

/// What a replay came to.
#[derive(Default, Serialize)]
struct Replayed {
    read: u64,
    repeated: u64,
    already_erased: u64,
    left_out: u64,
}

impl Row for Replayed {
    const COLUMNS: &'static [&'static str] = &["read", "repeated", "already_erased", "left_out"];

    fn cells(&self) -> Vec<String> {
        let Self {
            read,
            repeated,
            already_erased,
            left_out,
        } = self;
        [read, repeated, already_erased, left_out]
            .map(u64::to_string)
            .to_vec()
    }
}

/// Reads all lines before it repeats the first erasure: a file that is damaged changes nothing.
pub(super) async fn replay(
    global: &Global,
    ledger: &Ledger,
    tenant: Tenant,
    file: &Path,
    since: Option<Timestamp>,
) -> anyhow::Result<ExitCode> {
    let name = file.display();
    let lines: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let opened = File::open(file).with_context(|| format!("{name} cannot be read"))?;
        Box::new(BufReader::new(opened))
    };
    let mut erasures = Vec::new();
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.with_context(|| format!("{name} cannot be read"))?;
        if line.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str::<Line>(&line).map_err(anyhow::Error::from);
        let read = read.and_then(Line::read);
        erasures.push(read.with_context(|| format!("{name}, line {number}"))?);
    }
    let mut replayed = Replayed::default();
    for erased in erasures {
        replayed.read += 1;
        if since.is_some_and(|since| erased.created_at < since) {
            replayed.left_out += 1;
            continue;
        }
        let record = erased.kind.record(erased.record);
        let again = ledger.erasure_again(
            Author::operator(tenant),
            erased.id,
            record,
            erased.reference,
            erased.suppressed,
        );
        match again.await {
            Ok(_) => replayed.repeated += 1,
            Err(ApplyError::Rejected {
                rejection: Rejection::Erased(_) | Rejection::IdTaken,
                ..
            }) => replayed.already_erased += 1,
            Err(error) => {
                return Err(error).with_context(|| format!("the erasure {}", erased.id));
            }
        }
    }
    global.output.one(&replayed)?;
    Ok(ExitCode::SUCCESS)
}
