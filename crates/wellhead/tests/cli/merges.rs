//! A merge is done as a whole, even if the server is killed in the middle.

use std::thread;
use std::time::Duration;

use rand::RngExt;
use serde_json::json;

use crate::server::{Server, send};
use crate::support::{Engine, on_both_engines, until};

on_both_engines![a_merge_survives_kills];

/// More than a merge moves at once, so that a job moves the rest.
const LINKS: usize = 14_000;
const KILLS: usize = 4;

fn a_merge_survives_kills(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let rows = "E-0,Ada\n".repeat(LINKS);
    let file = engine.file("ada.csv", format!("external_person_id,full_name\n{rows}"));
    let into = [
        "--workspace",
        &workspace,
        "--connector",
        "crm",
        "--direction",
        "input",
    ];
    let import = [&["import"][..], &into].concat();
    engine.json(&[&import[..], &["--on-duplicate", "append", &file]].concat());
    let others = "E-1,Ada\nE-2,Ada\nE-3,Ada\nE-4,Ada\n";
    let file = engine.file(
        "others.csv",
        format!("external_person_id,full_name\n{others}"),
    );
    engine.json(&[&import[..], &[&file]].concat());

    let token = engine.token(&workspace, "admin");
    let mut server = Server::start(engine);
    let mut merges = 0;
    for kill in 0..KILLS {
        let [of, into] = [kill, kill + 1].map(|key| person(&server, &token, key));
        let document = json!({ "data": { "type": "people_merge", "relationships": {
            "survivor": { "data": { "type": "people", "id": into } },
            "merged": { "data": [{ "type": "people", "id": of }] },
        }}});
        let url = format!("{}/v1/people/merges", server.url);
        thread::scope(|scope| {
            scope.spawn(|| send("POST", &url, Some(&token), Some(&document)));
            let moment = rand::rng().random_range(0..1_500);
            thread::sleep(Duration::from_millis(moment));
            server.kill();
        });
        server = Server::start(engine);
        until("its job is done", || {
            engine.query("SELECT 'x' FROM {jobs} WHERE completed_at IS NULL") == [""; 0]
        });
        let url = format!("{}/v1/people/merges", server.url);
        let (_, listed) = send("GET", &url, Some(&token), None).unwrap();
        let listed = listed["data"].as_array().unwrap();
        let unmoved = listed
            .iter()
            .filter(|it| it["attributes"]["moved_at"].is_null());
        assert_eq!(unmoved.count(), 0, "{listed:?}");
        let is_made = listed.len() > merges;
        merges = listed.len();
        println!("killed, and merged: {is_made}");
        if !is_made {
            let (status, answer) = send("POST", &url, Some(&token), Some(&document)).unwrap();
            assert!([201, 202].contains(&status), "{status} {answer}");
            until("it is merged", || {
                engine.query("SELECT 'x' FROM {merges} WHERE moved_at IS NULL") == [""; 0]
            });
            merges += 1;
        }
        // All links, with their past, are the survivor's; there are none of the other.
        assert_eq!(links(engine, kill), 0);
        assert_eq!(links(engine, kill + 1), LINKS + kill + 1);
        let (status, gone) = send(
            "GET",
            &format!("{}/v1/people/{of}", server.url),
            Some(&token),
            None,
        )
        .unwrap();
        assert_eq!(status, 410, "{gone}");
        assert_eq!(gone["errors"][0]["meta"]["id"], into);
    }
    let states = engine.query("SELECT CAST(count(*) AS TEXT) FROM {link_history}");
    let moved: usize = (0..KILLS).map(|kill| LINKS + kill).sum();
    assert_eq!(states, [moved.to_string()], "each link moved once a merge");
}

/// The id of the person with this key.
fn person(server: &Server, token: &str, key: usize) -> String {
    let url = format!(
        "{}/v1/people?filter%5Bexternal_person_id%5D=E-{key}",
        server.url
    );
    let (_, found) = send("GET", &url, Some(token), None).unwrap();
    found["data"][0]["id"]
        .as_str()
        .expect("a person")
        .to_owned()
}

fn links(engine: &Engine, key: usize) -> usize {
    let links = engine.query(&format!(
        "SELECT 'x' FROM {{people_workspace_connectors}} l JOIN {{peoples}} p ON p.pk = l.people_pk \
         WHERE p.external_person_id = 'E-{key}' AND l.deleted_at IS NULL"
    ));
    links.len()
}
