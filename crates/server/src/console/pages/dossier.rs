//! A record's page as a dossier: about the present, a moment or a time; to be looked at, saved and printed.

use maud::{Markup, html};
use wellhead_core::id::RecordId;
use wellhead_core::page::{Page, PageRequest};
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::{Deleted, Link, LinkFilter, Past};
use wellhead_core::store::StoreError;
use wellhead_core::time::{Moment, Timestamp};

use super::disclosures;
use crate::console::Console;
use crate::console::assets;
use crate::console::kinds::record_url;
use crate::console::query::{Query, View};
use crate::console::session::Visitor;
use crate::console::words::{self, DAY, date};

/// What a dossier is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dossier {
    /// The moment from which it looks back.
    as_of: Option<Timestamp>,
    /// The first day that it covers: when that begins.
    from: Option<Timestamp>,
    /// The last day: when that begins.
    to: Option<Timestamp>,
}

impl View for Dossier {
    fn read(query: &mut Query) -> Self {
        Self {
            as_of: query.parsed("as_of", moment),
            from: query.day("from"),
            to: query.day("to"),
        }
    }
}

/// A moment as a form sends it, in UTC, or as the API takes it.
pub(super) fn moment(text: &str) -> Result<Timestamp, String> {
    let forms = [text.to_owned(), format!("{text}Z"), format!("{text}:00Z")];
    let moment = forms.iter().find_map(|text| text.parse::<Moment>().ok());
    let moment = moment.ok_or_else(|| "not a date and time, such as 2026-05-10T14:32".to_owned());
    Ok(moment?.last())
}

impl Dossier {
    /// The look into the past that it takes; `None` if it is about the present.
    pub(super) fn past(&self) -> Option<Past> {
        let Self { as_of, from, to } = *self;
        if from.is_none() && to.is_none() {
            return as_of.map(Past::AsOf);
        }
        let ends = [
            to.map(|last| last.plus_micros(DAY)),
            as_of.map(|at| at.plus_micros(1)),
        ];
        Some(Past::Within {
            from: from.unwrap_or(Timestamp::MIN),
            until: ends.into_iter().flatten().min().unwrap_or(Timestamp::MAX),
        })
    }

    /// What it covers, in words.
    pub(super) fn words(&self) -> String {
        let Self { as_of, from, to } = *self;
        let time = match (from, to) {
            (None, None) => "All links".to_owned(),
            (Some(from), None) => format!("Links that were active on {} or later", date(from)),
            (None, Some(to)) => format!("Links that were active on {} or earlier", date(to)),
            (Some(from), Some(to)) => {
                format!(
                    "Links that were active between {} and {}",
                    date(from),
                    date(to)
                )
            }
        };
        match as_of {
            Some(at) => format!("{time}, as of {}", words::minute(at)),
            None => time,
        }
    }

    /// The links, soft-deleted ones included.
    pub(super) async fn links(
        &self,
        console: &Console,
        visitor: Visitor,
        record: RecordRef,
        request: PageRequest,
    ) -> Result<Page<Link>, StoreError> {
        let (filter, past) = (of(record.id), self.past());
        links(console, visitor, record.kind, filter, past, request).await
    }

    /// The form to choose what it is about, and what can be done with it.
    pub(super) fn form(&self, record: RecordRef, query: &Query) -> Markup {
        let url = record_url(record);
        let csv = format!("{url}/links.csv?{}", query.with(&[], None));
        html! {
            form.filter.dossier action=(url) aria-label="Dossier" {
                label { "Active from (UTC)" input type="date" name="from" value=(query.shown("from")); }
                label { "Active to (UTC)" input type="date" name="to" value=(query.shown("to")); }
                label { "As of (UTC)" input type="datetime-local" name="as_of" value=(self.as_of.map(field).unwrap_or_default()); }
                div.row {
                    button { "Show" }
                    a.button href=(url) { "Clear" }
                    // It would have more than somebody asked for.
                    @if query.is_clear() { a.button href=(csv) download { "Download as CSV" } }
                    button type="button" data-print hidden { "Print" }
                    a.button href=(disclosures::url(record)) { "Disclosure report" }
                }
            }
            script src=(assets::PRINT.url()) defer {}
        }
    }

    /// When and by whom the page was produced, for its print.
    pub(super) fn produced(&self, visitor: Visitor, now: Timestamp) -> Markup {
        html! {
            p.produced {
                (self.words()) ". Produced " (words::minute(now)) " with the key " code { (visitor.key) } " (" (visitor.role) ")."
            }
        }
    }
}

/// The value of a field for a date and time.
fn field(at: Timestamp) -> String {
    at.to_string()[..16].to_owned()
}

/// The filter for all links of a record.
pub(super) fn of(record: RecordId) -> LinkFilter {
    LinkFilter {
        record: Some(record),
        deleted: Deleted::Include,
        ..LinkFilter::default()
    }
}

/// A page of links, as they are now or as they were.
pub(super) async fn links(
    console: &Console,
    visitor: Visitor,
    kind: Kind,
    filter: LinkFilter,
    past: Option<Past>,
    request: PageRequest,
) -> Result<Page<Link>, StoreError> {
    let ledger = &console.app.ledger;
    match past {
        None => ledger.links(visitor.tenant, kind, filter, request).await,
        Some(past) => {
            ledger
                .links_past(visitor.tenant, kind, filter, past, request)
                .await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_dossier_looks_back_from_its_moment() {
        let day = |text: &str| Some(at(&format!("{text}T00:00:00Z")));
        let none = Dossier::default();
        assert_eq!(none.past(), None);
        let as_of = Some(at("2026-06-15T10:00:00Z"));
        assert_eq!(Dossier { as_of, ..none }.past(), as_of.map(Past::AsOf));
        let (from, to) = (day("2026-05-01"), day("2026-06-30"));
        let within = |from: &str, until: &str| {
            Some(Past::Within {
                from: at(from),
                until: at(until),
            })
        };
        let whole = Dossier { from, to, ..none };
        assert_eq!(
            whole.past(),
            within("2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z")
        );
        assert_eq!(
            whole.words(),
            "Links that were active between 2026-05-01 and 2026-06-30"
        );
        let cut = Dossier { as_of, ..whole };
        assert_eq!(
            cut.past(),
            within("2026-05-01T00:00:00Z", "2026-06-15T10:00:00.000001Z")
        );
        let open = Dossier { from, ..none };
        let Some(Past::Within { until, .. }) = open.past() else {
            panic!("{open:?}");
        };
        assert_eq!(until, Timestamp::MAX);
    }

    #[test]
    fn a_moment_is_what_a_form_sends_or_the_api_takes() {
        for text in [
            "2026-05-10T14:32",
            "2026-05-10T14:32:00",
            "2026-05-10T16:32:00+02:00",
        ] {
            let moment = moment(text).unwrap();
            assert_eq!(moment.to_string(), "2026-05-10T14:32:00.000Z", "{text}");
            assert_eq!(field(moment), "2026-05-10T14:32");
        }
        assert!(moment("2026-05-10").is_err() && moment("soon").is_err());
    }
}
