use std::io::{self, Write};

use tabwriter::TabWriter;
use wellhead_core::record::Record;
use wellhead_core::resource::Direction;
use wellhead_core::time::Timestamp;

use super::view::{Apart, Connection, View};
use crate::output::aligned;
use crate::terminal::Shown;

/// The answer, as text for people.
pub(super) fn tree(record: &Record, views: &[View]) -> io::Result<String> {
    let mut out = TabWriter::new(Vec::new());
    let name = record.display_name();
    let name = name.as_deref().unwrap_or("(no name)");
    write!(out, "{} ({}", Shown(name), record.id)?;
    if let Some(external_id) = &record.external_id {
        write!(out, ", {}", Shown(external_id))?;
    }
    let gone = if record.times.deleted_at.is_some() {
        ", deleted"
    } else {
        ""
    };
    writeln!(out, "{gone})")?;
    let branch = |direction: Option<Direction>| {
        let direction = direction.map(Direction::as_str);
        let views = views.iter().filter(move |it| it.direction == direction);
        views.flat_map(lines).collect::<Vec<_>>()
    };
    let mut branches = vec![
        ("sourced from", branch(Some(Direction::Input))),
        ("routed to", branch(Some(Direction::Output))),
    ];
    let unlinked = branch(None);
    if !unlinked.is_empty() {
        branches.push(("also known to", unlinked));
    }
    let last = branches.len() - 1;
    for (place, (title, lines)) in branches.iter().enumerate() {
        let (bend, stem) = limb(place == last);
        writeln!(out, "{bend} {title}")?;
        // What is deeper than the last connector has nothing to its left.
        let end = lines.iter().rposition(|(depth, _)| *depth == 0);
        for (place, (depth, line)) in lines.iter().enumerate() {
            if *depth == 0 {
                let (bend, _) = limb(Some(place) == end);
                writeln!(out, "{stem}  {bend} {line}")?;
            } else {
                let (_, inner) = limb(end.is_some_and(|end| place > end));
                let is_last = lines.get(place + 1).is_none_or(|(depth, _)| *depth == 0);
                let (bend, _) = limb(is_last);
                writeln!(out, "{stem}  {inner}  {bend} {line}")?;
            }
        }
        if lines.is_empty() {
            writeln!(out, "{stem}  └─ nothing on record")?;
        }
    }
    aligned(out)
}

/// How a limb leaves its stem, and how the stem goes on.
const fn limb(is_last: bool) -> (&'static str, char) {
    if is_last {
        ("└─", ' ')
    } else {
        ("├─", '│')
    }
}

/// A connector, and below it, if it was reconnected, its connections and the gaps between them; each with its depth.
fn lines(view: &View) -> Vec<(usize, String)> {
    let mut lines = vec![(0, line(view))];
    if view.connections.len() > 1 {
        for connection in &view.connections {
            if let Some(Apart { from, until }) = connection.gap {
                let gap = format!("not connected\t\t{}", period(from, until));
                lines.push((1, gap));
            }
            lines.push((1, connected(connection)));
        }
    }
    lines
}

fn line(view: &View) -> String {
    let mut name = Shown(&view.name).to_string();
    for (place, known_as) in view.known_as.iter().enumerate() {
        name += if place == 0 { ", as " } else { ", " };
        name += &Shown(known_as).to_string();
    }
    match (view.first_at, view.last_at) {
        (Some(first), Some(last)) => format!(
            "{name}\t{}\t{}\t{}",
            view.status,
            period(first, last),
            links(view.total_links, view.active_links)
        ),
        _ => format!("{name}\t{}", view.status),
    }
}

fn connected(connection: &Connection) -> String {
    match (connection.first_at, connection.last_at) {
        (Some(first), Some(last)) => format!(
            "connection\t\t{}\t{}",
            period(first, last),
            links(connection.total_links, connection.active_links)
        ),
        _ => "connection\t\t\tno link".to_owned(),
    }
}

fn period(first: Timestamp, last: Timestamp) -> String {
    let minute = |at: Timestamp| at.to_string()[..16].replace('T', " ");
    format!("{} to {}", minute(first), minute(last))
}

fn links(total: u64, active: u64) -> String {
    let links = match total {
        1 => "1 link".to_owned(),
        many => format!("{many} links"),
    };
    match active {
        0 => format!("{links}, no longer"),
        active => format!("{links}, {active} active"),
    }
}

#[cfg(test)]
mod tests {
    use wellhead_core::id::RecordId;
    use wellhead_core::record::{Kind, Values};
    use wellhead_core::resource::{ExternalId, Times};

    use super::*;

    fn view(direction: Option<&'static str>, name: &str, active_links: u64) -> View {
        View {
            direction,
            connector: name.to_lowercase(),
            name: name.to_owned(),
            status: "enabled",
            known_as: Vec::new(),
            first_at: direction.and(Some(Timestamp::EPOCH)),
            last_at: direction.and(Some(Timestamp::FIRST_MONDAY)),
            total_links: 2,
            active_links,
            workspace_connector_id: String::new(),
            connections: Vec::new(),
        }
    }

    fn drawn(views: &[View]) -> String {
        let person = Record {
            kind: Kind::People,
            id: nobody(),
            values: Values::from_texts(Kind::People, ["Ada"]).unwrap(),
            external_id: ExternalId::parse("E-1").ok(),
            times: Times {
                created_at: Timestamp::EPOCH,
                updated_at: None,
                deleted_at: None,
            },
        };
        tree(&person, views).unwrap()
    }

    #[test]
    fn a_tree_can_be_read() {
        let input = Some("input");
        assert_eq!(
            drawn(&[view(input, "CRM", 2), view(input, "Mailer", 0)]),
            "\
Ada (00000000-0000-0000-0000-000000000000, E-1)
├─ sourced from
│  ├─ CRM     enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, 2 active
│  └─ Mailer  enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, no longer
└─ routed to
   └─ nothing on record
"
        );
    }

    #[test]
    fn a_tree_tells_names_and_gaps() {
        let connection = |gap, links: u64| Connection {
            workspace_connector_id: String::new(),
            gap,
            first_at: (links > 0).then_some(Timestamp::EPOCH),
            last_at: (links > 0).then_some(Timestamp::FIRST_MONDAY),
            total_links: links,
            active_links: 0,
        };
        let gap = Apart {
            from: Timestamp::EPOCH,
            until: Timestamp::FIRST_MONDAY,
        };
        let known_as = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let crm = View {
            known_as: known_as(&["501", "c-9"]),
            connections: vec![connection(None, 2), connection(Some(gap), 0)],
            ..view(Some("input"), "CRM", 0)
        };
        let shop = View {
            known_as: known_as(&["cus_1"]),
            ..view(None, "Shop", 0)
        };
        assert_eq!(
            drawn(&[crm, view(Some("input"), "Mailer", 1), shop]),
            "\
Ada (00000000-0000-0000-0000-000000000000, E-1)
├─ sourced from
│  ├─ CRM, as 501, c-9  enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, no longer
│  │  ├─ connection              1970-01-01 00:00 to 1970-01-05 00:00  2 links, no longer
│  │  ├─ not connected           1970-01-01 00:00 to 1970-01-05 00:00
│  │  └─ connection                                                    no link
│  └─ Mailer            enabled  1970-01-01 00:00 to 1970-01-05 00:00  2 links, 1 active
├─ routed to
│  └─ nothing on record
└─ also known to
   └─ Shop, as cus_1  enabled
"
        );
    }

    fn nobody() -> RecordId {
        "00000000-0000-0000-0000-000000000000".parse().unwrap()
    }
}
