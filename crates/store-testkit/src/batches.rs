use wellhead_core::cause::Author;
use wellhead_core::command::{
    Command, LinkChanges, NewLink, NewRecord, NewWorkspaceConnector, Outcome, RecordChanges,
    Rejection, Subject, WorkspaceConnectorChanges,
};
use wellhead_core::id::NewId;
use wellhead_core::page::Positioned;
use wellhead_core::resource::{Direction, Status};
use wellhead_core::store::ApplyError;

use crate::world::{World, external, fresh, link, record, second, version};

crate::cases![
    every kind:
    an_empty_batch_does_nothing,
    each_command_sees_the_ones_before_it,
    each_command_has_its_own_microsecond,
    the_first_rejection_undoes_all,
    outcomes_come_in_order,
    the_id_of_a_resolved_person_refers_to_the_one_found,
    the_id_of_a_resolved_person_is_taken
];

async fn an_empty_batch_does_nothing(world: &World) {
    let before = world.estate(&world.here).await;
    let outcomes = world
        .store()
        .apply(Author::operator(world.here.tenant), second(1), Vec::new())
        .await;
    assert_eq!(outcomes.unwrap(), []);
    assert_eq!(world.estate(&world.here).await, before);
}

fn newcomer(world: &World, id: &str) -> NewRecord {
    world.new_record("Newcomer", Some(id))
}

async fn each_command_sees_the_ones_before_it(world: &World) {
    let here = &world.here;
    let eve = newcomer(world, "E-5");
    let connector = NewWorkspaceConnector::enabled(NewId::Minted(fresh()), world.connectors[1].id);
    let of_eve = world.draft(eve.id.get(), connector.id.get(), Direction::Input);
    let turned = LinkChanges {
        direction: Some(Direction::Output),
        ..LinkChanges::default()
    };
    let batch = vec![
        Command::RecordCreate(eve.clone()),
        Command::WorkspaceConnectorCreate(connector),
        Command::LinkCreate(of_eve.clone()),
        Command::LinkUpdate(world.kind, of_eve.id.get(), turned),
        Command::RecordCreate(newcomer(world, "E-5")),
        Command::RecordDelete(world.of(eve.id.get())),
        Command::RecordCreate(newcomer(world, "E-5")),
    ];
    let outcomes = world
        .store()
        .apply(Author::operator(here.tenant), second(1), batch)
        .await;
    let outcomes = outcomes.unwrap();
    assert_eq!(
        link(outcomes[3].clone()).direction,
        Direction::Output,
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[4], Outcome::RecordResolved(known) if known.record.id == eve.id.get()),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[5], Outcome::Deleted);
    assert!(matches!(&outcomes[6], Outcome::Record(_)), "{outcomes:?}");
}

async fn each_command_has_its_own_microsecond(world: &World) {
    let here = &world.here;
    let batch = (0..5)
        .map(|_| Command::LinkCreate(world.draft(here.ada.id, here.crm.id, Direction::Input)))
        .collect();
    let outcomes = world
        .store()
        .apply(Author::operator(here.tenant), second(1), batch)
        .await;
    for (i, outcome) in (0..).zip(outcomes.unwrap()) {
        let times = link(outcome).times;
        assert_eq!(times.created_at, second(1).plus_micros(i));
        assert_eq!(times.updated_at, Some(times.created_at));
    }
}

