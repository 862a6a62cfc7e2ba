//! What a page is asked for: the query of its URL.
//!
//! People edit URLs, and links are copied with a character missing. A parameter that means nothing must not be ignored
//! in silence, or a page shows more than was asked for without saying so. So a page declares a [`View`], which reads
//! its parameters by name, and whatever is left over or unreadable is [`Unclear`]. A page takes [`Asked`], and the
//! frame says what was unclear. A download or a fragment takes [`Exactly`], which refuses the request.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use maud::{Markup, html};
use wellhead_core::page::{Interval, Order, Page, PageRequest, Position, Positioned};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::page::Cursor;

use super::Console;
use super::trouble::Trouble;
use super::words::DAY;
use crate::extract::query::position;
use crate::respond::listing::cursor;

/// What a page shows of all that it could.
pub(super) trait View: Sized {
    /// Reads the view, each parameter by its name. Empty parameters count as absent, because forms send them.
    fn read(query: &mut Query) -> Self;
}

/// The view of a page that takes no parameters.
impl View for () {
    fn read(_: &mut Query) {}
}

/// The view of a list that has nothing but pages.
impl View for Place {
    fn read(query: &mut Query) -> Self {
        query.place()
    }
}

/// A page's view, as far as the URL is clear.
pub(super) struct Asked<V> {
    pub(super) view: V,
    pub(super) query: Query,
}

/// The view that a URL asks for, all of it: anything unclear is a 400.
pub(super) struct Exactly<V>(pub(super) V);

/// The parameters of a URL.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Those that nobody has read yet.
    unread: BTreeMap<String, String>,
    /// Those that were read and mean something.
    understood: BTreeMap<&'static str, String>,
    unclear: Vec<Unclear>,
}

/// A parameter that means nothing here, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclear {
    name: String,
    why: String,
}

/// A place in a list: one page ends there and the next begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    after: Option<Position>,
    before: Option<Position>,
}

impl<V: View> FromRequestParts<Console> for Asked<V> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}

impl<V: View> FromRequestParts<Console> for Exactly<V> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &Console) -> Result<Self, Trouble> {
        let Asked { view, query } = Asked::of(parts.uri.query().unwrap_or_default());
        if query.is_clear() {
            Ok(Self(view))
        } else {
            Err(Trouble::Unclear(query.unclear))
        }
    }
}

impl<V: View> Asked<V> {
    fn of(text: &str) -> Self {
        let mut query = Query::of(text);
        let view = V::read(&mut query);
        for name in std::mem::take(&mut query.unread).into_keys() {
            query.unclear(name, "there is no such filter here".to_owned());
        }
        Self { view, query }
    }
}

