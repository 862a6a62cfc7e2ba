use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use wellhead_core::command::{Command, LinkChanges, NewWorkspaceConnector};
use wellhead_core::host::Host;
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::MatchRule;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Positioned, Slice};
use wellhead_core::privacy::LegalEntity;
use wellhead_core::provenance::{FlowPicture, NamedConnectors, Provenance};
use wellhead_core::resource::{
    Deleted, Direction, FlowCount, Flows, Link, LinkFilter, Past, Reach, Status, Trace,
};
use wellhead_core::time::Timestamp;

use crate::machine::Time;
use crate::world::{ALL, World, activation, fresh, record, second};

crate::cases![
    every kind:
    a_record_without_links_has_no_traces,
    an_unknown_or_foreign_record_has_no_provenance,
    a_deleted_record_keeps_its_provenance,
    the_last_time_is_when_a_link_was_last_seen,
    a_tenant_without_links_has_no_flows,
    a_record_counts_once_at_each_connector,
    the_ledger_sorts_its_answers_and_names_their_connectors;
    people:
    every_moment_of_every_record_agrees_with_the_model,
    every_flow_agrees_with_the_model,
    what_is_not_folded_is_added_up_to_a_bound,
    flows_of_too_many_links_are_of_the_newest,
];

const DELETED: [Deleted; 3] = [Deleted::Exclude, Deleted::Include, Deleted::Only];

pub(crate) async fn traces(
    world: &World,
    record: RecordId,
    as_of: Option<Timestamp>,
) -> Option<Vec<Trace>> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.provenance_get(tenant, world.of(record), as_of.map(Past::AsOf));
    let mut traces = found.await.expect("provenance can be read")?.traces;
    traces.sort_by_key(|trace| (trace.workspace_connector, trace.direction));
    Some(traces)
}

async fn flows(world: &World, created: Interval, deleted: Deleted) -> Flows {
    let (store, tenant) = (world.store(), world.here.tenant);
    let counted = store.flow_count_within(tenant, world.kind, created, deleted);
    let counted = counted.await.expect("flows can be counted");
    if created == Interval::default() {
        let kept = store.flow_count(tenant, world.kind, deleted, u64::MAX);
        let kept = kept.await.expect("flows are kept");
        assert_eq!((&kept.flows, kept.reach), (&counted, Reach::Whole));
    }
    counted
}

/// What the traces of a record should be, computed the slow way.
fn traces_of(links: &[Link], record: RecordId, as_of: Option<Timestamp>) -> Vec<Trace> {
    let as_of = as_of.unwrap_or(Timestamp::MAX);
    let mut groups: BTreeMap<_, Vec<&Link>> = BTreeMap::new();
    for link in links {
        if link.record == record && link.times.created_at <= as_of {
            let group = (link.workspace_connector, link.direction);
            groups.entry(group).or_default().push(link);
        }
    }
    let trace = |((workspace_connector, direction), links): (_, Vec<&Link>)| {
        let made = || links.iter().map(|link| link.times.created_at);
        let active = |link: &&&Link| link.times.deleted_at.is_none_or(|at| at > as_of);
        Trace {
            workspace_connector,
            direction,
            first: made().min().expect("a link"),
            last: made().max().expect("a link"),
            links: number(links.len()),
            active: number(links.iter().filter(active).count()),
        }
    };
    groups.into_iter().map(trace).collect()
}

/// What the flows of some links should be, computed the slow way.
fn flows_of(links: &[Link]) -> Flows {
    let mut ends: BTreeMap<RecordId, [BTreeSet<WorkspaceConnectorId>; 2]> = BTreeMap::new();
    for link in links {
        let [sources, destinations] = ends.entry(link.record).or_default();
        match link.direction {
            Direction::Input => sources.insert(link.workspace_connector),
            Direction::Output => destinations.insert(link.workspace_connector),
        };
    }
    let mut flows = Flows {
        records: number(ends.len()),
        ..Flows::default()
    };
    for [sources, destinations] in ends.values() {
        for source in sources {
            *flows.sources.entry(*source).or_default() += 1;
            for destination in destinations {
                *flows.pairs.entry((*source, *destination)).or_default() += 1;
            }
        }
        for destination in destinations {
            *flows.destinations.entry(*destination).or_default() += 1;
        }
    }
    flows
}

