//! What a privacy engineer works with: recalls, who is to be told of them, what keeps erased records from coming back, and
//! how long the rest is kept.

mod ask;
mod notification;
mod notifications;
mod of_record;
mod recall;
mod recalls;
mod retention;
mod suppression;
mod suppressions;

use maud::{Markup, html};
use wellhead_core::privacy::{NotificationStatus, Suppression};
use wellhead_core::tenant::Role;
use wellhead_core::text::{InvalidText, Note};
use wellhead_core::time::Timestamp;

use super::parts;
use crate::console::Trouble;
use crate::console::route::Route;
use crate::console::sent::Sent;
use crate::console::session::Visitor;
use crate::console::words::plain;

pub(super) use of_record::of_record;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        notifications::route(),
        recalls::route(),
        recall::route(),
        suppressions::route(),
    ];
    routes.extend(ask::routes());
    routes.extend(notification::routes());
    routes.extend(suppression::routes());
    routes.extend(retention::routes());
    routes
}

/// The lists of the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    WorkList,
    Recalls,
    Suppressions,
    Retention,
}

impl Tab {
    const ALL: [Self; 4] = [
        Self::WorkList,
        Self::Recalls,
        Self::Suppressions,
        Self::Retention,
    ];

    const fn door(self) -> (&'static str, &'static str) {
        match self {
            Self::WorkList => (notifications::PATH, "To be told"),
            Self::Recalls => (recalls::PATH, "Recalls"),
            Self::Suppressions => (suppressions::PATH, "Suppressions"),
            Self::Retention => (retention::PATH, "Retention"),
        }
    }

    /// The lowest role that it is shown to.
    const fn role(self) -> Role {
        match self {
            Self::WorkList | Self::Recalls | Self::Suppressions => Role::Reader,
            Self::Retention => Role::Admin,
        }
    }

    /// The ways to the lists that the visitor may see, of which this one is shown.
    fn bar(self, visitor: Visitor) -> Markup {
        html! {
            nav.choices aria-label="Privacy" {
                @for tab in Self::ALL.into_iter().filter(|tab| tab.role() <= visitor.role) {
                    @let (url, words) = tab.door();
                    a href=(url) aria-current=[(tab == self).then_some("page")] { (words) }
                }
            }
        }
    }
}

/// How far a recipient is.
fn told(status: NotificationStatus) -> Markup {
    let tone = match status {
        NotificationStatus::Pending => "wait",
        NotificationStatus::Notified => "busy",
        NotificationStatus::Confirmed => "good",
        NotificationStatus::NotSupported
        | NotificationStatus::Impossible
        | NotificationStatus::Disproportionate => "off",
    };
    parts::badge(tone, &plain(status.as_str()))
}

/// Whether the time to answer has passed.
fn is_late(status: NotificationStatus, due_at: Timestamp, now: Timestamp) -> bool {
    status.is_open() && due_at < now
}

/// Whether an id may come back.
fn suppressed(suppression: &Suppression) -> Markup {
    match suppression.lifted_at {
        None => parts::badge("good", "may not come back"),
        Some(_) => parts::badge("off", "lifted"),
    }
}

/// The text in a field of a form; `None` if the field is empty.
fn optional<T>(
    sent: &Sent,
    field: &str,
    name: &str,
    parse: impl Fn(&str) -> Result<T, InvalidText>,
) -> Result<Option<T>, Trouble> {
    let text = sent.field(field);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = parse(text).map_err(|error| Trouble::Refused(format!("{name} {error}.")));
    read.map(Some)
}

/// The note in a field of a form; `None` if the field is empty.
fn note(sent: &Sent, field: &str, name: &str) -> Result<Option<Note>, Trouble> {
    optional(sent, field, name, Note::parse)
}
