use super::table::{Table, rate, small};
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
            "answered",
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
                    format!("**{}**", small(ratio))
                } else {
                    small(ratio)
                },
                disturbed.failed.to_string(),
                disturbed.refused.to_string(),
                disturbed.unanswered.to_string(),
            ]);
            let counts = [
                tally.begun(),
                tally.answered(),
                tally.refused(),
                tally.failed(),
            ];
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::attack::{Attack, Tally};
    use crate::neighbours::Noticed;
    use crate::process::Memory;

    fn noticed(millis: u64, failed: u32) -> Noticed {
        let mut noticed = Noticed::default();
        noticed.latencies.push(Duration::from_millis(millis));
        noticed.failed = failed;
        noticed
    }

    fn beside(attack: Attack, program: Program, disturbed: Noticed) -> Beside {
        Beside {
            engine: Engine::Sqlite,
            attack,
            program,
            undisturbed: noticed(10, 0),
            disturbed,
            tally: Tally::default(),
            memory: Memory {
                resident_kib: 0,
                peak_kib: 2_048,
            },
        }
    }

    #[test]
    fn what_this_program_misses_is_named() {
        let mut all = [
            beside(Attack::Lists, Program::Before, noticed(5_000, 0)),
            beside(Attack::Lists, Program::This, noticed(29, 0)),
            beside(Attack::Locks, Program::This, noticed(31, 0)),
            beside(Attack::NoKey, Program::This, noticed(10, 1)),
        ];
        let mut targets = Targets::default();
        let text = neighbours(&mut all, &mut targets);
        let line = |start: &str| text.lines().find(|line| line.contains(start)).unwrap();
        let locks = Attack::Locks.name();
        let missed = format!("missed by: {locks} (SQLite); no key (SQLite).");
        assert!(line("missed by").ends_with(&missed), "{text}");
        assert!(line("| before |").contains("| > 4,294 | **429.50** | 0 |"));
        assert!(line("lists | this |").contains("| 29.00 | 2.90 | 0 |"));
        assert!(line("| no key").contains("| 10.00 | **1.00** | 1 | 0 | 0 |"));
        let table = targets.table();
        let worst = "| ≤ 3.00 | 3.10 | **not reached** |";
        assert!(table.contains(worst), "{table}");
    }
}
