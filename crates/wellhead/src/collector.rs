//! The collector of traces that the environment names, whether this program can send any or not.

use std::env;

/// Its URL, or what its path is added to, unless all is turned off.
pub(crate) fn endpoint() -> Option<String> {
    let is_off = env::var("OTEL_SDK_DISABLED").is_ok_and(|it| it.eq_ignore_ascii_case("true"));
    let named = || {
        said(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
        )
    };
    (!is_off).then(named).flatten()
}

/// What the environment says of traces or, if nothing, of all that is sent.
pub(crate) fn said(of_traces: &str, of_all: &str) -> Option<String> {
    let mut set = [of_traces, of_all]
        .into_iter()
        .filter_map(|name| env::var(name).ok());
    set.find(|it| !it.is_empty())
}
