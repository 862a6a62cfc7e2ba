//! What the API says of the past: the same, whenever it is asked; and what leads from a cause to links.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{self, Api, LINKS, NOBODY, RUNS};

crate::on_both_engines![
    a_moment_is_told_the_same_whenever_it_is_asked,
    a_time_lists_what_was_active_then,
    a_run_leads_to_its_links,
    what_does_not_go_together_is_refused,
];

async fn change(api: &Api, link: &str, changes: Value) {
    let mut document = json!({"data": {"type": "people_workspace_connector", "id": link}});
    for (member, value) in changes.as_object().unwrap() {
        document["data"][member] = value.clone();
    }
    api.patch(&format!("{LINKS}/{link}"), &document).await.ok();
}

fn to(name: &str, of: &str, id: &str) -> Value {
    json!({"relationships": {name: {"data": {"type": of, "id": id}}}})
}

/// Two people, two connectors and a link, with a moment after each step of the link's life.
struct Life {
    people: [String; 2],
    connectors: [String; 2],
    link: String,
    moments: Vec<String>,
    /// What was answered at each moment when it had just been.
    told: Vec<[Value; 3]>,
}

/// All answers about a moment.
async fn told(api: &Api, people: &[String; 2], at: &str) -> [Value; 3] {
    let [ada, bob] = people;
    let list = format!("{LINKS}?filter[as_of]={at}&filter[deleted]=include&include=people");
    let list = api.get(&list).await.ok();
    let provenance = async |id| {
        let url = format!("/v1/people/{id}/provenance?filter[as_of]={at}");
        api.get(&url).await.ok()["data"]["attributes"].clone()
    };
    [
        list["data"].clone(),
        provenance(ada).await,
        provenance(bob).await,
    ]
}

async fn live(api: &Api) -> Life {
    let people = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let connectors = [
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    ];
    let mut life = Life {
        moments: vec![api.moment().await],
        link: api.link(&people[0], &connectors[0], "input").await,
        people,
        connectors,
        told: Vec::new(),
    };
    let path = format!("{LINKS}/{}", life.link);
    for step in 0..7 {
        match step {
            0 => {}
            1 | 6 => drop(api.delete(&path).await),
            2 => change(api, &life.link, json!({"attributes": {"deleted_at": null}})).await,
            3 => change(api, &life.link, to("people", "people", &life.people[1])).await,
            4 => {
                let turned = json!({"attributes": {"direction": "output"}});
                change(api, &life.link, turned).await;
            }
            _ => {
                let there = to(
                    "workspace_connector",
                    "workspace_connector",
                    &life.connectors[1],
                );
                change(api, &life.link, there).await;
            }
        }
        let at = api.moment().await;
        life.told.push(told(api, &life.people, &at).await);
        life.moments.push(at);
    }
    life
}

async fn a_moment_is_told_the_same_whenever_it_is_asked(api: &Api) {
    let life = live(api).await;
    let [ada, bob] = &life.people;
    let [crm, shop] = &life.connectors;
    for person in &life.people {
        api.delete(&format!("/v1/people/{person}")).await;
    }
    for (at, before) in life.moments[1..].iter().zip(&life.told) {
        assert_eq!(told(api, &life.people, at).await, *before, "{at}");
    }
    let [nothing, ..] = told(api, &life.people, &life.moments[0]).await;
    assert_eq!(nothing, json!([]));
    for (place, (person, connector, direction, is_deleted)) in [
        (ada, crm, "input", false),
        (ada, crm, "input", true),
        (ada, crm, "input", false),
        (bob, crm, "input", false),
        (bob, crm, "output", false),
        (bob, shop, "output", false),
        (bob, shop, "output", true),
    ]
    .into_iter()
    .enumerate()
    {
        let [links, ..] = &life.told[place];
        let link = &links[0];
        let end = |name: &str| &link["relationships"][name]["data"]["id"];
        assert_eq!(
            (end("people"), end("workspace_connector")),
            (&json!(person), &json!(connector))
        );
        assert_eq!(link["attributes"]["direction"], direction);
        assert_eq!(
            link["attributes"]["deleted_at"].is_string(),
            is_deleted,
            "{link}"
        );
        // Its links lead to it as it is now.
        let itself = link["links"]["self"].as_str().unwrap();
        api.get(itself).await.ok();
        // It is found from its ends, whether they exist or not.
        let at = &life.moments[place + 1];
        for (path, is_there) in [
            (
                format!("/v1/people/{ada}/people_workspace_connectors"),
                person == ada,
            ),
            (
                format!("/v1/people/{bob}/relationships/people_workspace_connectors"),
                person == bob,
            ),
            (
                format!("/v1/workspace-connectors/{crm}/people_workspace_connectors"),
                connector == crm,
            ),
            (LINKS.to_owned(), true),
        ] {
            let found = api.get(&format!("{path}?filter[as_of]={at}")).await.ids();
            assert_eq!(
                found.len(),
                usize::from(is_there && !is_deleted),
                "{path} {place}"
            );
        }
    }
    let future = format!("{LINKS}?filter[as_of]=2999-01-01T00:00:00Z&filter[deleted]=only");
    assert_eq!(api.get(&future).await.ids(), [&*life.link]);
    let theirs = api.get_as(&api.there.reader, &future).await;
    assert_eq!(theirs.ids(), [""; 0]);
}

