use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::resource::{JobKind, Selection, Status};

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::naming::{self, connector_url};
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::AdminVisitor;
use crate::console::words::{self, counted};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/connectors/{id}/disconnect";

pub(super) fn routes() -> [Route; 2] {
    [
        Route::admin(PATH, ask).unaudited(Unaudited::Impersonal),
        Route::admin_post(PATH, send).audited(Act::Disconnect, About::WorkspaceConnector),
    ]
}

/// Says what disconnecting would delete, and asks for confirmation.
async fn ask(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let named = naming::connector(&console, visitor, &id).await?;
    let id = named.workspace_connector.id;
    let status = console.app.ledger.sync_status(visitor.tenant, id).await?;
    let name = named.connector.name.as_str();
    let slug = named.connector.slug.as_str();
    let url = connector_url(&named);
    let content = html! {
        p.trail { a href=(frame::HOME) { "Overview" } " / " a href=(url) { (words::said(name)) } " / Disconnect" }
        h1 { "Disconnect " (words::said(name)) "?" }
        @if named.workspace_connector.status == Status::Disabled {
            (parts::nothing("It is already disconnected.", &html! { "Its status is disabled." }))
        } @else {
            p {
                "This would disable the connector and soft-delete "
                strong { (counted(status.active_input() + status.active_output(), "active link", "active links")) }
                ": " (counted(status.active_input(), "link", "links")) " in and " (counted(status.active_output(), "link", "links")) " out. "
                "After that it accepts no deliveries in either direction. The records themselves are kept."
            }
            form.stack method="post" action={ (url) "/disconnect" } {
                label for="slug" { "Type " code { (slug) } " to confirm" }
                input #slug name="slug" required pattern=(slug) autocomplete="off" autocapitalize="none" spellcheck="false";
                div.row {
                    button.danger { "Disconnect" }
                    a.button href=(url) { "Keep it" }
                }
            }
        }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Overview,
        &format!("Disconnect {name}"),
        content,
    )
    .await
}

/// Opens the job that disconnects, and shows its page.
async fn send(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Redirect, Trouble> {
    let named = naming::connector(&console, visitor, &id).await?;
    if sent.field("slug").trim() != named.connector.slug.as_str() {
        let why = "That is not the connector's name. Nothing was changed.";
        return Err(Trouble::Refused(why.to_owned()));
    }
    let selection = Selection {
        workspace_connector: Some(named.workspace_connector.id),
        ..Selection::default()
    };
    let ledger = &console.app.ledger;
    let job = ledger.job_open(visitor.tenant, JobKind::Disconnect, selection, false);
    let job = job.await?;
    let url = format!("/console/jobs/{}", job.id);
    console.app.carry_out(visitor.tenant, job);
    Ok(Redirect::to(&url))
}
