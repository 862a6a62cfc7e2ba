//! Which system gave each value of a record, and whose values known records take.

use futures_util::future::join_all;
use wellhead_core::cause::Cause;
use wellhead_core::command::{Command, RecordChanges, Rejection, WorkspaceConnectorChanges};
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{Contradiction, MatchRule};
use wellhead_core::journal::{Act, Changed};
use wellhead_core::record::{Kind, Named, ValueChanges, Values};
use wellhead_core::resource::{Deleted, Tally};
use wellhead_core::source::{Giver, Held, OnKnown, Rank, Source};
use wellhead_core::store::{Delivered, DeliveredRecord, DeliveryBatch};

use crate::deliveries::{batch, known, line, write};
use crate::identities::delivering::{deliver, deliver_so, named, open};
use crate::identities::reconnect;
use crate::journal::{self, head};
use crate::merges::{merge, undo};
use crate::world::{World, activation, called_so, external, rejection, second};

crate::cases![
    every kind:
    a_known_record_takes_values_only_when_told,
    a_record_remembers_whose_delivery_made_it,
    a_value_has_one_form;
    people:
    two_systems_update_one_person_in_turns,
    a_change_by_hand_is_a_source_without_a_rank,
    a_better_rank_is_not_overwritten,
    a_rank_belongs_to_a_line_of_connectors,
    an_older_observation_comes_too_late,
    the_last_line_of_a_batch_counts,
    what_the_update_writes_is_found,
    a_merged_record_leaves_the_survivor_its_values,
    a_connector_that_is_gone_has_no_rank,
    racing_updates_end_with_the_newest,
];

const PEOPLE: Kind = Kind::People;

/// Delivers `lines` in a run of their own, and lets known records take their values.
async fn update(
    world: &World,
    seconds: i64,
    connector: WorkspaceConnectorId,
    lines: Vec<DeliveredRecord>,
) -> Delivered {
    let updating = |mut batch: DeliveryBatch| {
        batch.on_known = OnKnown::Update;
        batch
    };
    let done = deliver_so(world, seconds, connector, lines, updating).await;
    let (run, delivered) = done.expect("a batch can be delivered");
    assert_eq!(run.tally, delivered.tally);
    delivered
}

async fn held(world: &World, id: RecordId) -> Held {
    let (store, of) = (world.store(), world.of(id));
    let held = store.record_held(world.here.tenant, of, Deleted::Include);
    let held = held.await.expect("a record can be read");
    let held = held.expect("the record is there");
    let read = world.record_get(id, Deleted::Include).await;
    assert_eq!(read.as_ref(), Some(&held.record));
    held
}

