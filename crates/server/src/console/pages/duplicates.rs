use axum::extract::State;
use axum::response::Redirect;
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::RecordId;
use wellhead_core::identity::{Duplicates, Likeness};
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::JobStatus;
use wellhead_core::tenant::Role;

use super::{merges, parts, records};
use crate::console::frame::{self, Section};
use crate::console::kinds::{Kinds, record_url, records_url};
use crate::console::naming;
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, title};
use crate::console::{Console, Trouble};

/// Groups per page.
const MOST: usize = 10;
/// The field with the record that stays.
const KEEP: &str = "keep";
/// What the names of the fields begin with that say which records are merged; their ids follow.
const MERGE: &str = "merge.";

/// Two for each kind, at the kind's own path.
pub(super) fn routes() -> Vec<Route> {
    let of = |kind| {
        let show = move |visitor, console, asked| show(kind, visitor, console, asked);
        let send = move |visitor, console, sent| send(kind, visitor, console, sent);
        [
            Route::page(&url(kind), show).audited(Act::Duplicates, About::Record(kind)),
            Route::admin_post(&url(kind), send).audited(Act::Create, About::Merge(kind)),
        ]
    };
    Kind::ALL.into_iter().flat_map(of).collect()
}

/// The page about records of a kind that may be the same.
pub(super) fn url(kind: Kind) -> String {
    format!("{}/duplicates", records_url(kind))
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: place, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let request = place.page(MOST, Interval::default());
    let ledger = &console.app.ledger;
    let by = Likeness::of(kind);
    let page = ledger.duplicates(visitor.tenant, kind, by, request).await?;
    let kinds = Kinds::of(&console, visitor, Some(kind)).await?;
    let many = kind.declaration().words.many;
    let heading = format!("{} that may be the same", title(many));
    let content = html! {
        p.trail { a href=(records_url(kind)) { (title(many)) } " / Duplicates" }
        h1 { (heading) }
        p.note {
            (rule(kind)) " Nothing is merged until somebody says so, and a merge can be undone. "
            a href=(merges::url(kind)) { "Merges so far" }
        }
        (kinds.tabs(url))
        @for group in &page.items {
            (compared(kind, visitor, group))
        }
        @if page.items.is_empty() && page.upto.is_none() {
            (parts::nothing("No two look the same.", &html! { "What connectors deliver under ids of their own may come in twice; then it shows here." }))
        }
        (parts::ended_early(&page))
        (parts::pager(&url(kind), &query, &request, &page))
    };
    frame::page(
        &console,
        visitor,
        &query,
        Section::Records,
        &heading,
        content,
    )
    .await
}

/// What makes a group, in words.
fn rule(kind: Kind) -> String {
    let declaration = kind.declaration();
    let telling = declaration.telling.iter().map(|members| {
        let names = members.iter().map(|name| words::plain(name));
        names.collect::<Vec<_>>().join(" and ")
    });
    let telling = telling.collect::<Vec<_>>().join(", or the same ");
    let address = match declaration.email {
        Some(_) => "They have one e-mail address in any spelling, or",
        None => "They have",
    };
    format!("{address} one name in any spelling and the same {telling}.")
}

/// A group's records side by side, with a form to merge them.
fn compared(kind: Kind, visitor: Visitor, group: &Duplicates) -> Markup {
    let records = || group.others.iter().chain([&group.newest]);
    let fields = kind.fields().iter().enumerate();
    let fields: Vec<_> = fields
        .filter(|(position, _)| records().any(|it| it.values.get(*position).is_some()))
        .collect();
    let can_merge = visitor.role >= Role::Admin;
    let equal = group.equal.iter().map(|name| words::plain(name));
    let equal = equal.collect::<Vec<_>>().join(", ");
    let mut columns = Vec::new();
    if can_merge {
        columns.extend(["Keep", "Merge"].map(Column::new));
    }
    columns.push(Column::naming(title(kind.declaration().words.noun)));
    columns.extend(fields.iter().map(|(_, field)| records::field_column(field)));
    columns.extend(["External id", "Known since"].map(Column::new));
    let rows = records().enumerate().map(|(place, record)| {
        let mut cells = Vec::new();
        if can_merge {
            cells.extend(choice(record, place == 0));
        }
        let name = words::said(naming::record(record));
        cells.push(html! { a href=(record_url(record.reference())) { (name) } });
        cells.extend(
            fields
                .iter()
                .map(|(position, _)| records::value(record, *position)),
        );
        cells.push(records::external_id(record));
        cells.push(words::time(record.times.created_at));
        Row::new(cells)
    });
    let name = naming::record(&group.newest);
    let label = format!("Records like {name}");
    let table = Table::new(&label, columns, rows);
    html! {
        section {
            h2 { (words::said(name)) }
            p.note { "the same " (equal) }
            form method="post" action=(url(kind)) {
                (table)
                @if can_merge {
                    div.row { button { "Merge into the one to keep" } }
                }
            }
        }
    }
}

/// The cells that say whether a record stays or is merged. The one known longest stays unless somebody chooses.
fn choice(record: &Record, is_first: bool) -> [Markup; 2] {
    let name = naming::record(record);
    [
        html! { input type="radio" name=(KEEP) value=(record.id) checked[is_first] aria-label={ "Keep " (name) ", " (record.id) }; },
        html! { input type="checkbox" name={ (MERGE) (record.id) } checked aria-label={ "Merge " (name) ", " (record.id) }; },
    ]
}

/// Merges the chosen records, and shows the merge.
async fn send(
    kind: Kind,
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    sent: Sent,
) -> Result<Redirect, Trouble> {
    let unreadable = || Trouble::Refused("The form names no record to keep.".to_owned());
    let keep: RecordId = sent.field(KEEP).parse().map_err(|_| unreadable())?;
    let merged = sent.names_after(MERGE).map(str::parse::<RecordId>);
    let merged: Result<Vec<_>, _> = merged.collect();
    let mut merged = merged.map_err(|_| unreadable())?;
    merged.retain(|id| *id != keep);
    if merged.is_empty() {
        let why = "Nothing was merged: mark at least one record besides the one to keep.";
        return Err(Trouble::Refused(why.to_owned()));
    }
    let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
    let job = console.app.ledger.merge(author, kind, keep, merged).await?;
    let url = merges::url_of(kind, job.id);
    if job.status == JobStatus::InProgress {
        console.app.carry_out(visitor.tenant, job);
    }
    Ok(Redirect::to(&url))
}
