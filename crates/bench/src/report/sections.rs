//! The tables, one per section.

use std::time::Duration;

use super::table::{Table, fine, rate, small};
use super::targets::{Measure, Targets};
use crate::database::Engine;
use crate::delivery::Way;
use crate::feed::Feed;
use crate::operation::Operation;
use crate::operations::Measured;
use crate::process::Memory;
use crate::row_level_security::Cost;
use crate::statistics::median;

/// The five operations on one engine next to their bound, and where the CPU time goes.
pub(crate) fn operations(engine: Engine, all: &[Measured], targets: &mut Targets) -> String {
    let (bound, asks) = match engine {
        Engine::Postgres => ("ceiling", "pgbench"),
        Engine::Sqlite => ("bare handler", "client"),
    };
    let mut rates = Table::new(&[
        "operation",
        &format!("{bound}/s"),
        "service/s",
        "ratio",
        "p50 ms",
        "p99 ms",
        "bytes",
    ]);
    let mut cpu = Table::new(&[
        "CPU s for 1,000 requests",
        &format!("{bound}: {}", engine.server().unwrap_or("handler")),
        &format!("{bound}: {asks}"),
        "service",
        "PostgreSQL behind it",
        "client",
    ]);
    for measured in all {
        let ratio = measured.ratio();
        if let Some(measure) = target(engine, measured.operation) {
            targets.note(measure, ratio);
        }
        let name = measured.operation.name().to_owned();
        rates.row(&[
            name.clone(),
            rate(measured.bound(|it| it.per_second)),
            rate(measured.median(|it| it.per_second)),
            small(ratio),
            small(measured.median(|it| it.p50)),
            small(measured.median(|it| it.p99)),
            measured.bytes.to_string(),
        ]);
        cpu.row(&[
            name,
            fine(measured.bound(|it| it.server_cpu)),
            fine(measured.bound(|it| it.client_cpu)),
            fine(measured.median(|it| it.service_cpu)),
            engine
                .server()
                .map_or_else(String::new, |_| fine(measured.median(|it| it.database_cpu))),
            fine(measured.median(|it| it.client_cpu)),
        ]);
    }
    format!("{}\n{}", rates.into_text(), cpu.into_text())
}

const fn target(engine: Engine, operation: Operation) -> Option<Measure> {
    match (engine, operation) {
        (Engine::Postgres, Operation::Retrieve) => Some(Measure::Retrieve),
        (Engine::Postgres, Operation::PersonLinks) => Some(Measure::PersonLinks),
        (Engine::Postgres, Operation::WorkspaceList) => Some(Measure::WorkspaceList),
        (Engine::Postgres, Operation::Create) => Some(Measure::Create),
        (Engine::Postgres, Operation::CreateTogether) => Some(Measure::CreateTogether),
        (Engine::Sqlite, Operation::Retrieve) => Some(Measure::SqliteRetrieve),
        _ => None,
    }
}

/// Rows per second in each repetition, through the service and bypassing it.
pub(crate) fn delivery(
    way: Way,
    rows: u32,
    through: &[(Engine, Vec<f64>)],
    past: &[f64],
    targets: &mut Targets,
) -> String {
    let mut table = Table::new(&["delivery", "rows", "rows/s", "to `\\copy`"]);
    let rows = rate(rows.into());
    let copied = (!past.is_empty()).then(|| median(past.iter().copied()));
    if let Some(copied) = copied {
        let how = "psql `\\copy`, on PostgreSQL".to_owned();
        table.row(&[how, rows.clone(), rate(copied), small(1.0)]);
    }
    for (engine, rates) in through {
        let delivered = median(rates.iter().copied());
        let ratio = copied.filter(|_| *engine == Engine::Postgres);
        let ratio = ratio.map(|copied| delivered / copied);
        if let Some(ratio) = ratio {
            targets.note(Measure::Delivery, ratio);
        }
        table.row(&[
            format!("{}, on {}", way.name(), engine.name()),
            rows.clone(),
            rate(delivered),
            ratio.map_or_else(String::new, small),
        ]);
    }
    table.into_text()
}

/// The feed of changes.
pub(crate) fn feed(feeds: &[(Engine, Feed)]) -> String {
    let mut table = Table::new(&[
        "feed",
        "changes/s read by one follower",
        "lag behind a bulk delivery, ms",
    ]);
    for (engine, feed) in feeds {
        let lag = feed.lag.as_secs_f64() * 1_000.0;
        table.row(&[engine.name().to_owned(), rate(feed.read), small(lag)]);
    }
    table.into_text()
}

/// What the policies cost.
pub(crate) fn row_level_security(costs: &[Cost], targets: &mut Targets) -> String {
    let mut table = Table::new(&[
        "operation",
        "statements",
        "p50 ms with",
        "p50 ms without",
        "ratio",
    ]);
    for cost in costs {
        targets.note(Measure::RowLevelSecurity, cost.ratio());
        table.row(&[
            cost.operation.name().to_owned(),
            cost.statements.to_string(),
            fine(cost.with),
            fine(cost.without),
            small(cost.ratio()),
        ]);
    }
    table.into_text()
}

/// What a service process uses.
pub(crate) fn processes(all: &[(Engine, Vec<Duration>, Memory)], targets: &mut Targets) -> String {
    let mut table = Table::new(&[
        "service",
        "cold start ms",
        "memory after the run MB",
        "at its peak MB",
    ]);
    for (engine, starts, memory) in all {
        let start = median(starts.iter().map(|start| start.as_secs_f64() * 1_000.0));
        let [resident, peak] =
            [memory.resident_kib, memory.peak_kib].map(|kib| f64::from(kib) * 1_024.0 / 1e6);
        targets.note(Measure::ColdStart, start);
        targets.note(Measure::Memory, resident);
        table.row(&[
            format!("on {}", engine.name()),
            rate(start),
            small(resident),
            small(peak),
        ]);
    }
    table.into_text()
}
