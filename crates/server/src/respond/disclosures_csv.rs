//! A disclosure report as a table.

use wellhead_core::privacy::{HandedOut, Known, LegalPeriod, Party};
use wellhead_core::time::Timestamp;
use wellhead_csv::Table;

const HEADER: [&str; 24] = [
    "part",
    "connector",
    "connector_id",
    "first_at",
    "last_at",
    "deliveries",
    "active_deliveries",
    "status",
    "ended_at",
    "endings",
    "known_as",
    "legal_from",
    "legal_until",
    "legal_name",
    "address",
    "country",
    "contact",
    "purpose",
    "recorded_later",
    "subject_type",
    "subject_id",
    "as_of",
    "requested_at",
    "sha256",
];

/// One row for each period in which one entity was behind a connector. The first row says of what time the ledger can tell, so
/// that a table without others is not read as one of somebody whose data never went anywhere.
#[must_use]
pub fn table(handed: &HandedOut) -> String {
    let report = &handed.report;
    let end = [
        report.subject.r#type.clone(),
        report.subject.id.clone(),
        report.as_of.clone(),
        handed.requested_at.to_string(),
        handed.sha256.clone(),
    ];
    let mut table = Table::default();
    table.row(HEADER);
    let mut write = |cells: Vec<String>| {
        let blank = HEADER.len() - end.len() - cells.len();
        let cells = cells.into_iter().chain(vec![String::new(); blank]);
        table.row(cells.chain(end.clone()));
    };
    let coverage = &report.coverage;
    let mut covered = vec!["coverage".to_owned()];
    covered.extend(vec![String::new(); 10]);
    covered.extend([coverage.from.to_string(), coverage.until.clone()]);
    write(covered);
    for (part, parties) in [
        ("source", &report.sources),
        ("recipient", &report.recipients),
    ] {
        for party in parties {
            for period in &party.legal {
                write(row(part, party, period));
            }
        }
    }
    for it in &report.unlinked {
        for period in &it.legal {
            let mut cells = vec![
                "unlinked".to_owned(),
                it.connector.clone(),
                it.connector_id.clone(),
            ];
            cells.extend(vec![String::new(); 7]);
            cells.push(names(&it.known_as));
            cells.extend(entity(period));
            write(cells);
        }
    }
    table.into_text()
}

fn row(part: &str, party: &Party, period: &LegalPeriod) -> Vec<String> {
    let endings = party.endings.iter().map(|it| {
        let reason = it.reason.as_deref().unwrap_or("unknown");
        format!("{reason} ({}, last {})", it.deliveries, it.last_at)
    });
    let mut cells = vec![
        part.to_owned(),
        party.connector.clone(),
        party.connector_id.clone(),
        party.first_at.to_string(),
        party.last_at.to_string(),
        party.deliveries.to_string(),
        party.active_deliveries.to_string(),
        party.status.clone(),
        party
            .ended_at
            .as_ref()
            .map(Timestamp::to_string)
            .unwrap_or_default(),
        endings.collect::<Vec<_>>().join("; "),
        names(&party.known_as),
    ];
    cells.extend(entity(period));
    cells
}

fn names(names: &[Known]) -> String {
    let names: Vec<_> = names.iter().map(|it| it.external_id.as_str()).collect();
    names.join("; ")
}

fn entity(period: &LegalPeriod) -> [String; 8] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let until = period.until.map(|at| at.to_string());
    [
        period.from.to_string(),
        until.unwrap_or_default(),
        text(&period.legal_name),
        text(&period.address),
        text(&period.country),
        text(&period.contact),
        text(&period.purpose),
        period.recorded_later.join("; "),
    ]
}
