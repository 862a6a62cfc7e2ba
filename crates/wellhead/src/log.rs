//! The log: on standard error, as text on a terminal and as JSON elsewhere.

use std::io::{self, IsTerminal};

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Logs what `WELLHEAD_LOG` asks for, and nothing that names a person.
pub(crate) fn to_stderr() {
    let asked = EnvFilter::try_from_env("WELLHEAD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,wellhead=info,wellhead_server=info"));
    let filter = asked.and(filter_fn(names_nobody));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let all = tracing_subscriber::registry();
    if io::stderr().is_terminal() {
        all.with(lines.with_target(false).with_filter(filter))
            .init();
    } else {
        let lines = lines.json().flatten_event(true).with_span_list(false);
        all.with(lines.with_filter(filter)).init();
    }
}

/// Our own lines have ids and nothing else about anybody. The database's driver and the HTTP library log the values of
/// statements and the heads of requests at the lower levels.
fn names_nobody(of: &Metadata<'_>) -> bool {
    *of.level() <= Level::INFO || of.target().starts_with("wellhead")
}
