use maud::{DOCTYPE, Markup, html};

use super::assets;

/// A whole page for anyone.
pub(super) fn bare(title: &str, content: &Markup) -> Markup {
    document(
        title,
        &html! {
            main.bare #content {
                p.brand { (mark()) "Wellhead" }
                (content)
            }
        },
    )
}

/// The HTML document around a body.
pub(super) fn document(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // The content security policy forbids inline styles and eval, so htmx must not try them.
                meta name="htmx-config" content=r#"{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0}"#;
                title { (title) " · Wellhead" }
                link rel="icon" href=(assets::ICON.url()) type="image/svg+xml";
                link rel="stylesheet" href=(assets::NORMALIZE.url());
                link rel="stylesheet" href=(assets::STYLE.url());
                script src=(assets::HTMX.url()) defer {}
            }
            body { (body) }
        }
    }
}

/// The logo: one arrow in, one arrow out.
pub(super) fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" {
            path.in d="M3 4c6 0 5 8 9 8" {}
            path.in d="M3 20c6 0 5-8 9-8" {}
            path.out d="M12 12h9" {}
            circle cx="12" cy="12" r="3" {}
        }
    }
}
