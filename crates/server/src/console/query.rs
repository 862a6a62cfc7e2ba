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

/// What a page's URL asks for. People edit URLs: what makes no sense is passed over.
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
    /// The parameter's text, without the white space around it.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// The parameter as a `T`.
    pub(super) fn get<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The kind of record that is asked for.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.get("record")
    }

    /// The page of a list that lies in `created`, newest first.
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

    /// The query of the page behind, or before, the `page` that was `request`ed here.
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

    /// This query with other values for some parameters, from the first page or from `place`.
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

/// The two ways to turn pages.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Newer,
    Older,
}
