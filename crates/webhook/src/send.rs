use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{
    CONNECTION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::task::JoinSet;
use tokio::time::timeout;
use url::Position;
use wellhead_core::host::Host;
use wellhead_core::id::WebhookMessageId;
use wellhead_core::trace::TraceContext;
use wellhead_core::webhook::{EndpointUrl, Outcome, Secret, Sent};

use crate::connect::{Failure, Stream, connect};
use crate::resolve::{Resolve, System, addresses};
use crate::tls::Trust;
use crate::{retry_after, sign};

/// How long an attempt may take, from the look-up of the name to the head of the answer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// How long to read the body of an answer, and how much of it. Nobody looks at it, but some servers complain if the
/// connection is closed before they have sent it.
const PARTING: Duration = Duration::from_secs(1);
const PARTING_BYTES: usize = 64 << 10;

/// The largest head of an answer.
const MAX_HEAD: usize = 16 << 10;

/// Who sends.
const AGENT: &str = concat!("wellhead/", env!("CARGO_PKG_VERSION"));

/// Sends messages. Cheap to clone.
#[derive(Clone)]
pub struct Sender {
    pub(crate) host: Arc<dyn Host>,
    pub(crate) resolver: Arc<dyn Resolve>,
    pub(crate) trust: Trust,
    pub(crate) patience: Duration,
}

impl Sender {
    /// A sender that resolves names as this system does.
    #[must_use]
    pub fn new(host: Arc<dyn Host>, trust: Trust) -> Self {
        Self {
            host,
            resolver: Arc::new(System::default()),
            trust,
            patience: PATIENCE,
        }
    }

    /// Checks that a URL leads somewhere that webhooks may go, without connecting. The answer may be another one later.
    ///
    /// # Errors
    /// [`Failure::Unresolved`], [`Failure::Forbidden`] or [`Failure::TimedOut`].
    pub async fn check(&self, url: &EndpointUrl) -> Result<(), Failure> {
        let checked = timeout(self.patience, addresses(&*self.resolver, url)).await;
        checked.unwrap_or(Err(Failure::TimedOut)).map(|_| ())
    }

    /// Sends a message, signed with each of the secrets, once, as a part of a trace.
    pub async fn send(
        &self,
        url: &EndpointUrl,
        secrets: &[Secret],
        id: WebhookMessageId,
        context: TraceContext,
        body: &str,
    ) -> Sent {
        let began = self.host.instant();
        let request = self.request(url, secrets, id, context, body);
        let sent = async {
            let stream = connect(&*self.resolver, &self.trust, url).await?;
            exchange(stream, request).await.map_err(Failure::Garbled)
        };
        let answered = timeout(self.patience, sent).await;
        let took = self.host.instant().duration_since(began);
        match answered.unwrap_or(Err(Failure::TimedOut)) {
            Ok(Exchange { answer, connection }) => {
                let (head, body) = answer.into_parts();
                part(body).await;
                drop(connection);
                self.answered(head.status, &head.headers, took)
            }
            Err(failure) => Sent {
                outcome: failure.outcome(),
                status_code: None,
                detail: Some(failure.to_string()),
                retry_after: None,
                took,
            },
        }
    }

    fn answered(&self, status: StatusCode, headers: &HeaderMap, took: Duration) -> Sent {
        let retry_after = headers.get(RETRY_AFTER);
        Sent {
            outcome: outcome(status),
            status_code: Some(status.as_u16()),
            detail: detail(status),
            retry_after: retry_after
                .and_then(|value| retry_after::wait(value.to_str().ok()?, self.host.now())),
            took,
        }
    }

    fn request(
        &self,
        url: &EndpointUrl,
        secrets: &[Secret],
        id: WebhookMessageId,
        context: TraceContext,
        body: &str,
    ) -> Request<Full<Bytes>> {
        let signed = sign::headers(secrets, id, self.host.now(), body);
        let parts = url.parts();
        let mut request = Request::post(&parts[Position::BeforePath..Position::AfterQuery])
            .header(HOST, &parts[Position::BeforeHost..Position::AfterPort])
            .header(USER_AGENT, AGENT)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header("traceparent", context.traceparent())
            .header(CONNECTION, HeaderValue::from_static("close"))
            .body(Full::new(Bytes::from(body.to_owned())))
            .expect("a URL has a host, a path and a query that HTTP can hold");
        let signed = signed.expect("a secret that the ledger made can sign");
        request.headers_mut().extend(signed);
        request
    }
}

/// The head of an answer, and the connection that brings its body.
struct Exchange {
    answer: Response<Incoming>,
    /// Closed when this is dropped.
    connection: JoinSet<()>,
}

/// Sends a request over a connection, and reads the head of the answer.
async fn exchange(
    stream: Box<dyn Stream>,
    request: Request<Full<Bytes>>,
) -> hyper::Result<Exchange> {
    let (mut sender, connected) = http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        .handshake(TokioIo::new(stream))
        .await?;
    let mut connection = JoinSet::new();
    connection.spawn(async {
        // If it fails, the answer does, too.
        connected.await.ok();
    });
    let answer = sender.send_request(request).await?;
    Ok(Exchange { answer, connection })
}

/// Reads a little of the body, and gives it up.
async fn part(mut body: Incoming) {
    let read = async {
        let mut bytes = 0;
        while let Some(Ok(frame)) = body.frame().await {
            bytes += frame.data_ref().map_or(1, Bytes::len);
            if bytes > PARTING_BYTES {
                break;
            }
        }
    };
    // However it ends, the status counts.
    timeout(PARTING, read).await.ok();
}

fn outcome(status: StatusCode) -> Outcome {
    if status.is_success() {
        Outcome::Delivered
    } else if status == StatusCode::GONE {
        Outcome::Gone
    } else if status.is_redirection() {
        Outcome::Redirected
    } else {
        Outcome::Refused
    }
}

/// What a status says to people, if something is wrong.
fn detail(status: StatusCode) -> Option<String> {
    let said = match outcome(status) {
        Outcome::Delivered => return None,
        Outcome::Gone => "it wants no more messages, and was disabled",
        Outcome::Redirected => "redirects are not followed; use the URL that it leads to",
        _ => status
            .canonical_reason()
            .unwrap_or("it answered with an unknown status"),
    };
    Some(said.to_owned())
}
