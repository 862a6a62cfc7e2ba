use std::collections::BTreeMap;

use maud::{Markup, html};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::provenance::{Gap, Line, NamedConnector, NamedConnectors};
use wellhead_core::resource::{Direction, Link};
use wellhead_core::time::Timestamp;

use super::{Width, cut, door, float, px};
use crate::console::causes::ended;
use crate::console::words::{self, date, minute};

const TOP: f64 = 8.0;
const LANE: f64 = 40.0;
const BOTTOM: f64 = 26.0;
const RIGHT: f64 = 22.0;

/// What the lanes of a timeline are: one for each connector, however often it was reconnected.
pub(in crate::console) struct Lanes<'a> {
    /// The names of all activations.
    connectors: &'a NamedConnectors,
    /// The newest activation of each one's line.
    newest: BTreeMap<WorkspaceConnectorId, WorkspaceConnectorId>,
    /// The times without a connection, by the newest activation.
    gaps: Vec<(WorkspaceConnectorId, Gap)>,
}

impl<'a> Lanes<'a> {
    pub(in crate::console) fn new(lines: &[Line], connectors: &'a NamedConnectors) -> Self {
        let (mut newest, mut gaps) = (BTreeMap::new(), Vec::new());
        for line in lines {
            for connection in &line.connections {
                let id = connection.workspace_connector;
                let lane = *newest.entry(id).or_insert(line.trace.workspace_connector);
                let gap = connection.gap.map(|gap| (lane, gap));
                // What came in and what went out share their lane.
                gaps.extend(gap.filter(|it| !gaps.contains(it)));
            }
        }
        Self {
            connectors,
            newest,
            gaps,
        }
    }

    fn of(&self, link: &Link) -> WorkspaceConnectorId {
        let id = link.workspace_connector;
        self.newest.get(&id).copied().unwrap_or(id)
    }

    fn named(&self, lane: WorkspaceConnectorId) -> &NamedConnector {
        &self.connectors[&lane]
    }
}

/// When a record's links were made and how long each was active, with one lane for each connector. The page lists the
/// links in a table below. It ends at `end`, usually now, which has a label.
pub(in crate::console) fn timeline(
    links: &[Link],
    lanes: &Lanes<'_>,
    (end, label): (Timestamp, String),
) -> Markup {
    let end = (end, &*label);
    html! {
        figure {
            (draw(Width::Wide, links, lanes, end))
            (draw(Width::Narrow, links, lanes, end))
            figcaption {
                span.key.in { "came in" }
                span.key.out { "went out" }
                span.key.gone { "until it was soft-deleted" }
                @if !lanes.gaps.is_empty() { span.key.gap { "not connected" } }
                span { "times in UTC" }
            }
        }
    }
}

fn draw(width: Width, links: &[Link], of: &Lanes<'_>, (now, label): (Timestamp, &str)) -> Markup {
    let mut lanes: Vec<WorkspaceConnectorId> = Vec::new();
    let mut oldest_first: Vec<_> = links.iter().collect();
    oldest_first.sort_by_key(|link| link.times.created_at);
    for link in &oldest_first {
        let lane = of.of(link);
        if !lanes.contains(&lane) {
            lanes.push(lane);
        }
    }
    let (left, letters, ticks) = match width {
        Width::Wide => (170.0, 18, 6_u32),
        Width::Narrow => (104.0, 10, 3),
    };
    let first = oldest_first.first().map_or(now, |it| it.times.created_at);
    // At least a day, and none of it after the end: nothing is known of the future.
    let first = first.min(now.plus_micros(-words::DAY));
    let span = now.as_micros() - first.as_micros();
    let plot = width.units() - left - RIGHT;
    let x = |at: Timestamp| {
        let passed = (at.as_micros() - first.as_micros()).clamp(0, span);
        left + plot * float(passed.cast_unsigned()) / float(span.cast_unsigned())
    };
    let height = TOP + LANE * float(lanes.len() as u64);
    let labels = (0..ticks).map(|it| first.plus_micros(span / i64::from(ticks) * i64::from(it)));
    html! {
        svg class={ "chart timeline " (width.class()) } role="group" aria-label="When this record came in and went out"
            viewBox={ "0 0 " (width.units()) " " (height + BOTTOM) } {
            g.grid {
                @for at in labels.clone() {
                    line x1=(px(x(at))) x2=(px(x(at))) y1=(TOP) y2=(px(height)) {}
                }
                line.now x1=(px(x(now))) x2=(px(x(now))) y1=(TOP) y2=(px(height)) {}
            }
            @for (row, lane) in lanes.iter().enumerate() {
                @let named = of.named(*lane);
                @let y = TOP + LANE * float(row as u64);
                @if row > 0 { line.lane x1="0" x2=(width.units()) y1=(px(y)) y2=(px(y)) {} }
                (door(named, [0.0, y + 3.0, left - 10.0, LANE - 6.0], &html! {
                    text.end x="0" y=(px(y + LANE / 2.0 + 4.0)) { (cut(named.connector.name.as_str(), letters)) }
                }))
                @for (_, gap) in of.gaps.iter().filter(|(it, gap)| it == lane && gap.until > first) {
                    (absence(gap, y, x(gap.from), x(gap.until), named.connector.name.as_str()))
                }
                @for link in oldest_first.iter().filter(|link| of.of(link) == *lane) {
                    (mark(link, y, x(link.times.created_at), x(link.times.deleted_at.unwrap_or(now)), named.connector.name.as_str()))
                }
            }
            g.labels {
                @for at in labels {
                    text x=(px(x(at))) y=(px(height + 18.0)) {
                        @if span < 3 * words::DAY { (words::clock(at)) } @else { (words::day_and_month(at)) }
                    }
                }
                text.now x=(px(x(now))) y=(px(height + 18.0)) { (label) }
            }
        }
    }
}

/// A time without a connection, across its lane.
fn absence(gap: &Gap, lane: f64, from: f64, to: f64, connector: &str) -> Markup {
    html! {
        g.gap {
            title { (connector) " was not connected, " (minute(gap.from)) " to " (minute(gap.until)) }
            rect x=(px(from)) y=(px(lane + 3.0)) width=(px((to - from).max(2.0))) height=(px(LANE - 6.0)) {}
        }
    }
}

/// One link: a mark where it was made, and a line for as long as it was active.
fn mark(link: &Link, lane: f64, from: f64, to: f64, connector: &str) -> Markup {
    let (class, y, words) = match link.direction {
        Direction::Input => ("in", lane + 13.0, "came in from"),
        Direction::Output => ("out", lane + 27.0, "went out to"),
    };
    let gone = link.times.deleted_at;
    let state = if gone.is_some() { " gone" } else { "" };
    html! {
        g class={ "link " (class) (state) } {
            title {
                (words) " " (connector) ", " (minute(link.times.created_at))
                @if let Some(at) = gone { ", " (ended(link.causes.reason)) " " (date(at)) }
            }
            line x1=(px(from)) x2=(px(to)) y1=(px(y)) y2=(px(y)) {}
            @match link.direction {
                Direction::Input => circle cx=(px(from)) cy=(px(y)) r="5" {},
                Direction::Output => path d={ "M" (px(from - 6.0)) " " (px(y)) "l6 -6 6 6 -6 6z" } {},
            }
            @if gone.is_some() {
                path.cross d={ "M" (px(to - 4.0)) " " (px(y - 4.0)) "l8 8m0 -8l-8 8" } {}
            }
        }
    }
}
