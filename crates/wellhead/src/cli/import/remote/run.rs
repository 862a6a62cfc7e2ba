use std::time::Duration;

use anyhow::Context;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use wellhead_core::resource::{RunStatus, SyncRun};
use wellhead_core::store::Unseen;
use wellhead_core::sync::{Finish, FinishError, Refused};

use super::{RUNS, resume};
use crate::cli::import::failure::Failure;
use crate::cli::import::run::{OpenRun, Row, Written};
use crate::import::Place;
use crate::progress;
use crate::remote::{Chunk, Delivery, Refusal, Rejections, Server, Trouble, run as read_run};
use crate::terminal::say;

/// How often a run sends a heartbeat while there are no rows to send.
const BEAT: Duration = Duration::from_mins(1);
/// How often to ask whether a sweep is done if its answer was lost.
const LOOK: Duration = Duration::from_secs(2);

/// A run on a running server.
pub(in crate::cli::import) struct RemoteRun {
    server: Server,
    delivery: Delivery,
    /// The last row that was committed before this process started.
    committed: u64,
    /// Whether another process can read the same input again.
    can_resume: bool,
    /// The rows waiting to be sent.
    chunk: Chunk,
    /// Where each of them is, except those already known to be bad.
    places: Vec<Option<Place>>,
    /// The rows being sent while others are read.
    sending: Option<Sending>,
    /// Whether any rows were sent.
    has_sent: bool,
    /// The time of the server's last heartbeat for the run.
    heard: Instant,
}

/// Rows being sent.
struct Sending {
    /// The number of the first one.
    first: u64,
    places: Vec<Option<Place>>,
    task: JoinHandle<Result<Rejections, Trouble>>,
}

impl RemoteRun {
    pub(super) fn new(
        server: Server,
        delivery: Delivery,
        committed: u64,
        can_resume: bool,
    ) -> Self {
        Self {
            server,
            delivery,
            committed,
            can_resume,
            chunk: Chunk::new(delivery.record, committed + 1),
            places: Vec::new(),
            sending: None,
            has_sent: false,
            heard: Instant::now(),
        }
    }

    fn path(&self) -> String {
        format!("{RUNS}/{}", self.delivery.run)
    }

    /// Sends the waiting rows, once the previous ones have arrived.
    async fn send(&mut self) -> Result<Written, Failure> {
        let written = self.arrived().await?;
        let rest = Chunk::new(self.delivery.record, self.chunk.next());
        let chunk = std::mem::replace(&mut self.chunk, rest);
        let (server, delivery) = (self.server.clone(), self.delivery);
        self.sending = Some(Sending {
            first: chunk.first(),
            places: std::mem::take(&mut self.places),
            task: tokio::spawn(async move { server.deliver(delivery, chunk).await }),
        });
        self.has_sent = true;
        Ok(written)
    }

    /// Waits until the rows being sent are committed.
    async fn arrived(&mut self) -> Result<Written, Failure> {
        let Some(sending) = self.sending.take() else {
            return Ok(Written::default());
        };
        let Sending {
            first,
            places,
            task,
        } = sending;
        let rejections = task.await.context("the client failed")??;
        self.heard = Instant::now();
        let refused = rejections.into_iter().filter_map(|(number, why)| {
            let index = usize::try_from(number.checked_sub(first)?).ok()?;
            Some(((*places.get(index)?)?, why))
        });
        Ok(Written {
            refused: refused.collect(),
        })
    }

    /// The state of the run.
    async fn look(&self, server: &Server) -> Result<SyncRun, Trouble> {
        read_run(&server.get(self.path()).await?)
    }

    async fn change(
        &self,
        server: &Server,
        query: &str,
        attributes: serde_json::Value,
    ) -> Result<SyncRun, Trouble> {
        let document = json!({ "data": {
            "type": "workspace_connector_sync_log",
            "id": self.delivery.run.to_string(),
            "attributes": attributes,
        }});
        let path = format!("{}{query}", self.path());
        read_run(&server.patch(path, document).await?)
    }

    /// What to do about a run that is left open.
    fn left_open(&self, why: &str) {
        let run = self.delivery.run;
        let resume = if self.can_resume {
            format!("; until then, resume it with: {}", resume::command(run))
        } else {
            String::new()
        };
        say(format_args!(
            "wellhead: the run {run} is left open ({why}); it is closed after 5 minutes without a \
             heartbeat{resume}"
        ));
    }
}

