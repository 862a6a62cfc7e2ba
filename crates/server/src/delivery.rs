//! Deliveries: the lines are written while they arrive and while the answer goes out, in bounded memory.
//!
//! A task of its own reads and parses each [line](lines), hands it to the core's delivery, which writes batches, and
//! [reports](report) the outcome. It reads no faster than the ledger writes; TCP slows a fast client down. A client
//! that does not read the answer delays the delivery only briefly: see [`Report`]. Where what is [between](duplex) cannot carry both
//! at once, the answer begins when the body has been read.

mod duplex;
mod lines;
mod report;
mod take;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tracing::Instrument;
use wellhead_core::resource::SyncRun;
use wellhead_core::sync::DeliveryOptions;
use wellhead_core::tenant::Principal;

use crate::app::App;
use crate::layers::encoding::decoded;
use crate::layers::negotiation::NDJSON;
use crate::measured::DELIVERIES;
use crate::respond::failure::Failure;
use duplex::is_duplex;
use lines::BodyLines;
use report::Report;
use take::Taking;

/// The body of a delivery, not yet read.
pub(crate) struct Ndjson {
    pub(crate) body: Body,
    /// Whether the answer may begin before the body has ended.
    pub(crate) is_duplex: bool,
}

impl FromRequest<App> for Ndjson {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &App) -> Result<Self, Failure> {
        let headers = request.headers();
        let content_type = headers.get(CONTENT_TYPE);
        NDJSON.content_type(content_type.map(|value| value.to_str().unwrap_or("?")))?;
        let (parts, body) = request.into_parts();
        Ok(Self {
            body: decoded(&parts.headers, body)?,
            is_duplex: is_duplex(parts.version, &parts.headers),
        })
    }
}

/// A delivery that a client wants to make.
pub(crate) struct Offer {
    pub(crate) by: Principal,
    pub(crate) run: SyncRun,
    pub(crate) options: DeliveryOptions,
    /// The number of the first line in the body.
    pub(crate) first_line: u64,
    pub(crate) lines: Ndjson,
}

/// Opens the delivery and starts a task that takes it; returns the body that the task fills, as soon as it may go out.
///
/// A task, so that lines are read even if the client does not read the answer.
pub(crate) async fn begin(app: App, offer: Offer) -> Result<Body, Failure> {
    let share = app.limits.delivery(offer.by).await?;
    let ledger = app.ledger;
    let (opened, refused) = oneshot::channel();
    let (report, answer) = Report::new();
    let (unread, read) = oneshot::channel();
    let is_duplex = offer.lines.is_duplex;
    let task = async move {
        let Offer {
            by,
            run,
            options,
            first_line,
            lines: Ndjson { body, .. },
        } = offer;
        let tenant = by.tenant;
        let delivery = match ledger.delivery(tenant, &run, options).await {
            Ok(delivery) => delivery,
            Err(error) => {
                // Before reporting: the report says whether anything was left unread.
                drop(body);
                // This fails only if the client is gone.
                let _ = opened.send(Err(error.into()));
                return;
            }
        };
        let _ = opened.send(Ok(()));
        let _open = DELIVERIES.hold([]);
        let kind = run.record;
        let taking = Taking {
            ledger: &ledger,
            by,
            run,
            options,
            delivery,
            lines: BodyLines::new(body, first_line, kind),
            report,
            unread,
            alive: Instant::now(),
        };
        taking.run().await;
        drop(share);
    };
    tokio::spawn(task.in_current_span());
    // The task ends without a result only if it panics.
    refused.await.unwrap_or_else(|_| Err(Failure::internal()))?;
    if !is_duplex {
        // It ends without a word when the other side is dropped.
        let _ = read.await;
    }
    Ok(answer)
}