async fn the_first_rejection_undoes_all(world: &World) {
    let here = &world.here;
    let kept = world
        .link(second(1), here.ada.id, here.crm.id, Direction::Input)
        .await;
    let before = world.estate(here).await;
    let renamed = RecordChanges {
        external_id: Some(Some(external("E-1-new"))),
        ..RecordChanges::default()
    };
    let disabled = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        match_rule: None,
        rank: None,
        restore: false,
        ..WorkspaceConnectorChanges::default()
    };
    let good = vec![
        Command::RecordCreate(newcomer(world, "E-6")),
        Command::RecordUpdate(world.of(here.ada.id), renamed),
        Command::WorkspaceConnectorUpdate(here.crm.id, disabled),
        Command::LinkCreate(world.draft(here.bob.id, here.mailer.id, Direction::Output)),
        Command::LinkDelete(world.kind, kept.id),
        Command::RecordDelete(world.of(here.bob.id)),
        Command::WorkspaceConnectorDelete(here.mailer.id),
    ];
    let bad = [
        (
            Command::LinkDelete(world.kind, fresh()),
            Rejection::NotFound,
        ),
        (
            Command::LinkCreate(NewLink {
                id: NewId::Brought(kept.id),
                ..world.draft(here.ada.id, here.crm.id, Direction::Input)
            }),
            Rejection::IdTaken,
        ),
        (
            Command::LinkCreate(world.draft(world.there.ada.id, here.crm.id, Direction::Input)),
            Rejection::RecordNotFound(world.kind),
        ),
    ];
    for (bad, expected) in bad {
        let mut batch = good.clone();
        batch.push(bad.clone());
        batch.push(bad);
        match world
            .store()
            .apply(Author::operator(here.tenant), second(2), batch)
            .await
        {
            Err(ApplyError::Rejected { index, rejection }) => {
                assert_eq!((index, rejection), (good.len(), expected));
            }
            other => panic!("not rejected: {other:?}"),
        }
        assert_eq!(world.estate(here).await, before);
    }
}

async fn outcomes_come_in_order(world: &World) {
    let here = &world.here;
    let drafts: Vec<_> = (0..50)
        .map(|_| world.draft(here.ada.id, here.crm.id, Direction::Input))
        .collect();
    let batch = drafts.iter().cloned().map(Command::LinkCreate).collect();
    let outcomes = world
        .store()
        .apply(Author::operator(here.tenant), second(1), batch)
        .await;
    let made: Vec<_> = outcomes.unwrap().into_iter().map(link).collect();
    assert!(made.is_sorted_by_key(Positioned::position));
    assert!(
        made.iter()
            .zip(&drafts)
            .all(|(made, draft)| made.id == draft.id.get())
    );
}

async fn the_id_of_a_resolved_person_refers_to_the_one_found(world: &World) {
    let here = &world.here;
    let again = newcomer(world, "E-1");
    let id = again.id.get();
    let of_again = world.draft(id, here.crm.id, Direction::Input);
    let of_bob = world.draft(here.bob.id, here.crm.id, Direction::Input);
    let to_again = LinkChanges {
        record: Some(id),
        ..LinkChanges::default()
    };
    let renamed = RecordChanges {
        external_id: Some(Some(external("E-1-new"))),
        ..RecordChanges::default()
    };
    let batch = vec![
        Command::RecordCreate(again),
        Command::LinkCreate(of_again),
        Command::LinkCreate(of_bob.clone()),
        Command::LinkUpdate(world.kind, of_bob.id.get(), to_again),
        Command::RecordUpdate(world.of(id), renamed),
        Command::Expect(
            Subject::Record(world.of(id)),
            version(second(1).plus_micros(4)),
        ),
        Command::RecordDelete(world.of(id)),
    ];
    let outcomes = world
        .store()
        .apply(Author::operator(here.tenant), second(1), batch)
        .await;
    let outcomes = outcomes.unwrap();
    assert_eq!(link(outcomes[1].clone()).record, here.ada.id);
    assert_eq!(link(outcomes[3].clone()).record, here.ada.id);
    assert_eq!(record(outcomes[4].clone()).id, here.ada.id);
    assert_eq!(outcomes[6], Outcome::Deleted);
}

async fn the_id_of_a_resolved_person_is_taken(world: &World) {
    let here = &world.here;
    let again = newcomer(world, "E-1");
    for id in [
        NewId::Minted(again.id.get()),
        NewId::Brought(again.id.get()),
    ] {
        let late = NewRecord {
            id,
            ..newcomer(world, "E-7")
        };
        let batch = vec![
            Command::RecordCreate(again.clone()),
            Command::RecordCreate(late),
        ];
        match world
            .store()
            .apply(Author::operator(here.tenant), second(1), batch)
            .await
        {
            Err(ApplyError::Rejected { index, rejection }) => {
                assert_eq!((index, rejection), (1, Rejection::IdTaken));
            }
            other => panic!("not rejected: {other:?}"),
        }
    }
}
