use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::mpsc::error::{SendTimeoutError, TrySendError};
use tokio::sync::mpsc::{self, Receiver, Sender};
use wellhead_core::id::DeliveryId;
use wellhead_core::resource::Tally;
use wellhead_core::sync::Refused;

use crate::resources::sync_run::Lines;

/// How many lines of the answer wait for a slow reader.
const WAITING: usize = 10_000;
/// How long a delivery waits for a client that does not read.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many waiting lines go out in one chunk at most.
const PIECE: usize = 256;

/// What the answer reports: NDJSON, one of these per line.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Said<'a> {
    /// Everything up to here is durably committed.
    Progress(Standing),
    /// This line was refused.
    Rejected(Rejected<'a>),
    /// The whole delivery is durably committed.
    Summary(Summary),
    /// The delivery broke off; what was committed stays.
    Error(BrokeOff<'a>),
}

/// The delivery's position and counts.
#[derive(Debug, Serialize)]
pub(super) struct Standing {
    delivery: String,
    committed: u64,
    #[serde(flatten)]
    lines: Lines,
}

impl Standing {
    pub(super) fn new(delivery: DeliveryId, committed: u64, tally: Tally) -> Self {
        Self {
            delivery: delivery.to_string(),
            committed,
            lines: tally.into(),
        }
    }
}

#[derive(Serialize)]
struct Rejected<'a> {
    line: u64,
    code: &'a str,
    detail: &'a str,
}

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    standing: Standing,
    rejected_unlisted: u64,
}

#[derive(Serialize)]
struct BrokeOff<'a> {
    code: &'static str,
    detail: &'a str,
    #[serde(flatten)]
    standing: Standing,
    rejected_unlisted: u64,
}

/// The answer to a delivery, written while the delivery is taken.
///
/// Some clients read the answer only after they have sent everything. Waiting for them would deadlock, and keeping the
/// whole answer for them would need unbounded memory. So the answer holds [`WAITING`] lines. When it is full, the
/// delivery waits [`PATIENCE`] once and then drops lines that do not fit. Dropped rejections are counted, and the next
/// batch reports the progress again. The last line is never dropped.
pub(super) struct Report {
    sender: Sender<Bytes>,
    /// Whether the client has already been waited for in vain.
    unread: bool,
    /// How many rejected lines were dropped from the answer.
    unlisted: u64,
}

impl Report {
    /// A report, and the body it goes out in.
    pub(super) fn new() -> (Self, Body) {
        let (sender, receiver) = mpsc::channel(WAITING);
        let report = Self {
            sender,
            unread: false,
            unlisted: 0,
        };
        (report, Body::from_stream(stream::unfold(receiver, piece)))
    }

    pub(super) async fn progress(&mut self, standing: Standing) {
        self.say(&Said::Progress(standing)).await;
    }

    pub(super) async fn rejected(&mut self, line: u64, refused: &Refused) {
        let said = Said::Rejected(Rejected {
            line,
            code: &refused.code,
            detail: &refused.detail,
        });
        let is_listed = self.say(&said).await;
        self.unlisted += u64::from(!is_listed);
    }

    pub(super) async fn summary(self, standing: Standing) {
        let summary = Said::Summary(Summary {
            standing,
            rejected_unlisted: self.unlisted,
        });
        self.end(&summary).await;
    }

    pub(super) async fn error(self, code: &'static str, detail: &str, standing: Standing) {
        let error = Said::Error(BrokeOff {
            code,
            detail,
            standing,
            rejected_unlisted: self.unlisted,
        });
        self.end(&error).await;
    }

    /// Whether it fitted. Dropping it is fine if the client is gone.
    async fn say(&mut self, said: &Said<'_>) -> bool {
        match self.sender.try_send(line(said)) {
            Ok(()) => self.unread = false,
            Err(TrySendError::Closed(_)) => {}
            Err(TrySendError::Full(_)) if self.unread => return false,
            Err(TrySendError::Full(line)) => {
                let sent = self.sender.send_timeout(line, PATIENCE).await;
                self.unread = matches!(sent, Err(SendTimeoutError::Timeout(_)));
                return !self.unread;
            }
        }
        true
    }

    async fn end(self, said: &Said<'_>) {
        // This fails only if the client is gone.
        let _ = self.sender.send(line(said)).await;
    }
}

fn line(said: &Said<'_>) -> Bytes {
    let mut line = serde_json::to_vec(said).expect("a report can be written as JSON");
    line.push(b'\n');
    line.into()
}

/// The next chunk of the body: the waiting lines, up to a limit.
async fn piece(
    mut receiver: Receiver<Bytes>,
) -> Option<(Result<Bytes, std::convert::Infallible>, Receiver<Bytes>)> {
    let mut lines = Vec::new();
    match receiver.recv_many(&mut lines, PIECE).await {
        0 => None,
        1 => lines.pop().map(|line| (Ok(line), receiver)),
        _ => Some((Ok(lines.concat().into()), receiver)),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use serde_json::Value;

    use super::*;

    fn standing() -> Standing {
        Standing::new(DeliveryId::new(uuid::Uuid::nil()), 7, Tally::default())
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_read_is_waited_for_once() {
        let (mut report, answer) = Report::new();
        let lines = WAITING as u64 + 50;
        let began = tokio::time::Instant::now();
        for line in 1..=lines {
            report.rejected(line, &Refused::too_long()).await;
        }
        assert_eq!(began.elapsed(), PATIENCE);
        report.progress(standing()).await;
        let (read, ()) = tokio::join!(to_bytes(answer, usize::MAX), report.summary(standing()));
        let read = String::from_utf8(read.unwrap().to_vec()).unwrap();
        let said: Vec<Value> = read
            .lines()
            .map(|it| serde_json::from_str(it).unwrap())
            .collect();
        assert_eq!(said.len(), WAITING + 1);
        assert_eq!(said[WAITING - 1]["rejected"]["line"], WAITING);
        let summary = &said[WAITING]["summary"];
        assert_eq!(summary["rejected_unlisted"], 50);
        assert_eq!(summary["committed"], 7);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_reads_again_gets_the_rest() {
        let (mut report, answer) = Report::new();
        let said = async {
            for line in 1..=WAITING as u64 * 3 {
                report.rejected(line, &Refused::too_long()).await;
            }
            report.summary(standing()).await;
        };
        let (read, ()) = tokio::join!(to_bytes(answer, usize::MAX), said);
        let read = String::from_utf8(read.unwrap().to_vec()).unwrap();
        assert_eq!(read.lines().count(), WAITING * 3 + 1);
    }

    #[tokio::test]
    async fn nobody_listens() {
        let (mut report, answer) = Report::new();
        drop(answer);
        report.rejected(1, &Refused::too_long()).await;
        report.error("body_broke_off", "gone", standing()).await;
    }
}
