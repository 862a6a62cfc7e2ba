use super::table::{Table, small, tenth};
use crate::steady::Steady;

/// Every how many minutes are shown, besides the first.
const SHOWN: usize = 10;

/// Whether answers stay as fast, and the service as small.
pub(crate) fn steady(all: &[Steady]) -> String {
    let mut heads = vec!["minute".to_owned()];
    for steady in all {
        let engine = steady.engine.name();
        heads.extend(["p50 ms", "p99 ms", "MB"].map(|head| format!("{engine}: {head}")));
    }
    let mut table = Table::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    let minutes = all.iter().map(|it| it.minutes.len()).min().unwrap_or(0);
    for minute in 1..=minutes {
        if minute > 1 && !minute.is_multiple_of(SHOWN) && minute < minutes {
            continue;
        }
        let mut row = vec![minute.to_string()];
        for steady in all {
            let then = steady.minutes[minute - 1];
            let megabytes = f64::from(then.memory.resident_kib) / 1024.0;
            row.extend([small(then.p50), small(then.p99), tenth(megabytes)]);
        }
        table.row(&row);
    }
    table.into_text()
}