impl OpenRun for RemoteRun {
    fn committed(&self) -> u64 {
        self.committed
    }

    async fn push(&mut self, row: Row) -> Result<Option<Written>, Failure> {
        self.chunk.push(&row.record);
        self.places.push(Some(row.place));
        if self.chunk.is_full() {
            return self.send().await.map(Some);
        }
        Ok(None)
    }

    async fn reject(&mut self, _number: u64, why: Refused) -> Result<Option<Written>, Failure> {
        self.chunk.refuse(why);
        self.places.push(None);
        if self.chunk.is_full() {
            return self.send().await.map(Some);
        }
        Ok(None)
    }

    async fn flush(&mut self) -> Result<Written, Failure> {
        let is_silent = self.sending.is_none() && self.heard.elapsed() >= BEAT;
        if self.chunk.is_empty() && !is_silent {
            return self.arrived().await;
        }
        self.send().await
    }

    async fn settle(&mut self) -> Result<Written, Failure> {
        let mut written = Written::default();
        if !self.chunk.is_empty() {
            written = self.send().await?;
        }
        written.refused.extend(self.arrived().await?.refused);
        Ok(written)
    }

    async fn end(&mut self) -> Result<Written, Failure> {
        if self.has_sent {
            return self.settle().await;
        }
        // Even without rows: this finishes a delivery that had broken off.
        self.send().await?;
        self.arrived().await
    }

    async fn rejected(&self) -> Result<u64, Failure> {
        let run = self.look(&self.server).await?;
        Ok(run.tally.rejected)
    }

    async fn finish(&mut self, finish: Finish) -> Result<SyncRun, Failure> {
        let bar = progress::bar(None, "finishing");
        let Finish {
            confirm_sweep,
            most_percent,
            ..
        } = finish;
        let query = format!("?confirm_sweep={confirm_sweep}&sweep_limit={most_percent}");
        let success = json!({ "status": "success" });
        let finished = match self.change(&self.server, &query, success).await {
            // An answer was lost: the run is closed or being swept.
            Err(Trouble::Refused(refusal)) if refusal.code == "run_closed" => loop {
                let run = self.look(&self.server).await?;
                match run.status {
                    RunStatus::InProgress | RunStatus::Scheduled => sleep(LOOK).await,
                    RunStatus::Success => break Ok(run),
                    RunStatus::Error => break Err(Trouble::Refused(refusal)),
                }
            },
            finished => finished,
        };
        bar.finish_and_clear();
        finished.map_err(|trouble| match trouble {
            Trouble::Refused(refusal) => not_finished(*refusal, most_percent),
            trouble => trouble.into(),
        })
    }

    async fn close(&mut self, failure: &Failure) -> Option<SyncRun> {
        if let Some(sending) = self.sending.take() {
            sending.task.abort();
        }
        if let Failure::CutOff(why) = failure {
            self.left_open(why);
            return None;
        }
        let server = self.server.briefly();
        let error = json!({ "status": "error", "error": failure.reason() });
        let closed = match self.change(&server, "", error).await {
            // It is being swept, or another process closed it.
            Err(Trouble::Refused(_)) => self.look(&server).await,
            closed => closed,
        };
        match closed {
            Ok(run) => Some(run),
            Err(trouble) => {
                self.left_open(&trouble.to_string());
                None
            }
        }
    }
}

/// Why a run is not closed as a success, in the words used for a run in a database.
fn not_finished(refusal: Refusal, most_percent: u64) -> Failure {
    let count = |name: &str| refusal.meta[name].as_u64().unwrap_or_default();
    let unseen = Unseen {
        unseen: count("would_sweep"),
        active: count("active"),
        older: count("older"),
        interrupted: count("interrupted"),
    };
    match refusal.code.as_str() {
        "sweep_too_large" => FinishError::TooMuch {
            unseen,
            most_percent,
        }
        .into(),
        "sweep_of_everything" => FinishError::Everything(unseen).into(),
        "cannot_sweep" => Failure::NotSwept(format!(
            "{}; correct the files and import them again",
            refusal.detail
        )),
        _ => Failure::Failed(Trouble::from(refusal).into()),
    }
}
