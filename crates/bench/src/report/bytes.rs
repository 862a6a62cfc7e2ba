use std::collections::BTreeMap;

use super::table::{Table, tenth};
use super::targets::{Measure, Targets};
use crate::bytes::Bytes;
use crate::database::Engine;

/// The table of links, on both engines.
const LINKS: &str = "people_workspace_connectors";

/// Bytes per link: a table for each engine.
pub(crate) fn bytes(all: &[Bytes], journal: Option<f64>, targets: &mut Targets) -> String {
    let tables = all.iter().map(|bytes| {
        let journal = journal.filter(|_| bytes.engine == Engine::Postgres);
        of_engine(bytes, journal, targets)
    });
    tables.collect::<Vec<_>>().join("\n")
}

fn of_engine(bytes: &Bytes, journal: Option<f64>, targets: &mut Targets) -> String {
    let per_link = |bytes_of: i64| {
        #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52")]
        let bytes_of = bytes_of as f64;
        bytes_of / f64::from(bytes.links)
    };
    let title = format!("on {}", bytes.engine.name());
    let mut table = Table::new(&[&title, "bytes per link"]);
    let mut of_links = 0;
    let mut apart = BTreeMap::<&str, i64>::new();
    for stored in &bytes.stored {
        if stored.table == LINKS {
            of_links += stored.bytes;
            let name = match stored.name.as_str() {
                LINKS => "the row".to_owned(),
                index => format!("`{index}`"),
            };
            table.row(&[name, tenth(per_link(stored.bytes))]);
        } else {
            *apart.entry(&stored.table).or_default() += stored.bytes;
        }
    }
    table.row(&["**together**".to_owned(), tenth(per_link(of_links))]);
    if bytes.engine == Engine::Postgres {
        targets.note(Measure::BytesPerLink, per_link(of_links));
    }
    for (name, bytes) in apart {
        if per_link(bytes) >= 1.0 {
            let name = format!("apart: `{name}` with its indexes");
            table.row(&[name, tenth(per_link(bytes))]);
        }
    }
    if let Some(journal) = journal {
        let name = "apart: the journal, for each link created while this was measured";
        table.row(&[name.to_owned(), tenth(journal)]);
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::Stored;

    #[test]
    fn other_tables_are_apart() {
        let stored = |table: &str, name: &str, bytes| Stored {
            table: table.to_owned(),
            name: name.to_owned(),
            bytes,
        };
        let bytes_of = Bytes {
            engine: Engine::Postgres,
            links: 10,
            stored: vec![
                stored(LINKS, LINKS, 900),
                stored(LINKS, "by_time", 300),
                stored("peoples", "peoples", 500),
                stored("peoples", "peoples_key", 20),
                stored("jobs", "jobs", 0),
            ],
        };
        let table = bytes(&[bytes_of], Some(9.0), &mut Targets::default());
        for row in [
            "| the row | 90.0 |",
            "| `by_time` | 30.0 |",
            "| **together** | 120.0 |",
            "| apart: `peoples` with its indexes | 52.0 |",
        ] {
            assert!(table.contains(row), "{table}");
        }
        assert!(!table.contains("jobs"));
    }
}
