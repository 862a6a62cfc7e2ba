//! What happened to a link, told from its states.

use maud::{Markup, html};
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::resource::{Direction, LinkState};
use wellhead_core::time::Timestamp;

use crate::console::causes::ended;
use crate::console::naming::Ends;
use crate::console::pages::parts;
use crate::console::words::{self, title};

/// Something that happened to a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Event<'a> {
    pub(super) at: Timestamp,
    pub(super) by: Option<Cause>,
    what: What<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum What<'a> {
    Made,
    /// It was restored, pointed elsewhere or turned around: what it said before, and after.
    Changed(&'a LinkState, &'a LinkState),
    /// A run delivered it; only the last one is known.
    Seen,
    Ended(Option<Grounds>),
}

/// The life of a link in these states, which follow on the one `before`, or are its first.
pub(super) fn events<'a>(
    mut before: Option<&'a LinkState>,
    states: &'a [LinkState],
) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for state in states {
        events.push(Event {
            at: state.since,
            by: state.by,
            what: before.map_or(What::Made, |before| What::Changed(before, state)),
        });
        // A state that nobody has seen yet tells who saw the one before.
        let seen = state.seen.filter(|(_, at)| *at >= state.since);
        events.extend(seen.map(|(run, at)| Event {
            at,
            by: Some(Cause::Run(run)),
            what: What::Seen,
        }));
        events.extend(state.deleted_at.map(|at| Event {
            at,
            by: state.deleted_by,
            what: What::Ended(state.reason),
        }));
        before = Some(state);
    }
    events
}

pub(super) fn list(events: &[Event<'_>], ends: &Ends) -> Markup {
    html! {
        ol.life {
            @for event in events {
                li.gone[matches!(event.what, What::Ended(_))] {
                    span.when { (words::time(event.at)) }
                    span { (words(&event.what, ends)) (ends.causes.by(event.by)) }
                }
            }
        }
    }
}

fn words(what: &What<'_>, ends: &Ends) -> Markup {
    match what {
        What::Made => html! { "Made" },
        What::Seen => html! { "Seen last" },
        What::Ended(grounds) => html! { (title(ended(*grounds))) },
        What::Changed(before, after) => html! {
            @if before.deleted_at.is_some() { "Restored" } @else { "Changed" }
            @if before.record != after.record {
                ", pointed to " (parts::record(after.record, ends)) " instead of " (parts::record(before.record, ends))
            }
            @if before.workspace_connector != after.workspace_connector {
                ", moved to " (parts::connector(&ends.connectors[&after.workspace_connector]))
                " from " (parts::connector(&ends.connectors[&before.workspace_connector]))
            }
            @if before.direction != after.direction {
                ", turned around: "
                @match after.direction {
                    Direction::Input => "it came in and did not go out",
                    Direction::Output => "it went out and did not come in",
                }
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn states_tell_a_life() {
        let at = Timestamp::from_micros;
        let run = Uuid::from_u128(7);
        let made = LinkState {
            record: Uuid::from_u128(1).into(),
            workspace_connector: Uuid::from_u128(2).into(),
            direction: Direction::Input,
            since: at(10),
            until: Some(at(40)),
            by: Some(Cause::Operator),
            seen: Some((run.into(), at(20))),
            deleted_at: Some(at(30)),
            deleted_by: Some(Cause::Run(run.into())),
            reason: Some(Grounds::Swept),
        };
        let restored = LinkState {
            since: at(40),
            until: None,
            by: None,
            seen: made.seen,
            deleted_at: None,
            deleted_by: None,
            reason: None,
            ..made.clone()
        };
        let states = [made.clone(), restored.clone()];
        let expected = [
            (10, Some(Cause::Operator), What::Made),
            (20, Some(Cause::Run(run.into())), What::Seen),
            (
                30,
                Some(Cause::Run(run.into())),
                What::Ended(Some(Grounds::Swept)),
            ),
            (40, None, What::Changed(&made, &restored)),
        ];
        let expected = expected.map(|(micros, by, what)| Event {
            at: at(micros),
            by,
            what,
        });
        assert_eq!(events(None, &states), expected);
        let later = expected.into_iter().skip(3);
        assert_eq!(events(Some(&made), &states[1..]), later.collect::<Vec<_>>());
    }
}
