//! How long what is over is kept, for administrators.

use std::iter;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use wellhead_core::audit::{About, Act, Detail, Fact, Value};
use wellhead_core::command::{Expected, Versions};
use wellhead_core::privacy::retention::{Category, Holding, Period, Policy, RuleChanges};
use wellhead_core::record::Kind;
use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::time::Timestamp;

use super::Tab;
use crate::catalogue::audited::Unaudited;
use crate::console::frame::{self, Section};
use crate::console::query::Asked;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::AdminVisitor;
use crate::console::table::{self, Column, Row, Table};
use crate::console::words::{self, title};
use crate::console::{Console, Trouble};
use crate::respond::told::Told;

pub(super) const PATH: &str = "/console/retention";
const JOBS: &str = "/console/retention/jobs";
/// The field with the version of the policy that the form was made of.
const SEEN: &str = "seen";

/// What somebody types who means it.
const CONFIRM: &str = "remove";

pub(super) fn routes() -> [Route; 3] {
    [
        Route::admin(PATH, show).unaudited(Unaudited::Impersonal),
        Route::admin_post(PATH, send).audited(Act::Update, About::Retention),
        Route::admin_post(JOBS, begin).audited(Act::Retain, About::Retention),
    ]
}

async fn show(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let policy = ledger.retention(visitor.tenant).await?;
    let mut cuts = Vec::new();
    for kind in Kind::ALL {
        let since = ledger.retention_cuts(visitor.tenant, kind).await?;
        cuts.extend(since.covers_since().map(|since| (kind, since)));
    }
    let content = html! {
        h1 { "Retention" }
        p.note {
            "How many days something is kept after it is over. An empty field keeps it for ever. Once a day a job removes what has \
             been over for longer."
        }
        (Tab::Retention.bar(visitor))
        (form(&policy))
        section {
            h2 { "Remove now" }
            p {
                @match policy.begun_at {
                    Some(at) => { "The last removal began " (words::time(at)) "." }
                    None => { "Nothing was removed by rules so far." }
                }
            }
            @for (kind, since) in cuts {
                p.note {
                    "Of " (kind.declaration().words.many) ", links are known as they were since " (words::time(since)) "; before, some are gone."
                }
            }
            p { "Both go by the rules as they are saved." }
            form method="post" action=(JOBS) {
                button name="dry_run" value="true" { "Count what would go" }
            }
            @if !policy.rules.is_empty() {
                form.stack method="post" action=(JOBS) {
                    label for="confirm" { "Type " code { (CONFIRM) } " to confirm" }
                    input #confirm name="confirm" required pattern=(CONFIRM) autocomplete="off" autocapitalize="none" spellcheck="false";
                    button.danger name="dry_run" value="false" { "Remove it" }
                }
            }
        }
    };
    let section = Section::Privacy;
    frame::page(
        &console,
        visitor,
        &asked.query,
        section,
        "Retention",
        content,
    )
    .await
}

fn form(policy: &Policy) -> Markup {
    let by_kind = || Category::ALL.iter().filter(|it| it.is_by_kind());
    let categories = by_kind().map(|it| Column::new(title(it.as_str())).about(about(*it)));
    let columns = iter::once(Column::naming("Days of")).chain(categories);
    let rows = Kind::ALL.map(|kind| {
        let holdings = by_kind().map(|category| Holding::new(*category, Some(kind)));
        let fields = holdings.map(|it| table::cell(it.map(|holding| field(policy, holding))));
        let many = html! { (title(kind.declaration().words.many)) };
        Row::new(iter::once(many).chain(fields))
    });
    let table = Table::new("Rules by kind of record", columns, rows);
    html! {
        form method="post" action=(PATH) {
            input type="hidden" name=(SEEN) value=(policy.times().version().as_micros());
            (table)
            p.row {
                label for="journal" title=(about(Category::Journal)) { "Days of the journal of changes" }
                (field(policy, Holding::JOURNAL))
            }
            dl.facts {
                @for category in Category::ALL { div { dt { (title(category.as_str())) } dd { (about(*category)) } } }
            }
            p { button { "Save the rules" } }
        }
    }
}

fn field(policy: &Policy, holding: Holding) -> Markup {
    let days = policy.rules.of(holding).map(Period::days);
    html! {
        input.days id=[holding.kind().is_none().then_some("journal")] type="number" min="1" max=(Period::LONGEST) name=(holding)
            value=[days] aria-label=[holding.kind().map(|_| format!("Days of {}", words::holding(holding)))];
    }
}

/// What is removed.
const fn about(category: Category) -> &'static str {
    match category {
        Category::Journal => "The changes that the feed and webhooks tell of.",
        Category::Links => "Links that have ended, with their history.",
        Category::History => "What links said before they were changed.",
        Category::Tombstones => "What stays of records that were deleted or erased.",
        Category::Rejections => "The rejected lines of runs that are closed.",
        Category::Runs => "Runs that are closed, with their rejected lines.",
    }
}

/// Sets all rules to what the form says, unless somebody else has meanwhile.
async fn send(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    sent: Sent,
) -> Result<Redirect, Trouble> {
    let unreadable = |_| Trouble::Refused("The form does not say what it was made of.".to_owned());
    let seen: i64 = sent.field(SEEN).parse().map_err(unreadable)?;
    let expected = Expected {
        accepted: Versions::These(vec![Timestamp::from_micros(seen)]),
        refused: Versions::These(Vec::new()),
        restore: false,
    };
    let mut changes = RuleChanges::new();
    for holding in Holding::all() {
        let period = match sent.field(&holding.to_string()).trim() {
            "" => None,
            text => {
                let period = text.parse::<Period>();
                let refused = |error| {
                    Trouble::Refused(format!(
                        "“{text}” for {} is {error}.",
                        words::holding(holding)
                    ))
                };
                Some(period.map_err(refused)?)
            }
        };
        changes.push((holding, period));
    }
    let change = console
        .app
        .ledger
        .retention_set(visitor.tenant, changes, Some(expected));
    change.await?;
    Ok(Redirect::to(PATH))
}

/// Opens the job that counts or removes, and shows its page.
async fn begin(
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    sent: Sent,
) -> Result<Response, Trouble> {
    let dry_run = match sent.field("dry_run") {
        "true" => true,
        "false" => false,
        _ => {
            return Err(Trouble::Refused(
                "The form does not say whether to count or to remove.".to_owned(),
            ));
        }
    };
    if !dry_run && sent.field("confirm").trim() != CONFIRM {
        let why = "The word that confirms it was not typed. Nothing was removed.";
        return Err(Trouble::Refused(why.to_owned()));
    }
    let ledger = &console.app.ledger;
    let job = ledger.job_open(
        visitor.tenant,
        JobKind::Retain,
        Selection::default(),
        dry_run,
    );
    let job = job.await?;
    let url = format!("/console/jobs/{}", job.id);
    console.app.carry_out(visitor.tenant, job);
    let mut response = Redirect::to(&url).into_response();
    if dry_run {
        response.extensions_mut().insert(Told {
            detail: Detail::default().and(Fact::DryRun, Value::Number(1)),
            ..Told::default()
        });
    }
    Ok(response)
}
