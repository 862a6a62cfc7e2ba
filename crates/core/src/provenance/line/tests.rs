use uuid::Uuid;

use super::*;
use crate::id::ConnectorId;
use crate::identity::MatchRule;
use crate::privacy::LegalEntity;
use crate::provenance::NamedConnector;
use crate::resource::{Connector, Name, Slug, Status, Times};

fn id(number: u128) -> WorkspaceConnectorId {
    Uuid::from_u128(number).into()
}

fn at(second: i64) -> Timestamp {
    Timestamp::EPOCH.plus_micros(second * 1_000_000)
}

/// Activations: the number of each, what it continues, when it was made, and when it was disconnected.
fn connectors(all: &[(u128, Option<u128>, i64, Option<i64>)]) -> NamedConnectors {
    let connector = Connector {
        id: ConnectorId::from(Uuid::from_u128(99)),
        slug: Slug::parse("crm").unwrap(),
        name: Name::parse("CRM").unwrap(),
        legal: LegalEntity::default(),
        times: times(0, None),
    };
    let named = |&(number, continues, made, gone): &(u128, Option<u128>, i64, Option<i64>)| {
        let workspace_connector = WorkspaceConnector {
            id: id(number),
            connector: connector.id,
            status: Status::Enabled,
            match_rule: MatchRule::Nothing,
            rank: None,
            legal: LegalEntity::default(),
            continues: continues.map(id),
            times: times(made, gone),
        };
        let connector = connector.clone();
        let named = NamedConnector {
            workspace_connector,
            connector,
        };
        (id(number), named)
    };
    all.iter().map(named).collect()
}

fn times(created: i64, deleted: Option<i64>) -> Times {
    Times {
        created_at: at(created),
        updated_at: None,
        deleted_at: deleted.map(at),
    }
}

fn trace(number: u128, first: i64, last: i64, active: u64) -> Trace {
    Trace {
        workspace_connector: id(number),
        direction: Direction::Input,
        first: at(first),
        last: at(last),
        links: 2,
        active,
    }
}

fn known(number: u128, name: &str, since: i64) -> KnownAs {
    KnownAs {
        workspace_connector: id(number),
        since: at(since),
        external_id: ExternalId::parse(name).unwrap(),
    }
}

fn texts(names: &[ExternalId]) -> Vec<&str> {
    names.iter().map(ExternalId::as_str).collect()
}

fn gap(from: i64, until: i64) -> Gap {
    Gap {
        from: at(from),
        until: at(until),
    }
}

/// Three connections, of which the second says nothing of the record. The ids have another order than the line.
const THREE: [(u128, Option<u128>, i64, Option<i64>); 3] = [
    (3, None, 0, Some(20)),
    (1, Some(3), 30, Some(40)),
    (2, Some(1), 50, None),
];

fn three() -> (Vec<Line>, Vec<Acquaintance>) {
    let story = Story {
        traces: vec![trace(2, 51, 59, 1), trace(3, 5, 15, 0)],
        names: vec![known(2, "501", 51), known(1, "502", 31), known(3, "501", 5)],
    };
    lines(story, &connectors(&THREE), None)
}

#[test]
fn a_connector_that_was_reconnected_twice_is_one_line_with_its_gaps() {
    let (lines, unlinked) = three();
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    let sum = Trace {
        links: 4,
        ..trace(2, 5, 59, 1)
    };
    assert_eq!(line.trace, sum);
    assert_eq!(texts(&line.known_as), ["501", "502"], "each name once");
    let connection = |number, gap, trace| Connection {
        workspace_connector: id(number),
        gap,
        trace,
    };
    assert_eq!(
        line.connections,
        [
            connection(3, None, Some(trace(3, 5, 15, 0))),
            connection(1, Some(gap(20, 30)), None),
            connection(2, Some(gap(40, 50)), Some(trace(2, 51, 59, 1))),
        ]
    );
    assert_eq!(unlinked, []);
}

#[test]
fn each_direction_has_its_own_line() {
    let out = |trace| Trace {
        direction: Direction::Output,
        ..trace
    };
    let story = Story {
        traces: vec![
            out(trace(3, 1, 2, 0)),
            out(trace(1, 31, 32, 1)),
            trace(2, 51, 52, 1),
        ],
        names: vec![known(3, "501", 5)],
    };
    let (lines, _) = lines(story, &connectors(&THREE), None);
    let found: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line.trace.direction,
                line.trace.links,
                line.connections.len(),
            )
        })
        .collect();
    // One begins with its first link, and each ends with the newest activation.
    assert_eq!(found, [(Direction::Input, 2, 1), (Direction::Output, 4, 3)]);
    assert!(
        lines
            .iter()
            .all(|line| line.trace.workspace_connector == id(2))
    );
    assert!(lines.iter().all(|line| texts(&line.known_as) == ["501"]));
}

#[test]
fn a_look_into_the_past_knows_no_later_connection() {
    let story = Story {
        traces: vec![trace(3, 5, 15, 2)],
        names: vec![known(3, "501", 5)],
    };
    let found = |end| {
        let (lines, _) = lines(story.clone(), &connectors(&THREE), Some(at(end)));
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        (line.trace.workspace_connector, line.connections.len())
    };
    assert_eq!(found(29), (id(3), 1));
    assert_eq!(found(30), (id(1), 2));
    assert_eq!(found(60), (id(2), 3));
}

#[test]
fn without_a_disconnection_the_gap_begins_when_the_record_was_last_told_of() {
    let gap_of = |gone: Option<i64>, trace_of: Option<Trace>| {
        let connectors = connectors(&[(1, None, 0, gone), (2, Some(1), 30, None)]);
        let traces = trace_of.into_iter().chain([trace(2, 31, 32, 2)]);
        let story = Story {
            traces: traces.collect(),
            names: Vec::new(),
        };
        let (lines, _) = lines(story, &connectors, None);
        lines[0].connections.last().unwrap().gap
    };
    assert_eq!(gap_of(None, Some(trace(1, 5, 15, 2))), Some(gap(15, 30)));
    assert_eq!(
        gap_of(Some(20), Some(trace(1, 5, 15, 2))),
        Some(gap(20, 30))
    );
    // The earlier one outlived the reconnection.
    assert_eq!(gap_of(Some(40), Some(trace(1, 5, 15, 2))), None);
    assert_eq!(gap_of(None, Some(trace(1, 5, 35, 2))), None);
    assert_eq!(
        gap_of(Some(30), Some(trace(1, 5, 15, 2))),
        None,
        "no time between"
    );
}

#[test]
fn who_has_a_name_and_no_link_is_not_forgotten() {
    let mut all = THREE.to_vec();
    all.push((4, None, 0, None));
    let story = Story {
        traces: vec![trace(4, 1, 1, 1)],
        names: vec![known(3, "501", 5)],
    };
    let of = |end| lines(story.clone(), &connectors(&all), end).1;
    let [unlinked] = &of(None)[..] else {
        panic!("{:?}", of(None))
    };
    assert_eq!(unlinked.workspace_connector, id(2));
    assert_eq!(texts(&unlinked.known_as), ["501"]);
    assert_eq!(of(Some(at(10)))[0].workspace_connector, id(3));
}
