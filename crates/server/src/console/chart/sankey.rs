use std::collections::BTreeMap;

use maud::{Markup, html};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::provenance::{FlowPicture, NamedConnector};
use wellhead_core::record::Kind;
use wellhead_core::resource::Reach;

use super::{Width, cut, door, figure, float, px};
use crate::console::naming::connector_url;
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count, counted, title};

/// How many connectors are drawn on either side.
const MOST: usize = 14;
/// How many the table has of either side.
pub(in crate::console) const TABLED: usize = 50;
/// As many as the style sheet has colours.
const HUES: usize = 14;
const NODE: f64 = 8.0;
const GAP: f64 = 14.0;
/// The height of a label.
const LABEL: f64 = 34.0;
const TOP: f64 = 34.0;
/// Below the last node, whose label may be higher than itself.
const BOTTOM: f64 = 22.0;

/// One connector, on one side of the diagram.
struct Node<'a> {
    named: &'a NamedConnector,
    records: u64,
    /// Its top edge.
    y: f64,
    height: f64,
}

/// Records flowing from their sources to their destinations.
///
/// On the left, each source has a ribbon as thick as its number of records. On the right, each destination has one,
/// split by the sources of its records. A record with two sources is in two ribbons, so a side can be thicker than
/// the number of records.
pub(in crate::console) fn sankey(kind: Kind, picture: &FlowPicture) -> Markup {
    let flows = &picture.flows;
    let caption = html! {
        "Each "(kind.declaration().words.noun)" is counted once at each connector, so a side may add up to more than "
        (words::records(flows.records, kind))
        ". On the right the colours show the sources of what a destination received."
        @let [sources, destinations] = picture.sides;
        @let most = sources.max(destinations);
        @if most > MOST {
            " The largest " (MOST) " on either side are drawn; the table lists "
            @if most > TABLED {
                "the largest " (TABLED) " of " (counted(sources as u64, "source", "sources"))
                " and " (counted(destinations as u64, "destination", "destinations")) "."
            } @else { "all." }
        }
        @match picture.reach {
            Reach::Whole => {}
            Reach::Since(since) => {
                " So many links were made in this time that only those since " (words::time(since)) " are counted."
            }
            Reach::Behind(records) => {
                " " (title(&words::records(records, kind))) " changed just now and are not counted anew yet."
            }
        }
    };
    figure(
        &caption,
        |width| draw(width, kind, picture),
        &table(kind, picture),
    )
}

fn draw(width: Width, kind: Kind, picture: &FlowPicture) -> Markup {
    let flows = &picture.flows;
    let most = flows.sources.len().max(flows.destinations.len()).min(MOST);
    let rows = float(most.max(3) as u64);
    let room = rows * 50.0;
    let total = |side: &BTreeMap<_, u64>| side.values().sum::<u64>().max(1);
    let thickest = total(&flows.sources).max(total(&flows.destinations));
    let scale = (room - 22.0 * (rows - 1.0)) / float(thickest);
    let mut sources = nodes(picture, &flows.sources, scale);
    let mut destinations = nodes(picture, &flows.destinations, scale);
    // Many thin nodes need more room for their labels than for themselves.
    let height = extent(&sources).max(extent(&destinations)).max(room);
    place(&mut sources, height);
    place(&mut destinations, height);
    let (label, letters) = match width {
        Width::Wide => (190.0, 20),
        Width::Narrow => (112.0, 11),
    };
    let (left, right) = (label, width.units() - label);
    let middle = width.units() / 2.0;
    let thickness = |side: &[Node]| side.iter().map(|node| node.height).sum::<f64>();
    let (thick_in, thick_out) = (thickness(&sources), thickness(&destinations));
    let body = thick_in.max(thick_out).max(2.0);
    let centre = TOP + height / 2.0;
    html! {
        svg class={ "chart sankey " (width.class()) } role="group" aria-label={ (title(kind.declaration().words.many)) " from sources to destinations" }
            viewBox={ "0 0 " (width.units()) " " (TOP + height + BOTTOM) } {
            g.ribbons aria-hidden="true" {
                (into_middle(kind, &sources, left + NODE, middle - NODE / 2.0, centre - thick_in / 2.0))
                (out_of_middle(kind, picture, &sources, &destinations, middle + NODE / 2.0, right - NODE, centre - thick_out / 2.0))
            }
            rect.node.middle x=(px(middle - NODE / 2.0)) y=(px(centre - body / 2.0)) width=(NODE) height=(px(body)) {}
            text.middle x=(px(middle)) y=(TOP - 16.0) {
                (words::records(flows.records, kind))
            }
            @for (hue, source) in sources.iter().enumerate() {
                (draw_node(source, left, Some(hue % HUES), left - 10.0, "source", (label - 10.0, letters)))
            }
            @for destination in &destinations {
                (draw_node(destination, right - NODE, None, right + 10.0, "destination", (label - 10.0, letters)))
            }
        }
    }
}