fn number(count: usize) -> u64 {
    u64::try_from(count).expect("small")
}

async fn newcomer(world: &World, at: Timestamp) -> RecordId {
    let new = world.new_record("Newcomer", None);
    let made = world.apply(&world.here, at, Command::RecordCreate(new));
    record(made.await.expect("a person can be made")).id
}

/// A ledger with a past: all links, by record and in total.
struct Furniture {
    people: [RecordId; 4],
    links: Vec<Link>,
}

/// Sixty links of four people with three activations, two of the same connector. Many say the same; some are
/// deleted soon, some late; at the end one activation and one person are deleted.
async fn furnish(world: &World) -> Furniture {
    let here = &world.here;
    let [eve, kim] = [
        newcomer(world, second(0)).await,
        newcomer(world, second(0)).await,
    ];
    let people = [here.ada.id, here.bob.id, eve, kim];
    let again = NewWorkspaceConnector {
        id: NewId::Minted(fresh()),
        connector: world.connectors[0].id,
        status: Status::NeedReconnect,
        match_rule: MatchRule::Nothing,
        rank: None,
        legal: LegalEntity::default(),
        continues: None,
    };
    let made = world.apply(here, second(0), Command::WorkspaceConnectorCreate(again));
    let again = activation(made.await.expect("a connector can be activated twice")).id;
    let connectors = [here.crm.id, here.mailer.id, again];
    for i in 0..60_usize {
        let person = people[i * 7 % 13 % 4];
        let connector = connectors[i % 11 % 3];
        let direction = Direction::ALL[usize::from(i % 5 < 2)];
        let at = second(i64::try_from(i / 2).expect("small"));
        let link = world.link(at, person, connector, direction).await;
        let deleted = match i % 6 {
            0 => second(40).plus_micros(1),
            3 => link.times.created_at.plus_micros(1),
            _ => continue,
        };
        let delete = Command::LinkDelete(world.kind, link.id);
        world
            .apply(here, deleted, delete)
            .await
            .expect("a deletion");
    }
    for (at, command) in [
        (50, Command::WorkspaceConnectorDelete(here.mailer.id)),
        (60, Command::RecordDelete(world.of(kim))),
    ] {
        world
            .apply(here, second(at), command)
            .await
            .expect("a deletion");
    }
    let everything = LinkFilter {
        deleted: Deleted::Include,
        ..LinkFilter::default()
    };
    Furniture {
        people,
        links: world.links(here, everything, ALL).await,
    }
}

async fn every_moment_of_every_record_agrees_with_the_model(world: &World) {
    let Furniture { people, links } = furnish(world).await;
    // Each instant at which something was created or deleted, and the one just before.
    let moments: BTreeSet<_> = links
        .iter()
        .flat_map(|link| [Some(link.times.created_at), link.times.deleted_at])
        .flatten()
        .flat_map(|at| [at.plus_micros(-1), at])
        .collect();
    let moments = moments.into_iter().map(Some);
    for as_of in moments.chain([None, Some(Timestamp::MIN), Some(Timestamp::MAX)]) {
        for person in people {
            let expected = traces_of(&links, person, as_of);
            let found = traces(world, person, as_of).await;
            assert_eq!(found, Some(expected), "{person} {as_of:?}");
        }
    }
}

