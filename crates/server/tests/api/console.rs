//! The console: who gets in, and what the pages say. How they look is tested in the browser.

mod disclosures;
mod dossier;
mod jobs;
mod links;
mod merging;
mod privacy;
mod queries;
mod runs;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::json;
use wellhead_core::limits::LimitChanges;
use wellhead_core::record::{Kind, Values};
use wellhead_core::tenant::Role;
use wellhead_core::webhook::{Outcome, Sent};
use wellhead_server::{Visit, console_catalogue};

use crate::recalls::{NOTIFICATIONS, SUPPRESSIONS};
use crate::support::{self, Api, LINKS, Reply, Workspace};
use crate::webhooks;

crate::on_both_engines![
    no_page_is_shown_without_signing_in,
    each_page_requires_its_declared_role,
    no_page_shows_another_workspaces_rows,
    a_session_ends_with_its_key,
    signing_out_ends_the_session,
    forms_of_other_sites_do_nothing,
    a_wrong_key_opens_nothing,
    pages_keep_to_themselves,
    assets_are_kept_by_browsers,
    people_are_found,
    links_are_filtered_and_paged,
    a_download_has_every_link,
    a_connector_is_disconnected,
    every_kind_has_its_pages,
    only_kinds_with_records_have_tabs,
    quotas_are_on_the_overview,
    search_text_is_escaped,
    webhooks_are_shown_to_admins,
    keys_are_shown_to_admins,
];

const OVERVIEW: &str = "/console/overview";
const SIGN_IN: &str = "/console/sign-in";

pub(crate) async fn send(
    api: &Api,
    method: Method,
    path: &str,
    cookie: Option<&str>,
    form: &str,
) -> Reply {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    api.call(request.body(Body::from(form.to_owned())).unwrap())
        .await
}

