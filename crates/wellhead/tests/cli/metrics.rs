//! What `wellhead serve --metrics-listen` measures.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::server::{Server, get, send};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![it_measures_what_is_asked_and_names_nobody];

const PAGE: &str = include_str!("../../../../docs/operations/metrics.md");

/// The samples that a process has, by name and labels.
struct Scrape {
    text: String,
    samples: BTreeMap<String, f64>,
}

impl Scrape {
    fn of(url: &str) -> Self {
        let mut answer = ureq::get(url).call().unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
        let text = answer.body_mut().read_to_string().unwrap();
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        let samples = samples.filter_map(|line| line.rsplit_once(' '));
        let samples = samples.map(|(name, value)| (name.to_owned(), value.parse().unwrap()));
        let samples = samples.collect();
        Self { text, samples }
    }

    #[track_caller]
    fn get(&self, sample: &str) -> f64 {
        let found = self.samples.get(sample).copied();
        found.unwrap_or_else(|| panic!("no {sample}: {}", self.text))
    }
}

fn it_measures_what_is_asked_and_names_nobody(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let token = &*engine.token(&workspace, "admin");
    let server = Server::start_in(engine, &[("WELLHEAD_METRICS_LISTEN", "127.0.0.1:0")]);
    let metrics = server.started["metrics"].as_str().unwrap();

    let person = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
    let people = format!("{}/v1/people", server.url);
    let (status, made) = send("POST", &people, Some(token), Some(&person)).unwrap();
    assert_eq!(status, 201, "{made}");
    let id = made["data"]["id"].as_str().unwrap();
    for expected in [200, 200] {
        assert_eq!(get(&format!("{people}/{id}"), Some(token)).0, expected);
    }
    assert_eq!(get(&people, None).0, 401);
    assert_eq!(get(&format!("{}/zzyzx", server.url), None).0, 404);
    assert_eq!(send("PUT", &people, None, Some(&person)).unwrap().0, 405);

    let scrape = Scrape::of(metrics);
    for (method, route, status, times) in [
        ("GET", "/v1/people/{id}", 200, 2.0),
        ("GET", "/v1/people", 401, 1.0),
        ("POST", "/v1/people", 201, 1.0),
        ("GET", "none", 404, 1.0),
        ("PUT", "/v1/people", 405, 1.0),
    ] {
        let sample = format!(
            r#"wellhead_http_requests_total{{method="{method}",route="{route}",status="{status}"}}"#
        );
        assert!((scrape.get(&sample) - times).abs() < 0.1, "{sample}");
    }
    for sample in [
        r#"wellhead_http_request_seconds_count{route="/v1/people/{id}"}"#,
        r#"wellhead_database_seconds_count{purpose="writes"}"#,
        r#"wellhead_database_seconds_count{purpose="lookups"}"#,
        r#"wellhead_database_wait_seconds_count{purpose="writes"}"#,
        r#"wellhead_batch_seconds_count{of="commands"}"#,
        r#"wellhead_connections{to="metrics"}"#,
    ] {
        assert!(scrape.get(sample) >= 1.0, "{sample}: {}", scrape.text);
    }
    // What has not happened is 0, so that its first time shows.
    let none = r#"wellhead_limits_hit_total{limit="wrong_keys"}"#;
    assert!(scrape.get(none).abs() < 0.1);
    until("the database was asked", || {
        let scrape = Scrape::of(metrics);
        scrape.get("wellhead_ready") > 0.0 && scrape.get("wellhead_workload_known") > 0.0
    });

    for (what, text) in [
        ("workspace", &*workspace),
        ("record", id),
        ("key", token),
        ("path", "zzyzx"),
    ] {
        assert!(
            !scrape.text.contains(text),
            "no {what} is named: {}",
            scrape.text
        );
    }
    let kinds = scrape
        .text
        .lines()
        .filter_map(|it| it.strip_prefix("# TYPE "));
    for kind in kinds {
        let name = kind.split(' ').next().unwrap();
        assert!(
            PAGE.contains(&format!("| `{name}` |")),
            "{name} is documented"
        );
    }

    let found = ureq::get(&metrics.replace("/metrics", "/v1/people")).call();
    assert!(
        matches!(found, Err(ureq::Error::StatusCode(404))),
        "the API is not there"
    );
    let api = ureq::get(&format!("{}/metrics", server.url)).call();
    assert!(
        matches!(api, Err(ureq::Error::StatusCode(404))),
        "nor are these at the API"
    );
}

#[test]
fn nothing_is_measured_unless_it_is_asked_for() {
    let engine = Engine::sqlite();
    let server = Server::start(&engine);
    assert_eq!(server.started["metrics"], Value::Null);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--metrics-listen",
        &address,
    ];
    let said = engine.fails(&line);
    assert!(
        said.contains(&address) && said.contains("--metrics-listen"),
        "{said}"
    );
}