async fn a_record_without_links_has_no_traces(world: &World) {
    let here = &world.here;
    let of_bob = world
        .link(second(1), here.bob.id, here.crm.id, Direction::Input)
        .await;
    for as_of in [None, Some(second(5))] {
        assert_eq!(traces(world, here.ada.id, as_of).await, Some(Vec::new()));
    }
    // A redirected link counts where it points.
    let changes = LinkChanges {
        record: Some(here.ada.id),
        ..LinkChanges::default()
    };
    let update = Command::LinkUpdate(world.kind, of_bob.id, changes);
    world.apply(here, second(2), update).await.unwrap();
    assert_eq!(traces(world, here.bob.id, None).await, Some(Vec::new()));
    assert_eq!(traces(world, here.ada.id, None).await.unwrap().len(), 1);
}

async fn an_unknown_or_foreign_record_has_no_provenance(world: &World) {
    furnish(world).await;
    for person in [world.there.ada.id, fresh()] {
        for as_of in [None, Some(second(5))] {
            assert_eq!(traces(world, person, as_of).await, None);
        }
    }
}

async fn a_deleted_record_keeps_its_provenance(world: &World) {
    let here = &world.here;
    world
        .link(second(1), here.ada.id, here.crm.id, Direction::Output)
        .await;
    let delete = Command::RecordDelete(world.of(here.ada.id));
    world.apply(here, second(2), delete).await.unwrap();
    let trace = |active| Trace {
        workspace_connector: here.crm.id,
        direction: Direction::Output,
        first: second(1),
        last: second(1),
        links: 1,
        active,
    };
    for (as_of, active) in [(None, 0), (Some(second(2)), 0), (Some(second(1)), 1)] {
        let found = traces(world, here.ada.id, as_of).await;
        assert_eq!(found, Some(vec![trace(active)]), "{as_of:?}");
    }
}

async fn the_last_time_is_when_a_link_was_last_seen(world: &World) {
    let here = &world.here;
    let (ada, crm) = (here.ada.id, here.crm.id);
    let link = world.link(second(1), ada, crm, Direction::Input).await;
    let machine = Time::from(second(100)).machine(world, 0);
    let run = machine.open(world, crm, Direction::Input).await;
    machine.deliver(world, &run, &[ada]).await;
    let last = async |as_of| {
        let traces = traces(world, ada, as_of).await.expect("the record");
        let [trace] = traces[..] else {
            panic!("{traces:?}")
        };
        assert_eq!(trace.first, second(1));
        trace.last
    };
    let seen = last(None).await;
    assert!(seen > second(99), "{seen}");
    // Neither a change nor the end of a link is another sight of it.
    for command in [
        Command::LinkUpdate(world.kind, link.id, LinkChanges::default()),
        Command::LinkDelete(world.kind, link.id),
    ] {
        world.apply(here, second(500), command).await.unwrap();
        assert_eq!(last(None).await, seen);
    }
    for as_of in [second(1), second(50), second(400), Timestamp::MAX] {
        assert_eq!(
            last(Some(as_of)).await,
            second(1),
            "nothing is kept of a delivery"
        );
    }
}

async fn every_flow_agrees_with_the_model(world: &World) {
    let Furniture { links, .. } = furnish(world).await;
    let place = links[30].position();
    let intervals = [
        Interval::default(),
        Interval::since(second(10)),
        Interval::until(second(20)),
        Interval::since(second(10)).and(Interval::until(second(20))),
        Interval::since(second(15)).and(Interval::until(second(15).plus_micros(1))),
        Interval::since(second(100)),
        Interval {
            above: Some(place),
            below: None,
        },
        Interval {
            above: None,
            below: Some(place),
        },
    ];
    for created in intervals {
        for deleted in DELETED {
            let filter = LinkFilter {
                deleted,
                ..LinkFilter::default()
            };
            let slice = Slice {
                interval: created,
                ..ALL
            };
            let counted = world.links(&world.here, filter, slice).await;
            assert_eq!(
                flows(world, created, deleted).await,
                flows_of(&counted),
                "{created:?} {deleted:?}"
            );
        }
    }
}

