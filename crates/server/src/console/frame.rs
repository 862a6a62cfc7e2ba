use maud::{DOCTYPE, Markup, html};

use super::session::Visitor;
use super::{Console, Trouble, assets};

/// The first page.
pub(super) const HOME: &str = "/console/overview";
pub(super) const SIGN_IN: &str = "/console/sign-in";
pub(super) const SIGN_OUT: &str = "/console/sign-out";

/// The sections of the console, as the navigation lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Records,
    Links,
}

impl Section {
    const ALL: [Self; 3] = [Self::Overview, Self::Records, Self::Links];

    const fn door(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview => (HOME, "Overview"),
            Self::Records => ("/console/people", "Records"),
            Self::Links => ("/console/links", "Links"),
        }
    }
}

/// The URL of the sign-in page, which leads `back` afterwards.
pub(super) fn sign_in_url(back: Option<&str>) -> String {
    let Some(back) = back else {
        return SIGN_IN.to_owned();
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("back", back)
        .finish();
    format!("{SIGN_IN}?{query}")
}

/// A whole page for a signed-in visitor.
pub(super) async fn page(
    console: &Console,
    visitor: Visitor,
    here: Section,
    title: &str,
    content: Markup,
) -> Result<Markup, Trouble> {
    let workspace = console.app.ledger.workspace(visitor.tenant).await?;
    let workspace = workspace.ok_or(Trouble::NotFound)?;
    let name = workspace.name.as_str();
    Ok(document(
        &format!("{title} · {name}"),
        &html! {
            a.skip href="#content" { "Skip to content" }
            header.top {
                a.brand href=(HOME) { (mark()) "Wellhead" }
                nav aria-label="Main" {
                    @for section in Section::ALL {
                        @let (url, words) = section.door();
                        a href=(url) aria-current=[(section == here).then_some("page")] { (words) }
                    }
                }
                div.who {
                    span.workspace title="Workspace" { (name) }
                    span.role title="The role of your key" { (visitor.role) }
                    form method="post" action=(SIGN_OUT) { button.quiet { "Sign out" } }
                }
            }
            main #content { (content) }
        },
    ))
}

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

fn document(title: &str, body: &Markup) -> Markup {
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
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" {
            path.in d="M3 4c6 0 5 8 9 8" {}
            path.in d="M3 20c6 0 5-8 9-8" {}
            path.out d="M12 12h9" {}
            circle cx="12" cy="12" r="3" {}
        }
    }
}
