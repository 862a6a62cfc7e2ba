//! Against servers on this machine that do what servers do at their worst.

mod certificates;
mod hostile;
mod names;
mod server;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use wellhead_core::host::Host;
use wellhead_core::id::WebhookMessageId;
use wellhead_core::time::Timestamp;
use wellhead_core::trace::TraceContext;
use wellhead_core::webhook::{EndpointUrl, Secret, Sent};

use crate::send::Sender;
use crate::tls::Trust;

struct ThisMachine;

#[expect(
    clippy::disallowed_methods,
    reason = "who verifies a signature looks at the clock"
)]
impl Host for ThisMachine {
    fn now(&self) -> Timestamp {
        let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        Timestamp::from_micros(i64::try_from(elapsed.as_micros()).unwrap())
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// For servers that answer: nothing depends on how long it is.
const LONG: Duration = Duration::from_mins(1);
/// For servers that do not.
const SHORT: Duration = Duration::from_millis(300);

const BODY: &str = r#"{"type":"changes.available"}"#;

fn sender(patience: Duration) -> Sender {
    Sender {
        patience,
        ..Sender::new(Arc::new(ThisMachine), Trust::only([]))
    }
}

fn secret() -> Secret {
    Secret::generate(&ThisMachine)
}

fn url(text: &str) -> EndpointUrl {
    EndpointUrl::parse(text).unwrap()
}

fn message() -> WebhookMessageId {
    WebhookMessageId::new("0190a0a0-0000-7000-8000-000000000000".parse().unwrap())
}

fn context() -> TraceContext {
    TraceContext::within(message().uuid().into(), &ThisMachine)
}

async fn send(sender: &Sender, to: &str) -> Sent {
    sender
        .send(&url(to), &[secret()], message(), context(), BODY)
        .await
}
