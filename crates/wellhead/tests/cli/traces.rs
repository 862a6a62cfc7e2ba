//! What a program with the feature `otel` sends to a collector, and what one without it says.

#[cfg(feature = "otel")]
mod sent;

use crate::support::Engine;

/// Whoever has set it up wonders otherwise where the traces are.
#[test]
fn a_program_that_sends_no_traces_says_so_if_they_are_wanted() {
    let engine = Engine::sqlite();
    let warns = |environment: &[(&str, &str)]| {
        // It ends by itself.
        let mut serve = engine.command(&["serve", "--listen", "nowhere"]);
        let said = serve.envs(environment.iter().copied()).output().unwrap();
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains("cannot listen on nowhere"), "{said}");
        said.contains("without the feature otel")
    };
    let can_send = cfg!(feature = "otel");
    for endpoint in [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ] {
        let there = (endpoint, "http://127.0.0.1:1");
        assert_eq!(warns(&[there]), !can_send, "{endpoint}");
        assert!(!warns(&[there, ("OTEL_SDK_DISABLED", "true")]));
        assert!(!warns(&[(endpoint, "")]));
    }
    assert!(!warns(&[]));
}
