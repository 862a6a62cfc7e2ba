//! Lists, page by page.

use axum::http::Uri;
use serde::Serialize;
use wellhead_core::page::{Page, PageRequest, Position, Positioned, Total};
use wellhead_core::store::StoreError;
use wellhead_jsonapi::document::{Document, EstimatedTotal, Included, Links, Meta, PageMeta};
use wellhead_jsonapi::media_type::{Applied, CURSOR_PAGINATION};
use wellhead_jsonapi::page::{Cursor, Turn, link};
use wellhead_jsonapi::query::Query;

use super::answer::Answer;
use super::url::{at, self_link};
use crate::resources::Attributes;

/// The member of a page's `meta` that tells up to when the list was looked at, if the look ended early.
pub(crate) const LOOKED_UNTIL: &str = "looked_until";

/// One page of a list.
pub(crate) struct Listing<'a, T> {
    /// The URL of the request.
    uri: &'a Uri,
    /// The URL of the resources, if the list is linkage.
    related: Option<String>,
    /// The requested page.
    request: PageRequest,
    /// Its items.
    page: Page<T>,
    /// The length of the whole list, if requested.
    total: Option<Total>,
    /// What the answer says of the whole list besides.
    meta: Option<Meta<'a>>,
}

impl<'a, T: Positioned> Listing<'a, T> {
    /// Reads the `page` that `request` asks for, and counts the whole list if the query asks for that.
    pub(crate) async fn read(
        uri: &'a Uri,
        query: &Query,
        request: PageRequest,
        page: impl Future<Output = Result<Page<T>, StoreError>>,
        count: impl Future<Output = Result<impl Into<Total>, StoreError>>,
    ) -> Result<Self, StoreError> {
        let page = page.await?;
        // A future does nothing until it is awaited, so the count costs nothing unless it is requested.
        let total = if query.page.total {
            Some(count.await?.into())
        } else {
            None
        };
        Ok(Self {
            total,
            ..Self::of(uri, request, page)
        })
    }

    /// A page that is already in memory.
    pub(crate) const fn of(uri: &'a Uri, request: PageRequest, page: Page<T>) -> Self {
        Self {
            uri,
            related: None,
            request,
            page,
            total: None,
            meta: None,
        }
    }

    /// Adds these counts to the document's `meta`.
    pub(crate) fn counting<const N: usize>(self, counts: [(&str, u64); N]) -> Self {
        let meta = counts
            .into_iter()
            .fold(Meta::default(), |meta, (name, count)| meta.and(name, count));
        Self {
            meta: Some(meta),
            ..self
        }
    }

    /// Marks the list as linkage, whose resources are at this URL.
    pub(crate) fn related_at(self, url: String) -> Self {
        Self {
            related: Some(url),
            ..self
        }
    }

    /// The items of the page.
    pub(crate) fn items(&self) -> &[T] {
        &self.page.items
    }

    /// The answer. `item` writes each item and adds the `meta` that it is given.
    pub(crate) fn answer<'p, D: Serialize>(
        &'p self,
        item: impl Fn(&'p T, Meta<'p>) -> D,
        included: Option<Included<'_, Attributes<'_>>>,
    ) -> Answer {
        let Self {
            uri, request, page, ..
        } = self;
        let applied = Applied::default().with_profile(CURSOR_PAGINATION);
        let mut links = Links::default().and_self(self_link(uri), &applied);
        if let Some(related) = &self.related {
            links = links.and("related", related);
        }
        let turn = |position: Option<Position>, turn: fn(Cursor) -> Turn| {
            position.map(|it| at(link(uri.path(), uri.query(), turn(cursor(it)))))
        };
        links = links
            .and_maybe("prev", turn(request.previous(page), Turn::Before))
            .and_maybe("next", turn(request.next(page), Turn::After));
        let data: Vec<_> = page
            .items
            .iter()
            .map(|it| item(it, Meta::cursor(cursor(it.position()).to_string())))
            .collect();
        let mut document = Document::of(data)
            .with_jsonapi(applied.jsonapi())
            .with_links(links)
            .with_included(included);
        let mut meta = self.meta.clone();
        if page.truncated || self.total.is_some() {
            meta.get_or_insert_default().page = Some(PageMeta {
                range_truncated: page.truncated,
                total: self.total.and_then(Total::exactly),
                estimated_total: self.total.and_then(estimated),
                ..PageMeta::default()
            });
        }
        if let Some(Position { created_at, .. }) = page.upto {
            let looked = meta.unwrap_or_default();
            meta = Some(looked.and(LOOKED_UNTIL, created_at.to_string()));
        }
        if let Some(meta) = meta {
            document = document.with_meta(meta);
        }
        Answer::ok(&applied, &document)
    }
}

/// What is said of a list of which not all items were counted: at least one more is there.
fn estimated(total: Total) -> Option<EstimatedTotal> {
    match total {
        Total::Exactly(_) => None,
        Total::MoreThan(number) => Some(EstimatedTotal {
            best_guess: number + 1,
        }),
    }
}

/// The text of a cursor.
pub(crate) fn cursor(position: Position) -> Cursor {
    Cursor {
        micros: position.created_at.as_micros(),
        id: position.id.into_bytes(),
    }
}
