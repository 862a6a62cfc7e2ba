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
    ErasureMarks, Marked, Notification, NotificationChanges, NotificationFilter, Recall, Reference,
    SuppressionKey, SuppressionMark,
};
use wellhead_core::record::Kind;
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::Tenant;
use wellhead_core::text::Note;
use wellhead_core::time::{Moment, Timestamp};

use super::{ERASURES, every};
use crate::cli::Global;
use crate::output::{Row, print};
use crate::terminal::say;

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
    /// Who is to be told; missing in registers of earlier versions.
    #[serde(default)]
    notifications: Vec<Told>,
}

/// How far a recipient is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    workspace_connector_id: String,
    status: String,
    due_at: String,
    reason: Option<String>,
    evidence: Option<String>,
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
    notifications: Vec<(WorkspaceConnectorId, NotificationChanges)>,
}

pub(super) async fn export(ledger: &Ledger, tenant: Tenant) -> anyhow::Result<ExitCode> {
    for erasure in every(|page| ledger.recalls(tenant, ERASURES, page)).await? {
        let suppressed = ledger.erasure_marks(tenant, erasure.id).await?;
        let suppressed = suppressed.context("an erasure disappeared while it was read")?;
        let filter = NotificationFilter {
            status: None,
            recall: Some(erasure.id),
        };
        let told = every(|page| ledger.notifications(tenant, filter, page)).await?;
        let line = serde_json::to_string(&Line::new(&erasure, &suppressed, &told))?;
        print(format!("{line}\n").as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Line {
    fn new(erasure: &Recall, suppressed: &ErasureMarks, told: &[Notification]) -> Self {
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
            notifications: told.iter().map(Told::new).collect(),
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
            notifications: self
                .notifications
                .iter()
                .map(Told::read)
                .collect::<Result<_, _>>()
                .context("notifications")?,
        })
    }
}

impl Told {
    fn new(notification: &Notification) -> Self {
        Self {
            workspace_connector_id: notification.workspace_connector.to_string(),
            status: notification.status.to_string(),
            due_at: notification.due_at.to_string(),
            reason: notification.reason.as_ref().map(Note::to_string),
            evidence: notification.evidence.as_ref().map(Note::to_string),
        }
    }

    fn read(&self) -> anyhow::Result<(WorkspaceConnectorId, NotificationChanges)> {
        let note = |text: &Option<String>| text.as_deref().map(Note::parse).transpose();
        let due_at: Moment = self.due_at.parse().context("due_at")?;
        let changes = NotificationChanges {
            status: Some(self.status.parse().context("status")?),
            due_at: Some(due_at.first()),
            reason: Some(note(&self.reason).context("reason")?),
            evidence: Some(note(&self.evidence).context("evidence")?),
        };
        let recipient = self.workspace_connector_id.parse();
        Ok((recipient.context("workspace_connector_id")?, changes))
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
    refused: u64,
    /// Recipients of the register that this ledger does not know to have received the record.
    unknown_recipients: u64,
}

impl Row for Replayed {
    const COLUMNS: &'static [&'static str] = &[
        "read",
        "repeated",
        "already_erased",
        "left_out",
        "refused",
        "unknown_recipients",
    ];

    fn cells(&self) -> Vec<String> {
        let Self {
            read,
            repeated,
            already_erased,
            left_out,
            refused,
            unknown_recipients,
        } = self;
        [
            read,
            repeated,
            already_erased,
            left_out,
            refused,
            unknown_recipients,
        ]
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
    let read = erasures.len() as u64;
    let is_early = |erased: &Erased| since.is_some_and(|since| erased.created_at < since);
    let (early, mut left): (Vec<_>, Vec<_>) = erasures.into_iter().partition(is_early);
    let mut replayed = Replayed {
        read,
        left_out: early.len() as u64,
        ..Replayed::default()
    };
    // One that goes with another is refused as long as that one is active: it comes behind it, wherever its line is.
    loop {
        let before = left.len();
        let mut refused = Vec::new();
        for erased in left {
            match erased.repeat(ledger, tenant).await? {
                None => replayed.repeated += 1,
                Some(Rejection::Erased(_) | Rejection::IdTaken) => replayed.already_erased += 1,
                Some(why) => {
                    refused.push((erased, why));
                    continue;
                }
            }
            for recipient in erased.tell(ledger, tenant).await? {
                replayed.unknown_recipients += 1;
                say(format_args!(
                    "This ledger does not know that {recipient} received the {} {}: tell it of the erasure {} yourself.",
                    erased.kind.declaration().words.noun,
                    erased.record,
                    erased.id
                ));
            }
        }
        if refused.is_empty() || refused.len() == before {
            replayed.refused = refused.len() as u64;
            for (erased, why) in refused {
                say(format_args!(
                    "The erasure {} was not repeated: {why}.",
                    erased.id
                ));
            }
            break;
        }
        left = refused.into_iter().map(|(erased, _)| erased).collect();
    }
    global.output.one(&replayed)?;
    Ok(match replayed.refused {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

impl Erased {
    /// Repeats it; why not, if it is refused.
    async fn repeat(&self, ledger: &Ledger, tenant: Tenant) -> anyhow::Result<Option<Rejection>> {
        let again = ledger.erasure_again(
            Author::operator(tenant),
            self.id,
            self.kind.record(self.record),
            self.reference.clone(),
            self.suppressed.clone(),
        );
        match again.await {
            Ok(_) => Ok(None),
            Err(ApplyError::Rejected { rejection, .. }) => Ok(Some(rejection)),
            Err(error) => Err(error).with_context(|| format!("the erasure {}", self.id)),
        }
    }

    /// Sets how far the recipients are that nobody has set here. Returns those that are not recipients here.
    async fn tell(
        &self,
        ledger: &Ledger,
        tenant: Tenant,
    ) -> anyhow::Result<Vec<WorkspaceConnectorId>> {
        let mut unknown = Vec::new();
        for (recipient, changes) in &self.notifications {
            let id = self.id.notification(*recipient);
            match ledger.notification(tenant, id).await? {
                None => unknown.push(*recipient),
                Some(found) if found.updated_at == found.created_at => {
                    let author = Author::operator(tenant);
                    let changes = changes.clone();
                    ledger.notification_update(author, id, changes).await?;
                }
                Some(_) => {}
            }
        }
        Ok(unknown)
    }
}
