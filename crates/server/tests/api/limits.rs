//! What one client asks too much of.

use std::num::NonZeroU32;

use serde_json::Value;
use wellhead_server::{MostRequests, Settings};

use crate::support::Api;
use crate::support::{Connection, Served};

crate::on_both_engines![
    a_key_that_asks_too_fast_waits,
    wrong_keys_of_an_address_wait,
    a_trusted_proxy_says_whose_wrong_keys_they_are,
    a_request_with_many_mistakes_has_a_short_answer,
];

async fn get(connection: &mut Connection, path: &str, key: &str) -> (String, String) {
    let head =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n");
    connection.send(head).await;
    connection.answer().await
}

fn is_too_many(head: &str, body: &str) -> bool {
    let document: Value = serde_json::from_str(body).unwrap();
    assert_eq!(document["errors"][0]["code"], "too_many_requests", "{body}");
    head.starts_with("HTTP/1.1 429 ") && head.contains("retry-after: 1")
}

async fn a_key_that_asks_too_fast_waits(api: &Api) {
    let most_requests = MostRequests {
        of_a_key: NonZeroU32::new(1),
        ..MostRequests::default()
    };
    let settings = Settings {
        most_requests,
        ..Settings::default()
    };
    let served = Served::begin_with(api, settings).await;
    let mut connection = served.connect().await;
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains("ratelimit-policy: \"key\";q=1;w=1"), "{head}");
    assert!(head.contains("ratelimit: \"key\";r=1;t=1"), "{head}");
    let mut refused = 0;
    for _ in 0..10 {
        let (head, body) = get(&mut connection, "/v1/people", &api.here.reader).await;
        if head.starts_with("HTTP/1.1 429") {
            assert!(is_too_many(&head, &body), "{head}");
            refused += 1;
        }
    }
    assert!(refused > 0);
    // Nobody else waits.
    let (head, _) = get(&mut connection, "/v1/people", &api.here.admin).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    served.stop().await;
}

async fn wrong_keys_of_an_address_wait(api: &Api) {
    let served = Served::begin(api).await;
    let mut connection = served.connect().await;
    let mut refused = 0;
    for _ in 0..200 {
        let (head, body) = get(&mut connection, "/v1/people", "whk_nobodys").await;
        if head.starts_with("HTTP/1.1 429") {
            assert!(is_too_many(&head, &body), "{head}");
            refused += 1;
        } else {
            assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
        }
    }
    assert!(refused > 0);
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "a good key: {head}");
    served.stop().await;
}

async fn a_trusted_proxy_says_whose_wrong_keys_they_are(api: &Api) {
    let wrong_keys = async |trusted_proxies, said: &str| {
        let settings = Settings {
            trusted_proxies,
            ..Settings::default()
        };
        let served = Served::begin_with(api, settings).await;
        let mut connection = served.connect().await;
        let mut refused = 0;
        for n in 0..200 {
            let said = said.replace("{n}", &n.to_string());
            let head = format!(
                "GET /v1/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer whk_nobodys\r\n\
                 X-Forwarded-For: {said}\r\n\r\n"
            );
            connection.send(head).await;
            let (head, _) = connection.answer().await;
            refused += usize::from(head.starts_with("HTTP/1.1 429"));
        }
        served.stop().await;
        refused
    };
    let trusted = || vec!["127.0.0.0/8".parse().unwrap()];
    assert_eq!(
        wrong_keys(trusted(), "192.0.2.{n}").await,
        0,
        "each their own"
    );
    assert!(wrong_keys(trusted(), "192.0.2.{n}, 198.51.100.7").await > 0);
    assert!(
        wrong_keys(Vec::new(), "192.0.2.{n}").await > 0,
        "a stranger"
    );
}

async fn a_request_with_many_mistakes_has_a_short_answer(api: &Api) {
    let query = (0..5_000).map(|n| format!("x{n}=1")).collect::<Vec<_>>();
    let path = format!("/v1/people?{}", query.join("&"));
    let reply = api.get(&path).await;
    assert_eq!(reply.status, 400);
    let document = reply.body;
    assert_eq!(document["errors"].as_array().unwrap().len(), 20);
    assert_eq!(document["meta"]["errors_left_out"], 4_980);
    assert!(
        document.to_string().len() < path.len(),
        "no longer than it asks"
    );
}
