use maud::{Markup, html};
use wellhead_core::resource::Workspace;
use wellhead_core::tenant::Role;

use super::document::{document, mark};
use super::query::Query;
use super::session::Visitor;
use super::urls::SIGN_OUT;
use super::{Console, Trouble, words};

pub(super) use super::urls::HOME;

/// The sections of the console, as the navigation lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Records,
    Links,
    Changes,
    Jobs,
    Privacy,
    Webhooks,
    Keys,
    Audit,
}

impl Section {
    const ALL: [Self; 9] = [
        Self::Overview,
        Self::Records,
        Self::Links,
        Self::Changes,
        Self::Jobs,
        Self::Privacy,
        Self::Webhooks,
        Self::Keys,
        Self::Audit,
    ];

    /// The lowest role that it is shown to.
    const fn role(self) -> Role {
        match self {
            Self::Overview
            | Self::Records
            | Self::Links
            | Self::Changes
            | Self::Jobs
            | Self::Privacy => Role::Reader,
            Self::Webhooks | Self::Keys | Self::Audit => Role::Admin,
        }
    }

    const fn door(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview => (HOME, "Overview"),
            Self::Records => ("/console/people", "Records"),
            Self::Links => ("/console/links", "Links"),
            Self::Changes => ("/console/changes", "Changes"),
            Self::Jobs => ("/console/jobs", "Jobs"),
            Self::Privacy => ("/console/notifications", "Privacy"),
            Self::Webhooks => ("/console/webhooks", "Webhooks"),
            Self::Keys => ("/console/keys", "Keys"),
            Self::Audit => ("/console/audit", "Audit log"),
        }
    }
}

/// A whole page for a signed-in visitor, which says what of its `query` was unclear.
pub(super) async fn page(
    console: &Console,
    visitor: Visitor,
    query: &Query,
    here: Section,
    title: &str,
    content: Markup,
) -> Result<Markup, Trouble> {
    let workspace = workspace(console, visitor).await?;
    Ok(page_of(&workspace, visitor, query, here, title, &content))
}

/// The visitor's workspace.
pub(super) async fn workspace(console: &Console, visitor: Visitor) -> Result<Workspace, Trouble> {
    let workspace = console.app.ledger.workspace(visitor.tenant).await?;
    workspace.ok_or(Trouble::NotFound)
}

/// The same as [`page`], for who has the workspace already.
pub(super) fn page_of(
    workspace: &Workspace,
    visitor: Visitor,
    query: &Query,
    here: Section,
    title: &str,
    content: &Markup,
) -> Markup {
    let name = workspace.name.as_str();
    document(
        &format!("{title} · {name}"),
        &html! {
            a.skip href="#content" { "Skip to content" }
            header.top {
                a.brand href=(HOME) { (mark()) "Wellhead" }
                nav aria-label="Main" {
                    @for section in Section::ALL.into_iter().filter(|it| it.role() <= visitor.role) {
                        @let (url, words) = section.door();
                        a href=(url) aria-current=[(section == here).then_some("page")] { (words) }
                    }
                }
                div.who {
                    span.workspace title="Workspace" { (words::said(name)) }
                    span.role title="The role of your key" { (visitor.role) }
                    form method="post" action=(SIGN_OUT) { button.quiet { "Sign out" } }
                }
            }
            main #content { (query.note()) (content) }
        },
    )
}
