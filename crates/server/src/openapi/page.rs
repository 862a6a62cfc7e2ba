//! The page to browse the description: Swagger UI, from this server alone.
//!
//! The library's own page has a script in it, which a policy without `unsafe-inline` forbids. So only its files are taken,
//! and the page and the script that starts it are ours.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::{DOCTYPE, html};
use swagger_ui_dist::{ApiDefinition, OpenApiSource};
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::respond::failure::Failure;
use crate::respond::fixed::Fixed;

/// The URL of the page.
pub(super) const PAGE: &str = "/docs";

/// Only our own files, none of them inline, and no framing. Icons are `data:` URLs in the style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";

static DOCUMENT: LazyLock<Fixed> =
    LazyLock::new(|| Fixed::new("text/html; charset=utf-8", document()));
static START: LazyLock<Fixed> = LazyLock::new(|| Fixed::new(SCRIPT, include_str!("page/start.js")));
static STYLE: OnceCell<Fixed> = OnceCell::const_new();
static BUNDLE: OnceCell<Fixed> = OnceCell::const_new();

/// The page and its files.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(PAGE, get(async |asked: HeaderMap| DOCUMENT.answer(&asked)))
        .route("/docs/", get(async || Redirect::permanent("../docs")))
        .route("/docs/{file}", get(file))
        .layer(map_response(confined))
}

/// Its URLs are relative, for a server whose public URL has a path.
fn document() -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Wellhead API" }
                link rel="stylesheet" href="docs/swagger-ui.css";
                script src="docs/swagger-ui-bundle.js" defer {}
                script src="docs/start.js" defer {}
            }
            body { div #swagger-ui {} }
        }
    };
    page.into_string()
}

async fn file(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let file = match &*name {
        "start.js" => &*START,
        "swagger-ui.css" => {
            STYLE
                .get_or_init(|| of_library("text/css; charset=utf-8", &name))
                .await
        }
        "swagger-ui-bundle.js" => BUNDLE.get_or_init(|| of_library(SCRIPT, &name)).await,
        _ => return Failure::no_route().into_response(),
    };
    file.answer(&asked)
}

/// A file of Swagger UI, which the library gives away only as an answer.
async fn of_library(content_type: &'static str, name: &str) -> Fixed {
    let library = swagger_ui_dist::generate_routes(ApiDefinition {
        uri_prefix: PAGE,
        api_definition: OpenApiSource::Uri(super::PATH),
        title: None,
    });
    let request = Request::get(format!("{PAGE}/{name}")).body(Body::empty());
    let request = request.expect("a file's name is a path");
    let Ok(response) = library.oneshot(request).await;
    let bytes = to_bytes(response.into_body(), usize::MAX).await;
    Fixed::new(content_type, bytes.expect("the file is in memory"))
}

/// Lets the page load nothing from other servers, and nothing that is written into it.
async fn confined(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(POLICY);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::http::header::CONTENT_TYPE;

    use super::*;

    async fn get(path: &str) -> (Response<()>, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = routes::<()>().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        (Response::from_parts(parts, ()), body)
    }

    #[tokio::test]
    async fn the_page_needs_nothing_from_elsewhere_and_has_nothing_inline() {
        let (response, page) = get(PAGE).await;
        assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        let policy = response.headers()[CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(!page.contains("//") && !page.contains("style="), "{page}");
        let scripts: Vec<_> = page.split("<script").skip(1).collect();
        assert_eq!(scripts.len(), 2, "{page}");
        assert!(scripts.iter().all(|it| it.contains("></script>")), "{page}");
        let parts: Vec<_> = ["href=\"", "src=\""]
            .iter()
            .flat_map(|name| page.split(name).skip(1))
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(parts.len(), 3, "a style sheet and two scripts: {page}");
        for path in parts {
            let (response, part) = get(&format!("/{path}")).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(response.headers().contains_key("etag"), "{path}");
            let is_ours = path.ends_with("start.js");
            assert_eq!(part.len() > 10_000, !is_ours, "{path}");
            assert!(
                !is_ours || part.contains(&super::super::PATH[1..]),
                "{part}"
            );
        }
    }

    #[tokio::test]
    async fn there_is_nothing_else_below_it() {
        let (response, _) = get("/docs/swagger-ui.css.map").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let (response, _) = get("/docs/").await;
        assert_eq!(response.headers()["location"], "../docs");
    }
}