pub(crate) async fn sign_in(api: &Api, token: &str) -> String {
    let reply = send(api, Method::POST, SIGN_IN, None, &format!("key={token}")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    assert_eq!(reply.headers[header::LOCATION], OVERVIEW);
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(!cookie.contains(token), "the key stays where it was typed");
    cookie.split(';').next().unwrap().to_owned()
}

pub(crate) async fn get(api: &Api, cookie: &str, path: &str) -> String {
    let reply = send(api, Method::GET, path, Some(cookie), "").await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    reply.body.as_str().unwrap().to_owned()
}

/// What the search of a list finds.
async fn search(api: &Api, cookie: &str, list: &str, text: &str) -> String {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("search", text)
        .finish();
    let path = format!("{list}/search");
    let reply = send(api, Method::POST, &path, Some(cookie), &form).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    reply.body.as_str().unwrap().to_owned()
}

fn visits() -> Vec<Visit> {
    let visits = console_catalogue();
    assert!(visits.len() > 12);
    visits
}

async fn no_page_is_shown_without_signing_in(api: &Api) {
    let open: Vec<_> = visits()
        .into_iter()
        .filter(|it| it.role.is_none())
        .collect();
    let open: BTreeSet<_> = open
        .iter()
        .map(|it| format!("{} {}", it.method, it.path))
        .collect();
    let ways_in_and_out = [
        "GET /console/sign-in",
        "POST /console/sign-in",
        "POST /console/sign-out",
    ];
    assert_eq!(open, ways_in_and_out.map(str::to_owned).into());
    let wrong = format!("wellhead_session={}", "0".repeat(64));
    let key = format!("wellhead_session={}", api.here.admin);
    for visit in visits().into_iter().filter(|it| it.role.is_some()) {
        let path = visit.path.replace("{id}", support::NOBODY);
        for cookie in [None, Some("wellhead_session="), Some(&*wrong), Some(&*key)] {
            let reply = send(api, visit.method.clone(), &path, cookie, "").await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{visit:?}");
            let there = reply.headers[header::LOCATION].to_str().unwrap();
            assert!(there.starts_with(SIGN_IN), "{there}");
        }
        // A fragment: the whole page has to redirect.
        let request = Request::builder()
            .method(visit.method.clone())
            .uri(&path)
            .header("hx-request", "true");
        let reply = api.call(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{visit:?}");
        assert_eq!(reply.headers["hx-redirect"], SIGN_IN);
    }
}

async fn each_page_requires_its_declared_role(api: &Api) {
    for (role, token) in [
        (Role::Reader, &api.here.reader),
        (Role::Sync, &api.here.sync),
        (Role::Admin, &api.here.admin),
    ] {
        let cookie = sign_in(api, token).await;
        for visit in visits() {
            let Some(needed) = visit.role else { continue };
            let path = visit.path.replace("{id}", support::NOBODY);
            let reply = send(api, visit.method.clone(), &path, Some(&cookie), "").await;
            let refused = reply.status == StatusCode::FORBIDDEN;
            assert_eq!(refused, role < needed, "{visit:?} for {role}");
            let expected = match visit.method {
                _ if visit.path.contains("{id}") => StatusCode::NOT_FOUND,
                // The form is empty.
                Method::POST if !visit.path.ends_with("/search") => StatusCode::CONFLICT,
                _ => StatusCode::OK,
            };
            assert!(
                refused || reply.status == expected,
                "{visit:?}: {}",
                reply.body
            );
        }
    }
}

/// A workspace's person, connector and link.
async fn furnish(api: &Api, workspace: &Workspace, name: &str) -> [String; 3] {
    let person = api.person(workspace, name).await;
    let connector = api.activation(workspace).await;
    let link = support::link(&person, &connector, "input");
    let link = api.send(Method::POST, LINKS, &workspace.sync, &link).await;
    [person, connector, link.created()]
}

/// A recall of another workspace's person, and the notification and the suppression that it made.
async fn recalled_there(api: &Api, person: &str) -> Vec<String> {
    let admin = &api.there.admin;
    let connector = api.activation(&api.there).await;
    let link = support::link(person, &connector, "output");
    api.send(Method::POST, LINKS, &api.there.sync, &link)
        .await
        .created();
    let identity = support::identity_of(Kind::People, person, &connector, "501");
    let identities = Kind::People.wire().identities_path;
    api.send(Method::POST, identities, &api.there.sync, &identity)
        .await
        .created();
    let path = format!("/v1/people/{person}/restrictions");
    let restriction = json!({"data": {"type": "restriction"}});
    let restricted = api.send(Method::POST, &path, admin, &restriction).await;
    let mut ids = vec![restricted.created()];
    let other = api.person(&api.there, "Somebody").await;
    let path = format!("/v1/people/{other}/erasures");
    let identity = support::identity_of(Kind::People, &other, &connector, "502");
    api.send(Method::POST, identities, &api.there.sync, &identity)
        .await
        .created();
    let erasure = json!({"data": {"type": "erasure"}});
    let erased = api.send(Method::POST, &path, admin, &erasure).await;
    ids.push(erased.created());
    for list in [NOTIFICATIONS, SUPPRESSIONS] {
        let listed = api.get_as(admin, list).await.ids();
        assert!(!listed.is_empty(), "{list}");
        ids.extend(listed);
    }
    ids
}

async fn no_page_shows_another_workspaces_rows(api: &Api) {
    let theirs = furnish(api, &api.there, "Evelina").await;
    furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    let webhook = webhooks::create(api, &api.there, &json!({})).await;
    let recalled = recalled_there(api, &theirs[0]).await;
    let ids: Vec<&str> = theirs
        .iter()
        .chain([&webhook])
        .chain(&recalled)
        .map(String::as_str)
        .collect();
    let secrets = || ids.iter().copied().chain(["Evelina"]);
    for visit in visits() {
        let Some(_) = visit.role else { continue };
        for id in &ids {
            let path = visit.path.replace("{id}", id);
            let reply = send(api, visit.method.clone(), &path, Some(&cookie), "slug=crm").await;
            if visit.path.contains("{id}") {
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
            }
            for secret in secrets() {
                assert!(
                    !reply.body.to_string().contains(secret),
                    "{path} shows {secret}"
                );
            }
        }
    }
    let [person, connector, _] = &theirs;
    for path in [
        format!("/console/links?id={person}"),
        format!("/console/links?connector={connector}"),
        format!("/console/links.csv?connector={connector}"),
    ] {
        let page = get(api, &cookie, &path).await;
        for secret in ["Evelina", &theirs[2]] {
            assert!(!page.contains(secret), "{path} shows {secret}");
        }
    }
    for text in [person, "evel"] {
        let page = search(api, &cookie, "/console/people", text).await;
        assert!(page.contains("No people found"), "{text}: {page}");
    }
    let path = format!("/v1/workspace-connectors/{connector}");
    let still = api.get_as(&api.there.reader, &path).await.ok();
    assert_eq!(still["data"]["attributes"]["status"], "enabled");
}

async fn a_session_ends_with_its_key(api: &Api) {
    let cookie = sign_in(api, &api.here.admin).await;
    get(api, &cookie, OVERVIEW).await;
    api.revoke(api.here.admin_key).await;
    let mut status = StatusCode::OK;
    // A store may cache a key for some seconds.
    for _ in 0..50 {
        status = send(api, Method::GET, OVERVIEW, Some(&cookie), "")
            .await
            .status;
        if status != StatusCode::OK {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(status, StatusCode::SEE_OTHER);
}

async fn signing_out_ends_the_session(api: &Api) {
    let cookie = sign_in(api, &api.here.reader).await;
    let other = sign_in(api, &api.here.reader).await;
    let reply = send(api, Method::POST, "/console/sign-out", Some(&cookie), "").await;
    let set = reply.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(set.contains("Max-Age=0"), "{set}");
    let reply = send(api, Method::GET, OVERVIEW, Some(&cookie), "").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    get(api, &other, OVERVIEW).await;
}

async fn forms_of_other_sites_do_nothing(api: &Api) {
    let [_, connector, _] = furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    let keys = format!("key={}&slug=crm", api.here.reader);
    let posts = visits().into_iter().filter(|it| it.method == Method::POST);
    let posts: Vec<_> = posts
        .map(|it| {
            it.path
                .replace("connectors/{id}", &format!("connectors/{connector}"))
        })
        .map(|path| path.replace("{id}", support::NOBODY))
        .collect();
    assert!(posts.len() > 12, "{posts:?}");
    for path in &posts {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("accept", "text/html"),
        ] {
            let request = Request::post(path)
                .header(header::COOKIE, &cookie)
                .header(header::HOST, "ledger.example")
                .header(name, value)
                .body(Body::from(keys.clone()))
                .unwrap();
            let reply = api.call(request).await;
            assert_eq!(
                reply.status,
                StatusCode::FORBIDDEN,
                "{path} {name}: {value}"
            );
            assert!(!reply.headers.contains_key(header::SET_COOKIE));
        }
    }
    get(api, &cookie, OVERVIEW).await;
    let still = api
        .get(&format!("/v1/workspace-connectors/{connector}"))
        .await
        .ok();
    assert_eq!(still["data"]["attributes"]["status"], "enabled");
}

async fn a_wrong_key_opens_nothing(api: &Api) {
    for key in ["", "whk_0", &api.here.reader.to_uppercase()] {
        let reply = send(api, Method::POST, SIGN_IN, None, &format!("key={key}")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!reply.headers.contains_key(header::SET_COOKIE));
    }
}

fn keeps_to_itself(headers: &HeaderMap) {
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"));
    assert!(
        !policy.contains("unsafe") && !policy.contains("http"),
        "{policy}"
    );
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
}

async fn pages_keep_to_themselves(api: &Api) {
    furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    for path in [
        OVERVIEW,
        "/console/people",
        "/console/links",
        "/console/nowhere",
        SIGN_IN,
    ] {
        let reply = send(api, Method::GET, path, Some(&cookie), "").await;
        keeps_to_itself(&reply.headers);
        assert_eq!(reply.headers[header::CACHE_CONTROL], "no-store");
        let page = reply.body.as_str().unwrap_or_default();
        for foreign in ["http://", "https://", "style=\"", "onclick"] {
            assert!(!page.contains(foreign), "{path} has {foreign}");
        }
    }
}

async fn assets_are_kept_by_browsers(api: &Api) {
    let page = send(api, Method::GET, SIGN_IN, None, "").await.body;
    let page = page.as_str().unwrap();
    let assets: Vec<_> = page
        .split('"')
        .filter(|it| it.starts_with("/console/assets/"))
        .collect();
    assert_eq!(assets.len(), 4, "{page}");
    for path in assets {
        let reply = send(api, Method::GET, path, None, "").await;
        assert_eq!(reply.status, StatusCode::OK);
        keeps_to_itself(&reply.headers);
        let caching = reply.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(caching.contains("immutable"), "{caching}");
        let request =
            Request::get(path).header(header::IF_NONE_MATCH, &reply.headers[header::ETAG]);
        let again = api.call(request.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    }
    let gone = send(api, Method::GET, "/console/assets/console.css", None, "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

async fn people_are_found(api: &Api) {
    let ada = api.person(&api.here, "Ada").await;
    let bob = api.person(&api.here, "Bob").await;
    let cookie = sign_in(api, &api.here.reader).await;
    for (text, found, not) in [("AD", &ada, &bob), (&*bob, &bob, &ada)] {
        let page = search(api, &cookie, "/console/people", text).await;
        assert!(
            page.contains(&**found) && page.contains("1 found"),
            "{page}"
        );
        assert!(!page.contains(&format!("people/{not}")));
    }
    let page = search(api, &cookie, "/console/people", "nobody").await;
    assert!(page.contains("No people found"));
    let page = get(api, &cookie, "/console/people").await;
    assert!(page.contains(&*ada) && page.contains(&*bob));
}

async fn links_are_filtered_and_paged(api: &Api) {
    let [person, connector, first] = furnish(api, &api.here, "Ada").await;
    for _ in 0..54 {
        api.link(&person, &connector, "output").await;
    }
    api.delete(&format!("{LINKS}/{first}")).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let rows = async |path: &str| {
        let page = get(api, &cookie, path).await;
        // The first one is the head.
        (page.matches("<tr ").count() - 1, page)
    };
    let (count, page) = rows("/console/links").await;
    assert_eq!(count, 50);
    let older = page.split('"').find(|it| it.contains("after=")).unwrap();
    let (count, page) = rows(&older.replace("&amp;", "&")).await;
    assert_eq!(count, 4);
    assert!(page.contains("before=") && !page.contains("after="));
    assert_eq!(rows("/console/links?deleted=only").await.0, 1);
    assert_eq!(rows("/console/links?way=input&deleted=include").await.0, 1);
    for empty in [
        "way=input",
        "to=2020-01-01",
        "connector=00000000-0000-4000-8000-000000000000",
    ] {
        let page = get(api, &cookie, &format!("/console/links?{empty}")).await;
        assert!(page.contains("No links."), "{empty}");
    }
}

async fn a_download_has_every_link(api: &Api) {
    let [person, connector, _] = furnish(api, &api.here, "=Ada").await;
    let operations: Vec<_> = (0..700)
        .map(|_| json!({"op": "add", "data": support::link(&person, &connector, "output")["data"]}))
        .collect();
    let reply = api.operate(&api.here.sync, &json!(operations)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let cookie = sign_in(api, &api.here.reader).await;
    let csv = get(api, &cookie, "/console/links.csv").await;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 702);
    assert!(lines[0].starts_with("people_workspace_connector_id,created_at,"));
    let ids: BTreeSet<_> = lines[1..].iter().map(|it| it.split(',').next()).collect();
    assert_eq!(ids.len(), 701, "each once");
    assert!(lines[1].ends_with(",'=Ada,crm"), "{}", lines[1]);
    let csv = get(api, &cookie, "/console/links.csv?way=input").await;
    assert_eq!(csv.lines().count(), 2);
}

async fn a_connector_is_disconnected(api: &Api) {
    let [_, connector, _] = furnish(api, &api.here, "Ada").await;
    let cookie = sign_in(api, &api.here.admin).await;
    let path = format!("/console/connectors/{connector}/disconnect");
    let page = get(api, &cookie, &path).await;
    assert!(page.contains("<strong>1 active link</strong>"), "{page}");
    let refused = send(api, Method::POST, &path, Some(&cookie), "slug=other").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let done = send(api, Method::POST, &path, Some(&cookie), "slug=crm").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let job = done.headers[header::LOCATION].to_str().unwrap().to_owned();
    let mut page = String::new();
    for _ in 0..100 {
        page = get(api, &cookie, &job).await;
        if !page.contains("in progress") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(
        page.contains("1 of 1 links") && page.contains("done"),
        "{page}"
    );
    assert!(!page.contains("every 1s"), "it does not come again");
    assert_eq!(api.get(LINKS).await.ids(), Vec::<String>::new());
    let now = api
        .get(&format!("/v1/workspace-connectors/{connector}"))
        .await
        .ok();
    assert_eq!(now["data"]["attributes"]["status"], "disabled");
}

/// The URL of a kind's list, and its heading.
fn of_kind(kind: Kind) -> (String, String) {
    let path = kind.wire().records_path.replace("/v1", "/console");
    (path, capital(kind.declaration().words.many))
}

fn capital(words: &str) -> String {
    format!("{}{}", words[..1].to_uppercase(), &words[1..])
}

async fn every_kind_has_its_pages(api: &Api) {
    let connector = api.activation(&api.here).await;
    let theirs = api.activation(&api.there).await;
    let cookie = sign_in(api, &api.here.reader).await;
    for kind in Kind::ALL {
        let record = api.record(&api.here, kind).await;
        let link = support::link_of(kind, &record, &connector, "input");
        let link = api.post(kind.wire().links_path, &link).await.created();
        let stranger = api.record(&api.there, kind).await;
        let other = support::link_of(kind, &stranger, &theirs, "input");
        let path = kind.wire().links_path;
        let other = api.send(Method::POST, path, &api.there.sync, &other).await;
        let other = other.created();

        let (path, title) = of_kind(kind);
        let name = support::example(kind)[kind.declaration().display[0]].clone();
        let name = name.as_str().unwrap();
        let list = get(api, &cookie, &path).await;
        assert!(list.contains(&format!("<h1>{title}</h1>")), "{list}");
        let first = list.split("role=\"columnheader\"").nth(1).unwrap();
        let heading = match kind {
            Kind::People => "Name".to_owned(),
            _ => capital(&kind.declaration().display[0].replace('_', " ")),
        };
        assert!(first.starts_with(&format!(">{heading}</th>")), "{list}");
        let search = search(api, &cookie, &path, &name[..2]).await;
        let detail = get(api, &cookie, &format!("{path}/{record}")).await;
        let links = get(api, &cookie, &format!("/console/links?record={kind}")).await;
        for page in [&list, &search, &detail, &links] {
            assert!(page.contains(name), "{kind}: {page}");
            assert!(!page.contains(&stranger), "{kind}");
        }
        for page in [&list, &search, &links] {
            assert!(page.contains(&format!("{path}/{record}")), "{kind}: {page}");
        }
        for (field, value) in kind.fields().iter().zip(Values::example(kind).iter()) {
            let value = value.unwrap().to_string();
            assert!(detail.contains(&value), "{kind} shows {}", field.name);
        }
        let csv = get(api, &cookie, &format!("/console/links.csv?record={kind}")).await;
        let (header, row) = csv.split_once('\n').unwrap();
        assert!(
            header.starts_with(&format!("{}_id,", kind.wire().link)),
            "{header}"
        );
        assert!(row.starts_with(&link) && !csv.contains(&other), "{csv}");
        let flows = get(
            api,
            &cookie,
            &format!("/console/overview/flows?record={kind}"),
        )
        .await;
        let one = format!("1 {}", kind.declaration().words.noun);
        assert!(flows.contains(&one), "{flows}");
        let path = format!("/console/connectors/{connector}?record={kind}");
        let page = get(api, &cookie, &path).await;
        assert!(page.contains(&record), "{kind}: {page}");
        let missing = format!("{}/{stranger}", of_kind(kind).0);
        let reply = send(api, Method::GET, &missing, Some(&cookie), "").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    }
    // Now all kinds have tabs, and the connector's page counts the links of each.
    let overview = get(api, &cookie, OVERVIEW).await;
    let page = get(api, &cookie, &format!("/console/connectors/{connector}")).await;
    for kind in Kind::ALL {
        assert!(overview.contains(&format!("record={kind}")), "{overview}");
        let many = kind.declaration().words.many;
        assert!(page.contains(&format!("1 of {many}")), "{page}");
    }
}

async fn quotas_are_on_the_overview(api: &Api) {
    let cookie = sign_in(api, &api.here.reader).await;
    let ada = api.person(&api.here, "Ada").await;
    let connector = api.activation(&api.here).await;
    let gone = api.link(&ada, &connector, "input").await;
    let gone = format!("{LINKS}/{gone}");
    assert_eq!(api.delete(&gone).await.status, StatusCode::NO_CONTENT);
    api.record(&api.here, Kind::Invoice).await;
    assert!(!get(api, &cookie, OVERVIEW).await.contains("Quota of"));
    let limits = LimitChanges {
        records: Some(Some(2)),
        links: Some(Some(1_500)),
        ..LimitChanges::default()
    };
    api.limit(&api.here, limits).await;
    let overview = get(api, &cookie, OVERVIEW).await;
    for (quota, used) in [
        (
            "records",
            "2</dd><dd class=\"note\">active of at most 2, of all kinds; no more are taken<",
        ),
        (
            "links",
            "0</dd><dd class=\"note\">active of at most 1,500, of all kinds<",
        ),
    ] {
        let tile = format!("Quota of {quota}</dt><dd>{used}");
        assert!(overview.contains(&tile), "{tile}: {overview}");
    }
}

async fn only_kinds_with_records_have_tabs(api: &Api) {
    let has_tabs = |page: &str| page.contains("Kinds of record");
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, "/console/people").await;
    assert!(page.contains("There are no people yet") && !has_tabs(&page));
    api.record(&api.here, Kind::Invoice).await;
    api.record(&api.there, Kind::Account).await;
    let page = get(api, &cookie, "/console/people").await;
    assert!(
        has_tabs(&page) && page.contains("/console/invoices"),
        "{page}"
    );
    assert!(
        !page.contains("/console/accounts"),
        "that is another workspace's"
    );
    // A kind that has records comes first.
    let page = get(api, &cookie, "/console/links").await;
    assert!(page.contains("?record=invoice"), "{page}");
    let page = get(api, &cookie, "/console/links?record=nonsense").await;
    assert!(page.contains("No links.") && page.contains("“nonsense” is not a kind of record"));
}

async fn search_text_is_escaped(api: &Api) {
    let name = "<script>alert(1)</script>";
    let person = api.person(&api.here, name).await;
    let cookie = sign_in(api, &api.here.reader).await;
    for path in [
        format!("/console/people/{person}"),
        "/console/people".to_owned(),
        "/console/links?from=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
    ] {
        let page = get(api, &cookie, &path).await;
        assert!(!page.contains("<script>alert"), "{path}");
    }
    let page = search(api, &cookie, "/console/people", "\"><script>alert(1)").await;
    assert!(
        page.contains("alert(1)") && !page.contains("<script>alert"),
        "{page}"
    );
}

async fn keys_are_shown_to_admins(api: &Api) {
    const PAGE: &str = "/console/keys";
    let reader = sign_in(api, &api.here.reader).await;
    assert!(!get(api, &reader, OVERVIEW).await.contains(PAGE));
    let refused = send(api, Method::GET, PAGE, Some(&reader), "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let admin = sign_in(api, &api.here.admin).await;
    assert!(get(api, &admin, OVERVIEW).await.contains(PAGE));
    api.key_made(&api.here, 61).await;
    api.revoke(api.here.sync_key).await;
    let key = json!({"data": {"type": "api_key", "attributes": {"role": "sync", "name": "<The> import"}}});
    let made = api
        .send(Method::POST, "/v1/api-keys", &api.here.admin, &key)
        .await;
    let token = made.body["data"]["attributes"]["token"].as_str().unwrap();
    let page = get(api, &admin, PAGE).await;
    for words in [
        "&lt;The&gt; import",
        "expired",
        "revoked",
        "never",
        &token[..12],
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(&token[..13]), "{page}");
    assert!(!page.contains(&api.there.reader_key.to_string()), "{page}");
}

async fn webhooks_are_shown_to_admins(api: &Api) {
    let reader = sign_in(api, &api.here.reader).await;
    assert!(
        !get(api, &reader, OVERVIEW)
            .await
            .contains("/console/webhooks")
    );
    let admin = sign_in(api, &api.here.admin).await;
    assert!(
        get(api, &admin, OVERVIEW)
            .await
            .contains("/console/webhooks")
    );
    let list = get(api, &admin, "/console/webhooks").await;
    assert!(list.contains("No webhook endpoints"), "{list}");
    api.person(&api.here, "Ada").await;
    let attributes = json!({"kinds": ["people", "company"], "position": 0});
    let id = webhooks::create(api, &api.here, &attributes).await;
    let path = format!("/console/webhooks/{id}");
    let page = get(api, &admin, &path).await;
    assert!(page.contains("Nothing was sent yet"), "{page}");
    let tenant = api.here.tenant;
    let claimed = api.ledger.webhook_claim(tenant).await.unwrap().unwrap();
    let page = get(api, &admin, &path).await;
    assert!(page.contains("under way"), "{page}");
    let sent = Sent {
        outcome: Outcome::TimedOut,
        status_code: None,
        detail: Some("too <late>".to_owned()),
        retry_after: None,
        took: Duration::from_secs(20),
    };
    let settled = api.ledger.webhook_settle(tenant, &claimed, sent).await;
    settled.unwrap();
    let fragment = get(api, &admin, &format!("{path}/attempts")).await;
    for words in ["failing", "timed out", "too &lt;late&gt;", "1 failure"] {
        assert!(fragment.contains(words), "{words}: {fragment}");
    }
    assert!(!fragment.contains("<html"), "{fragment}");
    let list = get(api, &admin, "/console/webhooks").await;
    for words in ["failing", "people, companies", &path] {
        assert!(list.contains(words), "{words}: {list}");
    }
    for page in [page, list] {
        assert!(!page.contains("whsec_"), "{page}");
    }
}
