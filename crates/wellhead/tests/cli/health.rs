//! `wellhead health`, as scripts and supervisors call it.

use std::fs;

use crate::server::Server;
use crate::support::{Engine, on_both_engines};

on_both_engines![it_says_whether_a_server_is_ready];

fn it_says_whether_a_server_is_ready(engine: &Engine) {
    let mut server = Server::start(engine);
    let url = server.url.clone();
    let (found, _) = engine.ends(0, &["health", &url]);
    assert_eq!(found["ready"], true, "{found}");
    assert_eq!(found["server"], *url);
    // Where the server is told to listen, it is asked.
    let address = url.strip_prefix("http://").unwrap();
    let here = engine
        .command(&["health"])
        .env("WELLHEAD_LISTEN", address)
        .output()
        .unwrap();
    assert!(here.status.success(), "{here:?}");

    let (found, _) = engine.ends(1, &["health", &format!("{url}/elsewhere")]);
    let reason = found["reason"].as_str().unwrap();
    assert!(reason.contains("404"), "{reason}");
    server.kill();
    let (found, _) = engine.ends(1, &["health", &url]);
    assert_eq!(found["ready"], false, "{found}");
    let reason = found["reason"].as_str().unwrap();
    assert!(reason.contains("nothing listens"), "{reason}");
}

#[test]
fn a_server_that_is_not_ready_says_why() {
    let engine = Engine::sqlite();
    let server = Server::start(&engine);
    let file = engine.directory.path().join("ledger.db");
    fs::rename(&file, file.with_extension("moved")).unwrap();
    let (found, _) = engine.ends(1, &["health", &server.url]);
    let reason = found["reason"].as_str().unwrap();
    assert!(reason.contains("the database"), "{reason}");
}