/// The nodes of one side, the largest first. They have no places yet.
fn nodes<'a>(
    picture: &'a FlowPicture,
    side: &BTreeMap<WorkspaceConnectorId, u64>,
    scale: f64,
) -> Vec<Node<'a>> {
    let mut nodes: Vec<_> = side
        .iter()
        .map(|(id, records)| Node {
            named: &picture.connectors[id],
            records: *records,
            y: 0.0,
            height: (float(*records) * scale).max(1.0),
        })
        .collect();
    nodes.sort_by_key(|node| std::cmp::Reverse(node.records));
    nodes.truncate(MOST);
    nodes
}

fn gaps(nodes: &[Node]) -> Vec<f64> {
    nodes
        .windows(2)
        .map(|pair| gap(&pair[0], &pair[1]))
        .collect()
}

/// The least height that the nodes of one side need.
fn extent(nodes: &[Node]) -> f64 {
    let thick: f64 = nodes.iter().map(|node| node.height).sum();
    thick + gaps(nodes).iter().sum::<f64>()
}

/// Places the nodes of one side in a height that they have room in.
fn place(nodes: &mut [Node], height: f64) {
    let gaps = gaps(nodes);
    let air = height - extent(nodes);
    // A side that is thinner than the other gets wider gaps, and is centred.
    let more = (air / float(gaps.len().max(1) as u64)).min(20.0);
    let mut y = TOP + (air - more * float(gaps.len() as u64)) / 2.0;
    for (node, gap) in nodes.iter_mut().zip(gaps.into_iter().chain([0.0])) {
        node.y = y;
        y += node.height + gap + more;
    }
}

/// The gap between two nodes: enough for their labels, which are placed at their middles.
fn gap(upper: &Node, lower: &Node) -> f64 {
    GAP.max(LABEL - f64::midpoint(upper.height, lower.height))
}

fn into_middle(kind: Kind, sources: &[Node], from: f64, to: f64, top: f64) -> Markup {
    let tops = sources.iter().scan(top, |next, source| {
        let y = *next;
        *next += source.height;
        Some(y)
    });
    html! {
        @for ((hue, source), y) in sources.iter().enumerate().zip(tops) {
            @let ribbon = ribbon(from, source.y, to, y, source.height);
            path class={ "ribbon hue-" (hue % HUES) } d=(ribbon) {
                title { (source.named.connector.name) ": " (words::records(source.records, kind)) " in" }
            }
        }
    }
}

