//! The forms that recall a record: to have it erased, corrected or restricted by everyone who received it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use wellhead_core::audit::About;
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::RecordId;
use wellhead_core::privacy::{Reference, SubjectRight};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::Deleted;

use super::optional;
use super::recall::{self, task};
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::kinds::{record_url, records_url};
use crate::console::pages::disclosures;
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::words::title;
use crate::console::{Console, Trouble};
use crate::resources;
use crate::respond::told::Told;

/// Three for each kind, under the same names as in the API.
pub(super) fn routes() -> Vec<Route> {
    let of = |kind, right: SubjectRight| {
        let path = format!("{}/{{id}}/{}", records_url(kind), collection(right));
        let ask =
            move |visitor, console, path, asked| ask(kind, right, visitor, console, path, asked);
        let send =
            move |visitor, console, path, sent| send(kind, right, visitor, console, path, sent);
        [
            Route::admin(&path, ask).unaudited(Unaudited::Impersonal),
            Route::admin_post(&path, send)
                .audited_durably(resources::recall::act(right), About::Record(kind)),
        ]
    };
    let rights = || SubjectRight::ALL.iter().copied();
    let all = Kind::ALL
        .into_iter()
        .flat_map(|kind| rights().map(move |right| (kind, right)));
    all.flat_map(|(kind, right)| of(kind, right)).collect()
}

/// The page that asks how a record is to be recalled.
pub(super) fn url(record: RecordRef) -> String {
    url_by(record, SubjectRight::Erasure)
}

fn url_by(record: RecordRef, right: SubjectRight) -> String {
    format!("{}/{}", record_url(record), collection(right))
}

/// As the API calls them.
fn collection(right: SubjectRight) -> &'static str {
    let path = resources::recall::shape(right).path;
    path.strip_prefix("/v1/").unwrap_or(path)
}

/// What happens then.
fn consequence(record: RecordRef, right: SubjectRight) -> Markup {
    let noun = record.kind.declaration().words.noun;
    html! {
        @match right {
            SubjectRight::Erasure => {
                p {
                    "The " (noun) " is deleted with its links, and its names, external ids and other values are destroyed wherever \
                     the ledger has them. " strong { "Nobody can undo this." }
                }
                ul {
                    li { "Everyone who received it gets a place on the list of those to be told, due in 30 days." }
                    li { "Its ids may not come back: deliveries that name them are rejected until an administrator lifts that." }
                    li { "What stays is which connectors had it, and when." }
                }
                p {
                    "The recipients will ask what they call this " (noun) ". Only the "
                    a href=(disclosures::url(record)) { "disclosure report" } " says so, and not after this: download it first."
                }
            }
            SubjectRight::Rectification => {
                p {
                    "Everyone who received the " (noun) " gets a place on the list of those to be told that its data were wrong, \
                     due in 30 days. Nothing is destroyed, and this corrects no value here."
                }
            }
            SubjectRight::Restriction => {
                p {
                    "Everyone who received the " (noun) " gets a place on the list of those to be told that its processing is \
                     restricted, due in 30 days. Nothing is destroyed, and nothing is held back here."
                }
            }
        }
    }
}

async fn ask(
    kind: Kind,
    right: SubjectRight,
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let record = kind.record(id);
    exists(&console, visitor, record).await?;
    let words = &kind.declaration().words;
    let heading = format!("{} {}?", title(task(right)), words.one);
    let content = html! {
        p.trail {
            a href=(records_url(kind)) { (title(words.many)) } " / "
            a href=(record_url(record)) { "Record" } " / " (title(right.as_str()))
        }
        h1 { (heading) }
        p.note { (words.noun) " " code { (id) } }
        nav.choices aria-label="Rights" {
            @for other in SubjectRight::ALL {
                a href=(url_by(record, *other)) aria-current=[(*other == right).then_some("page")] { (title(task(*other))) }
            }
        }
        (consequence(record, right))
        form.stack method="post" action=(url_by(record, right)) {
            label for="reference" { "Reference, such as the number of the request" }
            input #reference name="reference" maxlength=(Reference::MAX_CHARS) autocomplete="off";
            p.note { "It names nobody: it outlives the data." }
            @if right == SubjectRight::Erasure {
                label for="confirm" { "Type " code { (task(right)) } " to confirm" }
                input #confirm name="confirm" required pattern=(task(right)) autocomplete="off" autocapitalize="none" spellcheck="false";
            }
            div.row {
                button.danger[right == SubjectRight::Erasure] { (title(task(right))) }
                a.button href=(record_url(record)) { "Leave it" }
            }
        }
    };
    let section = Section::Records;
    frame::page(&console, visitor, &asked.query, section, &heading, content).await
}

/// Whether there is or was such a record, which may have been deleted.
async fn exists(console: &Console, visitor: Visitor, record: RecordRef) -> Result<(), Trouble> {
    let ledger = &console.app.ledger;
    let found = ledger.record(visitor.tenant, record, Deleted::Include);
    found.await?.map(|_| ()).ok_or(Trouble::NotFound)
}

/// Records the recall, and shows it. An erasure has then mostly destroyed what names the record, too.
async fn send(
    kind: Kind,
    right: SubjectRight,
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Trouble> {
    let id: RecordId = id.parse().map_err(|_| Trouble::NotFound)?;
    let record = kind.record(id);
    exists(&console, visitor, record).await?;
    if right == SubjectRight::Erasure && sent.field("confirm").trim() != task(right) {
        let why = "The word that confirms it was not typed. Nothing was changed.";
        return Err(Trouble::Refused(why.to_owned()));
    }
    let reference = optional(&sent, "reference", "The reference", Reference::parse)?;
    let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
    let made = console.app.ledger.recall(author, right, record, reference);
    let made = made.await?;
    let mut response = Redirect::to(&recall::url(made.id)).into_response();
    response.extensions_mut().insert(Told::from(&made));
    Ok(response)
}