async fn a_tenant_without_links_has_no_flows(world: &World) {
    for deleted in DELETED {
        let found = flows(world, Interval::default(), deleted).await;
        assert_eq!(found, Flows::default());
    }
}

async fn a_record_counts_once_at_each_connector(world: &World) {
    let here = &world.here;
    for (person, connector, direction) in [
        (&here.ada, &here.crm, Direction::Input),
        (&here.ada, &here.crm, Direction::Input),
        (&here.ada, &here.crm, Direction::Output),
        (&here.ada, &here.mailer, Direction::Output),
        (&here.bob, &here.crm, Direction::Input),
    ] {
        world
            .link(second(1), person.id, connector.id, direction)
            .await;
    }
    let (crm, mailer) = (here.crm.id, here.mailer.id);
    let expected = Flows {
        records: 2,
        sources: [(crm, 2)].into(),
        destinations: [(crm, 1), (mailer, 1)].into(),
        pairs: [((crm, crm), 1), ((crm, mailer), 1)].into(),
    };
    let found = flows(world, Interval::default(), Deleted::Exclude).await;
    assert_eq!(found, expected);
}

/// Answers depend on the links' own times only, so reading the clock for one is a bug.
pub(crate) struct NoHost;

impl Host for NoHost {
    fn now(&self) -> Timestamp {
        panic!("an answer needs no clock")
    }

    fn instant(&self) -> Instant {
        panic!("an answer needs no clock")
    }

    fn fill_random(&self, _: &mut [u8]) {
        panic!("an answer needs no chance")
    }
}

/// Checks that exactly these connectors are named, as the store has them.
async fn assert_names(
    world: &World,
    ids: BTreeSet<WorkspaceConnectorId>,
    connectors: &NamedConnectors,
) {
    let (store, tenant) = (world.store(), world.here.tenant);
    assert_eq!(connectors.keys().copied().collect::<BTreeSet<_>>(), ids);
    for (id, named) in connectors {
        let found = store.workspace_connector_get(tenant, *id, Deleted::Include);
        assert_eq!(
            found.await.unwrap().as_ref(),
            Some(&named.workspace_connector)
        );
        let found = store.connector_get(tenant, named.workspace_connector.connector);
        assert_eq!(found.await.unwrap().as_ref(), Some(&named.connector));
    }
}

async fn the_ledger_sorts_its_answers_and_names_their_connectors(world: &World) {
    let Furniture { people, links } = furnish(world).await;
    let ledger = Ledger::new(world.backend.store.clone(), Arc::new(NoHost));
    let (tenant, kind) = (world.here.tenant, world.kind);
    for person in people {
        let found = ledger.provenance(tenant, world.of(person), Some(Past::AsOf(second(20))));
        let Provenance {
            lines, connectors, ..
        } = found.await.unwrap().expect("the person");
        let traces: Vec<_> = lines.iter().map(|line| line.trace).collect();
        let mut expected = traces_of(&links, person, Some(second(20)));
        expected.sort_by_key(|it| (it.direction, it.first, it.workspace_connector));
        assert_eq!(traces, expected);
        let ids = traces.iter().map(|trace| trace.workspace_connector);
        assert_names(world, ids.collect(), &connectors).await;
    }
    let stranger = ledger.provenance(tenant, world.there.ada.reference(), None);
    assert_eq!(stranger.await.unwrap(), None);

    let counted = ledger.flows(tenant, kind, Interval::default(), Deleted::Include, 0);
    let FlowPicture {
        flows,
        reach,
        connectors,
        ..
    } = counted.await.unwrap();
    assert_eq!((flows, reach), (flows_of(&links), Reach::Whole));
    let ids = links.iter().map(|link| link.workspace_connector).collect();
    assert_names(world, ids, &connectors).await;
    let definitions: BTreeSet<_> = connectors.values().map(|it| it.connector.id).collect();
    assert!(
        definitions.len() < connectors.len(),
        "one has two activations"
    );
}

