//! What was reported as committed is stored, exactly once, whatever happens to the server or its database.
//!
//! `WELLHEAD_KILLS` says how often the server is killed, and `WELLHEAD_KILL_SEED` when; by default, a few times at
//! random moments. `cargo test kill -- --nocapture` prints the tally.

mod client;
mod follower;
mod wire;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::ops::Range;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::json;

use crate::server::Server;
use crate::support::{Engine, on_both_engines, until};
use client::{Client, Manner, Shared};
use follower::Follower;

on_both_engines![nothing_is_lost_or_doubled_when_the_server_is_killed];

pub(crate) fn setting<T: FromStr<Err: Debug>>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a setting is a number"))
}

fn connector(engine: &Engine, slug: &str) -> String {
    let made = engine.json(&["connector", "create", slug]);
    made["connector_id"].as_str().unwrap().to_owned()
}

fn nothing_is_lost_or_doubled_when_the_server_is_killed(engine: &Engine) {
    let kills = setting("WELLHEAD_KILLS").unwrap_or(3);
    let seed = setting("WELLHEAD_KILL_SEED").unwrap_or_else(|| rand::rng().next_u64());
    println!("WELLHEAD_KILL_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let mut server = Server::start(engine);
    let shared = Shared::new(server.url.clone(), token);
    let mut clients: Vec<_> = [Manner::Append, Manner::Sweep, Manner::Append, Manner::Sweep]
        .into_iter()
        .enumerate()
        .map(|(number, manner)| {
            let slug = format!("client-{number}");
            let connector = connector(engine, &slug);
            Client::new(&shared, &slug, &connector, manner, 5_000, rng.next_u64())
        })
        .collect();
    let mut preys = Vec::new();
    let mut follower = Follower::default();
    thread::scope(|scope| {
        scope.spawn(|| follower.follow(&shared));
        for client in &mut clients {
            scope.spawn(|| client.sync_on());
        }
        for kill in 0..kills {
            let prey = Prey::new(engine, &shared, kill, rng.next_u64());
            thread::sleep(Duration::from_millis(rng.random_range(0..400)));
            prey.hunt();
            preys.push(prey);
            thread::sleep(Duration::from_millis(rng.random_range(0..150)));
            server.kill();
            no_batch_is_partially_stored(engine);
            // It resumes its own jobs at once.
            server = Server::start(engine);
            shared.url.lock().unwrap().clone_from(&server.url);
        }
        shared.is_enough.store(true, Ordering::Relaxed);
    });
    until("all jobs are done", || {
        engine.query("SELECT 'x' FROM {jobs} WHERE completed_at IS NULL") == [""; 0]
    });
    for prey in &preys {
        prey.is_caught(engine);
    }
    for client in &clients {
        has_what_it_delivered(engine, client);
    }
    follower.has_seen_all(engine, &shared);
    println!(
        "kills {kills}, jobs {}, changes followed {}, {}",
        preys.len(),
        follower.seen,
        tally(engine, &shared)
    );
}

#[test]
fn a_delivery_survives_its_connections() {
    let (cuts, tally) = disturbed(50..300, Engine::throw_out);
    println!("connections cut {cuts} times, {tally}");
}

#[test]
#[ignore = "nobody else can use the server meanwhile: ./scripts/test runs it by itself"]
fn a_delivery_survives_restarts_of_postgresql() {
    let (restarts, tally) = disturbed(300..900, |_| Engine::restart());
    assert!(restarts > 0, "it was over before PostgreSQL was restarted");
    println!("PostgreSQL restarted {restarts} times, {tally}");
}

/// Delivers while PostgreSQL is disturbed at these intervals, in milliseconds; returns how often that was, and the
/// outcome of the lines. The intervals grow: on a busy machine no batch may fit between the first disturbances.
fn disturbed(every: Range<u64>, disturb: impl Fn(&Engine)) -> (u32, String) {
    let engine = Engine::postgres();
    let mut rng = StdRng::seed_from_u64(rand::rng().next_u64());
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let server = Server::start(&engine);
    let shared = Shared::new(server.url.clone(), token);
    let connector = connector(&engine, "crm");
    let mut client = Client::new(&shared, "crm", &connector, Manner::Append, 30_000, 1);
    let mut times = 0;
    let mut follower = Follower::default();
    thread::scope(|scope| {
        scope.spawn(|| follower.follow(&shared));
        let syncing = scope.spawn(|| client.sync());
        while !syncing.is_finished() {
            let pause = Duration::from_millis(rng.random_range(every.clone()));
            thread::sleep(pause + pause * times / 20);
            disturb(&engine);
            times += 1;
        }
        shared.is_enough.store(true, Ordering::Relaxed);
    });
    follower.has_seen_all(&engine, &shared);
    no_batch_is_partially_stored(&engine);
    has_what_it_delivered(&engine, &client);
    (times, tally(&engine, &shared))
}

/// A connector whose links a job is to remove.
struct Prey<'a> {
    client: Client<'a>,
    /// Whether it is to be disconnected; otherwise only its duplicates are removed.
    disconnects: bool,
}

