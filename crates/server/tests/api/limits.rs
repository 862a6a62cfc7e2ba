//! What one client asks too much of.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use wellhead_core::store::Store;
use wellhead_server::{MostConnections, MostRequests, Settings};

use crate::queries::Counted;
use crate::support::{Api, Connection, NDJSON, PATIENCE, RUNS, Served};

crate::on_both_engines![
    a_key_that_asks_too_fast_waits,
    a_key_that_sends_much_waits,
    wrong_keys_of_an_address_wait,
    wrong_keys_that_would_sign_in_wait,
    a_trusted_proxy_says_whose_wrong_keys_they_are,
    a_request_with_many_mistakes_has_a_short_answer,
    a_document_with_many_mistakes_has_a_short_answer,
    requests_without_a_key_wait,
    what_turns_out_to_be_no_key_waits,
    signing_in_needs_no_key_that_is_known,
    who_has_shown_a_key_keeps_their_connection,
];

#[cfg(target_os = "linux")]
mod addresses {
    crate::on_both_engines![two_addresses_lock_nobody_out];
    use super::two_addresses_lock_nobody_out;
}

/// An API whose store counts its look-ups, and can fall silent.
struct Watched {
    api: Api,
    count: Arc<AtomicUsize>,
    silent: Arc<OnceLock<Instant>>,
}

/// Makes a test for each engine of every function named, which takes such an API.
macro_rules! watched_on_both_engines {
    ($($case:ident),+ $(,)?) => {
        mod watched {
            $(mod $case {
                use super::super::*;

                #[tokio::test]
                async fn sqlite() {
                    let (before, count, silent) = watch();
                    let api = Api::sqlite_behind(before).await;
                    $case(&Watched { api, count, silent }).await;
                }

                #[tokio::test]
                async fn postgres() {
                    let (before, count, silent) = watch();
                    let api = Api::postgres_behind(before).await;
                    $case(&Watched { api, count, silent }).await;
                }
            })+
        }
    };
}

watched_on_both_engines![
    wrong_keys_that_are_too_many_are_not_looked_up,
    a_key_that_is_known_waits_for_nobody,
];

/// Puts a layer in front of a store.
type Before = Box<dyn FnOnce(Arc<dyn Store>) -> Arc<dyn Store>>;

fn watch() -> (Before, Arc<AtomicUsize>, Arc<OnceLock<Instant>>) {
    let (count, silent) = (Arc::default(), Arc::default());
    let (counted, falls_silent) = (Arc::clone(&count), Arc::clone(&silent));
    let before = Box::new(|store| -> Arc<dyn Store> {
        Arc::new(Counted {
            store,
            count: counted,
            faults: Arc::default(),
            silent: falls_silent,
        })
    });
    (before, count, silent)
}

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

async fn served_at_most(api: &Api, most_requests: MostRequests) -> Served {
    let settings = Settings {
        most_requests,
        ..Settings::default()
    };
    Served::begin_with(api, settings).await
}

/// So many requests of a key in a second.
fn of_a_key(rate: u32) -> MostRequests {
    MostRequests {
        of_a_key: NonZeroU32::new(rate),
        ..MostRequests::default()
    }
}

