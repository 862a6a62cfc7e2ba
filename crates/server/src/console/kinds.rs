//! The kinds of record that a page can show, and the URLs of their pages.

use futures_util::future::try_join_all;
use maud::{Markup, html};
use wellhead_core::id::LinkId;
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordFilter, RecordRef};
use wellhead_core::resource::Deleted;
use wellhead_core::store::StoreError;

use super::Console;
use super::query::Place;
use super::session::Visitor;
use super::words::title;

/// The list of a kind's records, under the same name as in the API.
pub(super) fn records_url(kind: Kind) -> String {
    let path = kind.wire().records_path;
    format!("/console{}", path.strip_prefix("/v1").unwrap_or(path))
}

/// The path of a kind's links, under the same name as in the API.
pub(super) fn links_url(kind: Kind) -> String {
    let path = kind.wire().links_path;
    format!("/console{}", path.strip_prefix("/v1").unwrap_or(path))
}

/// A link's page.
pub(super) fn link_url(kind: Kind, id: LinkId) -> String {
    format!("{}/{id}", links_url(kind))
}

/// A record's page.
pub(super) fn record_url(record: RecordRef) -> String {
    format!("{}/{}", records_url(record.kind), record.id)
}

/// The kinds that a page offers to switch to: those the workspace has records of.
pub(super) struct Kinds {
    /// The kind that the page shows.
    pub(super) here: Kind,
    known: Vec<Kind>,
}

impl Kinds {
    /// Selects the requested kind, or the first one that the workspace has. Costs one row per kind.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        asked: Option<Kind>,
    ) -> Result<Self, StoreError> {
        let one = Place::default().page(1, Interval::default());
        let filter = RecordFilter {
            deleted: Deleted::Include,
            ..RecordFilter::default()
        };
        let ledger = &console.app.ledger;
        let looks = Kind::ALL.map(|kind| ledger.records(visitor.tenant, kind, &filter, one));
        let found = try_join_all(looks).await?;
        let is_known = |kind: Kind| !found[kind as usize].items.is_empty();
        let first = Kind::ALL.into_iter().find(|kind| is_known(*kind));
        let here = asked.or(first).unwrap_or_default();
        let known = Kind::ALL
            .into_iter()
            .filter(|kind| *kind == here || is_known(*kind));
        Ok(Self {
            here,
            known: known.collect(),
        })
    }

    /// A tab for each kind, linking to `url`. Empty if there is only one kind.
    pub(super) fn tabs(&self, url: impl Fn(Kind) -> String) -> Markup {
        html! {
            @if self.known.len() > 1 {
                nav.choices aria-label="Kinds of record" {
                    @for kind in &self.known {
                        a href=(url(*kind)) aria-current=[(*kind == self.here).then_some("true")] {
                            (title(kind.declaration().words.many))
                        }
                    }
                }
            }
        }
    }
}
