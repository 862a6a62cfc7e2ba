//! The log: on standard error, as text on a terminal and as JSON elsewhere. A service may also send what it logs of requests to a
//! collector of traces.

use std::io::{self, IsTerminal};

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

#[cfg(feature = "otel")]
use crate::{collector, traces::Traces};

/// What has to be done with the log before the process ends.
#[derive(Debug, Default)]
pub(crate) struct Log {
    #[cfg(feature = "otel")]
    traces: Option<Traces>,
}

impl Log {
    /// Logs to standard error what `WELLHEAD_LOG` asks for, and nothing that names a person. A service sends traces, too, if the
    /// environment says where to.
    pub(crate) fn begin(is_service: bool) -> anyhow::Result<Self> {
        let log = Self::new(is_service)?;
        let all = tracing_subscriber::registry().with(log.to_collector());
        let asked = EnvFilter::try_from_env("WELLHEAD_LOG")
            .unwrap_or_else(|_| EnvFilter::new("warn,wellhead=info,wellhead_server=info"));
        let filter = asked.and(filter_fn(names_nobody));
        let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
        if io::stderr().is_terminal() {
            all.with(lines.with_target(false).with_filter(filter))
                .init();
        } else {
            let lines = lines.json().flatten_event(true).with_span_list(false);
            all.with(lines.with_filter(filter)).init();
        }
        Ok(log)
    }
}

#[cfg(feature = "otel")]
impl Log {
    fn new(is_service: bool) -> anyhow::Result<Self> {
        let collector = collector::endpoint().filter(|_| is_service);
        let traces = collector.map(|it| Traces::begin(&it)).transpose()?;
        Ok(Self { traces })
    }

    fn to_collector<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
    {
        // Requests, what they ask the database, and what is logged of them.
        let ours =
            filter_fn(|of| of.target().starts_with("wellhead") && *of.level() <= Level::DEBUG);
        let traces = self.traces.as_ref()?;
        Some(traces.layer().with_filter(ours))
    }

    /// Sends what is left.
    pub(crate) fn end(self) {
        if let Some(traces) = self.traces {
            traces.end();
        }
    }
}

#[cfg(not(feature = "otel"))]
impl Log {
    #[expect(clippy::unnecessary_wraps, reason = "with traces it can fail")]
    fn new(_: bool) -> anyhow::Result<Self> {
        Ok(Self::default())
    }

    #[expect(clippy::unused_self, reason = "with traces it is used")]
    fn to_collector(&self) -> Option<tracing_subscriber::layer::Identity> {
        None
    }

    /// Nothing is left.
    #[expect(clippy::unused_self, reason = "with traces it is used")]
    pub(crate) fn end(self) {}
}

/// Our own lines have ids and nothing else about anybody. The database's driver and the HTTP library log the values of
/// statements and the heads of requests at the lower levels.
fn names_nobody(of: &Metadata<'_>) -> bool {
    *of.level() <= Level::INFO || of.target().starts_with("wellhead")
}
