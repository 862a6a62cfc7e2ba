//! The metrics of this process, for Prometheus, on a listener of their own: who may see them is another question than who may use the
//! API. They tell of no workspace.

mod watch;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};
use metrics_process::Collector;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;
use wellhead_core::metric::{Metric, Shape};

use crate::listen::{self, MostConnections};
use crate::measured::BUILD;
use crate::proxies::Proxies;

/// Everything that is measured of a service and its ledger, as `docs/operations/metrics.md` lists it.
pub fn all() -> impl Iterator<Item = &'static Metric> {
    let ledger = wellhead_core::measured::METRICS.iter();
    ledger.chain(crate::measured::METRICS).copied()
}

/// Few ask, and a stranger who does takes no place from the service.
const MOST: MostConnections = MostConnections {
    in_all: 32,
    from_one_address: Some(16),
};

fn recorder() -> PrometheusRecorder {
    let builder = all().fold(PrometheusBuilder::new(), |builder, metric| {
        let Shape::Histogram(bounds) = metric.shape else {
            return builder;
        };
        let named = Matcher::Full(metric.name.to_owned());
        let with = builder.set_buckets_for_metric(named, bounds);
        with.expect("a histogram has bounds")
    });
    builder.build_recorder()
}

/// What this process measures. Until it is [installed](Self::install), nothing is kept.
#[derive(Clone)]
pub struct Metrics {
    kept: PrometheusHandle,
    process: Arc<Collector>,
}

impl Metrics {
    /// Measures from now on. At most once in a process: a second time, the first goes on and this one stays empty.
    #[must_use]
    pub fn install() -> Self {
        let recorder = recorder();
        let kept = recorder.handle();
        if metrics::set_global_recorder(recorder).is_ok() {
            all().for_each(Metric::begin);
        }
        BUILD.set(1.0, [env!("CARGO_PKG_VERSION").into()]);
        let process = Collector::default();
        process.describe();
        Self {
            kept,
            process: Arc::new(process),
        }
    }

    /// All of it, in Prometheus's text format.
    #[must_use]
    pub fn render(&self) -> String {
        self.process.collect();
        self.kept.render()
    }

    /// Sums up what was recorded since. Without that, each measured duration would be kept until somebody asks.
    fn sum_up(&self) {
        self.kept.run_upkeep();
    }
}

/// Answers `/metrics` on `listener` until `stop`, and meanwhile counts regularly what is unfinished in `ledger`.
pub async fn serve_metrics(
    listener: TcpListener,
    ledger: Ledger,
    metrics: Metrics,
    stop: impl Future<Output = ()>,
) {
    let watching = tokio::spawn(watch::watch(ledger, metrics.clone()));
    let router = Router::new()
        .route("/metrics", get(scrape))
        .with_state(metrics);
    let proxies = Proxies::new(&[]);
    listen::serve(listener, "metrics", router, MOST, proxies, stop).await;
    watching.abort();
}

async fn scrape(State(metrics): State<Metrics>) -> impl IntoResponse {
    let text = "text/plain; version=0.0.4; charset=utf-8";
    ([(CONTENT_TYPE, text)], metrics.render())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const PAGE: &str = include_str!("../../../docs/operations/metrics.md");
    const ALERTS: &str = include_str!("../../../docs/operations/alerts.md");
    const RULES: &str = include_str!("../../../deploy/prometheus/wellhead.rules.yml");
    const DASHBOARD: &str = include_str!("../../../deploy/grafana/wellhead.json");

    /// A metric's line in the documentation.
    fn line(metric: &Metric) -> String {
        let shape = match metric.shape {
            Shape::Counter => "counter",
            Shape::Gauge => "gauge",
            Shape::Histogram(_) => "histogram",
        };
        let labels = metric.labels.iter();
        let labels: Vec<_> = labels.map(|it| format!("`{}`", it.name)).collect();
        let (name, labels, about) = (metric.name, labels.join(", "), metric.about);
        format!("| `{name}` | {shape} | {labels} | {about} |")
    }

    #[test]
    fn the_documentation_lists_what_is_measured() {
        let measured: Vec<_> = all().map(line).collect();
        let listed = PAGE.lines().filter(|it| it.starts_with("| `wellhead_"));
        assert_eq!(listed.collect::<Vec<_>>(), measured);
    }

    /// The names of metrics that a text speaks of, without what Prometheus adds to those of histograms.
    fn named(text: &str) -> BTreeSet<&str> {
        let words = text.split(|char: char| char != '_' && !char.is_ascii_alphanumeric());
        let ours = words.filter(|it| it.starts_with("wellhead_"));
        ours.map(|it| {
            let of_histogram = ["_bucket", "_sum", "_count"].into_iter();
            of_histogram.fold(it, |it, end| it.strip_suffix(end).unwrap_or(it))
        })
        .collect()
    }

    #[test]
    fn alerts_and_the_dashboard_ask_for_what_is_measured() {
        let measured: BTreeSet<_> = all().map(|it| it.name).collect();
        for text in [RULES, DASHBOARD] {
            let asked = named(text);
            assert!(asked.len() > 10 && asked.is_subset(&measured), "{asked:?}");
        }
        let shown = named(DASHBOARD);
        let hidden: Vec<_> = measured.difference(&shown).collect();
        assert!(hidden.is_empty(), "no panel shows {hidden:?}");
    }

    #[test]
    fn every_alert_is_explained() {
        let alerts = RULES
            .lines()
            .filter_map(|it| it.trim().strip_prefix("- alert: "));
        let explained = ALERTS.lines().filter_map(|it| it.strip_prefix("## "));
        assert_eq!(
            alerts.collect::<Vec<_>>(),
            explained
                .filter(|it| it.starts_with("Wellhead"))
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn histograms_are_named_by_their_unit_and_bounds_grow() {
        for metric in all() {
            if let Shape::Histogram(bounds) = metric.shape {
                assert!(bounds.is_sorted(), "{}", metric.name);
                let is_named = metric.name.ends_with("_seconds") || metric.name.ends_with("_items");
                assert!(is_named, "{}", metric.name);
            }
            let is_counter = metric.shape == Shape::Counter;
            assert_eq!(
                metric.name.ends_with("_total"),
                is_counter,
                "{}",
                metric.name
            );
        }
    }
}