impl Query {
    fn of(text: &str) -> Self {
        let mut query = Self::default();
        let mut repeated = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = value.trim().to_owned();
            if query.unread.insert(name.to_string(), value).is_some() {
                repeated.push(name.into_owned());
            }
        }
        repeated.sort_unstable();
        repeated.dedup();
        for name in repeated {
            // No value counts: nobody knows which one was meant.
            query.unread.remove(&name);
            query.unclear(name, "it is there more than once".to_owned());
        }
        query
    }

    fn unclear(&mut self, name: String, why: String) {
        self.unclear.push(Unclear { name, why });
    }

    /// The parameter's text; empty if it is absent.
    pub(super) fn text(&mut self, name: &'static str) -> String {
        let text = self.unread.remove(name).unwrap_or_default();
        if !text.is_empty() {
            self.understood.insert(name, text.clone());
        }
        text
    }

    /// The parameter, read by `read`; `None` if it is absent or unclear.
    pub(super) fn parsed<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        match read(&text) {
            Ok(value) => Some(value),
            Err(why) => {
                self.understood.remove(name);
                self.unclear(name.to_owned(), format!("“{text}” is {why}"));
                None
            }
        }
    }

    /// The parameter as a `T`.
    pub(super) fn get<T: FromStr<Err: ToString>>(&mut self, name: &'static str) -> Option<T> {
        self.parsed(name, |text| {
            text.parse().map_err(|error: T::Err| error.to_string())
        })
    }

    /// The requested kind of record.
    pub(super) fn kind(&mut self) -> Option<Kind> {
        self.get("record")
    }

    /// The parameter as a day, which begins and ends in UTC: its first instant.
    pub(super) fn day(&mut self, name: &'static str) -> Option<Timestamp> {
        self.parsed(name, |text| {
            let midnight = format!("{text}T00:00:00Z").parse();
            midnight.map_err(|_| "not a date, such as 2026-05-10".to_owned())
        })
    }

    /// The days `from` and `to`, both included.
    pub(super) fn days(&mut self) -> Interval {
        let since = self.day("from").map(Interval::since).unwrap_or_default();
        let until = self
            .day("to")
            .map(|last| Interval::until(last.plus_micros(DAY)));
        since.and(until.unwrap_or_default())
    }

    /// The requested place in a list.
    pub(super) fn place(&mut self) -> Place {
        let mut place = |name| self.get::<Cursor>(name).map(position);
        Place {
            after: place("after"),
            before: place("before"),
        }
    }

    /// The text of a parameter that was read and understood, or the empty string: for showing it again in a form.
    pub(super) fn shown(&self, name: &str) -> &str {
        self.understood.get(name).map_or("", String::as_str)
    }

    /// Whether every parameter means something.
    pub(super) fn is_clear(&self) -> bool {
        self.unclear.is_empty()
    }

    /// Says what was unclear; nothing if nothing was.
    pub(super) fn note(&self) -> Markup {
        html! {
            @if !self.is_clear() {
                div.unclear role="alert" {
                    p { strong { "Part of this page's address was not understood." } " The page is shown without it." }
                    (list(&self.unclear))
                }
            }
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

    /// What was understood of this query, with some parameters changed, starting at `place` or at the first page.
    pub(super) fn with(&self, changes: &[(&str, &str)], place: Option<(&str, &str)>) -> String {
        let is_new = |name: &str| changes.iter().any(|(known, _)| *known == name);
        let kept = self
            .understood
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        let mut kept: Vec<_> = kept
            .filter(|(name, _)| !["after", "before"].contains(name) && !is_new(name))
            .chain(changes.iter().copied())
            .chain(place)
            .collect();
        kept.sort_unstable();
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }
}

impl Place {
    /// The page of a list that begins or ends here, newest first, with the items in `created`.
    pub(super) const fn page(self, size: usize, created: Interval) -> PageRequest {
        PageRequest {
            size,
            order: Order::NewestFirst,
            created,
            after: self.after,
            before: self.before,
        }
    }
}

/// What was unclear, parameter by parameter.
pub(super) fn list(unclear: &[Unclear]) -> Markup {
    html! { ul { @for it in unclear { li { code { (it.name) } ": " (it.why) "." } } } }
}

/// The two directions of paging.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Newer,
    Older,
}

#[cfg(test)]
mod tests {
    use wellhead_core::resource::Direction;

    use super::*;

    struct Ways {
        way: Option<Direction>,
        text: String,
    }

    impl View for Ways {
        fn read(query: &mut Query) -> Self {
            Self {
                way: query.get("way"),
                text: query.text("text"),
            }
        }
    }

    fn names(query: &Query) -> Vec<&str> {
        query.unclear.iter().map(|it| &*it.name).collect()
    }

    #[test]
    fn what_is_clear_is_kept() {
        let Asked { view, query } = Asked::<Ways>::of("way=input&text=+a%26b+&");
        assert_eq!((view.way, &*view.text), (Some(Direction::Input), "a&b"));
        assert_eq!(names(&query), [""; 0]);
        assert_eq!(query.with(&[], None), "text=a%26b&way=input");
        assert_eq!(
            query.with(&[("way", "output")], None),
            "text=a%26b&way=output"
        );
        let Asked { view, query } = Asked::<Ways>::of("way=&text=");
        assert!(query.is_clear() && view.way.is_none() && view.text.is_empty());
        assert_eq!(query.note().into_string(), "");
    }

    #[test]
    fn nothing_is_ignored_in_silence() {
        for (text, unclear) in [
            ("way=inputt", vec!["way"]),
            ("way=input&way=input", vec!["way"]),
            ("way=&way=input", vec!["way"]),
            ("person=1&=&way=sideways", vec!["way", "", "person"]),
        ] {
            let Asked { view, query } = Asked::<Ways>::of(text);
            assert_eq!(view.way, None, "{text}");
            assert_eq!(names(&query), unclear, "{text}");
            assert_eq!(
                query.with(&[], None),
                "",
                "{text}: what is unclear is not passed on"
            );
            let note = query.note().into_string();
            assert!(
                unclear
                    .iter()
                    .all(|name| note.contains(&format!("<code>{name}</code>"))),
                "{note}"
            );
        }
        let Asked { query, .. } = Asked::<()>::of("x=1");
        assert_eq!(names(&query), ["x"]);
    }
}