async fn a_key_that_asks_too_fast_waits(api: &Api) {
    let served = served_at_most(api, of_a_key(1)).await;
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

async fn a_key_that_sends_much_waits(api: &Api) {
    let served = served_at_most(api, of_a_key(20)).await;
    let name = "x".repeat(900 << 10);
    let body = json!({"data": {"type": "people", "attributes": {"first_name": name}}}).to_string();
    let head = format!(
        "POST /v1/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/vnd.api+json\r\nContent-Length: {}\r\n\r\n",
        api.here.admin,
        body.len()
    );
    let mut refused = 0;
    for _ in 0..3 {
        let mut connection = served.connect().await;
        connection.send(format!("{head}{body}")).await;
        let (head, body) = connection.answer().await;
        if head.starts_with("HTTP/1.1 429") {
            assert!(is_too_many(&head, &body), "{head}");
            assert!(head.contains("connection: close"), "it is not read: {head}");
            refused += 1;
        } else {
            assert!(head.starts_with("HTTP/1.1 422 "), "{head}");
        }
    }
    assert!(refused > 0);
    served.stop().await;
}

async fn wrong_keys_of_an_address_wait(api: &Api) {
    let served = Served::begin(api).await;
    let mut connection = served.connect().await;
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
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
    // One that nobody has seen here may have to try again.
    timeout(PATIENCE, async {
        loop {
            let (head, body) = get(&mut connection, "/v1/people", &api.here.admin).await;
            if head.starts_with("HTTP/1.1 200 ") {
                break;
            }
            assert!(is_too_many(&head, &body), "{head}");
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("it is looked up");
    served.stop().await;
}

/// Sends a key with the console's form, and these headers.
async fn sign_in(connection: &mut Connection, key: &str, headers: &str) -> (String, String) {
    let form = format!("key={key}");
    let head = format!(
        "POST /console/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n{headers}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    connection.send(head).await;
    connection.answer().await
}

async fn wrong_keys_that_would_sign_in_wait(api: &Api) {
    let served = Served::begin(api).await;
    let mut connection = served.connect().await;
    let mut refused = 0;
    for _ in 0..200 {
        let (head, body) = sign_in(&mut connection, "whk_nobodys", "").await;
        if head.starts_with("HTTP/1.1 429 ") {
            assert!(body.contains("Too many wrong keys"), "{body}");
            refused += 1;
        } else {
            assert!(head.starts_with("HTTP/1.1 422 "), "{head}");
        }
    }
    assert!(refused > 0);
    // They are the address's, wherever it tries them.
    let most = timeout(PATIENCE, async {
        loop {
            let (head, body) = get(&mut connection, "/v1/people", "whk_nobodys").await;
            if head.starts_with("HTTP/1.1 429") {
                break is_too_many(&head, &body);
            }
        }
    });
    assert!(most.await.expect("too many"));
    // A good key is let in, if not at once.
    timeout(PATIENCE, async {
        loop {
            let (head, _) = sign_in(&mut connection, &api.here.reader, "").await;
            if head.starts_with("HTTP/1.1 303 ") {
                break;
            }
            assert!(head.starts_with("HTTP/1.1 429 "), "{head}");
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("it is looked up");
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

async fn a_document_with_many_mistakes_has_a_short_answer(api: &Api) {
    const MISTAKES: usize = 50_000;
    let unknown = (0..MISTAKES).map(|n| (format!("unknown_{n}"), json!(1)));
    let attributes: Value = unknown.collect();
    let body = json!({"data": {"type": "people", "attributes": attributes}});
    let sent = body.to_string().len();
    assert!((840_000..1 << 20).contains(&sent), "{sent}");
    for operation in [false, true] {
        let reply = if operation {
            let add = json!([{"op": "add", "data": body["data"]}]);
            api.operate(&api.here.admin, &add).await
        } else {
            api.post("/v1/people", &body).await
        };
        let document = reply.body;
        assert_eq!(reply.status, 422, "{document}");
        assert_eq!(document["errors"].as_array().unwrap().len(), 20);
        assert_eq!(document["meta"]["errors_left_out"], MISTAKES - 20);
        assert!(document.to_string().len() < 20_000, "{document}");
    }
}

/// A server of which an address may ask little without a key.
async fn asked_without_a_key(api: &Api) -> Served {
    let most = MostRequests {
        without_key: NonZeroU32::new(1),
        ..MostRequests::default()
    };
    served_at_most(api, most).await
}

/// Asks for a path with these headers; returns the head and the body.
async fn ask(connection: &mut Connection, path: &str, headers: &str) -> (String, String) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    connection.send(head).await;
    connection.answer().await
}

/// Asks for each of these paths by turns, many times; returns how often the answer was 429.
async fn refused(served: &Served, paths: &[&str], headers: &str) -> usize {
    let mut connection = served.connect().await;
    let mut refused = 0;
    for turn in 0..100 {
        let path = paths[turn % paths.len()];
        let (head, body) = ask(&mut connection, path, headers).await;
        if head.starts_with("HTTP/1.1 429") {
            assert!(is_too_many(&head, &body), "{head}");
            refused += 1;
        }
    }
    refused
}

async fn requests_without_a_key_wait(api: &Api) {
    let served = asked_without_a_key(api).await;
    let probes = ["/healthz", "/readyz"];
    assert_eq!(refused(&served, &probes, "").await, 0);
    let everything = [
        "/docs",
        "/openapi.json",
        "/console/sign-in",
        "/console/people",
        "/v1/people",
        "/nothing",
        "/",
    ];
    assert!(refused(&served, &everything, "").await > everything.len() * 10);
    assert_eq!(refused(&served, &probes, "").await, 0);
    // Who has a key goes on.
    let mut connection = served.connect().await;
    for _ in 0..20 {
        let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    }
    // What a browser asks before it sends its key to another origin.
    let mut browser = served.connect().await;
    let preflight = "OPTIONS /v1/people HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\n\
         Access-Control-Request-Method: GET\r\n\r\n";
    browser.send(preflight.to_owned()).await;
    let (head, _) = browser.answer().await;
    assert!(!head.starts_with("HTTP/1.1 429"), "{head}");
    served.stop().await;
}

async fn what_turns_out_to_be_no_key_waits(api: &Api) {
    for header in [
        "Authorization: Bearer whk_nobodys\r\n",
        "Authorization: Basic bm9ib2R5\r\n",
        "Cookie: wellhead_session=nobodys\r\n",
    ] {
        let served = asked_without_a_key(api).await;
        let paths = ["/docs", "/console/people", "/nothing"];
        let refused = refused(&served, &paths, header).await;
        assert!(refused > 50, "{header}: {refused}");
        served.stop().await;
    }
}

async fn signing_in_needs_no_key_that_is_known(api: &Api) {
    let served = asked_without_a_key(api).await;
    let old = "Cookie: wellhead_session=old\r\n";
    assert!(refused(&served, &["/docs"], old).await > 50);
    // Whoever comes with the cookie of a session that has ended, and a good key, is let in.
    let mut connection = served.connect().await;
    let (head, body) = sign_in(&mut connection, &api.here.reader, old).await;
    assert!(head.starts_with("HTTP/1.1 303 "), "{head}{body}");
    let session = head.lines().find_map(|line| {
        let cookie = line.strip_prefix("set-cookie: ")?;
        Some(format!("Cookie: {}\r\n", cookie.split(';').next()?))
    });
    let session = session.expect("a session");
    let (head, body) = ask(&mut connection, "/console/people", &session).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}{body}");
    served.stop().await;
}

async fn wrong_keys_that_are_too_many_are_not_looked_up(watched: &Watched) {
    let Watched { api, count, .. } = watched;
    let served = Served::begin(api).await;
    let mut connection = served.connect().await;
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let mut refused = 0;
    let mut unasked = 0;
    for _ in 0..200 {
        let before = count.load(Ordering::Relaxed);
        let (head, _) = get(&mut connection, "/v1/people", "whk_nobodys").await;
        if head.starts_with("HTTP/1.1 429") {
            refused += 1;
            // Others ask for other things now and then.
            unasked += usize::from(count.load(Ordering::Relaxed) == before);
        }
    }
    assert!(refused > 0);
    assert!(unasked > refused / 2, "{unasked} of {refused}");
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "a good key: {head}");
    served.stop().await;
}

async fn a_key_that_is_known_waits_for_nobody(watched: &Watched) {
    let Watched { api, silent, .. } = watched;
    let served = Served::begin(api).await;
    let mut connection = served.connect().await;
    let before = Instant::now();
    let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    silent.set(before).unwrap();
    // The first four are looked up, and hear nothing; others wait for their turn.
    let mut unheard = Vec::new();
    for _ in 0..4 {
        let mut connection = served.connect().await;
        let head = "GET /v1/people HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer whk_nobodys\r\n\r\n";
        connection.send(head).await;
        unheard.push(connection);
    }
    while watched.count.load(Ordering::Relaxed) < 4 {
        tokio::task::yield_now().await;
    }
    let waiting = join_all((0..8).map(async |_| {
        let mut connection = served.connect().await;
        get(&mut connection, "/v1/people", "whk_nobodys").await
    }));
    let known = async {
        for _ in 0..20 {
            let (head, _) = get(&mut connection, "/v1/people", &api.here.reader).await;
            assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        }
    };
    let (waited, ()) = tokio::join!(waiting, known);
    for (head, body) in waited {
        assert!(head.starts_with("HTTP/1.1 503 "), "{head}");
        assert!(head.contains("retry-after: 1"), "{head}");
        assert!(body.contains("database_unavailable"), "{body}");
    }
}

/// A server that has few places.
async fn with_places(api: &Api, in_all: usize, from_one_address: usize) -> Served {
    let most_connections = MostConnections {
        in_all,
        from_one_address: Some(from_one_address),
    };
    let settings = Settings {
        most_connections,
        ..Settings::default()
    };
    Served::begin_with(api, settings).await
}

async fn who_has_shown_a_key_keeps_their_connection(api: &Api) {
    let served = with_places(api, 4, 4).await;
    let mut known = served.connect().await;
    let (head, _) = get(&mut known, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let mut anonymous = Vec::new();
    for _ in 0..20 {
        let mut connection = served.connect().await;
        let (head, _) = get(&mut connection, "/v1/people", "whk_nobodys").await;
        assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
        anonymous.push(connection);
    }
    let (head, _) = get(&mut known, "/v1/people", &api.here.reader).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(anonymous.remove(0).rest().await.is_empty(), "it has left");
    served.stop().await;
}

#[cfg(target_os = "linux")]
async fn two_addresses_lock_nobody_out(api: &Api) {
    let served = with_places(api, 9, 4).await;
    let activation = api.activation(&api.here).await;
    let run = api.run(&activation, &json!({"direction": "input"})).await;
    let mut delivers = served.connect_from(4).await;
    let head = format!(
        "POST {RUNS}/{run}/deliveries HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
         Content-Type: {NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n",
        api.here.sync
    );
    delivers.send(head).await;
    let head = delivers.head().await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let lasts = [2, 3, 2, 3, 2, 3, 2, 3];
    let mut all = join_all(lasts.map(|last| served.connect_from(last))).await;
    let mut left = 0;
    for _ in 0..10 {
        for (connection, last) in all.iter_mut().zip(lasts) {
            while !connection.is_served("/healthz").await {
                left += 1;
                *connection = served.connect_from(last).await;
            }
        }
        let mut comes = served.connect_from(5).await;
        let (head, _) = get(&mut comes, "/v1/people", &api.here.reader).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    }
    assert!(left > 0, "nobody has made room");
    delivers.send("0\r\n\r\n").await;
    delivers.until("0\r\n\r\n").await;
    served.stop().await;
}
