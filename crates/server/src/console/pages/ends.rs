//! Where a record came from and where it went: the connectors, and what each calls it.

use maud::{Markup, html};
use wellhead_core::provenance::{Connection, Gap, Line, Provenance};
use wellhead_core::resource::{Direction, ExternalId, Trace};

use super::parts;
use crate::console::words::{self, counted};

/// The connectors of one direction, the earliest first.
pub(super) fn side(provenance: &Provenance, direction: Direction) -> Markup {
    let lines: Vec<&Line> = provenance
        .lines
        .iter()
        .filter(|line| line.trace.direction == direction)
        .collect();
    html! {
        @if lines.is_empty() {
            p.note { @match direction { Direction::Input => "No connector on record.", Direction::Output => "Nowhere so far." } }
        } @else {
            ul.ends {
                @for line in lines {
                    li.gone[line.trace.active == 0] {
                        (parts::connector(&provenance.connectors[&line.trace.workspace_connector]))
                        (known_as(&line.known_as))
                        @if line.trace.active == 0 { " " span.badge.off { "no longer" } }
                        (summary(line.trace))
                        @if line.connections.len() > 1 { (connections(&line.connections)) }
                    }
                }
            }
        }
    }
}

/// The connectors that have a name for the record, and no link.
pub(super) fn unlinked(provenance: &Provenance) -> Markup {
    html! {
        @if !provenance.unlinked.is_empty() {
            p.note {
                "Also known to "
                @for (place, it) in provenance.unlinked.iter().enumerate() {
                    @if place > 0 { "; " }
                    (parts::connector(&provenance.connectors[&it.workspace_connector]))
                    (known_as(&it.known_as))
                }
                ", without a link."
            }
        }
    }
}

/// What a connector calls the record.
fn known_as(names: &[ExternalId]) -> Markup {
    html! {
        @for (place, name) in names.iter().enumerate() {
            @if place == 0 { ", as " } @else { ", " }
            code { (words::said(name)) }
        }
    }
}

fn summary(trace: Trace) -> Markup {
    html! {
        span.note {
            (words::time(trace.first))
            @if trace.first != trace.last { " to " (words::time(trace.last)) }
            " · " (counted(trace.links, "link", "links"))
            @if trace.active > 0 && trace.active < trace.links { ", " (trace.active) " active" }
        }
    }
}

/// The activations of a connector that was reconnected.
fn connections(connections: &[Connection]) -> Markup {
    html! {
        ol.connections {
            @for connection in connections {
                @if let Some(Gap { from, until }) = connection.gap {
                    li.gap { "not connected " (words::time(from)) " to " (words::time(until)) }
                }
                li {
                    a href={ "/console/connectors/" (connection.workspace_connector) } { "connection" }
                    @match connection.trace {
                        Some(trace) => (summary(trace)),
                        None => span.note { "no link" },
                    }
                }
            }
        }
    }
}
