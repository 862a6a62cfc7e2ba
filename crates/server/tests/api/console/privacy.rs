//! Recalls are asked for, told and worked off, suppressions are lifted, and rules of retention are set.

use axum::http::{Method, StatusCode, header};
use serde_json::Value;

use super::{get, send, sign_in};
use crate::recalls::{NOTIFICATIONS, SUPPRESSIONS, erase, person};
use crate::support::{Api, NOBODY, Reply};

crate::on_both_engines![
    a_person_is_erased_and_only_on_purpose,
    a_correction_destroys_nothing,
    a_work_list_shows_what_is_due_first,
    a_recipient_is_set_in_the_version_that_was_seen,
    a_suppression_is_lifted_with_a_reason,
    rules_are_set_in_the_version_that_was_seen,
    a_retention_is_counted_before_it_removes,
    a_reader_looks_and_changes_nothing,
];

const RETENTION: &str = "/console/retention";

/// A person with an external id that one connector received.
async fn furnish(api: &Api, external_id: &str) -> String {
    let person = person(api, external_id).await;
    let connector = api.activation(&api.here).await;
    api.link(&person, &connector, "output").await;
    person
}

async fn post(api: &Api, cookie: &str, path: &str, form: &str) -> Reply {
    send(api, Method::POST, path, Some(cookie), form).await
}

/// Where a form led to.
fn led(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    reply.headers[header::LOCATION].to_str().unwrap().to_owned()
}

fn is_refused(reply: &Reply, because: &str) {
    assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.body);
    let page = reply.body.to_string();
    assert!(page.contains(because), "{page}");
}

