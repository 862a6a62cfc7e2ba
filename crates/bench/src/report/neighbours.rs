use super::table::{Table, rate, small, tenth};
use super::targets::{Measure, Targets};
use crate::database::Engine;
use crate::neighbours::{Beside, Program};
use crate::statistics::MOST_MILLIS;

/// What a tenant notices of attacks, by engine, and which of them are noticed too much.
pub(crate) fn neighbours(all: &mut [Beside], targets: &mut Targets) -> String {
    let mut text = String::new();
    let mut missed = Vec::new();
    let compares = all.iter().any(|it| it.program == Program::Before);
    for engine in Engine::ALL {
        let mut heads = vec![engine.name()];
        if compares {
            heads.push("program");
        }
        heads.extend([
            "p50 ms",
            "p99 ms",
            "attacked: p50 ms",
            "p99 ms",
            "ratio",
            "5xx",
            "429",
            "no answer",
            "attacker: requests",
            "2xx",
            "429",
            "5xx",
            "peak MB",
        ]);
        let mut table = Table::new(&heads);
        for beside in all.iter_mut().filter(|it| it.engine == engine) {
            let [undisturbed, disturbed] = [&mut beside.undisturbed, &mut beside.disturbed];
            let quiet = undisturbed.latencies.percentile(99);
            let busy = disturbed.latencies.percentile(99);
            let lost = disturbed.failed + disturbed.unanswered;
            let ratio = busy / quiet;
            if beside.program == Program::This {
                targets.note(Measure::Neighbours, ratio);
                targets.note(Measure::NeighboursLost, lost.into());
            }
            let is_missed = !Measure::Neighbours.is_reached(ratio)
                || !Measure::NeighboursLost.is_reached(lost.into());
            if is_missed && beside.program == Program::This {
                missed.push(format!("{} ({})", beside.attack.name(), engine.name()));
            }
            let mut row = vec![beside.attack.name().to_owned()];
            if compares {
                row.push(beside.program.name().to_owned());
            }
            let tally = &beside.tally;
            row.extend([
                millis(undisturbed.latencies.percentile(50)),
                millis(quiet),
                millis(disturbed.latencies.percentile(50)),
                millis(busy),
                if is_missed {
                    format!("**{}**", tenth(ratio))
                } else {
                    tenth(ratio)
                },
                disturbed.failed.to_string(),
                disturbed.refused.to_string(),
                disturbed.unanswered.to_string(),
            ]);
            let counts = [tally.begun(), tally.good(), tally.refused(), tally.failed()];
            row.extend(counts.map(|count| count.to_string()));
            row.push(rate(f64::from(beside.memory.peak_kib) / 1_024.0));
            table.row(&row);
        }
        text.push_str(&table.into_text());
        text.push('\n');
    }
    let missed = if missed.is_empty() {
        "nothing".to_owned()
    } else {
        missed.join("; ")
    };
    format!(
        "The bound is three times the undisturbed p99, and no answer lost or 5xx. It is missed by: {missed}.\n\n{text}"
    )
}

/// What is longer is not counted exactly.
fn millis(value: f64) -> String {
    if value < MOST_MILLIS {
        small(value)
    } else {
        format!("> {}", rate(MOST_MILLIS.floor()))
    }
}
