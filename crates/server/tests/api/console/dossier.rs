//! A record's page as a dossier: of a moment or a time, and as a download.

use axum::http::{Method, StatusCode, header};
use serde_json::json;

use super::{get, send, sign_in};
use crate::identities::create;
use crate::support::{self, Api, LINKS};

crate::on_both_engines![
    a_dossier_shows_a_moment_or_a_time,
    a_dossier_is_downloaded_as_it_is_shown,
    its_print_says_when_and_by_whom,
    a_reconnected_connector_has_one_lane_and_its_names,
];

/// A link of Ada's that is deleted, and another that is pointed to Bob; and the moments in between.
async fn furnish(api: &Api) -> ([String; 2], [String; 2], [String; 4]) {
    let people = [
        api.person(&api.here, "Ada").await,
        api.person(&api.here, "Bob").await,
    ];
    let connector = api.activation(&api.here).await;
    let before = api.moment().await;
    let gone = api.link(&people[0], &connector, "output").await;
    let moved = api.link(&people[0], &connector, "input").await;
    let made = api.moment().await;
    api.delete(&format!("{LINKS}/{gone}")).await;
    let deleted = api.moment().await;
    let there = json!({"data": {"type": "people", "id": people[1]}});
    let path = format!("{LINKS}/{moved}/relationships/people");
    api.patch(&path, &there).await.ok();
    let after = api.moment().await;
    (people, [gone, moved], [before, made, deleted, after])
}

/// The ids of a download's links, the newest first, and whether each is deleted.
fn rows(csv: &str) -> Vec<(String, bool)> {
    let rows = csv
        .lines()
        .skip(1)
        .map(|row| row.split(',').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), !row[3].is_empty()))
        .collect()
}

async fn a_dossier_shows_a_moment_or_a_time(api: &Api) {
    let ([ada, bob], _, [before, made, deleted, after]) = furnish(api).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = async |id: &str, query: &str| {
        let page = get(api, &cookie, &format!("/console/people/{id}?{query}")).await;
        assert!(!page.contains("not understood"), "{page}");
        let table = page.split("<tbody").nth(1).unwrap_or_default();
        let rows = table
            .split("</tbody>")
            .next()
            .unwrap()
            .matches("<tr")
            .count();
        (rows, table.matches("class=\"gone\"").count())
    };
    for (query, of_ada, of_bob) in [
        (String::new(), (1, 1), (1, 0)),
        (format!("as_of={before}"), (0, 0), (0, 0)),
        (format!("as_of={made}"), (2, 0), (0, 0)),
        (format!("as_of={deleted}"), (2, 1), (0, 0)),
        (format!("as_of={after}"), (1, 1), (1, 0)),
        ("from=2020-01-01&to=2020-12-31".to_owned(), (0, 0), (0, 0)),
        ("from=2020-01-01".to_owned(), (2, 1), (1, 0)),
        // What was active, as it was known at a moment.
        (format!("from=2020-01-01&as_of={made}"), (2, 0), (0, 0)),
        (
            format!("from=2020-01-01&to=2020-12-31&as_of={made}"),
            (0, 0),
            (0, 0),
        ),
    ] {
        assert_eq!(page(&ada, &query).await, of_ada, "{query}");
        assert_eq!(page(&bob, &query).await, of_bob, "{query}");
    }
    // A form sends its moment without a zone, and empty fields.
    let year = get(
        api,
        &cookie,
        &format!("/console/people/{ada}?from=&to=&as_of=2021-01-01T00:00"),
    )
    .await;
    assert!(year.contains("then."), "{year}");
    let unclear = get(api, &cookie, &format!("/console/people/{ada}?as_of=soon")).await;
    assert!(
        unclear.contains("“soon” is not a date and time"),
        "{unclear}"
    );
    assert!(
        !unclear.contains("links.csv"),
        "it would have more than was asked for"
    );
}