async fn a_person_is_erased_and_only_on_purpose(api: &Api) {
    let ada = furnish(api, "crm-1").await;
    let cookie = sign_in(api, &api.here.admin).await;
    let page = get(api, &cookie, &format!("/console/people/{ada}")).await;
    let ask = format!("/console/people/{ada}/erasures");
    assert!(page.contains(&ask), "the way there: {page}");
    let form = get(api, &cookie, &ask).await;
    assert!(
        form.contains("Nobody can undo this") && !form.contains("Lovelace"),
        "{form}"
    );
    for unclear in ["", "reference=DSR-7", "confirm=yes"] {
        let refused = post(api, &cookie, &ask, unclear).await;
        is_refused(&refused, "Nothing was changed");
    }
    let long = format!("confirm=erase&reference={}", "x".repeat(101));
    is_refused(&post(api, &cookie, &ask, &long).await, "The reference");
    api.get(&format!("/v1/people/{ada}")).await.ok();

    let made = post(api, &cookie, &ask, "confirm=erase&reference=DSR-7").await;
    let recall = led(&made);
    let page = get(api, &cookie, &recall).await;
    for told in [
        "Erasure of a person",
        "DSR-7",
        "pending",
        "may not come back",
        &ada,
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let id = recall.rsplit('/').next().unwrap();
    let erased = api.get(&format!("/v1/erasures/{id}")).await.ok();
    assert_eq!(
        erased["data"]["relationships"]["subject"]["data"]["id"],
        ada
    );
    let entries = "/v1/audit-events?filter[act]=erase";
    let entries = api.get_as(&api.here.admin, entries).await.ok();
    let entry = &entries["data"][0]["attributes"];
    assert_eq!(entry["outcome"], "done", "{entry}");

    let page = get(api, &cookie, &format!("/console/people/{ada}")).await;
    assert!(
        page.contains(&recall) && !page.contains(&ask) && !page.contains("Lovelace"),
        "{page}"
    );
    let list = get(api, &cookie, "/console/recalls").await;
    assert!(
        list.contains(&recall) && list.contains("1 recipient open"),
        "{list}"
    );
    let none = get(api, &cookie, "/console/recalls?right=restriction").await;
    assert!(!none.contains(&recall), "{none}");
    let again = post(api, &cookie, &ask, "confirm=erase").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
}

async fn a_correction_destroys_nothing(api: &Api) {
    let ada = furnish(api, "crm-1").await;
    let cookie = sign_in(api, &api.here.admin).await;
    for (collection, heading) in [
        ("rectifications", "Rectification of a person"),
        ("restrictions", "Restriction of a person"),
    ] {
        let ask = format!("/console/people/{ada}/{collection}");
        get(api, &cookie, &ask).await;
        let recall = led(&post(api, &cookie, &ask, "").await);
        let page = get(api, &cookie, &recall).await;
        assert!(page.contains(heading) && page.contains("pending"), "{page}");
        assert!(!page.contains("may not come back"), "{page}");
    }
    api.get(&format!("/v1/people/{ada}")).await.ok();
}

async fn a_work_list_shows_what_is_due_first(api: &Api) {
    let cookie = sign_in(api, &api.here.admin).await;
    let list = "/console/notifications";
    let empty = get(api, &cookie, list).await;
    assert!(empty.contains("Nobody."), "{empty}");
    for external_id in ["crm-1", "crm-2"] {
        erase(api, &furnish(api, external_id).await).await;
    }
    let [first, second] = &api.get(NOTIFICATIONS).await.ids()[..] else {
        panic!("two")
    };
    let place = |page: &str, id: &str| page.find(&format!("{list}/{id}"));
    let page = get(api, &cookie, list).await;
    assert!(place(&page, first) < place(&page, second), "{page}");
    assert!(!page.contains("overdue"), "{page}");
    let past = serde_json::json!({"data": {"type": "erasure_notification", "id": second,
        "attributes": {"due_at": "2001-01-01T00:00:00Z", "status": "notified"}}});
    api.patch(&format!("{NOTIFICATIONS}/{second}"), &past)
        .await
        .ok();
    let page = get(api, &cookie, list).await;
    let (pending, unanswered) = page.split_once("id=\"unanswered\"").unwrap();
    assert!(place(pending, second).is_none(), "it is told: {page}");
    assert!(place(unanswered, second).is_some(), "{page}");
    let page = get(api, &cookie, &format!("{list}?status=all")).await;
    assert!(
        place(&page, second) < place(&page, first) && page.contains("overdue"),
        "{page}"
    );
    let unclear = get(api, &cookie, &format!("{list}?status=done")).await;
    assert!(unclear.contains("not a status"), "{unclear}");
}

async fn a_recipient_is_set_in_the_version_that_was_seen(api: &Api) {
    erase(api, &furnish(api, "crm-1").await).await;
    let [id] = &api.get(NOTIFICATIONS).await.ids()[..] else {
        panic!("one")
    };
    let cookie = sign_in(api, &api.here.admin).await;
    let path = format!("/console/notifications/{id}");
    let page = get(api, &cookie, &path).await;
    let value = |page: &str, field: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{field}\"")).unwrap();
        let (_, rest) = rest.split_once("value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (seen, due) = (value(&page, "seen"), value(&page, "due"));
    let form = |status: &str, rest: &str| format!("seen={seen}&status={status}&due={due}{rest}");
    for (unclear, because) in [
        (form("impossible", ""), "reason"),
        (form("done", ""), "The status is not a status"),
        (form("notified", "&due="), "The due date"),
        (
            form("notified", &format!("&reason={}", "x".repeat(1_001))),
            "The reason",
        ),
    ] {
        is_refused(&post(api, &cookie, &path, &unclear).await, because);
    }
    let attributes = |document: &Value| document["data"]["attributes"].clone();
    let url = format!("{NOTIFICATIONS}/{id}");
    let stored = || api.get(&url);
    let before = attributes(&stored().await.ok());
    let set = form("impossible", "&reason=It+is+closed&evidence=Ticket+7");
    assert_eq!(led(&post(api, &cookie, &path, &set).await), path);
    let after = attributes(&stored().await.ok());
    assert_eq!(after["status"], "impossible");
    assert_eq!(after["reason"], "It is closed");
    assert_eq!(after["evidence"], "Ticket 7");
    assert_eq!(after["due_at"], before["due_at"], "the day was left alone");
    let page = get(api, &cookie, &path).await;
    assert!(
        page.contains("It is closed") && page.contains("Ticket 7"),
        "{page}"
    );
    // The form is that of before.
    let late = form("confirmed", "");
    is_refused(
        &post(api, &cookie, &path, &late).await,
        "since you opened the form",
    );
    assert_eq!(attributes(&stored().await.ok()), after);
    let moved = format!(
        "seen={}&status=pending&due=2999-12-31",
        value(&page, "seen")
    );
    led(&post(api, &cookie, &path, &moved).await);
    let moved = attributes(&stored().await.ok());
    assert_eq!(moved["due_at"], "2999-12-31T23:59:59.999Z");
    assert_eq!(
        (&moved["reason"], &moved["evidence"]),
        (&Value::Null, &Value::Null)
    );
}

