//! A suspended workspace: whoever has a key to it is told so.

use crate::support::{Api, parse_lines};
use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use wellhead_server::{Served, catalogue};

crate::on_both_engines![
    its_keys_are_told_so,
    its_delivery_under_way_ends,
    its_sessions_wait,
    nobody_signs_in,
];

const PEOPLE: &str = "/v1/people";

async fn its_keys_are_told_so(api: &Api) {
    let ask = async |served: &Served, token: &str| {
        let path = served.path.replace("{id}", crate::support::NOBODY);
        let request = Request::builder()
            .method(served.method.clone())
            .uri(path)
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty());
        api.call(request.unwrap()).await
    };
    api.suspend(&api.here).await;
    for served in catalogue() {
        for token in [&api.here.reader, &api.here.sync, &api.here.admin] {
            let refused = ask(&served, token).await;
            refused.is_error(403, "workspace_suspended", "Authorization");
        }
    }
    let wrong = format!("whk_{}", "0".repeat(64));
    let unknown = api.get_as(&wrong, PEOPLE).await;
    unknown.is_error(401, "unauthenticated", "Authorization");
    api.get_as(&api.there.reader, PEOPLE).await.ok();
    api.resume(&api.here).await;
    api.get_as(&api.here.reader, PEOPLE).await.ok();
}

async fn its_delivery_under_way_ends(api: &Api) {
    let connector = api.activation(&api.here).await;
    let run = api.run(&connector, &json!({"direction": "input"})).await;
    let (lines, sent) = tokio::sync::mpsc::channel::<&str>(1);
    let body = futures_util::stream::unfold(sent, async |mut sent| {
        Some((Ok::<_, std::convert::Infallible>(sent.recv().await?), sent))
    });
    let line = "{\"external_person_id\":\"P-1\",\"full_name\":\"Ada\"}\n";
    lines.send(line).await.unwrap();
    let answer = api
        .begin(api.delivery(&run, "", Body::from_stream(body)))
        .await;
    assert_eq!(answer.status(), StatusCode::OK);
    api.suspend(&api.here).await;
    let answer = tokio::spawn(axum::body::to_bytes(answer.into_body(), usize::MAX));
    // Until the body is given up: the workspace is looked at within a second.
    while lines.send(line).await.is_ok() && !answer.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    drop(lines);
    let answer = answer.await.unwrap().unwrap();
    let said = parse_lines(std::str::from_utf8(&answer).unwrap());
    let last = &said.last().unwrap()["error"];
    assert_eq!(last["code"], "workspace_suspended", "{said:?}");
}

fn sign_in(token: &str) -> Request<Body> {
    Request::post("/console/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("key={token}")))
        .unwrap()
}

async fn its_sessions_wait(api: &Api) {
    let signed_in = api.begin(sign_in(&api.here.admin)).await;
    assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
    let cookie = signed_in.headers()[header::SET_COOKIE].to_str().unwrap();
    let (cookie, _) = cookie.split_once(';').unwrap();
    let look = async || {
        let request = Request::get("/console/overview").header(header::COOKIE, cookie);
        let answer = api.begin(request.body(Body::empty()).unwrap()).await;
        let status = answer.status();
        let page = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        (status, String::from_utf8(page.unwrap().to_vec()).unwrap())
    };
    assert_eq!(look().await.0, StatusCode::OK);
    api.suspend(&api.here).await;
    let (status, page) = look().await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("The workspace is suspended"), "{page}");
    api.resume(&api.here).await;
    assert_eq!(look().await.0, StatusCode::OK, "the session goes on");
}

async fn nobody_signs_in(api: &Api) {
    api.suspend(&api.here).await;
    let refused = api.begin(sign_in(&api.here.admin)).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(!refused.headers().contains_key(header::SET_COOKIE));
    let body: Value = json!(null);
    let other = api.send(axum::http::Method::GET, PEOPLE, &api.there.admin, &body);
    other.await.ok();
}
