use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::json;
use wellhead_core::id::{DeliveryId, SyncRunId};
use wellhead_core::identity::OnConflict;
use wellhead_core::privacy::OnSuppressed;
use wellhead_core::record::{Kind, Named, RecordKey};
use wellhead_core::source::OnKnown;
use wellhead_core::store::OnDuplicate;
use wellhead_core::sync::Refused;

use super::exchange::{Exchange, foreign};
use super::trouble::{Miss, Refusal};
use super::{Server, Trouble};

/// The most lines in one request: fewer than the server keeps for a client that reads the answer only
/// after sending everything, so that every rejected line is listed.
const MOST_LINES: u64 = 8_000;
/// The most bytes in one request: less than the default body limit of common proxies.
const MOST_BYTES: usize = 1_000_000;
/// The server's error code for a delivery that continues after another line.
const ELSEWHERE: &str = "delivery_elsewhere";
/// The longest line of an answer.
const LONGEST: u64 = 1 << 20;

/// One delivery to a run, sent in a sequence of requests.
///
/// Each request gives the number of its first line, so it does not matter where a request ends, and lines that are
/// sent again are skipped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delivery {
    pub(crate) run: SyncRunId,
    /// The kind of the run's records.
    pub(crate) record: Kind,
    pub(crate) id: DeliveryId,
    pub(crate) on_duplicate: OnDuplicate,
    pub(crate) on_conflict: OnConflict,
    pub(crate) on_known: OnKnown,
    pub(crate) on_suppressed: OnSuppressed,
}

/// Lines of a delivery that go into one request.
#[derive(Debug)]
pub(crate) struct Chunk {
    kind: Kind,
    /// The number of the first line.
    first: u64,
    lines: u64,
    text: Vec<u8>,
}

/// The lines that a server rejected, and why.
pub(crate) type Rejections = BTreeMap<u64, String>;

/// A line of a delivery that names a record.
struct Line<'a> {
    kind: Kind,
    record: &'a Named,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        let Named {
            known_as,
            key,
            values,
        } = self.record;
        if let Some(known_as) = known_as {
            members.serialize_entry(Named::MEMBER, known_as.as_str())?;
        }
        match key {
            None => {}
            Some(RecordKey::Id(id)) => {
                members.serialize_entry(self.kind.wire().record_id, &id.to_string())?;
            }
            Some(RecordKey::External(id)) => {
                members.serialize_entry(self.kind.declaration().external_id, id.as_str())?;
            }
        }
        for (field, value) in self.kind.fields().iter().zip(values.iter()) {
            if let Some(value) = value {
                members.serialize_entry(field.name, value)?;
            }
        }
        members.end()
    }
}

impl Chunk {
    /// An empty chunk that begins with the line of this number.
    pub(crate) fn new(kind: Kind, first: u64) -> Self {
        Self {
            kind,
            first,
            lines: 0,
            text: Vec::new(),
        }
    }

    /// The number of the first line.
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The number of the line after it.
    pub(crate) fn next(&self) -> u64 {
        self.first + self.lines
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.lines >= MOST_LINES || self.text.len() >= MOST_BYTES
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, record: &Named) {
        let kind = self.kind;
        self.add(&Line { kind, record });
    }

    /// Adds a bad row: the server counts it as rejected, and keeps the reason at the run.
    pub(crate) fn refuse(&mut self, why: Refused) {
        let Refused {
            code,
            detail,
            source,
        } = why.short();
        let source = source.map(|it| json!({ "file": &*it.file, "line": it.line }));
        let told = json!({ "code": code, "detail": detail, "source": source });
        self.add(&json!({ Refused::MEMBER: told }));
    }

    fn add(&mut self, line: &impl Serialize) {
        serde_json::to_writer(&mut self.text, line).expect("a line can be written as JSON");
        self.text.push(b'\n');
        self.lines += 1;
    }
}

/// What a server reports about a delivery.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Progress {},
    Rejected(Rejected),
    Summary { committed: u64 },
    Error(BrokeOff),
}

#[derive(Deserialize)]
struct Rejected {
    line: u64,
    detail: String,
}

#[derive(Deserialize)]
struct BrokeOff {
    code: String,
    detail: String,
}

impl Server {
    /// Sends lines until all are committed; returns those that were rejected.
    pub(crate) async fn deliver(
        &self,
        delivery: Delivery,
        chunk: Chunk,
    ) -> Result<Rejections, Trouble> {
        let chunk = Arc::new(chunk);
        // A line that is not committed may be rejected again in each attempt.
        let rejections = Arc::new(Mutex::new(Rejections::new()));
        self.patiently(|exchange| {
            let (chunk, rejections) = (Arc::clone(&chunk), Arc::clone(&rejections));
            move || {
                let mut rejections = rejections.lock().unwrap_or_else(PoisonError::into_inner);
                exchange.deliver(delivery, &chunk, &mut rejections)
            }
        })
        .await?;
        let mut rejections = rejections.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut rejections))
    }

    /// The last committed line of a delivery; 0 if the server does not know it.
    pub(crate) async fn committed(&self, delivery: Delivery) -> Result<u64, Trouble> {
        self.patiently(|exchange| move || exchange.committed(delivery))
            .await
    }
}

fn path(delivery: Delivery, first: u64) -> String {
    let Delivery {
        run,
        id,
        on_duplicate,
        on_conflict,
        on_known,
        on_suppressed,
        ..
    } = delivery;
    let on_duplicate = match on_duplicate {
        OnDuplicate::Touch => "touch",
        OnDuplicate::Append => "append",
    };
    // An older server does not know of it.
    let on_known = match on_known {
        OnKnown::Keep => "",
        OnKnown::Update => "&on_known=update",
    };
    let on_suppressed = match on_suppressed {
        OnSuppressed::Reject => "",
        OnSuppressed::Skip => "&on_suppressed=skip",
    };
    format!(
        "/v1/workspace-connector-sync-logs/{run}/deliveries?delivery={id}&from_line={first}&on_duplicate={on_duplicate}\
         &on_conflict={on_conflict}{on_known}{on_suppressed}"
    )
}

