//! Scripts of other sites.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use tower::ServiceExt;
use wellhead_server::Settings;

use crate::support::Api;

crate::on_both_engines![
    a_listed_site_is_let_in,
    other_sites_are_not,
    the_console_is_for_no_other_site,
    by_default_there_is_no_site,
];

const SITE: &str = "https://app.example";

fn router(api: &Api) -> Router {
    let settings = Settings {
        cors_origins: [SITE, "http://localhost:3000"]
            .map(|it| it.parse().unwrap())
            .to_vec(),
        ..Settings::default()
    };
    wellhead_server::router(api.ledger.clone(), &settings)
}

/// Asks as a script of the site `origin` does, or as its browser does before that.
async fn ask(router: Router, method: Method, path: &str, origin: &str) -> (StatusCode, HeaderMap) {
    let request = Request::builder().method(method.clone()).uri(path);
    let request = request.header("origin", origin);
    let request = match method {
        Method::OPTIONS => request
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match"),
        _ => request,
    };
    let request = request.body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    (response.status(), response.headers().clone())
}

fn list(headers: &HeaderMap, name: &str) -> Vec<String> {
    let value = headers[name].to_str().unwrap();
    value
        .split(',')
        .map(|it| it.trim().to_lowercase())
        .collect()
}

async fn a_listed_site_is_let_in(api: &Api) {
    for site in [SITE, "http://localhost:3000"] {
        let (status, headers) = ask(router(api), Method::OPTIONS, "/v1/people/1", site).await;
        assert_eq!(status, 200);
        assert_eq!(headers["access-control-allow-origin"], site);
        let methods = list(&headers, "access-control-allow-methods");
        assert!(
            ["get", "post", "patch", "delete"]
                .iter()
                .all(|it| methods.contains(&(*it).to_owned()))
        );
        let allowed = list(&headers, "access-control-allow-headers");
        for name in [
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "last-event-id",
        ] {
            assert!(allowed.contains(&name.to_owned()), "{name}");
        }
        assert!(!headers.contains_key("access-control-allow-credentials"));

        // Also what went wrong can be read: this request has no key.
        let (status, headers) = ask(router(api), Method::GET, "/v1/people", site).await;
        assert_eq!(status, 401);
        assert_eq!(headers["access-control-allow-origin"], site);
        assert!(!headers.contains_key("access-control-allow-credentials"));
        let exposed = list(&headers, "access-control-expose-headers");
        for name in [
            "location",
            "etag",
            "retry-after",
            "x-request-id",
            "ratelimit",
        ] {
            assert!(exposed.contains(&name.to_owned()), "{name}");
        }
        let vary = headers
            .get_all("vary")
            .iter()
            .map(|it| it.to_str().unwrap());
        let vary = vary.collect::<Vec<_>>().join(", ").to_lowercase();
        assert!(vary.contains("origin") && vary.contains("accept"), "{vary}");
        let (status, _) = ask(router(api), Method::PUT, "/v1/people", site).await;
        assert_eq!(status, 405);
    }
}

async fn other_sites_are_not(api: &Api) {
    for site in [
        "https://evil.example",
        "http://app.example",
        "https://app.example:8443",
        "null",
    ] {
        for method in [Method::OPTIONS, Method::GET] {
            let (_, headers) = ask(router(api), method, "/v1/people", site).await;
            assert!(
                !headers.contains_key("access-control-allow-origin"),
                "{site}"
            );
        }
    }
}

async fn the_console_is_for_no_other_site(api: &Api) {
    for path in ["/", "/console", "/console/sign-in", "/console/people"] {
        for method in [Method::OPTIONS, Method::GET, Method::POST] {
            let (status, headers) = ask(router(api), method.clone(), path, SITE).await;
            let allows = headers
                .keys()
                .any(|it| it.as_str().starts_with("access-control"));
            assert!(!allows, "{method} {path}: {status}");
        }
    }
}

async fn by_default_there_is_no_site(api: &Api) {
    let router = || wellhead_server::router(api.ledger.clone(), &Settings::default());
    let (status, headers) = ask(router(), Method::OPTIONS, "/v1/people", SITE).await;
    assert_eq!(status, 405);
    assert!(!headers.contains_key("access-control-allow-origin"));
    let (_, headers) = ask(router(), Method::GET, "/v1/people", SITE).await;
    assert!(!headers.contains_key("access-control-allow-origin"));
}