impl<'a> Prey<'a> {
    fn new(engine: &Engine, shared: &'a Shared, number: usize, seed: u64) -> Self {
        let slug = format!("prey-{number}");
        let connector = connector(engine, &slug);
        let mut client = Client::new(shared, &slug, &connector, Manner::Append, 5_000, seed);
        client.sync();
        let disconnects = number % 2 == 1;
        if !disconnects {
            client.repeat();
        }
        Self {
            client,
            disconnects,
        }
    }

    /// Starts the job.
    fn hunt(&self) {
        let Client {
            shared, activation, ..
        } = &self.client;
        let (status, answer) = if self.disconnects {
            let document = json!({ "data": {
                "type": "workspace_connector",
                "id": activation,
                "attributes": { "status": "disabled" },
            }});
            let path = format!("/v1/workspace-connectors/{activation}");
            shared.ask("PATCH", &path, Some(&document))
        } else {
            let document = json!({ "data": {
                "type": "deduplication",
                "relationships": { "workspace_connector": { "data": {
                    "type": "workspace_connector", "id": activation,
                }}},
            }});
            let path = "/v1/people-workspace-connectors/deduplications";
            shared.ask("POST", path, Some(&document))
        };
        assert_eq!(status, 202, "{answer}");
    }

    fn is_caught(&self, engine: &Engine) {
        let expected = if self.disconnects {
            BTreeSet::new()
        } else {
            self.client.active.clone()
        };
        is_there_once(engine, &self.client.slug, &expected);
    }
}

/// Checks of each open run that the lines of its deliveries have their links, and that there are no others.
fn no_batch_is_partially_stored(engine: &Engine) {
    let torn = engine.query(
        "SELECT CAST(last_line AS TEXT) || ' lines and ' || CAST(links AS TEXT) || ' links' FROM ( \
             SELECT d.last_line, ( \
                 SELECT count(*) FROM {people_workspace_connectors} l \
                 WHERE l.workspace_connector_pk = r.workspace_connector_pk \
                 AND l.direction = r.direction AND l.deleted_at IS NULL \
                 AND coalesce(l.updated_at, l.created_at) >= r.started_at \
             ) AS links \
             FROM {sync_deliveries} d \
             JOIN {workspace_connector_sync_logs} r ON r.pk = d.workspace_connector_sync_log_pk \
             WHERE r.completed_at IS NULL \
         ) AS open WHERE last_line <> links",
    );
    assert_eq!(torn, [""; 0]);
}

fn has_what_it_delivered(engine: &Engine, client: &Client<'_>) {
    is_there_once(engine, &client.slug, &client.active);
    let runs = engine.query(&format!(
        "SELECT CAST(r.status AS TEXT) || ' ' || CAST(r.links_created + r.links_touched AS TEXT) \
         FROM {{workspace_connector_sync_logs}} r \
         JOIN {{workspace_connectors}} w ON w.pk = r.workspace_connector_pk \
         JOIN {{connectors}} c ON c.pk = w.connector_pk \
         WHERE c.slug = '{}' ORDER BY r.started_at",
        client.slug
    ));
    let expected: Vec<_> = client
        .runs
        .iter()
        .map(|lines| format!("success {lines}"))
        .collect();
    assert_eq!(runs, expected, "no line counts twice");
}

/// Checks that exactly these people have one active link each to a connector.
fn is_there_once(engine: &Engine, slug: &str, people: &BTreeSet<String>) {
    let active = engine.query(&format!(
        "SELECT p.external_person_id FROM {{people_workspace_connectors}} l \
         JOIN {{peoples}} p ON p.pk = l.people_pk \
         JOIN {{workspace_connectors}} w ON w.pk = l.workspace_connector_pk \
         JOIN {{connectors}} c ON c.pk = w.connector_pk \
         WHERE l.deleted_at IS NULL AND c.slug = '{slug}'"
    ));
    let found: BTreeSet<_> = active.iter().cloned().collect();
    let lost: Vec<_> = people.difference(&found).collect();
    let strange: Vec<_> = found.difference(people).collect();
    assert!(
        lost.is_empty() && strange.is_empty(),
        "{slug}: lost {lost:?}, strange {strange:?}"
    );
    assert_eq!(active.len(), found.len(), "{slug}: some are doubled");
}

/// The tally, once nothing is left to do.
fn tally(engine: &Engine, shared: &Shared) -> String {
    let doubled = engine.query(
        "SELECT 'twin' FROM {people_workspace_connectors} WHERE deleted_at IS NULL \
         GROUP BY people_pk, workspace_connector_pk, direction HAVING count(*) > 1",
    );
    let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let lost = count(&shared.lost);
    assert_eq!((lost, doubled.len()), (0, 0), "lost and doubled");
    format!(
        "lines acknowledged {}, deliveries sent again {}, lines lost {lost}, lines doubled {}",
        count(&shared.acknowledged),
        count(&shared.resumed),
        doubled.len()
    )
}
