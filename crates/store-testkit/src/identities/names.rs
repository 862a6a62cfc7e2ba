//! What connectors call a record, now and in the past, and how reconnected ones go on knowing it.

use std::collections::BTreeSet;

use wellhead_core::command::{Command, RecordChanges};
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::IdentityFilter;
use wellhead_core::ledger::Ledger;
use wellhead_core::provenance::Provenance;
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Past, Tally};

use super::delivering::{deliver, named};
use super::{create, list, new, reconnect};
use crate::merges::{merge, undo};
use crate::provenance::NoHost;
use crate::world::{ALL, World, fresh, second};

crate::cases![
    every kind:
    a_record_has_the_names_of_its_time,
    a_merge_and_its_undoing_move_names,
    a_deleted_record_keeps_the_names_that_ended_with_it;
    people:
    names_follow_merges_of_merges,
    names_are_seen_at_any_moment_of_a_time,
    another_tenants_names_are_not_told,
    lines_have_all_their_connections,
    a_reconnected_connector_is_one_line_with_its_gaps,
    a_name_without_a_link_is_told,
    reconnecting_copies_and_touches_nothing,
];

/// What connectors call a record.
async fn names(world: &World, record: RecordId, past: Option<Past>) -> BTreeSet<String> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let found = store.provenance_get(tenant, world.of(record), past);
    let found = found.await.expect("provenance can be read");
    let names = found.expect("a record").names.into_iter();
    names.map(|it| it.external_id.to_string()).collect()
}

async fn names_at(world: &World, record: RecordId, seconds: i64) -> BTreeSet<String> {
    names(world, record, Some(Past::AsOf(second(seconds)))).await
}

/// What connectors call each of these records.
type Names<'a> = &'a [(RecordId, &'a [&'a str])];

