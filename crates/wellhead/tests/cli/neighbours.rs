//! What a tenant notices while another one, or a client without a key, does its worst: that it takes a little longer, and no more.
//! How much longer, `./scripts/bench --only neighbours` measures with the release binary.

mod attack;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::{Server, get, send};
use crate::support::{Engine, on_both_engines};
use attack::{ATTACKS, Target};

on_both_engines![nobody_else_gets_an_error];

/// How long each attack lasts.
const LONG: Duration = Duration::from_secs(2);
/// What a key may ask in a second: by as much less than by default as this build is slower than a release.
const RATE: &str = "50";
/// Between two requests of the neighbour.
const PAUSE: Duration = Duration::from_millis(40);

fn nobody_else_gets_an_error(engine: &Engine) {
    let [tenant, attacker] = ["Acme", "Worst"].map(|name| engine.workspace(name));
    let mut people = String::from("external_person_id\n");
    people.extend((0..5_000).map(|number| format!("{number}\n")));
    let file = engine.file("people.csv", people);
    for workspace in [&tenant, &attacker] {
        let of = ["--workspace", workspace, "--connector", "crm"];
        let import = ["import", of[0], of[1], of[2], of[3], "--direction", "input"];
        engine.json(&[&import[..], &[&file]].concat());
    }
    let token = engine.token(&tenant, "sync");
    let server = Server::start_in(engine, &[("WELLHEAD_REQUESTS_PER_SECOND", RATE)]);
    let target = Target {
        address: server.url.trim_start_matches("http://").to_owned(),
        token: engine.token(&attacker, "sync"),
    };
    let ask = |duration| ask_for(&server.url, &token, duration);
    let undisturbed = ask(LONG);
    for attack in ATTACKS {
        let is_over = AtomicBool::new(false);
        let disturbed = thread::scope(|scope| {
            for number in 0..attack.clients {
                let (target, is_over) = (&target, &is_over);
                scope.spawn(move || {
                    while !is_over.load(Ordering::Relaxed) {
                        // Being thrown out is part of it.
                        let _ = (attack.begin)(target, number, is_over);
                    }
                });
            }
            let noticed = thread::Builder::new().spawn_scoped(scope, || ask(LONG));
            let noticed = noticed.unwrap().join();
            is_over.store(true, Ordering::Relaxed);
            noticed.unwrap()
        });
        println!(
            "{}: of {} requests, 99 % within {:?}; undisturbed {:?}",
            attack.name,
            disturbed.len(),
            p99(&disturbed),
            p99(&undisturbed)
        );
    }
}

/// Reads and writes for so long; returns how long each request took. Each has to be answered with what was asked for.
fn ask_for(url: &str, token: &str, duration: Duration) -> Vec<Duration> {
    let began = Instant::now();
    let mut all = Vec::new();
    while began.elapsed() < duration {
        let person = json!({"data": {"type": "people", "attributes": {"first_name": "Ada"}}});
        let asked = Instant::now();
        let (status, answer) = match all.len() % 3 {
            0 => get(&format!("{url}/v1/people?page[size]=1"), Some(token)),
            1 => get(
                &format!("{url}/v1/people-workspace-connectors"),
                Some(token),
            ),
            _ => send(
                "POST",
                &format!("{url}/v1/people"),
                Some(token),
                Some(&person),
            )
            .unwrap(),
        };
        all.push(asked.elapsed());
        assert!(matches!(status, 200 | 201), "{status} {answer}");
        thread::sleep(PAUSE);
    }
    all
}

fn p99(all: &[Duration]) -> Duration {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() * 99 / 100).min(sorted.len() - 1)]
}