async fn a_suppression_is_lifted_with_a_reason(api: &Api) {
    erase(api, &furnish(api, "crm-1").await).await;
    let [id] = &api.get(SUPPRESSIONS).await.ids()[..] else {
        panic!("one")
    };
    let cookie = sign_in(api, &api.here.admin).await;
    let list = get(api, &cookie, "/console/suppressions").await;
    let path = format!("/console/suppressions/{id}");
    assert!(list.contains(&path) && !list.contains("crm-1"), "{list}");
    assert!(get(api, &cookie, &path).await.contains("may not come back"));
    is_refused(&post(api, &cookie, &path, "reason=+").await, "Say why");
    let lifted = post(api, &cookie, &path, "reason=Asked+again").await;
    assert_eq!(led(&lifted), path);
    let page = get(api, &cookie, &path).await;
    assert!(
        page.contains("lifted")
            && page.contains("Asked again")
            && !page.contains("<form class=\"stack\""),
        "{page}"
    );
    person(api, "crm-1").await;
}

async fn rules_are_set_in_the_version_that_was_seen(api: &Api) {
    let cookie = sign_in(api, &api.here.admin).await;
    let rules = |seen: &str, rest: &str| format!("seen={seen}&{rest}");
    let seen = |page: &str| {
        let (_, rest) = page.split_once("name=\"seen\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let first = seen(&get(api, &cookie, RETENTION).await);
    for (days, because) in [("0", "days"), ("x", "links of people"), ("36501", "days")] {
        let form = rules(&first, &format!("journal=90&links/people={days}"));
        is_refused(&post(api, &cookie, RETENTION, &form).await, because);
    }
    let form = rules(&first, "journal=90&links/people=30");
    assert_eq!(led(&post(api, &cookie, RETENTION, &form).await), RETENTION);
    let page = get(api, &cookie, RETENTION).await;
    assert!(
        page.contains("name=\"links/people\" value=\"30\""),
        "{page}"
    );
    assert!(page.contains("name=\"journal\" value=\"90\""), "{page}");
    let late = post(api, &cookie, RETENTION, &form).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    // An empty field takes a rule away.
    let form = rules(&seen(&page), "journal=&links/people=30");
    led(&post(api, &cookie, RETENTION, &form).await);
    let page = get(api, &cookie, RETENTION).await;
    assert!(
        page.contains("name=\"links/people\" value=\"30\"") && !page.contains("value=\"90\""),
        "{page}"
    );
}

async fn a_retention_is_counted_before_it_removes(api: &Api) {
    let cookie = sign_in(api, &api.here.admin).await;
    let jobs = "/console/retention/jobs";
    is_refused(&post(api, &cookie, jobs, "").await, "count or to remove");
    let refused = post(api, &cookie, jobs, "dry_run=false").await;
    is_refused(&refused, "Nothing was removed");
    for (dry_run, words) in [
        ("true", "Counting for a dry run"),
        ("false", "Removing what is over"),
    ] {
        let job = led(&post(
            api,
            &cookie,
            jobs,
            &format!("dry_run={dry_run}&confirm=remove"),
        )
        .await);
        let page = get(api, &cookie, &job).await;
        assert!(page.contains(words), "{page}");
    }
}

async fn a_reader_looks_and_changes_nothing(api: &Api) {
    let ada = furnish(api, "crm-1").await;
    let erasure = erase(api, &ada).await;
    let [notification] = &api.get(NOTIFICATIONS).await.ids()[..] else {
        panic!("one")
    };
    let [suppression] = &api.get(SUPPRESSIONS).await.ids()[..] else {
        panic!("one")
    };
    let other = furnish(api, "crm-2").await;
    let cookie = sign_in(api, &api.here.reader).await;
    for path in [
        "/console/notifications".to_owned(),
        "/console/recalls".to_owned(),
        "/console/suppressions".to_owned(),
        format!("/console/recalls/{erasure}"),
        format!("/console/notifications/{notification}"),
        format!("/console/suppressions/{suppression}"),
    ] {
        let page = get(api, &cookie, &path).await;
        assert!(
            !page.contains(RETENTION) && !page.contains("<form class=\"stack\""),
            "{path}: {page}"
        );
    }
    let page = get(api, &cookie, &format!("/console/people/{other}")).await;
    assert!(!page.contains("/erasures"), "{page}");
    for id in [NOBODY, &other] {
        let path = format!("/console/people/{id}/erasures");
        let refused = post(api, &cookie, &path, "confirm=erase").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    api.get(&format!("/v1/people/{other}")).await.ok();
}
