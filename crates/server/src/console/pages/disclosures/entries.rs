//! The sources and recipients in a report, and who is behind each.

use maud::{Markup, html};
use wellhead_core::privacy::{Acquainted, Known, LegalPeriod, Party};

use super::parts;
use crate::console::words::{self, counted, plain, title};

/// Sources or recipients, the first one first.
pub(super) fn parties(parties: &[Party], none: &str) -> Markup {
    html! {
        @if parties.is_empty() { p.note { (none) } }
        @else {
            ul.ends.parties {
                @for party in parties {
                    li.gone[party.status == "ended"] {
                        (connector(&party.connector, &party.workspace_connector_ids))
                        " " @match party.ended_at {
                            Some(_) => (parts::badge("off", "ended")),
                            None => (parts::badge("good", "active")),
                        }
                        (known_as(&party.known_as))
                        (deliveries(party))
                        (legal(&party.legal))
                    }
                }
            }
        }
    }
}

/// Connectors without a link.
pub(super) fn unlinked(all: &[Acquainted]) -> Markup {
    html! {
        ul.ends.parties {
            @for it in all {
                li {
                    (connector(&it.connector, &it.workspace_connector_ids))
                    (known_as(&it.known_as))
                    (legal(&it.legal))
                }
            }
        }
    }
}

/// Its slug, which leads to its newest activation here.
fn connector(slug: &str, activations: &[String]) -> Markup {
    html! {
        @match activations.last() {
            Some(id) => a href={ "/console/connectors/" (id) } { (slug) },
            None => strong { (slug) },
        }
    }
}

fn known_as(names: &[Known]) -> Markup {
    html! {
        @for (place, name) in names.iter().enumerate() {
            @if place == 0 { " knows it as " } @else { ", " }
            code { (words::said(&name.external_id)) }
        }
    }
}

fn deliveries(party: &Party) -> Markup {
    html! {
        span.note {
            (counted(party.deliveries, "delivery", "deliveries")) ", "
            (words::time(party.first_at))
            @if party.first_at != party.last_at { " to " (words::time(party.last_at)) }
            @if party.active_deliveries > 0 && party.active_deliveries < party.deliveries {
                "; " (party.active_deliveries) " active"
            }
            @for ending in &party.endings {
                "; " (words::count(ending.deliveries)) " ended, last "
                (words::time(ending.last_at)) ": "
                @match &ending.reason { Some(reason) => (plain(reason)), None => "for a reason that was not kept" }
            }
        }
    }
}

/// Who was behind it, period by period.
fn legal(periods: &[LegalPeriod]) -> Markup {
    let is_one = periods.len() == 1;
    html! {
        @if periods.iter().all(is_unknown) {
            p.legal.note { "Nobody has recorded who is behind it." }
        } @else { @for period in periods {
            dl.facts.legal {
                @if !is_one {
                    div {
                        dt { "Time" }
                        dd { "from " (words::time(period.from)) @if let Some(until) = period.until { " until " (words::time(until)) } }
                    }
                }
                @for (field, said) in period.said() {
                    div title=(field.about) {
                        dt { (title(field.name)) }
                        dd {
                            @match said { Some(text) => (words::said(text)), None => { span.note { "not recorded" } } }
                            @if period.recorded_later.iter().any(|it| it == field.name) { " " span.note { "(recorded later)" } }
                        }
                    }
                }
            }
        } }
    }
}

fn is_unknown(period: &LegalPeriod) -> bool {
    period.said().all(|(_, said)| said.is_none())
}
