//! What a disclosure report is made of, and that it is the same whenever it is asked for.

mod chance;
pub(crate) mod entities;

use wellhead_core::cause::{Author, Grounds};
use wellhead_core::command::{Command, LinkChanges, RecordChanges};
use wellhead_core::id::{NewId, RecordId};
use wellhead_core::identity::NewIdentity;
use wellhead_core::privacy::retention::Category;
use wellhead_core::privacy::{
    Asked, Disclosed, FIELDS, Handing, LegalChanges, LegalEntity, Party, Report, Stretch,
};
use wellhead_core::resource::Direction;
use wellhead_core::time::Timestamp;

use crate::identities::{create, reconnect};
use crate::machine::Time;
use crate::merges::{merge, undo};
use crate::retention;
use crate::world::{World, external, fresh, rejection, second};

crate::cases![
    every kind: sums_up_links_and_how_they_ended, counts_merged_records_as_one;
    people: bounds_are_exact,
    a_link_counts_by_what_it_said_at_the_moment,
    does_not_see_another_tenants_records,
    covers_only_what_is_kept,
    a_reconnected_connector_is_one_party,
    names_that_another_record_took_stay_in_the_past,
    never_changes_what_it_said,
];

/// An entity of this name.
pub(crate) fn legal(name: &str) -> LegalEntity {
    named(name).applied(&LegalEntity::default())
}

/// Gives an entity this name.
pub(crate) fn named(name: &str) -> LegalChanges {
    let mut changes = LegalChanges::default();
    let position = FIELDS.iter().position(|it| it.name == "legal_name");
    changes
        .set(position.expect("a field"), name)
        .expect("a case's name is a name");
    changes
}

fn as_of(at: Timestamp) -> Asked {
    Asked {
        from: None,
        to: None,
        as_of: at,
    }
}

async fn told(world: &World, record: RecordId, asked: Asked) -> Option<Disclosed> {
    let (store, tenant) = (world.store(), world.here.tenant);
    let told = store.disclosure_get(tenant, world.of(record), asked);
    let mut told = told.await.expect("disclosures can be read")?;
    let key = |it: &Stretch| (it.workspace_connector, it.direction, it.reason, it.ended);
    told.stretches.sort_by_key(key);
    Some(told)
}

/// The report, as it is asked for long after.
pub(crate) async fn report(world: &World, record: RecordId, asked: Asked) -> Report {
    match asked_for(world, record, asked).await {
        Some(Handing::Report(handed)) => handed.report,
        other => panic!("no report: {other:?}"),
    }
}

async fn asked_for(world: &World, record: RecordId, asked: Asked) -> Option<Handing> {
    let machine = Time::from(second(1_000_000)).machine(world, 0);
    let author = Author::operator(world.here.tenant);
    let found = machine.ledger.hand_out(author, world.of(record), asked);
    found.await.expect("a report can be made")
}

async fn covers_only_what_is_kept(world: &World) {
    let ada = world.here.ada.id;
    retention::link(world, second(4), Some(second(5)), ada).await;
    // The newest link of all may have to stay.
    retention::link(world, second(6), None, ada).await;
    let asked = as_of(second(900_000));
    let before = report(world, ada, asked).await.coverage;
    retention::keep(world, &[Category::Links]).await;
    retention::go(world, retention::day(35), false, 1_000).await;
    let cut = retention::cuts(world).await.covers_since();
    let cut = cut.expect("links were removed");
    let after = report(world, ada, asked).await.coverage;
    assert!(before.from < cut);
    assert_eq!(after.from, cut.min(asked.as_of));
    assert_eq!(after.until, before.until);
}

