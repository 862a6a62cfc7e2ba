use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::receiver::Receiver;
use super::{PATH, attributes, change, get, new};
use crate::support::{Api, PATIENCE, Served};

crate::on_both_engines![
    an_endpoint_is_told_of_a_change,
    a_message_that_is_refused_comes_again,
    one_that_is_gone_is_told_nothing_more,
    changes_are_replayed,
    each_secret_signs_until_it_expires,
    two_servers_tell_it_once,
    an_endpoint_that_hangs_holds_up_no_other,
];

/// Creates an endpoint; returns its id and its secret.
async fn create(api: &Api, url: &str, attributes: &Value) -> (String, String) {
    let created = api.post(PATH, &new(url, attributes)).await;
    let secret = created.body["data"]["attributes"]["secret"].as_str();
    (created.created(), secret.unwrap().to_owned())
}

/// The attributes of an endpoint, as soon as they are as wanted.
async fn until(api: &Api, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let looking = async {
        loop {
            let found = attributes(api, id).await;
            if wanted(&found) {
                return found;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    let found = timeout(PATIENCE, looking).await;
    found.expect("the endpoint comes to be as wanted")
}

/// The attributes of an endpoint's attempts, the newest first.
async fn attempts(api: &Api, id: &str) -> Vec<Value> {
    let listed = get(api, &format!("{PATH}/{id}/attempts")).await;
    let data = listed["data"].as_array().unwrap();
    for attempt in data {
        let endpoint = &attempt["relationships"]["webhook_endpoint"]["data"];
        assert_eq!(*endpoint, json!({"type": "webhook_endpoint", "id": id}));
        let link = attempt["links"]["self"].as_str().unwrap();
        let alone = get(api, link).await;
        assert_eq!(alone["data"]["attributes"], attempt["attributes"]);
    }
    let attempts = data.iter().map(|it| it["attributes"].clone());
    attempts.collect()
}

async fn an_endpoint_is_told_of_a_change(api: &Api) {
    let served = Served::begin(api).await;
    api.person(&api.here, "Before").await;
    let mut receiver = Receiver::start().await;
    let (id, secret) = create(api, &receiver.url, &json!({})).await;
    let companies = create(api, &receiver.url, &json!({"kinds": ["company"]})).await;
    let ada = api.person(&api.here, "Ada").await;
    let message = receiver.next().await;
    let told = message.verified(&secret);
    assert_eq!(told["type"], "changes.available");
    let data = &told["data"];
    assert_eq!(data["workspace"], api.here.tenant.workspace().to_string());
    assert_eq!(data["webhook_endpoint"], id);
    assert_eq!(data["after"], 1);
    assert_eq!(data["position"], 2);
    assert_eq!(data["kinds"], json!(["people"]));
    let cursor = data["cursor"].as_str().unwrap();
    let path = format!("/v1/changes?page[after]={cursor}&fields[change]=record");
    let changes = api.get(&path).await;
    let changes = changes.ok();
    let changes = changes["data"].as_array().unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["relationships"]["record"]["data"]["id"], ada);
    let told = until(api, &id, |it| it["position"] == 2).await;
    assert_eq!(told["last_outcome"], "delivered");
    let [attempt] = &attempts(api, &id).await[..] else {
        panic!("one attempt")
    };
    assert_eq!(attempt["message"], message.id());
    assert_eq!(attempt["outcome"], "delivered");
    assert_eq!(attempt["status_code"], 204);
    assert_eq!(
        (&attempt["position"], &attempt["number"]),
        (&json!(2), &json!(1))
    );
    // The other endpoint knows that there is nothing to know.
    until(api, &companies.0, |it| it["position"] == 2).await;
    assert_eq!(attempts(api, &companies.0).await, [] as [Value; 0]);
    assert_eq!(receiver.waiting(), 0);
    served.stop().await;
}

async fn a_message_that_is_refused_comes_again(api: &Api) {
    let served = Served::begin(api).await;
    let mut receiver = Receiver::start().await;
    receiver.answers(StatusCode::INTERNAL_SERVER_ERROR);
    let (id, secret) = create(api, &receiver.url, &json!({})).await;
    api.person(&api.here, "Ada").await;
    let first = receiver.next().await;
    let failing = until(api, &id, |it| it["failures"] == 1).await;
    assert_eq!(failing["position"], 0);
    assert_eq!(failing["last_outcome"], "refused");
    assert!(failing["failing_since"].is_string(), "{failing}");
    assert!(failing["next_attempt_at"].is_string(), "{failing}");
    let [attempt] = &attempts(api, &id).await[..] else {
        panic!("one attempt")
    };
    assert_eq!(attempt["status_code"], 500);
    assert_eq!(attempt["detail"], "Internal Server Error");
    assert_eq!(attempt["next_attempt_at"], failing["next_attempt_at"]);
    // By itself, after some seconds.
    let second = receiver.next().await;
    assert_eq!(second.id(), first.id());
    assert_eq!(second.verified(&secret), first.verified(&secret));
    until(api, &id, |it| it["failures"] == 2).await;
    // At once, because somebody has changed something.
    receiver.answers(StatusCode::OK);
    let enabled = change(&id, &json!({"status": "enabled"}));
    api.patch(&format!("{PATH}/{id}"), &enabled).await.ok();
    let third = receiver.next().await;
    assert_eq!(third.id(), first.id());
    let fine = until(api, &id, |it| it["position"] == 1).await;
    assert_eq!(
        (&fine["failures"], &fine["failing_since"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(attempts(api, &id).await.len(), 3);
    served.stop().await;
}

async fn one_that_is_gone_is_told_nothing_more(api: &Api) {
    let served = Served::begin(api).await;
    let mut receiver = Receiver::start().await;
    receiver.answers(StatusCode::GONE);
    let (id, _) = create(api, &receiver.url, &json!({})).await;
    api.person(&api.here, "Ada").await;
    receiver.next().await;
    let gone = until(api, &id, |it| it["status"] == "disabled").await;
    assert_eq!(gone["last_outcome"], "gone");
    assert_eq!(gone["next_attempt_at"], Value::Null);
    // Whoever is told of this change is told of it later than the one that is gone would be.
    let mut other = Receiver::start().await;
    create(api, &other.url, &json!({})).await;
    api.person(&api.here, "Bob").await;
    other.next().await;
    assert_eq!(receiver.waiting(), 0);
    served.stop().await;
}

async fn changes_are_replayed(api: &Api) {
    let served = Served::begin(api).await;
    let mut receiver = Receiver::start().await;
    for name in ["Ada", "Bob", "Cid"] {
        api.person(&api.here, name).await;
    }
    let (id, secret) = create(api, &receiver.url, &json!({})).await;
    let back = change(&id, &json!({"position": 1}));
    api.patch(&format!("{PATH}/{id}"), &back).await.ok();
    let told = receiver.next().await.verified(&secret);
    assert_eq!(told["data"]["after"], 1);
    assert_eq!(told["data"]["position"], 3);
    until(api, &id, |it| it["position"] == 3).await;
    served.stop().await;
}

async fn each_secret_signs_until_it_expires(api: &Api) {
    let served = Served::begin(api).await;
    let mut receiver = Receiver::start().await;
    let (id, old) = create(api, &receiver.url, &json!({})).await;
    let rotation = json!({"data": {"type": "webhook_rotation"}});
    let rotated = api.post(&format!("{PATH}/{id}/rotations"), &rotation).await;
    let rotated = rotated.ok();
    let new = rotated["data"]["attributes"]["secret"].as_str().unwrap();
    assert_ne!(new, old);
    api.person(&api.here, "Ada").await;
    let message = receiver.next().await;
    assert_eq!(message.verified(new), message.verified(&old));
    served.stop().await;
}

async fn two_servers_tell_it_once(api: &Api) {
    let servers = [Served::begin(api).await, Served::begin(api).await];
    let mut receiver = Receiver::start().await;
    let (id, secret) = create(api, &receiver.url, &json!({})).await;
    let mut position = 0;
    for name in ["Ada", "Bob", "Cid"] {
        api.person(&api.here, name).await;
        let told = receiver.next().await.verified(&secret);
        assert_eq!(told["data"]["after"], position);
        position += 1;
        assert_eq!(told["data"]["position"], position);
        until(api, &id, |it| it["position"] == position).await;
    }
    assert_eq!(attempts(api, &id).await.len(), 3);
    assert_eq!(receiver.waiting(), 0);
    for served in servers {
        served.stop().await;
    }
}

async fn an_endpoint_that_hangs_holds_up_no_other(api: &Api) {
    let served = Served::begin(api).await;
    // The system accepts for it, and nobody answers.
    let hanging = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", hanging.local_addr().unwrap());
    let (stuck, _) = create(api, &address, &json!({})).await;
    let mut receiver = Receiver::start().await;
    let (id, _) = create(api, &receiver.url, &json!({})).await;
    for position in 1..=2 {
        api.person(&api.here, "Ada").await;
        receiver.next().await;
        until(api, &id, |it| it["position"] == position).await;
    }
    let [attempt] = &attempts(api, &stuck).await[..] else {
        panic!("one attempt")
    };
    assert_eq!(attempt["outcome"], Value::Null);
    served.stop().await;
}
