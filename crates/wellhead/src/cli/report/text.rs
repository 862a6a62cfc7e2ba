use std::fmt::{self, Write};

use wellhead_core::privacy::{HandedOut, Known, LegalPeriod, Party};
use wellhead_core::record::Kind;

use crate::terminal::Shown;

/// The report, as text for people. A server may have sent it, so nothing in it is believed to be on one line.
pub(super) fn text(kind: Kind, handed: &HandedOut) -> Result<String, fmt::Error> {
    let report = &handed.report;
    let mut out = String::new();
    let subject = &report.subject;
    writeln!(
        out,
        "Disclosure report of the {} {}",
        kind.declaration().words.noun,
        Shown(&subject.id)
    )?;
    for merged in &subject.merged {
        let merged = Shown(merged);
        writeln!(out, "  and of {merged}, which was merged into it")?;
    }
    writeln!(out, "as of {}", Shown(&report.as_of))?;
    for (word, bound) in [("from", &report.from), ("to", &report.to)] {
        if let Some(at) = bound {
            writeln!(out, "{word} {}", Shown(at))?;
        }
    }
    let coverage = &report.coverage;
    writeln!(
        out,
        "The ledger tells of the time from {} until {}, and of none before.",
        coverage.from,
        Shown(&coverage.until)
    )?;
    for (title, parties) in [
        ("Sources", &report.sources),
        ("Recipients", &report.recipients),
    ] {
        writeln!(out, "\n{title}")?;
        if parties.is_empty() {
            writeln!(out, "  none on record")?;
        }
        for party in parties {
            self::party(&mut out, party)?;
        }
    }
    if !report.unlinked.is_empty() {
        writeln!(out, "\nOthers that have a name for it")?;
        for it in &report.unlinked {
            writeln!(out, "  {}", Shown(&it.connector))?;
            known_as(&mut out, &it.known_as)?;
            legal(&mut out, &it.legal)?;
        }
    }
    if !report.unidentified.is_empty() {
        let lacking = Shown(report.unidentified.join(", "));
        writeln!(
            out,
            "\nNo legal name is recorded for: {lacking}. Set it with 'wellhead connector update SLUG --legal-name NAME'."
        )?;
    }
    writeln!(out, "\nSHA-256 {}", Shown(&handed.sha256))?;
    Ok(out)
}

fn party(out: &mut String, party: &Party) -> fmt::Result {
    let Party {
        connector,
        first_at,
        last_at,
        deliveries,
        active_deliveries,
        ..
    } = party;
    let times = if deliveries == &1 {
        format!("delivered {first_at}")
    } else {
        format!("{deliveries} deliveries, {first_at} to {last_at}")
    };
    let state = match party.ended_at {
        Some(at) => format!("ended {at}"),
        None => format!("active ({active_deliveries} of {deliveries})"),
    };
    writeln!(out, "  {}: {times}; {state}", Shown(connector))?;
    for ending in &party.endings {
        let reason = ending.reason.as_deref().unwrap_or("for a reason not kept");
        writeln!(
            out,
            "    {} ended: {reason}, last {}",
            ending.deliveries,
            ending.last_at,
            reason = Shown(reason)
        )?;
    }
    known_as(out, &party.known_as)?;
    legal(out, &party.legal)
}

fn known_as(out: &mut String, names: &[Known]) -> fmt::Result {
    for name in names {
        writeln!(
            out,
            "    knows it as {} since {}",
            Shown(&name.external_id),
            name.since
        )?;
    }
    Ok(())
}

fn legal(out: &mut String, periods: &[LegalPeriod]) -> fmt::Result {
    for period in periods {
        let said: Vec<_> = period
            .said()
            .filter_map(|(_, it)| it)
            .map(|it| Shown(it).to_string())
            .collect();
        let said = if said.is_empty() {
            "nobody recorded who that is".to_owned()
        } else {
            said.join(", ")
        };
        let until = period.until.map(|at| format!(" until {at}"));
        let until = until.unwrap_or_default();
        write!(out, "    from {}{until}: {said}", period.from)?;
        if !period.recorded_later.is_empty() {
            write!(
                out,
                " (recorded later: {})",
                Shown(period.recorded_later.join(", "))
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}