async fn a_dossier_is_downloaded_as_it_is_shown(api: &Api) {
    let ([ada, bob], [gone, moved], [_, made, deleted, _]) = furnish(api).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let csv = async |id: &str, query: &str| {
        let csv = format!("/console/people/{id}/links.csv?{query}");
        rows(&get(api, &cookie, &csv).await)
    };
    let both = |is_deleted| vec![(moved.clone(), false), (gone.clone(), is_deleted)];
    assert_eq!(csv(&ada, "").await, [(gone.clone(), true)]);
    assert_eq!(csv(&bob, "").await, [(moved.clone(), false)]);
    assert_eq!(csv(&ada, &format!("as_of={made}")).await, both(false));
    assert_eq!(csv(&ada, &format!("as_of={deleted}")).await, both(true));
    assert_eq!(csv(&ada, "from=2020-01-01&to=2999-12-31").await, both(true));
    assert_eq!(csv(&ada, "to=2020-12-31").await, []);
    let page = format!("/console/people/{ada}?from=2020-01-01&as_of={made}");
    let page = get(api, &cookie, &page).await;
    let download = page.split('"').find(|it| it.contains("links.csv")).unwrap();
    let download = rows(&get(api, &cookie, &download.replace("&amp;", "&")).await);
    assert_eq!(download, both(false));
    for query in [
        "as_of=soon",
        "from=2026-02-30",
        "until=2026-05-10",
        "to=2026-05-10&to=",
    ] {
        let path = format!("/console/people/{ada}/links.csv?{query}");
        let reply = send(api, Method::GET, &path, Some(&cookie), "").await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let stranger = api.person(&api.there, "Eve").await;
    for id in [&*stranger, support::NOBODY, "x"] {
        let path = format!("/console/people/{id}/links.csv");
        let reply = send(api, Method::GET, &path, Some(&cookie), "").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
}

async fn its_print_says_when_and_by_whom(api: &Api) {
    let ([ada, _], ..) = furnish(api).await;
    let cookie = sign_in(api, &api.here.admin).await;
    let path = format!("/console/people/{ada}?from=2026-05-01&to=2026-06-30");
    let page = get(api, &cookie, &path).await;
    let produced = page
        .split("class=\"produced\"")
        .nth(1)
        .unwrap()
        .split("</p>")
        .next()
        .unwrap();
    for said in [
        "Links that were active between 2026-05-01 and 2026-06-30. Produced ",
        &format!("with the key <code>{}</code> (admin).", api.here.admin_key),
    ] {
        assert!(produced.contains(said), "{produced}");
    }
    // The button comes from a script of our own.
    let script = page.split('"').find(|it| it.contains("/print-")).unwrap();
    let script = send(api, Method::GET, script, Some(&cookie), "").await;
    assert_eq!(script.status, StatusCode::OK);
    assert_eq!(
        script.headers[header::CONTENT_TYPE],
        "text/javascript; charset=utf-8"
    );
}

async fn a_reconnected_connector_has_one_lane_and_its_names(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let (first, other) = (
        api.activation(&api.here).await,
        api.activation(&api.here).await,
    );
    api.link(&ada, &first, "input").await;
    create(api, &ada, &first, "501").await;
    create(api, &ada, &other, "<b>").await;
    let second = api.reconnect(&first).await;
    api.link(&ada, &second, "input").await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, &format!("/console/people/{ada}")).await;
    let side = page.split("<ul class=\"ends\">").nth(1).unwrap();
    let side = side.split("</ul>").next().unwrap();
    assert!(
        side.contains("The CRM</bdi></a>, as <code><bdi>501</bdi></code>"),
        "{side}"
    );
    assert_eq!(side.matches(">connection</a>").count(), 2, "{side}");
    assert_eq!(side.matches("not connected ").count(), 1, "{side}");
    assert!(page.contains(", as <code><bdi>&lt;b&gt;</bdi></code>, without a link."));
    let timeline = page.split("id=\"timeline\"").nth(1).unwrap();
    let timeline = timeline.split("</svg>").next().unwrap();
    assert_eq!(
        timeline.matches("<text class=\"end\"").count(),
        1,
        "one lane"
    );
    assert_eq!(
        timeline.matches("<g class=\"gap\"").count(),
        1,
        "{timeline}"
    );
    assert_eq!(timeline.matches("<circle").count(), 2, "{timeline}");

    let connector = format!("/console/connectors/{second}");
    let page = get(api, &cookie, &connector).await;
    assert!(page.contains("One of 2 connections"), "{page}");
    assert!(page.contains(&format!("/console/connectors/{first}")));
}
