//! One recipient that is to be told of a recall: what is known, and the form that says more.

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::NotificationId;
use wellhead_core::privacy::{Notification, NotificationChanges, NotificationStatus};
use wellhead_core::tenant::Role;
use wellhead_core::text::Note;
use wellhead_core::time::Timestamp;

use super::{is_late, note, notifications, recall, told};
use crate::catalogue::audited::Unaudited;
use crate::console::causes::Causes;
use crate::console::frame::{self, Section};
use crate::console::kinds::record_url;
use crate::console::pages::parts;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::words::{self, DAY, plain};
use crate::console::{Console, Trouble};

const PATH: &str = "/console/notifications/{id}";
/// The field with the version that the form was made of.
const SEEN: &str = "seen";

pub(super) fn routes() -> [Route; 2] {
    [
        Route::page(PATH, show).unaudited(Unaudited::Impersonal),
        Route::admin_post(PATH, send).audited(Act::Update, About::Notification),
    ]
}

async fn find(console: &Console, visitor: Visitor, id: &str) -> Result<Notification, Trouble> {
    let id: NotificationId = id.parse().map_err(|_| Trouble::NotFound)?;
    let found = console.app.ledger.notification(visitor.tenant, id).await?;
    found.ok_or(Trouble::NotFound)
}

async fn show(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let found = find(&console, visitor, &id).await?;
    let connectors =
        notifications::connectors(&console, visitor, std::slice::from_ref(&found)).await?;
    let named = connectors.get(&found.workspace_connector);
    let causes = Causes::of(&console, visitor, [found.set]).await?;
    let noun = found.record.kind.declaration().words.noun;
    let content = html! {
        p.trail { a href=(notifications::PATH) { "To be told" } " / Recipient" }
        h1 { @match named { Some(named) => (words::said(&named.connector.name)), None => "A recipient" } " " (told(found.status)) }
        p {
            @match named { Some(named) => { (parts::connector(named)) }, None => { "The recipient" } }
            " is to " (recall::task(found.right)) " the " (noun) " "
            a href=(record_url(found.record)) { code { (found.record.id) } } ". "
            a href=(recall::url(found.recall)) { "The recall" }
        }
        dl.facts {
            div {
                dt { "Due" }
                dd {
                    (words::time(found.due_at))
                    @if is_late(found.status, found.due_at, console.app.ledger.now()) { " " (parts::badge("bad", "overdue")) }
                }
            }
            div { dt { "Reason" } dd { (said(found.reason.as_ref())) } }
            div { dt { "Evidence" } dd { (said(found.evidence.as_ref())) } }
            div { dt { "Last set" } dd { (words::time(found.updated_at)) " by " (causes.who(found.set)) } }
        }
        @if visitor.role >= Role::Admin { (form(&found)) }
    };
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Privacy,
        "Recipient",
        content,
    )
    .await
}

fn said(note: Option<&Note>) -> Markup {
    html! { @match note { Some(note) => (words::said(note)), None => { span.note { "none" } } } }
}

fn form(found: &Notification) -> Markup {
    let field = |note: &Option<Note>| note.as_ref().map(ToString::to_string);
    html! {
        h2 { "Set" }
        form.stack method="post" action={ (notifications::PATH) "/" (found.id) } {
            input type="hidden" name=(SEEN) value=(found.updated_at.as_micros());
            label for="status" { "Status" }
            select #status name="status" {
                @for status in NotificationStatus::ALL {
                    option value=(status) selected[found.status == *status] {
                        (plain(status.as_str())) @if status.needs_reason() { ", because of the reason below" }
                    }
                }
            }
            label for="due" { "Due by the end of (UTC)" }
            input #due type="date" name="due" required value=(words::date(found.due_at));
            label for="reason" { "Reason" }
            input #reason name="reason" maxlength=(Note::MAX_CHARS) value=[field(&found.reason)] autocomplete="off";
            label for="evidence" { "Evidence, such as the number of a ticket" }
            input #evidence name="evidence" maxlength=(Note::MAX_CHARS) value=[field(&found.evidence)] autocomplete="off";
            p.note { "Neither names the person: both outlive an erasure." }
            button { "Set" }
        }
    }
}

/// Sets what the form says, unless somebody else has meanwhile.
async fn send(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Redirect, Trouble> {
    let found = find(&console, visitor, &id).await?;
    if sent.field(SEEN) != found.updated_at.as_micros().to_string() {
        let why =
            "Somebody has set it since you opened the form. Nothing was changed: look at it again.";
        return Err(Trouble::Refused(why.to_owned()));
    }
    let status = sent.field("status").parse();
    let status = status.map_err(|error| Trouble::Refused(format!("The status is {error}.")))?;
    let due = sent.field("due");
    let changes = NotificationChanges {
        status: Some(status),
        due_at: (due != words::date(found.due_at))
            .then(|| end_of(due))
            .transpose()?,
        reason: Some(note(&sent, "reason", "The reason")?),
        evidence: Some(note(&sent, "evidence", "The evidence")?),
    };
    let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
    let ledger = &console.app.ledger;
    ledger
        .notification_update(author, found.id, changes)
        .await?;
    Ok(Redirect::to(&format!(
        "{}/{}",
        notifications::PATH,
        found.id
    )))
}

/// The last millisecond of a day.
fn end_of(day: &str) -> Result<Timestamp, Trouble> {
    let begin: Result<Timestamp, _> = format!("{day}T00:00:00Z").parse();
    let begin = begin.map_err(|_| Trouble::Refused("The due date is not a date.".to_owned()))?;
    Ok(begin.plus_micros(DAY - 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_in_utc() {
        let end = end_of("2026-12-31").unwrap();
        assert_eq!(end.to_string(), "2026-12-31T23:59:59.999Z");
        assert_eq!(words::date(end), "2026-12-31");
        assert!(end_of("").is_err() && end_of("soon").is_err());
    }
}
