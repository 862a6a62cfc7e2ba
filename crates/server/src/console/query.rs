use std::collections::HashMap;
use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use wellhead_core::page::{Interval, Order, Page, PageRequest, Positioned};
use wellhead_core::record::Kind;
use wellhead_jsonapi::page::Cursor;

use super::Console;
use crate::extract::query::position;
use crate::respond::listing::cursor;

/// A page's query parameters. People edit URLs, so invalid values are ignored.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked(HashMap<String, String>);

impl FromRequestParts<Console> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        Ok(Self(form_urlencoded::parse(query).into_owned().collect()))
    }
}

impl Asked {
    /// The parameter's text, trimmed.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// The parameter as a `T`.
    pub(super) fn get<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The requested kind of record.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.get("record")
    }

    /// The requested page of a list, newest first, with the items in `created`.
    pub(super) fn page(&self, size: usize, created: Interval) -> PageRequest {
        let place = |name| self.get::<Cursor>(name).map(position);
        PageRequest {
            size,
            order: Order::NewestFirst,
            created,
            after: place("after"),
            before: place("before"),
        }
    }

    /// The query for the page next to `page`, which was `request`ed here.
    pub(super) fn turned<T: Positioned>(
        &self,
        request: &PageRequest,
        page: &Page<T>,
        turn: Turn,
    ) -> Option<String> {
        let (name, place) = match turn {
            Turn::Newer => ("before", request.previous(page)),
            Turn::Older => ("after", request.next(page)),
        };
        Some(self.with(&[], Some((name, &cursor(place?).to_string()))))
    }

    /// This query with some parameters changed, starting at `place` or at the first page.
    pub(super) fn with(&self, changes: &[(&str, &str)], place: Option<(&str, &str)>) -> String {
        let is_new = |name: &str| changes.iter().any(|(known, _)| *known == name);
        let mut kept: Vec<_> = self
            .0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, value)| !["after", "before"].contains(name) && !value.is_empty())
            .filter(|(name, _)| !is_new(name))
            .chain(changes.iter().copied())
            .chain(place)
            .collect();
        kept.sort_unstable();
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }
}

/// The two directions of paging.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Newer,
    Older,
}
