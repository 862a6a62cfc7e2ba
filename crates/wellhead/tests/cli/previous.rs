//! The program of the release before, on the schema of this one.

use serde_json::{Value, json};

use crate::server::{Server, get, send};
use crate::support::{Engine, until};

#[test]
#[ignore = "needs the program of the release before, in WELLHEAD_TEST_PREVIOUS: scripts/previous builds it"]
fn it_goes_on_on_sqlite() {
    goes_on(&Engine::sqlite());
}

#[test]
#[ignore = "needs the program of the release before, in WELLHEAD_TEST_PREVIOUS: scripts/previous builds it"]
fn it_goes_on_on_postgresql() {
    goes_on(&Engine::postgres());
}

/// Both programs serve one ledger, import into it, and see what the other has done. No count is wrong afterwards.
fn goes_on(engine: &Engine) {
    let program = std::env::var_os("WELLHEAD_TEST_PREVIOUS").expect("scripts/previous sets it");
    let before = engine.run_by(program.into());
    let workspace = engine.workspace("Acme");
    let token = engine.token(&workspace, "admin");
    let import = |by: &Engine, id: &str| {
        let file = by.file(
            "people.csv",
            format!("external_person_id,full_name\n{id},Ada\n"),
        );
        let import = [
            "import",
            "--workspace",
            &workspace,
            "--connector",
            "crm",
            "--direction",
        ];
        by.json(&[&import[..], &["input", file.as_str()]].concat());
    };
    import(engine, "P-1");
    import(&before, "P-2");

    let servers = [Server::start(engine), Server::start(&before)];
    let mut people = Vec::new();
    for server in &servers {
        let people_at = format!("{}/v1/people", server.url);
        let person = json!({"data": {"type": "people", "attributes": {"full_name": "Grace"}}});
        let made = send("POST", &people_at, Some(&token), Some(&person)).unwrap();
        assert_eq!(made.0, 201, "{made:?}");
        people.push(made.1["data"]["id"].as_str().unwrap().to_owned());
    }
    for server in &servers {
        let page = |path: &str| {
            let (status, page) = get(&format!("{}{path}", server.url), Some(&token));
            assert_eq!(status, 200, "{path}: {page}");
            page
        };
        let all = page("/v1/people?page[total]=true");
        assert_eq!(all["meta"]["page"]["total"], 4);
        for id in &people {
            page(&format!("/v1/people/{id}/provenance"));
        }
        let links = page("/v1/people-workspace-connectors?page[total]=true");
        assert_eq!(links["meta"]["page"]["total"], 2);
        page("/v1/provenance/flows");
        page("/v1/changes");
        let link = links["data"][0]["id"].as_str().unwrap();
        let link = format!("/v1/people-workspace-connectors/{link}");
        // Each deletes it once, and the other restores it.
        let change = |attributes: Value| {
            let id = link.rsplit('/').next().unwrap();
            let document = json!({"data": {
                "type": "people_workspace_connector", "id": id, "attributes": attributes}});
            let url = format!("{}{link}", server.url);
            send("PATCH", &url, Some(&token), Some(&document))
                .unwrap()
                .0
        };
        let url = format!("{}{link}", server.url);
        assert_eq!(send("DELETE", &url, Some(&token), None).unwrap().0, 204);
        assert_eq!(change(json!({"deleted_at": null})), 200);
    }
    manages_keys_and_jobs(engine, &before, &workspace, &servers, &token);
    drop(servers);
    for by in [engine, &before] {
        by.ends(0, &["doctor", "--counts", "--dry-run"]);
        let looked = by.run(&["doctor", "--output", "json"]).stdout;
        let looked: Value = serde_json::from_slice(&looked).unwrap();
        let looked = looked.as_array().unwrap();
        // What else it finds is of the tests' server, or of how they copy a file.
        for check in ["schema", "counts", "runs and jobs", "answers"] {
            let mut all = looked.iter();
            let found = all.find(|it| it["check"] == check);
            let state = found.map_or("ok", |it| it["state"].as_str().unwrap());
            assert_ne!(state, "failed", "{found:?}");
        }
    }
}

/// Each makes a key that opens both servers, and revokes the other's; and both list the job that each began.
fn manages_keys_and_jobs(
    engine: &Engine,
    before: &Engine,
    workspace: &str,
    servers: &[Server],
    token: &str,
) {
    let create = ["key", "create", "--workspace", workspace, "--role", "admin"];
    for (maker, revoker) in [(engine, before), (before, engine)] {
        let key = maker.json(&create);
        let opens = |server: &Server| {
            let people = format!("{}/v1/people", server.url);
            get(&people, key["token"].as_str()).0
        };
        assert!(servers.iter().all(|it| opens(it) == 200));
        revoker.json(&["key", "revoke", key["key_id"].as_str().unwrap()]);
        until("it opens neither", || {
            servers.iter().all(|it| opens(it) == 401)
        });
    }
    for server in servers {
        let jobs = format!(
            "{}/v1/people-workspace-connectors/deduplications",
            server.url
        );
        let job = json!({"data": {"type": "deduplication"}});
        let begun = send("POST", &jobs, Some(token), Some(&job)).unwrap();
        assert_eq!(begun.0, 202, "{begun:?}");
        let id = &begun.1["data"]["id"];
        until("it is done", || {
            servers.iter().all(|it| {
                let (status, page) = get(&format!("{}/v1/jobs", it.url), Some(token));
                assert_eq!(status, 200, "{page}");
                let mut jobs = page["data"].as_array().unwrap().iter();
                let job = jobs.find(|job| job["id"] == *id).unwrap();
                job["attributes"]["status"] == "success"
            })
        });
    }
}
