//! The kinds of record that a page can show, and where their pages are.

use futures_util::future::try_join_all;
use maud::{Markup, html};
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::record::{Kind, RecordFilter, RecordRef};
use wellhead_core::resource::Deleted;
use wellhead_core::store::StoreError;

use super::Console;
use super::session::Visitor;
use super::words::title;

/// Where the records of a kind are listed: under the same name as in the API.
pub(super) fn records_url(kind: Kind) -> String {
    let path = kind.wire().records_path;
    format!("/console{}", path.strip_prefix("/v1").unwrap_or(path))
}

/// Where a record's page is.
pub(super) fn record_url(record: RecordRef) -> String {
    format!("{}/{}", records_url(record.kind), record.id)
}

/// The kinds to choose from, on a page that shows one of them: those that the workspace has records of.
pub(super) struct Kinds {
    /// The kind that the page shows.
    pub(super) here: Kind,
    known: Vec<Kind>,
}

impl Kinds {
    /// With the one that is asked for, or else the first that the workspace has. Costs one row for each kind.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        asked: Option<Kind>,
    ) -> Result<Self, StoreError> {
        let one = PageRequest {
            size: 1,
            order: Order::NewestFirst,
            created: Interval::default(),
            after: None,
            before: None,
        };
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

    /// A tab for each kind, with the place that `url` gives it. Nothing where there is no choice.
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