/// The person that has this key, as the connector delivers it.
fn person(key: &str, texts: [&'static str; 4]) -> DeliveredRecord {
    let values = Values::from_texts(PEOPLE, texts).unwrap();
    DeliveredRecord {
        named: Named::by_external_id(external(key), values),
        ..line(PEOPLE, key)
    }
}

fn values(texts: [&'static str; 4]) -> Values {
    Values::from_texts(PEOPLE, texts).unwrap()
}

fn by(connector: WorkspaceConnectorId, seconds: i64) -> Source {
    Source {
        by: Giver::Connector(connector),
        at: second(seconds),
    }
}

fn sources(held: &Held) -> Vec<Option<Source>> {
    let positions = 0..held.record.kind.fields().len();
    positions.map(|position| held.source(position)).collect()
}

/// How many records a delivery changed, and how many values were kept from it.
fn outcome(delivered: &Delivered) -> [u64; 2] {
    let Tally {
        records_updated,
        values_kept,
        ..
    } = delivered.tally;
    [records_updated, values_kept]
}

async fn rank(world: &World, connector: WorkspaceConnectorId, rank: Option<i64>) {
    let rank = rank.map(|rank| Rank::try_from(rank).unwrap());
    let changes = WorkspaceConnectorChanges {
        rank: Some(rank),
        ..WorkspaceConnectorChanges::default()
    };
    let change = Command::WorkspaceConnectorUpdate(connector, changes);
    let ranked = world.apply(&world.here, second(3), change).await;
    assert_eq!(activation(ranked.expect("a rank can be set")).rank, rank);
    let read = world.store();
    let read = read.workspace_connector_get(world.here.tenant, connector, Deleted::Include);
    assert_eq!(read.await.unwrap().map(|it| it.rank), Some(rank));
}

async fn a_known_record_takes_values_only_when_told(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let example = || DeliveredRecord {
        named: Named::by_external_id(external("E-1"), Values::example(kind)),
        ..line(kind, "E-1")
    };
    let before = held(world, here.ada.id).await;
    let kept = deliver(world, 5, here.crm.id, vec![example()]).await;
    assert_eq!(outcome(&kept), [0, 0]);
    assert_eq!(held(world, here.ada.id).await, before);

    let place = head(world).await;
    assert_eq!(
        outcome(&update(world, 6, here.crm.id, vec![example()]).await),
        [1, 0]
    );
    let after = held(world, here.ada.id).await;
    assert_eq!(after.record.values, Values::example(kind));
    assert_eq!(after.record.external_id, before.record.external_id);
    assert_eq!(after.record.times.updated_at, Some(second(6)));
    let unchanged =
        |position: usize| before.record.values.get(position) == Values::example(kind).get(position);
    for (position, source) in sources(&after).into_iter().enumerate() {
        let expected = (!unchanged(position)).then(|| by(here.crm.id, 6));
        assert_eq!(source, expected, "{}", kind.fields()[position].name);
    }
    let changes = journal::after(world, place).await;
    let records = changes.iter().filter_map(|it| match it.subject {
        Changed::Record(record) => Some((it.act, record, matches!(it.cause, Cause::Run(_)))),
        Changed::Link { .. } => None,
    });
    let records: Vec<_> = records.collect();
    assert_eq!(records, [(Act::Updated, here.ada.reference(), true)]);

    // Nothing is new.
    assert_eq!(
        outcome(&update(world, 7, here.mailer.id, vec![example()]).await),
        [0, 0]
    );
    assert_eq!(held(world, here.ada.id).await, after);
    // A record that is named by its public id gets nothing.
    let by_id = known(kind, here.ada.id);
    assert_eq!(
        outcome(&update(world, 8, here.crm.id, vec![by_id]).await),
        [0, 0]
    );
    assert_eq!(held(world, here.ada.id).await, after);
}

async fn a_record_remembers_whose_delivery_made_it(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let new = line(kind, "new");
    let id = new.id;
    deliver(world, 5, here.mailer.id, vec![line(kind, "E-1"), new]).await;
    let made = held(world, id).await;
    let at = made.record.times.created_at;
    let by_mailer = Source {
        by: Giver::Connector(here.mailer.id),
        at,
    };
    for (position, source) in sources(&made).into_iter().enumerate() {
        let value = made.record.values.get(position);
        assert_eq!(source, value.map(|_| by_mailer));
    }
    // Nobody knows who gave the values of one that was made by hand.
    let by_hand = held(world, here.ada.id).await;
    assert!(sources(&by_hand).iter().all(Option::is_none));
    // Another tenant's record of the same name.
    let (store, theirs) = (world.store(), world.there.ada.reference());
    let unseen = store.record_held(here.tenant, theirs, Deleted::Include);
    assert_eq!(unseen.await.unwrap(), None);
}

/// What the databases give back is what was given, so that the same value again is no change.
async fn a_value_has_one_form(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let given = || DeliveredRecord {
        named: Named::by_identity(external("501"), Values::example(kind)),
        ..line(kind, "unnamed")
    };
    let first = given();
    let id = first.id;
    update(world, 5, here.crm.id, vec![first, given()]).await;
    let made = held(world, id).await;
    let again = update(world, 6, here.crm.id, vec![given()]).await;
    assert_eq!(outcome(&again), [0, 0]);
    assert_eq!(held(world, id).await, made);
}

async fn two_systems_update_one_person_in_turns(world: &World) {
    let (here, ada) = (&world.here, world.here.ada.id);
    let crm = person("E-1", ["Ada", "Byron", "", "ada@crm.io"]);
    assert_eq!(
        outcome(&update(world, 5, here.crm.id, vec![crm]).await),
        [1, 0]
    );
    let mailer = || person("E-1", ["", "King", "", "ada@mailer.io"]);
    assert_eq!(
        outcome(&update(world, 6, here.mailer.id, vec![mailer()]).await),
        [1, 0]
    );
    let both = held(world, ada).await;
    assert_eq!(
        both.record.values.get(0),
        values(["Ada", "", "", ""]).get(0)
    );
    assert_eq!(
        both.record.values.get(1),
        values(["", "King", "", ""]).get(1)
    );
    assert_eq!(
        [0, 1, 3].map(|position| both.source(position)),
        [
            Some(by(here.crm.id, 5)),
            Some(by(here.mailer.id, 6)),
            Some(by(here.mailer.id, 6))
        ]
    );
    // The CRM still says what it said: that is news, too, as somebody else said another thing meanwhile.
    let crm = person("E-1", ["", "Byron", "", ""]);
    update(world, 7, here.crm.id, vec![crm]).await;
    let again = held(world, ada).await;
    assert_eq!(again.source(1), Some(by(here.crm.id, 7)));
    assert_eq!(again.source(3), Some(by(here.mailer.id, 6)));
    assert_eq!(again.record.times.updated_at, Some(second(7)));
}

async fn a_change_by_hand_is_a_source_without_a_rank(world: &World) {
    let (here, ada) = (&world.here, world.here.ada.id);
    update(
        world,
        5,
        here.crm.id,
        vec![person("E-1", ["Ada", "Byron", "", ""])],
    )
    .await;
    let mut king = ValueChanges::default();
    king.set(1, values(["", "King", "", ""]).get(1).cloned());
    let changes = RecordChanges {
        values: king,
        ..RecordChanges::default()
    };
    let patch = Command::RecordUpdate(here.ada.reference(), changes);
    world.apply(here, second(6), patch).await.unwrap();
    let by_hand = Some(Source {
        by: Giver::Author(Cause::Operator),
        at: second(6),
    });
    let patched = held(world, ada).await;
    assert_eq!(
        [0, 1, 3].map(|position| patched.source(position)),
        [Some(by(here.crm.id, 5)), by_hand, None]
    );
    let lee = || vec![person("E-1", ["", "Lee", "", ""])];
    rank(world, here.crm.id, Some(1)).await;
    rank(world, here.mailer.id, Some(1)).await;
    // What is emptied by hand stays so until somebody says something later.
    let mut none = ValueChanges::default();
    none.set(1, None);
    let changes = RecordChanges {
        values: none,
        ..RecordChanges::default()
    };
    let patch = Command::RecordUpdate(here.ada.reference(), changes);
    world.apply(here, second(8), patch).await.unwrap();
    rank(world, here.mailer.id, None).await;
    let late = write_at(world, 4, 7, here.mailer.id, lee()).await;
    assert_eq!(outcome(&late), [0, 1]);
    assert_eq!(
        outcome(&update(world, 9, here.mailer.id, lee()).await),
        [1, 0]
    );
}

/// Delivers in a run that was opened at second `opened`.
async fn write_at(
    world: &World,
    opened: i64,
    at: i64,
    connector: WorkspaceConnectorId,
    lines: Vec<DeliveredRecord>,
) -> Delivered {
    let run = open(world, second(opened), connector).await;
    let mut updating = batch(&run, lines);
    updating.on_known = OnKnown::Update;
    let written = write(world, second(at), updating).await;
    let tenant = world.here.tenant;
    let closed = world.store().run_close(tenant, second(at), run.id, None);
    closed.await.expect("a run can be closed");
    written.expect("a batch can be delivered")
}

async fn a_better_rank_is_not_overwritten(world: &World) {
    let here = &world.here;
    rank(world, here.crm.id, Some(1)).await;
    let new = person("new", ["Ada", "Byron", "", ""]);
    let id = new.id;
    deliver(world, 5, here.crm.id, vec![new]).await;
    let king = || vec![person("new", ["Ada", "King", "", "ada@x.io"])];
    // It may say what nobody has said yet.
    assert_eq!(
        outcome(&update(world, 6, here.mailer.id, king()).await),
        [1, 1]
    );
    rank(world, here.mailer.id, Some(2)).await;
    assert_eq!(
        outcome(&update(world, 7, here.mailer.id, king()).await),
        [0, 1]
    );
    let kept = held(world, id).await;
    assert_eq!(
        kept.record.values,
        values(["Ada", "Byron", "Ada Byron", "ada@x.io"])
    );
    // The rank counts before the time; among its own values, the time.
    assert_eq!(
        outcome(
            &write_at(
                world,
                3,
                4,
                here.crm.id,
                vec![person("new", ["Eve", "", "", "eve@x.io"])]
            )
            .await
        ),
        [1, 1]
    );
    rank(world, here.crm.id, None).await;
    assert_eq!(
        outcome(&update(world, 8, here.mailer.id, king()).await),
        [1, 0]
    );
    assert_eq!(
        held(world, id).await.record.values,
        values(["Ada", "King", "Ada King", "ada@x.io"])
    );
}

async fn a_rank_belongs_to_a_line_of_connectors(world: &World) {
    let here = &world.here;
    rank(world, here.crm.id, Some(1)).await;
    let new = person("new", ["Ada", "Byron", "", ""]);
    let id = new.id;
    deliver(world, 5, here.crm.id, vec![new]).await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(6), delete).await.unwrap();
    let again = reconnect(world, 7, here.crm.id).await.unwrap();
    let king = || vec![person("new", ["", "King", "", ""])];
    assert_eq!(
        outcome(&update(world, 8, here.mailer.id, king()).await),
        [0, 1]
    );
    assert_eq!(outcome(&update(world, 8, again, king()).await), [1, 0]);
    let lee = || vec![person("new", ["", "Lee", "", ""])];
    assert_eq!(
        outcome(&update(world, 9, here.mailer.id, lee()).await),
        [0, 1]
    );
    // The last one of the line says another rank.
    rank(world, again, Some(3)).await;
    rank(world, here.mailer.id, Some(2)).await;
    assert_eq!(
        outcome(&update(world, 9, here.mailer.id, lee()).await),
        [1, 0]
    );
    assert_eq!(held(world, id).await.source(1), Some(by(here.mailer.id, 9)));
}

async fn an_older_observation_comes_too_late(world: &World) {
    let (here, ada) = (&world.here, world.here.ada.id);
    let king = vec![person("E-1", ["", "King", "", ""])];
    update(world, 9, here.crm.id, king).await;
    let after = held(world, ada).await;
    let byron = vec![person("E-1", ["", "Byron", "", ""])];
    assert_eq!(
        outcome(&update(world, 8, here.mailer.id, byron).await),
        [0, 1]
    );
    assert_eq!(held(world, ada).await, after);
}

async fn the_last_line_of_a_batch_counts(world: &World) {
    let here = &world.here;
    let new = person("new", ["Eve", "", "", ""]);
    let id = new.id;
    let lines = vec![
        person("E-1", ["Ada", "Byron", "", ""]),
        new,
        person("E-1", ["", "King", "", ""]),
        person("new", ["Eva", "", "", ""]),
    ];
    let done = update(world, 5, here.crm.id, lines).await;
    assert_eq!(done.tally.records_created, 1);
    assert_eq!(outcome(&done), [2, 0]);
    let ada = held(world, here.ada.id).await;
    assert_eq!(
        ada.record.values.get(1),
        values(["", "King", "", ""]).get(1)
    );
    let third = ada.source(1).unwrap().at;
    assert_eq!(third, second(5).plus_micros(2));
    assert_eq!(
        held(world, id).await.record.values,
        values(["Eva", "", "Eva", ""])
    );
}

async fn what_the_update_writes_is_found(world: &World) {
    let here = &world.here;
    let matching = WorkspaceConnectorChanges {
        match_rule: Some(MatchRule::Email),
        ..WorkspaceConnectorChanges::default()
    };
    let matching = Command::WorkspaceConnectorUpdate(here.mailer.id, matching);
    world.apply(here, second(3), matching).await.unwrap();
    let ada = person("E-1", ["", "", "", "Ada@New.io"]);
    update(world, 5, here.crm.id, vec![ada]).await;
    let matched = named(PEOPLE, "cus_1", "", "ada@new.io");
    let done = deliver(world, 6, here.mailer.id, vec![matched]).await;
    assert_eq!(done.tally.records_created, 0);
    // A record that learns a key and a name, and takes values, in one batch.
    let both = DeliveredRecord {
        named: Named {
            known_as: Some(external("9")),
            ..person("E-2", ["", "", "", "bob@new.io"]).named
        },
        ..line(PEOPLE, "E-2")
    };
    assert_eq!(
        outcome(&update(world, 7, here.crm.id, vec![both]).await),
        [1, 0]
    );
    let matched = named(PEOPLE, "cus_2", "", "BOB@new.io");
    let done = deliver(world, 8, here.mailer.id, vec![matched]).await;
    assert_eq!(done.tally.records_created, 0);
}

async fn a_merged_record_leaves_the_survivor_its_values(world: &World) {
    let here = &world.here;
    update(
        world,
        5,
        here.crm.id,
        vec![person("E-1", ["Ada", "Byron", "", ""])],
    )
    .await;
    update(
        world,
        5,
        here.mailer.id,
        vec![person("E-2", ["Bob", "Lee", "", ""])],
    )
    .await;
    let before = held(world, here.ada.id).await;
    let id = merge(world, 6, here.ada.id, &[here.bob.id]).await;
    let after = held(world, here.ada.id).await;
    assert_eq!(after.record.values, before.record.values);
    assert_eq!(after.sources, before.sources);
    // Whoever names the merged record updates its survivor.
    let lee = vec![person("E-2", ["", "Lee", "", ""])];
    assert_eq!(
        outcome(&update(world, 9, here.mailer.id, lee).await),
        [1, 0]
    );
    assert_eq!(
        held(world, here.ada.id).await.source(1),
        Some(by(here.mailer.id, 9))
    );
    // Whose value that is, nobody knows any more.
    let why = Contradiction::ValuesGiven(here.ada.id);
    let refused = undo(world, 12, id).await;
    assert_eq!(rejection(refused), Rejection::CannotUndo(why));
}

async fn a_connector_that_is_gone_has_no_rank(world: &World) {
    let (here, ada) = (&world.here, world.here.ada.id);
    rank(world, here.crm.id, Some(1)).await;
    let byron = vec![person("E-1", ["Ada", "Byron", "", ""])];
    update(world, 5, here.crm.id, byron).await;
    let king = || vec![person("E-1", ["Ada", "King", "", ""])];
    assert_eq!(
        outcome(&update(world, 6, here.mailer.id, king()).await),
        [0, 1]
    );
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(7), delete).await.unwrap();
    assert_eq!(
        outcome(&update(world, 8, here.mailer.id, king()).await),
        [1, 0]
    );
    assert_eq!(
        held(world, ada).await.source(1),
        Some(by(here.mailer.id, 8))
    );
}

