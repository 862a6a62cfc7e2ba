use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Sleep, sleep};

use crate::measured::CLIENT_TIMEOUTS;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How long a body may be silent. Deliveries wait for those who fill them.
const SILENCE: Duration = Duration::from_mins(5);

/// The client has sent nothing of a body for too long.
#[derive(Debug, thiserror::Error)]
#[error("nothing came for {} seconds", SILENCE.as_secs())]
pub(crate) struct Silent;

/// A request's body, which fails if it is silent. `tower_http::timeout::TimeoutBody` would do, but it forgets the body's length, and
/// that most have ended before they are read.
pub(super) struct Heard {
    body: Incoming,
    /// While nothing comes.
    silence: Option<Pin<Box<Sleep>>>,
}

impl Heard {
    pub(super) fn new(body: Incoming) -> Self {
        Self {
            body,
            silence: None,
        }
    }
}

impl Body for Heard {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.silence = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let silence = self.silence.get_or_insert_with(|| Box::pin(sleep(SILENCE)));
        silence.as_mut().poll(context).map(|()| {
            CLIENT_TIMEOUTS.add(1, ["body".into()]);
            Some(Err(Silent.into()))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