impl Exchange {
    fn deliver(
        &self,
        delivery: Delivery,
        chunk: &Chunk,
        rejections: &mut Rejections,
    ) -> Result<(), Miss> {
        let answer = self.stream(&path(delivery, chunk.first), &chunk.text);
        let mut answer = BufReader::new(answer.map_err(|miss| elsewhere(miss, chunk.first))?);
        let mut text = Vec::new();
        loop {
            text.clear();
            let read = answer.by_ref().take(LONGEST).read_until(b'\n', &mut text);
            read.map_err(|error| Miss::Passing(format!("the answer broke off: {error}"), None))?;
            if text.last() != Some(&b'\n') {
                let why = "the answer broke off".to_owned();
                return Err(Miss::Passing(why, None));
            }
            match serde_json::from_slice(&text).map_err(|_| foreign(&text))? {
                Said::Progress {} => {}
                Said::Rejected(Rejected { line, detail }) => {
                    rejections.insert(line, detail);
                }
                Said::Summary { committed } if committed + 1 >= chunk.next() => {
                    return Ok(());
                }
                Said::Summary { .. } => return Err(foreign(&text).into()),
                Said::Error(error) => return Err(broke_off(error)),
            }
        }
    }

    /// Asks to continue after a line that cannot exist. The refusal gives the last committed line, and nothing is
    /// written.
    fn committed(&self, delivery: Delivery) -> Result<u64, Miss> {
        match self.stream(&path(delivery, u64::MAX >> 2), b"") {
            Err(Miss::Final(refusal)) if refusal.code == ELSEWHERE => {
                let committed = refusal.meta["committed"].as_u64();
                committed.ok_or(Miss::Final(refusal))
            }
            Err(miss) => Err(miss),
            Ok(_) => Err(foreign(b"a delivery that begins after its end").into()),
        }
    }
}

/// A server that lost committed lines; otherwise another request is still at work, whose client is gone.
fn elsewhere(miss: Miss, first: u64) -> Miss {
    let Miss::Final(mut refusal) = miss else {
        return miss;
    };
    if refusal.code != ELSEWHERE {
        return Miss::Final(refusal);
    }
    let sent = first - 1;
    match refusal.meta["committed"].as_u64() {
        Some(committed) if committed < sent => {
            refusal.detail = format!(
                "it has {committed} rows of this import, although it reported {sent} as committed; import the \
                 files again"
            );
            Miss::Final(refusal)
        }
        _ => Miss::Passing(refusal.detail, None),
    }
}

/// A delivery that broke off. Temporary unless it is known to be permanent.
fn broke_off(BrokeOff { code, detail }: BrokeOff) -> Miss {
    const FINAL: [&str; 7] = [
        "quota_exceeded",
        "run_closed",
        "connector_disabled",
        "not_found",
        "related_not_found",
        "unauthenticated",
        "forbidden",
    ];
    if FINAL.contains(&code.as_str()) {
        Miss::from(Refusal {
            code,
            detail,
            ..Refusal::default()
        })
    } else {
        Miss::Passing(format!("the server says: {detail} ({code})"), None)
    }
}

#[cfg(test)]
mod tests {
    use wellhead_core::sync::{NameCells, SourcePlace};

    use super::*;

    #[test]
    fn a_chunk_has_a_line_for_each_row() {
        let mut chunk = Chunk::new(Kind::People, 7);
        let cells = ["", "", "Ada \"A\" L"];
        let names = NameCells {
            known_as: Some("501"),
            external_id: Some("a\nb"),
        };
        let ada = Named::from_cells(Kind::People, names, cells).unwrap();
        chunk.push(&ada);
        let source = SourcePlace {
            file: "a.csv".into(),
            line: 3,
        };
        let why = Refused::new("field_count", "2 fields");
        chunk.refuse(why.clone().at(Some(source.clone())));
        let id = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";
        chunk.push(&Named::by_id(Kind::People, id.parse().unwrap()));
        let text = String::from_utf8(chunk.text.clone()).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines,
            [
                r#"{"external_id":"501","external_person_id":"a\nb","full_name":"Ada \"A\" L"}"#,
                r#"{"rejected":{"code":"field_count","detail":"2 fields","source":{"file":"a.csv","line":3}}}"#,
                r#"{"people_id":"d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f"}"#,
            ]
        );
        // The server understands it.
        let refused = Named::from_line(Kind::People, lines[1].as_bytes());
        assert_eq!(refused, Err(why.clone().at(Some(source))));
        assert_eq!(chunk.next(), 10);
        while !chunk.is_full() {
            chunk.push(&Named::by_id(Kind::People, id.parse().unwrap()));
        }
        assert_eq!(chunk.lines, MOST_LINES);
    }

    #[test]
    fn a_server_that_lost_rows_is_final_and_a_busy_one_is_not() {
        let refused = |committed: u64| {
            let refusal = Refusal {
                code: ELSEWHERE.to_owned(),
                meta: serde_json::json!({ "committed": committed }),
                ..Refusal::default()
            };
            elsewhere(Miss::from(refusal), 11)
        };
        assert!(matches!(refused(9), Miss::Final(_)));
        assert!(matches!(refused(10), Miss::Passing(..)));
        assert!(matches!(refused(12), Miss::Passing(..)));
    }
}
