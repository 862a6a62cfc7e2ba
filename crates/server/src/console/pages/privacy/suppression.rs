//! One suppressed id, and the form that lets it come back.

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::SuppressionId;
use wellhead_core::privacy::Suppression;
use wellhead_core::tenant::Role;
use wellhead_core::text::Note;

use super::{note, suppressed, suppressions};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/suppressions/{id}";

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page(PATH, show).unaudited(Unaudited::Impersonal),
        Route::admin_post(PATH, send).audited(Act::Update, About::Suppression),
    ]
}

async fn find(console: &Console, visitor: Visitor, id: &str) -> Result<Suppression, Trouble> {
    let id: SuppressionId = id.parse().map_err(|_| Trouble::NotFound)?;
    let found = console.app.ledger.suppression(visitor.tenant, id).await?;
    found.ok_or(Trouble::NotFound)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let found = find(&console, visitor, &id).await?;
    let content = html! {
        p.trail { a href=(suppressions::PATH) { "Suppressions" } " / Suppression" }
        h1 { "An id of " (found.kind.declaration().words.one) " " (suppressed(&found)) }
        (suppressions::table(&console, visitor, std::slice::from_ref(&found)).await?)
        @if found.lifted_at.is_none() && visitor.role >= Role::Admin { (form(&found)) }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Privacy,
        "Suppression",
        content,
    )
    .await
}

fn form(found: &Suppression) -> Markup {
    html! {
        h2 { "Let it come back" }
        p { "If somebody asked to be a customer again, say. What was erased stays erased; the next delivery makes a new record." }
        form.stack method="post" action={ (suppressions::PATH) "/" (found.id) } {
            label for="reason" { "Reason" }
            input #reason name="reason" required maxlength=(Note::MAX_CHARS) autocomplete="off";
            p.note { "It names nobody." }
            button { "Lift the suppression" }
        }
    }
}

/// Lifts it. One that was lifted stays as it is.
async fn send(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Redirect, Trouble> {
    let found = find(&console, visitor, &id).await?;
    let Some(reason) = note(&sent, "reason", "The reason")? else {
        let why = "Say why the id may come back. Nothing was changed.";
        return Err(Trouble::Refused(why.to_owned()));
    };
    let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
    let ledger = &console.app.ledger;
    ledger.suppression_lift(author, found.id, reason).await?;
    Ok(Redirect::to(&format!(
        "{}/{}",
        suppressions::PATH,
        found.id
    )))
}