/// A reader adds the newest changes, unless they are of more records than it is to look at.
async fn what_is_not_folded_is_added_up_to_a_bound(world: &World) {
    let (store, tenant, kind) = (world.store(), world.here.tenant, world.kind);
    let made = |record, second| {
        let draft = world.draft(record, world.here.crm.id, Direction::Input);
        world.apply(&world.here, second, Command::LinkCreate(draft))
    };
    let count = async |most| {
        let counted = store.flow_count(tenant, kind, Deleted::Exclude, most);
        let FlowCount { flows, reach } = counted.await.expect("flows are kept");
        (flows.records, reach)
    };
    made(world.here.ada.id, second(1)).await.expect("a link");
    assert_eq!(count(0).await, (0, Reach::Behind(1)));
    assert_eq!(count(1).await, (1, Reach::Whole));
    world.fold(tenant, 1).await;
    assert_eq!(count(0).await, (1, Reach::Whole));
    made(world.here.ada.id, second(2)).await.expect("a link");
    made(world.here.bob.id, second(2)).await.expect("a link");
    assert_eq!(count(1).await, (1, Reach::Behind(2)));
    assert_eq!(count(2).await, (2, Reach::Whole));
    let due = store.folds_due().await.expect("a list");
    assert!(due.contains(&tenant), "it has something to fold");
    world.fold(tenant, 1).await;
    assert_eq!(count(0).await, (2, Reach::Whole));
    assert!(!store.fold(tenant, 1).await.expect("a fold"), "it is done");
    let due = store.folds_due().await.expect("a list");
    assert!(!due.contains(&tenant), "nothing is left to fold");
}

/// If a range of time has too many links, the newest of them are counted: many, but not more than that.
async fn flows_of_too_many_links_are_of_the_newest(world: &World) {
    let (tenant, kind) = (world.here.tenant, world.kind);
    let ledger = Ledger::new(world.backend.store.clone(), Arc::new(NoHost));
    // A link a minute, and then many within a second.
    let minutes = (1..=60).map(|minute| second(60 * minute));
    let at_last = (1..=20).map(|micros| second(3_700).plus_micros(micros));
    let times: Vec<_> = minutes.chain(at_last).collect();
    for (place, at) in times.iter().enumerate() {
        let record = [world.here.ada.id, world.here.bob.id][place % 2];
        let connector = [world.here.crm.id, world.here.mailer.id][place % 3 / 2];
        let draft = world.draft(record, connector, Direction::ALL[place % 2]);
        world
            .apply(&world.here, *at, Command::LinkCreate(draft))
            .await
            .expect("a link");
    }
    let range = Interval::until(second(4_000));
    let late = Interval::until(second(4_000_000_000));
    let open = Interval::since(second(1));
    for (range, most, expected) in [
        (range, 1_000, None),
        (range, 80, None),
        (range, 79, Some(79)),
        (range, 50, Some(50)),
        (range, 10, Some(10)),
        (late, 50, Some(50)),
        (open, 50, Some(50)),
        (open, 10, Some(10)),
    ] {
        let picture = ledger.flows(tenant, kind, range, Deleted::Exclude, most);
        let picture = picture.await.expect("flows");
        let Some(at_most) = expected else {
            assert_eq!(picture.reach, Reach::Whole, "{most}");
            continue;
        };
        let Reach::Since(since) = picture.reach else {
            panic!("{most}: {:?}", picture.reach)
        };
        let counted = times.iter().filter(|at| **at >= since).count();
        assert!(
            counted <= at_most && counted > at_most / 2,
            "{counted} of {at_most}"
        );
        let exactly = flows(world, range.and(Interval::since(since)), Deleted::Exclude);
        assert_eq!(picture.flows, exactly.await);
    }
}