async fn racing_updates_end_with_the_newest(world: &World) {
    const PERSONS: usize = 40;
    let here = &world.here;
    let key = |i: usize| format!("race-{i}");
    let lines = (0..PERSONS).map(|i| line(PEOPLE, &key(i)));
    let lines: Vec<_> = lines.collect();
    let ids: Vec<RecordId> = lines.iter().map(|it| it.id).collect();
    deliver(world, 4, here.crm.id, lines).await;
    let runs = [
        open(world, second(5), here.crm.id).await,
        open(world, second(5), here.mailer.id).await,
    ];
    let racer = |number: usize| {
        let run = &runs[number % 2];
        async move {
            let number_at = i64::try_from(number).unwrap();
            // Each racer meets the records in an order of its own: no order may deadlock. One more is new each time.
            let lines = (0..PERSONS).map(|i| (i * 7 + number * 13) % PERSONS);
            let lines = lines.map(|i| DeliveredRecord {
                named: Named::by_external_id(
                    external(&key(i)),
                    called_so(PEOPLE, &format!("Called by {number}")),
                ),
                ..line(PEOPLE, &key(i))
            });
            let mut updating = batch(run, lines.chain([line(PEOPLE, "race-new")]).collect());
            updating.on_known = OnKnown::Update;
            let written = write(world, second(10 + number_at), updating).await;
            written.expect("a batch can be delivered");
        }
    };
    join_all([5, 2, 7, 0, 3, 6, 1, 4].map(racer)).await;
    for id in ids {
        let held = held(world, id).await;
        let called = called_so(PEOPLE, "Called by 7");
        assert_eq!(held.record.values.get(2), called.get(2));
        let source = held.source(2).unwrap();
        assert_eq!(source.by, Giver::Connector(here.mailer.id));
    }
}