async fn sums_up_links_and_how_they_ended(world: &World) {
    let here = &world.here;
    let (ada, crm) = (here.ada.id, here.crm.id);
    for at in [3, 1, 2] {
        world.link(second(at), ada, crm, Direction::Output).await;
    }
    let gone = world.link(second(4), ada, crm, Direction::Output).await;
    world
        .link(second(5), here.bob.id, crm, Direction::Output)
        .await;
    world.link(second(5), ada, crm, Direction::Input).await;
    let delete = Command::LinkDelete(world.kind, gone.id);
    world.apply(here, second(7), delete).await.unwrap();
    let stretch = |first, last, links| Stretch {
        workspace_connector: crm,
        direction: Direction::Output,
        ended: None,
        reason: None,
        links,
        first: second(first),
        last: second(last),
    };
    let input = Stretch {
        direction: Direction::Input,
        ..stretch(5, 5, 1)
    };
    let ended = Stretch {
        ended: Some(second(7)),
        reason: Some(Grounds::Deleted),
        ..stretch(4, 4, 1)
    };
    let before = told(world, ada, as_of(second(6))).await.unwrap();
    assert_eq!(before.stretches, [input, stretch(1, 4, 4)]);
    let after = told(world, ada, as_of(second(8))).await.unwrap();
    assert_eq!(after.stretches, [input, stretch(1, 3, 3), ended]);
    assert_eq!(told(world, fresh(), as_of(second(8))).await, None);
    let nothing = told(world, ada, as_of(second(0))).await.unwrap();
    assert_eq!(nothing, Disclosed::default());

    let delete = Command::RecordDelete(world.of(ada));
    world.apply(here, second(9), delete).await.unwrap();
    let report = report(world, ada, as_of(second(10))).await;
    let [recipient] = &report.recipients[..] else {
        panic!("not one recipient: {report:?}");
    };
    assert_eq!(recipient.status, "ended");
    assert_eq!((recipient.deliveries, recipient.active_deliveries), (4, 0));
    let endings = recipient.endings.iter();
    let endings: Vec<_> = endings
        .map(|it| (it.reason.as_deref(), it.deliveries, it.last_at))
        .collect();
    assert_eq!(
        endings[0],
        (Some("deleted"), 1, second(7)),
        "the first ending first"
    );
    assert_eq!((endings[1].0, endings[1].1), (Some("record_deleted"), 3));
    assert_eq!(recipient.ended_at, Some(endings[1].2));
}

async fn counts_merged_records_as_one(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    for (of, by) in [(ada, here.crm.id), (bob, here.mailer.id)] {
        world.link(second(1), of, by, Direction::Output).await;
    }
    let ended = world
        .link(second(2), bob, here.crm.id, Direction::Input)
        .await;
    let delete = Command::LinkDelete(world.kind, ended.id);
    world.apply(here, second(3), delete).await.unwrap();
    let id = merge(world, 10, ada, &[bob]).await;

    let whole = report(world, ada, as_of(second(20))).await;
    assert_eq!(whole.subject.merged, [bob.to_string()]);
    assert_eq!((whole.sources.len(), whole.recipients.len()), (1, 2));
    let merged = asked_for(world, bob, as_of(second(20))).await;
    assert_eq!(merged, Some(Handing::Merged(ada)));
    let before = [
        report(world, ada, as_of(second(9))).await,
        report(world, bob, as_of(second(9))).await,
    ];
    assert_eq!(before[0].recipients.len(), 1);
    assert_eq!(before[1].recipients.len(), 1);
    assert_eq!(before[1].sources.len(), 1);

    undo(world, 30, id).await.unwrap();
    assert_eq!(report(world, ada, as_of(second(20))).await, whole);
    for (record, before) in [ada, bob].into_iter().zip(&before) {
        assert_eq!(&report(world, record, as_of(second(9))).await, before);
        let parted = report(world, record, as_of(second(40))).await;
        assert_eq!(parted.recipients, before.recipients);
        assert_eq!(parted.sources, before.sources);
        assert!(parted.subject.merged.is_empty());
    }
}

async fn bounds_are_exact(world: &World) {
    let here = &world.here;
    let link = world
        .link(second(5), here.ada.id, here.crm.id, Direction::Output)
        .await;
    let delete = Command::LinkDelete(world.kind, link.id);
    world.apply(here, second(9), delete).await.unwrap();
    let counts = async |from: Option<i64>, to: Option<i64>, as_of: i64| {
        let micros = |it: i64| second(0).plus_micros(it);
        let asked = Asked {
            from: from.map(micros),
            to: to.map(micros),
            as_of: micros(as_of),
        };
        let told = told(world, here.ada.id, asked).await.unwrap();
        (
            told.stretches.len(),
            told.stretches.first().is_some_and(|it| it.ended.is_some()),
        )
    };
    let (made, ended, late) = (5_000_000, 9_000_000, 20_000_000);
    assert_eq!(counts(None, None, made - 1).await, (0, false));
    assert_eq!(counts(None, None, made).await, (1, false));
    assert_eq!(counts(None, None, ended - 1).await, (1, false));
    assert_eq!(counts(None, None, ended).await, (1, true));
    assert_eq!(counts(None, Some(made), late).await, (0, false));
    assert_eq!(counts(None, Some(made + 1), late).await, (1, true));
    assert_eq!(counts(Some(ended - 1), None, late).await, (1, true));
    assert_eq!(counts(Some(ended), None, late).await, (0, false));
    // At that moment nobody knew that it would end.
    assert_eq!(counts(Some(ended), None, ended - 1).await, (1, false));
}