async fn a_time_lists_what_was_active_then(api: &Api) {
    let life = live(api).await;
    let [ada, bob] = &life.people;
    let [crm, shop] = &life.connectors;
    let at = |moment: usize| &life.moments[moment];
    for (from, until, filter, is_there) in [
        (0, 1, String::new(), true),
        (2, 3, String::new(), true),
        (0, 7, format!("&filter[people]={ada}"), true),
        (4, 7, format!("&filter[people]={ada}"), false),
        (3, 7, format!("&filter[people]={bob}"), true),
        (5, 7, format!("&filter[workspace_connector]={crm}"), true),
        (6, 7, format!("&filter[workspace_connector]={crm}"), false),
        (
            5,
            7,
            format!("&filter[workspace_connector]={shop}&filter[direction]=output"),
            true,
        ),
        (0, 4, "&filter[direction]=output".to_owned(), false),
    ] {
        let active = format!(
            "filter[active][gte]={}&filter[active][lt]={}",
            at(from),
            at(until)
        );
        let found = api.get(&format!("{LINKS}?{active}{filter}")).await.ids();
        assert_eq!(
            found.len(),
            usize::from(is_there),
            "{from} to {until} {filter}"
        );
    }
    // With one end only; and of somebody who is deleted.
    api.delete(&format!("/v1/people/{bob}")).await;
    for (query, is_there) in [
        (format!("filter[active][gte]={}", at(6)), true),
        (format!("filter[active][gte]={}", at(7)), false),
        (format!("filter[active][lt]={}", at(3)), false),
        (format!("filter[active][lt]={}", at(4)), true),
    ] {
        let path = format!("/v1/people/{bob}/people_workspace_connectors?{query}");
        assert_eq!(
            api.get(&path).await.ids().len(),
            usize::from(is_there),
            "{query}"
        );
        let path = format!("/v1/people/{bob}/provenance?{query}");
        let found = api.get(&path).await.ok();
        let ends = &found["data"]["attributes"];
        let ends = ["sources", "destinations"].map(|side| ends[side].as_array().unwrap().len());
        assert_eq!(ends != [0, 0], is_there, "{query}: {found}");
    }
}