fn out_of_middle(
    kind: Kind,
    picture: &FlowPicture,
    sources: &[Node],
    destinations: &[Node],
    from: f64,
    to: f64,
    top: f64,
) -> Markup {
    let pairs = &picture.flows.pairs;
    let mut y = top;
    let mut ribbons = Vec::new();
    for destination in destinations {
        let id = destination.named.workspace_connector.id;
        let shared = |source: &Node| {
            let pair = (source.named.workspace_connector.id, id);
            pairs.get(&pair).copied().unwrap_or(0)
        };
        // A record with several sources is in several pairs; one whose sources are not drawn is in none.
        let paired: u64 = sources.iter().map(shared).sum();
        let all = paired.max(destination.records);
        let name = &destination.named.connector.name;
        let mut there = destination.y;
        for (hue, source) in sources.iter().enumerate() {
            let share = shared(source);
            if share > 0 {
                let thick = destination.height * float(share) / float(all);
                let class = format!("ribbon hue-{}", hue % HUES);
                let words = format!(
                    "{} → {name}: {}",
                    source.named.connector.name,
                    words::records(share, kind)
                );
                ribbons.push((class, ribbon(from, y, to, there, thick), words));
                y += thick;
                there += thick;
            }
        }
        if paired < all {
            let words = format!(
                "{name}: {} out, at least {} of them from other sources",
                words::records(destination.records, kind),
                count(all - paired)
            );
            let class = "ribbon no-source".to_owned();
            let thick = destination.height * float(all - paired) / float(all);
            ribbons.push((class, ribbon(from, y, to, there, thick), words));
            y += thick;
        }
    }
    html! {
        @for (class, d, words) in ribbons {
            path class=(class) d=(d) { title { (words) } }
        }
    }
}

/// A band from one edge to the other, equally thick all the way.
fn ribbon(x0: f64, y0: f64, x1: f64, y1: f64, thick: f64) -> String {
    let middle = f64::midpoint(x0, x1);
    let [x0, x1, xm, a, b] = [x0, x1, middle, y0, y1].map(px);
    let (c, d) = (px(y1 + thick), px(y0 + thick));
    format!("M{x0} {a}C{xm} {a} {xm} {b} {x1} {b}V{c}C{xm} {c} {xm} {d} {x0} {d}Z")
}

fn draw_node(
    node: &Node,
    x: f64,
    hue: Option<usize>,
    label: f64,
    side: &str,
    (room, letters): (f64, usize),
) -> Markup {
    let class = hue.map_or_else(|| "node".to_owned(), |hue| format!("node hue-{hue}"));
    let name = node.named.connector.name.as_str();
    let middle = node.y + node.height / 2.0;
    let text = html! {
        text class={ "end " (side) } x=(px(label)) y=(px(middle - 2.0)) {
            tspan.name { (cut(name, letters)) }
            // A space that does not move the text. Without it, the two would be read as one name.
            @if side == "destination" { " " }
            tspan.number x=(px(label)) dy="15" {
                @if side == "source" { " " }
                (count(node.records))
            }
        }
    };
    let left = if side == "source" { 0.0 } else { label };
    html! {
        rect class=(class) x=(px(x)) y=(px(node.y)) width=(NODE) height=(px(node.height)) {}
        (door(node.named, [left, middle - LABEL / 2.0, room, LABEL], &text))
    }
}

fn table(kind: Kind, picture: &FlowPicture) -> Table<'static> {
    let flows = &picture.flows;
    let largest = |side: &BTreeMap<WorkspaceConnectorId, u64>| {
        let mut side: Vec<_> = side.iter().map(|(id, records)| (*id, *records)).collect();
        side.sort_by_key(|(_, records)| std::cmp::Reverse(*records));
        side
    };
    let (sources, destinations) = (largest(&flows.sources), largest(&flows.destinations));
    let name = |id: &WorkspaceConnectorId| picture.connectors[id].connector.name.as_str();
    let mut columns = vec![
        Column::naming("Source"),
        Column::number(title(kind.declaration().words.many)),
    ];
    let to = destinations.iter();
    columns.extend(to.map(|(id, _)| Column::number(format!("to {}", name(id)))));
    let rows = sources.iter().map(|(source, records)| {
        let named = &picture.connectors[source];
        let mut cells = vec![
            html! { a href=(connector_url(named)) { (words::said(name(source))) } },
            html! { (count(*records)) },
        ];
        cells.extend(destinations.iter().map(|(destination, _)| {
            let pair = flows.pairs.get(&(*source, *destination));
            html! { (count(pair.copied().unwrap_or(0))) }
        }));
        Row::new(cells)
    });
    let mut foot = vec![
        html! { "Each " (kind.declaration().words.noun) " once" },
        html! { (count(flows.records)) },
    ];
    let of_destinations = destinations.iter();
    foot.extend(of_destinations.map(|(_, records)| html! { (count(*records)) }));
    Table::new("From where, to where, as a table", columns, rows).with_foot(Row::new(foot))
}
