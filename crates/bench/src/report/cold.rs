use super::table::{Table, rate, small, tenth};
use super::targets::{Measure, Targets};
use crate::cold::Cold;

/// What lies on the disk costs.
pub(crate) fn cold(cold: &Cold, targets: &mut Targets) -> String {
    let mut table = Table::new(&[
        "operation",
        "p99 ms warm",
        "p99 ms cold",
        "ratio",
        "KB from the disk per request",
    ]);
    for read in &cold.reads {
        let ratio = read.cold / read.warm;
        targets.note(Measure::Cold, ratio);
        table.row(&[
            read.operation.name().to_owned(),
            small(read.warm),
            small(read.cold),
            tenth(ratio),
            tenth(read.bytes / 1e3),
        ]);
    }
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52")]
    let [asked, memory] = [cold.asked, cold.memory].map(|bytes| rate(bytes as f64 / 1e6));
    format!(
        "{asked} MB are asked for, and PostgreSQL keeps {memory} MB in memory.\n\n{}",
        table.into_text()
    )
}
