use super::table::{Table, fine, rate, small};
use super::targets::{Measure, Targets};
use crate::growth::{Axis, Cost, Grown, Timed};

/// What a read may take longer without having become slower.
const NOTHING: f64 = 0.1;

/// The reads by the size of the tenant: a table for each engine and respect.
pub(crate) fn growth(all: &[Grown], targets: &mut Targets) -> String {
    let tables = all.iter().map(|grown| {
        let (axis, engine) = (grown.axis.name(), grown.engine.name());
        let table = table(grown, targets);
        format!("By {axis}, on {engine}:\n\n{table}")
    });
    tables.collect::<Vec<_>>().join("\n")
}

fn table(grown: &Grown, targets: &mut Targets) -> String {
    let sizes = grown.sizes.iter().map(|size| {
        let size = rate((*size).into());
        format!("p50 ms at {size} {}", grown.axis.name())
    });
    let sizes: Vec<_> = sizes.collect();
    let mut columns = vec!["read"];
    columns.extend(sizes.iter().map(String::as_str));
    columns.extend([compared(grown.axis), ""]);
    let mut table = Table::new(&columns);
    let mut others: Vec<&Timed> = Vec::new();
    for timed in &grown.reads {
        note(grown.axis, timed, targets);
        match timed.read.name {
            Some(name) => table.row(&row(name.to_owned(), grown.axis, timed)),
            None if verdict(grown.axis, timed) == MISSED => {
                table.row(&row(format!("`{}`", timed.read.path), grown.axis, timed));
            }
            None => others.push(timed),
        }
    }
    let worst = |it: &&&Timed| growth_of(grown.axis, it);
    if let Some(timed) = others.iter().max_by(|a, b| worst(a).total_cmp(&worst(b))) {
        let name = format!(
            "the {} others, of which the worst is `{}`",
            others.len(),
            timed.read.path
        );
        table.row(&row(name, grown.axis, timed));
    }
    table.into_text()
}

const WITHIN: &str = "within";
const MISSED: &str = "**not within**";
const EXCEPTED: &str = "a time range";

fn row(name: String, axis: Axis, timed: &Timed) -> Vec<String> {
    let mut cells = vec![name];
    cells.extend(timed.millis.iter().copied().map(fine));
    cells.push(small(compared_of(axis, timed) / timed.millis[0]));
    cells.push(verdict(axis, timed).to_owned());
    cells
}

const fn compared(axis: Axis) -> &'static str {
    match axis {
        Axis::Links => "last to first",
        Axis::Connectors => "second to first",
    }
}

/// The time that counts: a thousand connectors are usual, and ten thousand are only to be borne.
fn compared_of(axis: Axis, timed: &Timed) -> f64 {
    match axis {
        Axis::Links => timed.millis[timed.millis.len() - 1],
        Axis::Connectors => timed.millis[1],
    }
}

/// How many times as long it takes, beyond nothing.
fn growth_of(axis: Axis, timed: &Timed) -> f64 {
    match axis {
        Axis::Links => (compared_of(axis, timed) - NOTHING) / timed.millis[0],
        Axis::Connectors => compared_of(axis, timed) / timed.millis[0],
    }
}

const fn measure(axis: Axis) -> Measure {
    match axis {
        Axis::Links => Measure::GrowthByLinks,
        Axis::Connectors => Measure::GrowthByConnectors,
    }
}

/// Whether its cost may follow the links in its time range.
fn is_excepted(axis: Axis, timed: &Timed) -> bool {
    axis == Axis::Links && timed.read.cost == Cost::Range
}

fn verdict(axis: Axis, timed: &Timed) -> &'static str {
    if is_excepted(axis, timed) {
        EXCEPTED
    } else if measure(axis).is_reached(growth_of(axis, timed)) {
        WITHIN
    } else {
        MISSED
    }
}

fn note(axis: Axis, timed: &Timed, targets: &mut Targets) {
    if !is_excepted(axis, timed) {
        targets.note(measure(axis), growth_of(axis, timed));
    }
    let newest = "the workspace list, newest 20";
    if let (Axis::Connectors, Some(name), [_, _, most]) = (axis, timed.read.name, &*timed.millis)
        && name == newest
    {
        targets.note(Measure::ManyConnectors, *most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Engine;
    use crate::growth::Read;

    fn timed(path: &str, name: Option<&'static str>, millis: [f64; 3]) -> Timed {
        Timed {
            read: Read {
                name,
                path: path.to_owned(),
                pages: 0,
                cost: Cost::Page,
            },
            millis: millis.to_vec(),
        }
    }

    #[test]
    fn others_are_shown_if_they_are_slow() {
        let grown = |axis| Grown {
            engine: Engine::Sqlite,
            axis,
            sizes: vec![10, 1_000, 10_000],
            reads: vec![
                timed("/a", Some("a"), [1.0, 1.1, 1.3]),
                timed("/b", None, [1.0, 1.0, 1.31]),
                timed("/c", None, [1.0, 4.0, 1.0]),
                timed("/d", None, [1.0, 1.0, 1.0]),
            ],
        };
        let by_links = growth(&[grown(Axis::Links)], &mut Targets::default());
        assert!(by_links.contains("| a | 1.000 | 1.100 | 1.300 | 1.30 | within |"));
        assert!(by_links.contains("| `/b` | 1.000 | 1.000 | 1.310 | 1.31 | **not within** |"));
        assert!(by_links.contains("| the 2 others, of which the worst is `/"));
        let by_connectors = growth(&[grown(Axis::Connectors)], &mut Targets::default());
        assert!(by_connectors.contains("| `/c` | 1.000 | 4.000 | 1.000 | 4.00 | **not within** |"));
    }
}
