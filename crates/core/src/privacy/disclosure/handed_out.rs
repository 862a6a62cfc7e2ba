use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Asked, Disclosures, Report};
use crate::cause::{Author, Cause};
use crate::id::RecordId;
use crate::ledger::Ledger;
use crate::record::RecordRef;
use crate::store::StoreError;
use crate::time::Timestamp;

/// The JSON Schema of [`HandedOut::document`].
pub const SCHEMA: &str = include_str!("schema.json");
/// The JSON-LD context of [`HandedOut::document`], which maps its members onto PROV-O and DPV.
pub const CONTEXT: &str = include_str!("context.jsonld");

/// A report in the hands of whoever asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// The report.
    pub report: Report,
    /// Its bytes, in canonical JSON (RFC 8785).
    pub canonical: String,
    /// The SHA-256 of these bytes, in hexadecimal digits.
    pub sha256: String,
    /// Who asked.
    pub requested_by: Requester,
    /// When.
    pub requested_at: Timestamp,
}

/// Who asked for a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// What it is.
    pub r#type: String,
    /// Its id. An operator has none.
    pub id: Option<String>,
}

/// What somebody who asks for a record's report gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handing {
    /// The report.
    Report(Box<HandedOut>),
    /// At that moment the record was part of this one, whose report tells of both.
    Merged(RecordId),
}

/// Why a document is not a report as it was handed out.
#[derive(Debug, thiserror::Error)]
pub enum NotHandedOut {
    /// It has another form.
    #[error("it is no disclosure report that this wellhead can read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Its digest is another one.
    #[error("it was changed: its SHA-256 is {found}, and it says {said}")]
    Changed {
        /// The digest that it has.
        found: String,
        /// The one that it says it has.
        said: String,
    },
}

impl Ledger {
    /// Hands out a record's report: the one way in which reports leave the ledger. `None` if the workspace has no such
    /// record, active or soft-deleted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hand_out(
        &self,
        author: Author,
        record: RecordRef,
        asked: Asked,
    ) -> Result<Option<Handing>, StoreError> {
        let found = self.disclosures(author.tenant, record, asked).await?;
        Ok(found.map(|found| match found {
            Disclosures::Merged(into) => Handing::Merged(into),
            Disclosures::Report(report) => {
                Handing::Report(Box::new(HandedOut::new(*report, author.cause, self.now())))
            }
        }))
    }
}

impl HandedOut {
    fn new(report: Report, by: Cause, at: Timestamp) -> Self {
        let canonical = report.canonical();
        Self {
            sha256: sha256(&canonical),
            report,
            canonical,
            requested_by: Requester {
                r#type: by.kind().to_string(),
                id: by.id().map(|id| id.to_string()),
            },
            requested_at: at,
        }
    }

    /// Reads what a server handed out: the members of [`document`](Self::document), with or without its context.
    ///
    /// # Errors
    /// If it is something else, or was changed on the way.
    pub fn read(document: &Value) -> Result<Self, NotHandedOut> {
        let mut report = document["report"].clone();
        report.sort_all_objects();
        let canonical = report.to_string();
        let found = sha256(&canonical);
        let said = String::deserialize(&document["sha256"])?;
        if found != said {
            return Err(NotHandedOut::Changed { found, said });
        }
        Ok(Self {
            report: Report::deserialize(&report)?,
            canonical,
            sha256: found,
            requested_by: Requester::deserialize(&document["requested_by"])?,
            requested_at: Timestamp::deserialize(&document["requested_at"])?,
        })
    }

    /// Its digest, for the audit log.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.canonical.as_bytes()).into()
    }

    /// The whole as one JSON-LD document: the report as it is, who asked, when, and its digest.
    ///
    /// # Panics
    /// Never: the context is JSON.
    #[must_use]
    pub fn document(&self) -> String {
        let context: Value = serde_json::from_str(CONTEXT).expect("the context is JSON");
        let requester = serde_json::json!(self.requested_by);
        format!(
            r#"{{"@context":{},"report":{},"requested_at":"{}","requested_by":{requester},"sha256":"{}"}}"#,
            context["@context"], self.canonical, self.requested_at, self.sha256
        )
    }
}

fn sha256(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        write!(digits, "{byte:02x}").expect("writing to a String cannot fail");
    }
    digits
}