async fn a_link_counts_by_what_it_said_at_the_moment(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let link = world
        .link(second(1), ada, here.crm.id, Direction::Output)
        .await;
    let update = async |at, changes| {
        let update = Command::LinkUpdate(world.kind, link.id, changes);
        world.apply(here, second(at), update).await.unwrap();
    };
    let of = async |record, at| {
        let told = told(world, record, as_of(second(at))).await.unwrap();
        let sums = told.stretches.iter();
        sums.map(|it| (it.direction, it.links, it.first))
            .collect::<Vec<_>>()
    };
    let record = Some(bob);
    update(
        5,
        LinkChanges {
            record,
            ..LinkChanges::default()
        },
    )
    .await;
    let direction = Some(Direction::Input);
    update(
        7,
        LinkChanges {
            direction,
            ..LinkChanges::default()
        },
    )
    .await;
    let output = vec![(Direction::Output, 1, second(1))];
    assert_eq!(of(ada, 4).await, output);
    assert_eq!(of(ada, 6).await, []);
    assert_eq!(of(bob, 4).await, []);
    assert_eq!(of(bob, 6).await, output);
    assert_eq!(of(bob, 8).await, [(Direction::Input, 1, second(1))]);

    // One that was restored has lasted, and is one delivery.
    let delete = Command::LinkDelete(world.kind, link.id);
    world.apply(here, second(10), delete).await.unwrap();
    let restore = true;
    update(
        12,
        LinkChanges {
            restore,
            ..LinkChanges::default()
        },
    )
    .await;
    let told = told(world, bob, as_of(second(13))).await.unwrap();
    assert_eq!(told.stretches.len(), 1);
    assert_eq!(
        (told.stretches[0].ended, told.stretches[0].links),
        (None, 1)
    );
}

async fn does_not_see_another_tenants_records(world: &World) {
    let theirs = told(world, world.there.ada.id, as_of(second(100))).await;
    assert_eq!(theirs, None);
}

async fn a_reconnected_connector_is_one_party(world: &World) {
    let here = &world.here;
    let ada = here.ada.id;
    world
        .link(second(1), ada, here.crm.id, Direction::Output)
        .await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(2), delete).await.unwrap();
    let before = report(world, ada, as_of(second(5))).await;
    let again = reconnect(world, 10, here.crm.id).await.unwrap();
    world.link(second(11), ada, again, Direction::Output).await;
    assert_eq!(report(world, ada, as_of(second(5))).await, before);
    assert_eq!(before.recipients[0].status, "ended");
    assert_eq!(
        before.recipients[0].endings[0].reason.as_deref(),
        Some("disconnected")
    );

    let after = report(world, ada, as_of(second(20))).await;
    let [
        Party {
            workspace_connector_ids,
            first_at,
            last_at,
            deliveries,
            status,
            endings,
            ..
        },
    ] = &after.recipients[..]
    else {
        panic!("not one recipient: {after:?}");
    };
    let ids = [here.crm.id, again].map(|it| it.to_string());
    assert_eq!(workspace_connector_ids[..], ids);
    assert_eq!((*first_at, *last_at), (second(1), second(11)));
    assert_eq!((*deliveries, &**status), (2, "active"));
    assert_eq!(endings[0].deliveries, 1);
}

/// A record that is deleted keeps its names for whoever looks back. One that another record took meanwhile ends when the
/// first is restored, and not before.
async fn names_that_another_record_took_stay_in_the_past(world: &World) {
    let here = &world.here;
    let (ada, bob) = (here.ada.id, here.bob.id);
    let called = |record, name| NewIdentity {
        kind: world.kind,
        id: NewId::Minted(fresh()),
        record,
        workspace_connector: here.crm.id,
        external_id: external(name),
    };
    create(world, 1, called(ada, "501")).await.unwrap();
    create(world, 1, called(ada, "502")).await.unwrap();
    let delete = Command::RecordDelete(world.of(ada));
    world.apply(here, second(5), delete).await.unwrap();
    create(world, 7, called(bob, "501")).await.unwrap();
    let before = report(world, ada, as_of(second(8))).await;
    let names = |of: &Report| {
        let names = of.unlinked.iter().flat_map(|it| &it.known_as);
        let names = names.map(|it| it.external_id.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(&before), ["501", "502"]);
    let changes = RecordChanges {
        restore: true,
        ..RecordChanges::default()
    };
    let restore = Command::RecordUpdate(world.of(ada), changes);
    world.apply(here, second(10), restore).await.unwrap();
    assert_eq!(report(world, ada, as_of(second(8))).await, before);
    let after = report(world, ada, as_of(second(11))).await;
    assert_eq!(names(&after), ["502"]);
    let again = create(world, 12, called(ada, "501")).await;
    rejection(again);
}

async fn never_changes_what_it_said(world: &World) {
    chance::walk(world).await;
}
