use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};
use wellhead_core::audit::{About, Act};
use wellhead_core::cause::{Author, Cause};
use wellhead_core::id::{JobId, RecordId};
use wellhead_core::identity::Merge;
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, Record};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Role;

use super::{duplicates, parts};
use crate::catalogue::audited::Unaudited;
use crate::console::causes::Causes;
use crate::console::frame::{self, Section};
use crate::console::kinds::{record_url, records_url};
use crate::console::naming;
use crate::console::query::{Asked, Place};
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::{AdminVisitor, Visitor};
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, title};
use crate::console::{Console, Trouble};

/// Merges per page.
const MOST: usize = 50;
/// How many merged records the list names of each merge.
const NAMED: usize = 3;

/// Three for each kind, at the kind's own path.
pub(super) fn routes() -> Vec<Route> {
    let of = |kind| {
        let list = move |visitor, console, asked| list(kind, visitor, console, asked);
        let show = move |visitor, console, path, asked| show(kind, visitor, console, path, asked);
        let undo = move |visitor, console, path, sent| undo(kind, visitor, console, path, sent);
        let one = format!("{}/{{id}}", url(kind));
        [
            Route::page(&url(kind), list).unaudited(Unaudited::PlainRead),
            Route::page(&one, show).unaudited(Unaudited::PlainRead),
            Route::admin_post(&format!("{one}/undo"), undo)
                .audited(Act::Delete, About::Merge(kind)),
        ]
    };
    Kind::ALL.into_iter().flat_map(of).collect()
}

/// The list of a kind's merges.
pub(super) fn url(kind: Kind) -> String {
    format!("{}/merges", records_url(kind))
}

/// A merge's page.
pub(super) fn url_of(kind: Kind, id: JobId) -> String {
    format!("{}/{id}", url(kind))
}

/// The records that merges name: of each the survivor, and up to some of the others.
struct Named(Kind, BTreeMap<RecordId, Record>);

impl Named {
    async fn of(
        console: &Console,
        visitor: Visitor,
        kind: Kind,
        merges: &[Merge],
        most: usize,
    ) -> Result<Self, StoreError> {
        let ids = merges
            .iter()
            .flat_map(|it| it.others.iter().take(most).chain([&it.survivor]));
        let ids: Vec<_> = ids.copied().collect();
        let found = console.app.ledger.records_found(visitor.tenant, kind, &ids);
        let found = found.await?.into_iter().map(|it| (it.id, it));
        Ok(Self(kind, found.collect()))
    }

    /// A record's name, linked to its page.
    fn link(&self, id: RecordId) -> Markup {
        let Self(kind, records) = self;
        let name = records
            .get(&id)
            .map_or_else(|| id.to_string(), naming::record);
        html! { a href=(record_url(kind.record(id))) { (words::said(name)) } }
    }
}

/// How far it is.
fn state(merge: &Merge) -> Markup {
    match (merge.undone_at, merge.moved_at) {
        (Some(_), _) => parts::badge("off", "undone"),
        (None, Some(_)) => parts::badge("good", "done"),
        (None, None) => parts::badge("busy", "moving links"),
    }
}

async fn list(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Asked { view: place, query }: Asked<Place>,
) -> Result<Markup, Trouble> {
    let request = place.page(MOST, Interval::default());
    let page = console.app.ledger.merges(visitor.tenant, kind, request);
    let page = page.await?;
    let named = Named::of(&console, visitor, kind, &page.items, NAMED).await?;
    let many = kind.declaration().words.many;
    let heading = format!("Merged {many}");
    let columns = ["Merged", "Kept", "Merged into it", "State"].map(Column::new);
    let rows = page.items.iter().map(|merge| {
        Row::new([
            html! { a href=(url_of(kind, merge.id)) { (words::time(merge.created_at)) } },
            named.link(merge.survivor),
            others(merge, &named, NAMED),
            state(merge),
        ])
        .gone(merge.undone_at.is_some())
    });
    let table = Table::new(&heading, columns, rows);
    let content = html! {
        p.trail { a href=(records_url(kind)) { (title(many)) } " / Merges" }
        h1 { (heading) }
        @if page.items.is_empty() {
            (parts::nothing("Nothing was merged yet.", &html! {
                a href=(duplicates::url(kind)) { (title(many)) " that may be the same" } " can be merged into one."
            }))
        } @else {
            (table)
        }
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

/// The merged records, by name: up to `most` of them.
fn others(merge: &Merge, named: &Named, most: usize) -> Markup {
    let more = merge.others.len().saturating_sub(most);
    html! {
        @for (place, id) in merge.others.iter().take(most).enumerate() {
            @if place > 0 { ", " }
            (named.link(*id))
        }
        @if more > 0 { " and " (more) " more" }
    }
}

async fn find(console: &Console, visitor: Visitor, kind: Kind, id: &str) -> Result<Merge, Trouble> {
    let id: JobId = id.parse().map_err(|_| Trouble::NotFound)?;
    let found = console.app.ledger.merge_found(visitor.tenant, kind, id);
    found.await?.ok_or(Trouble::NotFound)
}

async fn show(
    kind: Kind,
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Asked<()>,
) -> Result<Markup, Trouble> {
    let merge = find(&console, visitor, kind, &id).await?;
    let named = Named::of(
        &console,
        visitor,
        kind,
        std::slice::from_ref(&merge),
        usize::MAX,
    )
    .await?;
    let causes = [merge.created].into_iter().chain(merge.undone);
    let causes = Causes::of(&console, visitor, causes).await?;
    let words = &kind.declaration().words;
    let content = html! {
        p.trail { a href=(records_url(kind)) { (title(words.many)) } " / " a href=(url(kind)) { "Merges" } " / Merge" }
        h1 { "Merged " (words.many) " " (state(&merge)) }
        p.note { "merged " (words::time(merge.created_at)) (causes.by(Some(merge.created))) " · " code { (merge.id) } }
        p { (named.link(merge.survivor)) " stays. Merged into it: " (others(&merge, &named, usize::MAX)) "." }
        @if let Some(at) = merge.undone_at {
            p { "The merge was undone " (words::time(at)) (causes.by(merge.undone)) ": each has its own links and ids again." }
        } @else {
            @if merge.moved_at.is_none() {
                p { "Its links are still moving: see " a href={ "/console/jobs/" (merge.id) } { "the job" } "." }
            }
            p.note { "Links and ids moved along. Lines that name a merged " (words.noun) " mean the one that stays." }
            @if visitor.role >= Role::Admin {
                form method="post" action={ (url_of(kind, merge.id)) "/undo" } {
                    div.row { button.danger { "Undo the merge" } }
                }
            }
        }
    };
    let heading = format!("Merged {}", words.many);
    frame::page(
        &console,
        visitor,
        &asked.query,
        Section::Records,
        &heading,
        content,
    )
    .await
}

/// Parts the records again, and shows the merge.
async fn undo(
    kind: Kind,
    AdminVisitor(visitor): AdminVisitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    _: Sent,
) -> Result<Redirect, Trouble> {
    let merge = find(&console, visitor, kind, &id).await?;
    let author = Author::new(visitor.tenant, Cause::Key(visitor.key));
    console
        .app
        .ledger
        .merge_undo(author, kind, merge.id)
        .await?;
    Ok(Redirect::to(&url_of(kind, merge.id)))
}