async fn a_run_leads_to_its_links(api: &Api) {
    let connector = api.activation(&api.here).await;
    let people = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
        api.person(&api.here, "Eve").await,
    ];
    let sync = async |seen: &[String]| {
        let run = api
            .run(&connector, &json!({"direction": "input", "mode": "full"}))
            .await;
        let lines = seen
            .iter()
            .map(|id| format!("{}\n", json!({"people_id": id})));
        api.deliver(&run, "", lines.collect::<String>()).await;
        let close = json!({"data": {
            "type": "workspace_connector_sync_log", "id": run, "attributes": {"status": "success"}
        }});
        let path = format!("{RUNS}/{run}?confirm_sweep=true");
        let closed = api.send(Method::PATCH, &path, &api.here.sync, &close).await;
        if closed.status == axum::http::StatusCode::ACCEPTED {
            api.done(closed).await;
        } else {
            closed.ok();
        }
        run
    };
    let first = sync(&people).await;
    let second = sync(&people[..1]).await;
    let by = async |query: &str| {
        api.get(&format!("{LINKS}?sort=created_at&filter[{query}"))
            .await
            .ids()
    };
    let all = by(&format!("created_by]={first}&filter[deleted]=include")).await;
    assert_eq!(all.len(), 3);
    assert_eq!(by(&format!("created_by]={first}")).await, all[..1]);
    assert_eq!(by(&format!("created_by]={second}")).await, [""; 0]);
    assert_eq!(by(&format!("seen_by]={second}")).await, all[..1]);
    assert_eq!(
        by(&format!("seen_by]={first}&filter[deleted]=include")).await,
        all[1..]
    );
    assert_eq!(by(&format!("deleted_by]={second}")).await, all[1..]);
    assert_eq!(
        by(&format!(
            "deleted_by]={second}&filter[people]={}",
            people[2]
        ))
        .await,
        all[2..]
    );
    assert_eq!(
        by(&format!("deleted_by]={second}&filter[deleted]=exclude")).await,
        [""; 0]
    );
    assert_eq!(by(&format!("created_by]={NOBODY}")).await, [""; 0]);
    let of_connector = format!(
        "/v1/workspace-connectors/{connector}/people_workspace_connectors?filter[deleted_by]={second}"
    );
    assert_eq!(api.get(&of_connector).await.ids().len(), 2);

    // A key made a link, and ended it.
    let (admin, key) = (&api.here.admin, api.here.admin_key);
    let link = support::link(&people[1], &connector, "output");
    let link = api.send(Method::POST, LINKS, admin, &link).await.created();
    assert_eq!(by(&format!("created_by]={key}")).await, [&*link]);
    assert_eq!(by(&format!("seen_by]={key}")).await, [&*link]);
    let path = format!("{LINKS}/{link}");
    api.send(Method::DELETE, &path, admin, &Value::Null).await;
    assert_eq!(by(&format!("deleted_by]={key}")).await, [&*link]);
    assert_eq!(by(&format!("created_by]={key}")).await, [""; 0]);
    let theirs = format!("{LINKS}?filter[created_by]={first}&filter[deleted]=include");
    assert_eq!(api.get_as(&api.there.reader, &theirs).await.ids(), [""; 0]);
}

async fn what_does_not_go_together_is_refused(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let time = "2026-05-10T00:00:00Z";
    for (query, place) in [
        (
            format!("filter[as_of]={time}&filter[active][gte]={time}"),
            "filter[active][gte]",
        ),
        (
            format!("filter[as_of]={time}&filter[active][lt]={time}"),
            "filter[active][lt]",
        ),
        (
            format!("filter[as_of]={time}&filter[created_by]={NOBODY}"),
            "filter[created_by]",
        ),
        (
            format!("filter[seen_by]={NOBODY}&filter[created_by]={NOBODY}"),
            "filter[seen_by]",
        ),
        (
            format!("filter[active][gte]={time}&filter[deleted]=include"),
            "filter[deleted]",
        ),
        (
            format!("filter[as_of]={time}&page[total]=true"),
            "page[total]",
        ),
        (
            format!("filter[deleted_by]={NOBODY}&page[total]=true"),
            "page[total]",
        ),
        ("filter[created_by]=me".to_owned(), "filter[created_by]"),
        ("filter[active][lt]=soon".to_owned(), "filter[active][lt]"),
        ("filter[as_of]=soon".to_owned(), "filter[as_of]"),
    ] {
        for path in [
            LINKS.to_owned(),
            format!("/v1/people/{ada}/people_workspace_connectors"),
        ] {
            let refused = api.get(&format!("{path}?{query}")).await;
            refused.is_error(400, "invalid_parameter", place);
        }
    }
    let both = format!("filter[as_of]={time}&filter[active][gte]={time}");
    let refused = api
        .get(&format!("/v1/people/{ada}/provenance?{both}"))
        .await;
    refused.is_error(400, "invalid_parameter", "filter[active][gte]");
}
