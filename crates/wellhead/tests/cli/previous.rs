//! The program of the release before, on the schema of this one.

use serde_json::{Value, json};

use crate::server::{Server, get, send};
use crate::support::Engine;

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
    drop(servers);
    for by in [engine, &before] {
        by.ends(0, &["doctor", "--counts", "--dry-run"]);
    }
}