/// Checks the names of records at each of these seconds.
async fn assert_names(world: &World, expected: &[(i64, Names<'_>)]) {
    for (seconds, expected) in expected {
        for (record, expected) in *expected {
            let expected: BTreeSet<_> = expected.iter().map(ToString::to_string).collect();
            let found = names_at(world, *record, *seconds).await;
            assert_eq!(found, expected, "{record} at {seconds}");
        }
    }
}

async fn call(world: &World, seconds: i64, record: RecordId, name: &str) {
    let made = create(world, seconds, new(world, record, world.here.crm.id, name)).await;
    made.expect("an identity can be made");
}

async fn provenance(world: &World, record: RecordId, past: Option<Past>) -> Provenance {
    let ledger = Ledger::new(world.backend.store.clone(), std::sync::Arc::new(NoHost));
    let found = ledger.provenance(world.here.tenant, world.of(record), past);
    found.await.expect("it can be read").expect("a record")
}

async fn disconnect(world: &World, seconds: i64, connector: WorkspaceConnectorId) {
    let delete = Command::WorkspaceConnectorDelete(connector);
    let deleted = world.apply(&world.here, second(seconds), delete).await;
    deleted.expect("a connector can be disconnected");
}

async fn a_record_has_the_names_of_its_time(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let first = create(world, 10, new(world, ada, here.crm.id, "501")).await;
    let first = first.unwrap().id;
    call(world, 20, ada, "502").await;
    let delete = Command::IdentityDelete(world.kind, first);
    world.apply(here, second(30), delete).await.unwrap();
    // The same name means somebody else from now on.
    call(world, 40, bob, "501").await;
    assert_names(
        world,
        &[
            (9, &[(ada, &[]), (bob, &[])]),
            (10, &[(ada, &["501"]), (bob, &[])]),
            (29, &[(ada, &["501", "502"]), (bob, &[])]),
            (30, &[(ada, &["502"]), (bob, &[])]),
            (40, &[(ada, &["502"]), (bob, &["501"])]),
        ],
    )
    .await;
    assert_eq!(
        names(world, ada, None).await,
        names_at(world, ada, 50).await
    );
    assert_eq!(
        names(world, bob, None).await,
        names_at(world, bob, 50).await
    );
}

async fn a_merge_and_its_undoing_move_names(world: &World) {
    let (ada, bob) = (world.here.ada.id, world.here.bob.id);
    call(world, 1, ada, "ada").await;
    call(world, 2, bob, "bob").await;
    let id = merge(world, 10, ada, &[bob]).await;
    let both: Names<'_> = &[(ada, &["ada", "bob"]), (bob, &[])];
    let apart: Names<'_> = &[(ada, &["ada"]), (bob, &["bob"])];
    assert_names(world, &[(9, apart), (10, both), (99, both)]).await;
    assert_eq!(names(world, bob, None).await, BTreeSet::new());
    assert_eq!(names(world, ada, None).await.len(), 2);
    undo(world, 20, id).await.expect("a merge can be undone");
    assert_names(world, &[(9, apart), (10, both), (19, both), (20, apart)]).await;
    merge(world, 30, bob, &[ada]).await;
    let other: Names<'_> = &[(ada, &[]), (bob, &["ada", "bob"])];
    assert_names(world, &[(9, apart), (15, both), (25, apart), (30, other)]).await;
}

async fn names_follow_merges_of_merges(world: &World) {
    let (ada, bob) = (world.here.ada.id, world.here.bob.id);
    let new = world.new_record("Eve", Some("E-3"));
    let made = world.apply(&world.here, second(0), Command::RecordCreate(new));
    let eve = crate::world::record(made.await.unwrap()).id;
    for (record, name) in [(ada, "ada"), (bob, "bob"), (eve, "eve")] {
        call(world, 1, record, name).await;
    }
    merge(world, 10, ada, &[bob]).await;
    // Learnt of both.
    call(world, 15, ada, "both").await;
    let then = merge(world, 20, eve, &[ada]).await;
    undo(world, 30, then).await.expect("the last can be undone");
    let delete = Command::RecordDelete(world.of(ada));
    world.apply(&world.here, second(40), delete).await.unwrap();
    let two: Names<'_> = &[(ada, &["ada", "bob", "both"]), (bob, &[]), (eve, &["eve"])];
    assert_names(
        world,
        &[
            (5, &[(ada, &["ada"]), (bob, &["bob"]), (eve, &["eve"])]),
            (10, &[(ada, &["ada", "bob"]), (bob, &[]), (eve, &["eve"])]),
            (15, two),
            (
                20,
                &[
                    (ada, &[]),
                    (bob, &[]),
                    (eve, &["ada", "bob", "both", "eve"]),
                ],
            ),
            (30, two),
            (40, two),
        ],
    )
    .await;
}

async fn names_are_seen_at_any_moment_of_a_time(world: &World) {
    let (ada, bob) = (world.here.ada.id, world.here.bob.id);
    call(world, 1, ada, "ada").await;
    call(world, 5, bob, "bob").await;
    let id = merge(world, 10, ada, &[bob]).await;
    undo(world, 20, id).await.expect("a merge can be undone");
    let delete = Command::RecordDelete(world.of(bob));
    world.apply(&world.here, second(30), delete).await.unwrap();
    for (from, until, of_ada, of_bob) in [
        (0, 10, 1, 1),
        (0, 5, 1, 0),
        (5, 11, 2, 1),
        (10, 20, 2, 0),
        (20, 30, 1, 1),
        (30, 40, 1, 0),
        (0, 40, 2, 1),
        (0, 1, 0, 0),
    ] {
        let (from, until) = (second(from), second(until));
        let past = Some(Past::Within { from, until });
        let found = [
            names(world, ada, past).await.len(),
            names(world, bob, past).await.len(),
        ];
        assert_eq!(found, [of_ada, of_bob], "{past:?}");
    }
}

async fn a_deleted_record_keeps_the_names_that_ended_with_it(world: &World) {
    let here = &world.here;
    let ada = here.ada.id;
    let early = create(world, 1, new(world, ada, here.crm.id, "early")).await;
    let delete = Command::IdentityDelete(world.kind, early.unwrap().id);
    world.apply(here, second(2), delete).await.unwrap();
    call(world, 3, ada, "501").await;
    let delete = Command::RecordDelete(world.of(ada));
    world.apply(here, second(4), delete).await.unwrap();
    let left = BTreeSet::from(["501".to_owned()]);
    assert_eq!(names(world, ada, None).await, left);
    assert_names(world, &[(1, &[(ada, &["early"])]), (9, &[(ada, &["501"])])]).await;
    // Restored, it lacks the name that means somebody else by now.
    call(world, 5, here.bob.id, "501").await;
    let restore = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(world.of(ada), restore);
    world.apply(here, second(6), restore).await.unwrap();
    assert_eq!(names(world, ada, None).await, BTreeSet::new());
    assert_names(world, &[(3, &[(ada, &["501"])]), (9, &[(ada, &[])])]).await;
}

async fn another_tenants_names_are_not_told(world: &World) {
    let (here, there) = (&world.here, &world.there);
    call(world, 1, here.ada.id, "501").await;
    let store = world.store();
    for past in [None, Some(Past::AsOf(second(50)))] {
        let theirs = store.provenance_get(here.tenant, there.ada.reference(), past);
        assert_eq!(theirs.await.unwrap(), None);
        let mine = store.provenance_get(there.tenant, here.ada.reference(), past);
        assert_eq!(mine.await.unwrap(), None);
        let their = store.provenance_get(there.tenant, there.ada.reference(), past);
        let their = their.await.unwrap().expect("their record").names;
        assert!(!their.is_empty());
        assert!(
            their
                .iter()
                .all(|it| it.workspace_connector == there.crm.id)
        );
    }
    let strangers = [there.crm.id, fresh()];
    let lines = store.workspace_connector_lines(here.tenant, &strangers);
    assert_eq!(lines.await.unwrap(), []);
}

async fn lines_have_all_their_connections(world: &World) {
    let here = &world.here;
    disconnect(world, 1, here.crm.id).await;
    let again = reconnect(world, 2, here.crm.id).await.unwrap();
    let twice = reconnect(world, 3, again).await.unwrap();
    let store = world.store();
    let found = async |ids: &[WorkspaceConnectorId]| -> BTreeSet<_> {
        let found = store.workspace_connector_lines(here.tenant, ids).await;
        let found: Vec<_> = found.unwrap().into_iter().map(|it| it.id).collect();
        let each: BTreeSet<_> = found.iter().copied().collect();
        assert_eq!(each.len(), found.len(), "each once");
        each
    };
    let line = BTreeSet::from([here.crm.id, again, twice]);
    for id in &line {
        assert_eq!(found(&[*id]).await, line);
    }
    assert_eq!(found(&[here.crm.id, twice]).await, line);
    assert_eq!(found(&[here.mailer.id]).await, [here.mailer.id].into());
    assert_eq!(found(&[here.mailer.id, again]).await.len(), 4);
    assert_eq!(found(&[]).await, BTreeSet::new());
}

async fn a_reconnected_connector_is_one_line_with_its_gaps(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let (ada, first) = (here.ada.id, here.crm.id);
    let line = |own: &str| vec![named(kind, own, "E-1", "")];
    deliver(world, 10, first, line("501")).await;
    disconnect(world, 20, first).await;
    let second_one = reconnect(world, 30, first).await.unwrap();
    deliver(world, 35, second_one, line("501")).await;
    disconnect(world, 40, second_one).await;
    let third = reconnect(world, 50, second_one).await.unwrap();
    deliver(world, 55, third, line("cus_1")).await;
    world.link(second(56), ada, third, Direction::Output).await;

    let found = provenance(world, ada, None).await;
    assert_eq!(found.unlinked, []);
    let [source, destination] = &found.lines[..] else {
        panic!("{:?}", found.lines)
    };
    assert_eq!(destination.connections.len(), 1);
    let trace = source.trace;
    assert_eq!(trace.workspace_connector, third);
    assert_eq!((trace.first, trace.last), (second(10), second(55)));
    assert_eq!((trace.links, trace.active), (3, 1));
    let names: Vec<_> = source.known_as.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["501", "cus_1"], "the oldest first");
    let connections = source.connections.iter().map(|it| {
        let gap = it.gap.map(|gap| (gap.from, gap.until));
        (it.workspace_connector, gap, it.trace.map(|it| it.links))
    });
    let expected = [
        (first, None, Some(1)),
        (second_one, Some((second(20), second(30))), Some(1)),
        (third, Some((second(40), second(50))), Some(1)),
    ];
    assert_eq!(connections.collect::<Vec<_>>(), expected);

    let then = provenance(world, ada, Some(Past::AsOf(second(36)))).await;
    let [source] = &then.lines[..] else {
        panic!("{:?}", then.lines)
    };
    assert_eq!(source.trace.workspace_connector, second_one);
    assert_eq!(source.connections.len(), 2);
    assert_eq!(source.known_as.len(), 1);
}

async fn a_name_without_a_link_is_told(world: &World) {
    let here = &world.here;
    call(world, 1, here.ada.id, "501").await;
    world
        .link(second(2), here.ada.id, here.mailer.id, Direction::Input)
        .await;
    let found = provenance(world, here.ada.id, None).await;
    assert_eq!(found.lines.len(), 1);
    assert_eq!(found.lines[0].known_as, []);
    let [unlinked] = &found.unlinked[..] else {
        panic!("{:?}", found.unlinked)
    };
    assert_eq!(unlinked.workspace_connector, here.crm.id);
    assert_eq!(unlinked.known_as[0].as_str(), "501");
    assert!(found.connectors.contains_key(&here.crm.id));
}

/// However many identities there are, they stay as they are: a new connection has them because it is of the same line.
async fn reconnecting_copies_and_touches_nothing(world: &World) {
    const MANY: u64 = 300;
    let (here, kind) = (&world.here, world.kind);
    let lines = || (0..MANY).map(|i| named(kind, &format!("own-{i}"), "", ""));
    let delivered = deliver(world, 1, here.crm.id, lines().collect()).await;
    assert_eq!(delivered.tally.records_created, MANY);
    let identities = async || {
        let everything = IdentityFilter {
            deleted: Deleted::Include,
            ..IdentityFilter::default()
        };
        list(world, everything).await
    };
    let all_links = async || {
        let everything = LinkFilter {
            deleted: Deleted::Include,
            ..LinkFilter::default()
        };
        world.links(here, everything, ALL).await
    };
    let before = identities().await;
    assert_eq!(before.len() as u64, MANY);
    disconnect(world, 2, here.crm.id).await;
    let old = all_links().await;
    let again = reconnect(world, 3, here.crm.id).await.unwrap();
    disconnect(world, 4, again).await;
    let twice = reconnect(world, 5, again).await.unwrap();
    assert_eq!(identities().await, before, "nothing is copied or touched");
    assert_eq!(all_links().await, old, "links stay where they were");
    let delivered = deliver(world, 6, twice, lines().collect()).await;
    let expected = Tally {
        records_matched: MANY,
        links_created: MANY,
        ..Tally::default()
    };
    assert_eq!(delivered.tally, expected, "nobody is created");
    assert_eq!(identities().await, before, "and nothing is learnt");
    let now = all_links().await;
    assert_eq!(now.len() as u64, 2 * MANY);
    assert!(old.iter().all(|link| now.contains(link)));
}
