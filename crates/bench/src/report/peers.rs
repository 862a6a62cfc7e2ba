use super::table::{Table, rate, tenth};
use super::targets::{Measure, Targets};
use crate::operation::Operation;
use crate::peers::{Contest, Peer};
use crate::statistics::median;

/// The service and its peers, and how it compares to the better of them.
pub(crate) fn peers(contests: &[Contest], targets: &mut Targets) -> String {
    let names = Peer::ALL.map(|peer| format!("{}/s", peer.name()));
    let mut columns = vec!["operation", "service/s"];
    columns.extend(names.iter().map(String::as_str));
    columns.push("to the best peer");
    let mut table = Table::new(&columns);
    for contest in contests {
        let service = median(contest.service.iter().copied());
        let peers = contest.peers.each_ref();
        let peers = peers.map(|rates| median(rates.iter().copied()));
        let ratio = service / peers.into_iter().fold(0.0, f64::max);
        if let Some(measure) = target(contest.operation) {
            targets.note(measure, ratio);
        }
        let mut cells = vec![contest.operation.name().to_owned(), rate(service)];
        cells.extend(peers.map(|peer| {
            if peer < 100.0 {
                tenth(peer)
            } else {
                rate(peer)
            }
        }));
        cells.push(tenth(ratio));
        table.row(&cells);
    }
    table.into_text()
}

const fn target(operation: Operation) -> Option<Measure> {
    match operation {
        Operation::Retrieve => Some(Measure::PeersRetrieve),
        Operation::PersonLinks => Some(Measure::PeersPersonLinks),
        Operation::Create => Some(Measure::PeersCreate),
        Operation::WorkspaceList => Some(Measure::PeersWorkspaceList),
        Operation::TimeRange | Operation::CreateTogether => None,
    }
}
