use wellhead_core::command::{
    Command, LinkChanges, NewLink, NewPerson, NewWorkspaceConnector, Outcome, PersonChanges,
    Rejection, Subject, WorkspaceConnectorChanges,
};
use wellhead_core::id::NewId;
use wellhead_core::page::Positioned;
use wellhead_core::resource::{Direction, PersonNames, Record, Status};
use wellhead_core::store::ApplyError;

use crate::world::{World, draft, external, fresh, link, person, second, version};

crate::cases![
    an_empty_batch_does_nothing,
    each_command_sees_the_ones_before_it,
    each_command_has_its_own_microsecond,
    the_first_rejection_undoes_all,
    outcomes_come_in_order,
    the_id_of_a_resolved_person_stands_for_the_one_that_was_found,
    the_id_of_a_resolved_person_is_taken,
];

async fn an_empty_batch_does_nothing(world: &World) {
    let before = world.estate(&world.here).await;
    let outcomes = world
        .store()
        .apply(world.here.tenant, second(1), Vec::new())
        .await;
    assert_eq!(outcomes.unwrap(), []);
    assert_eq!(world.estate(&world.here).await, before);
}

fn newcomer(id: &str) -> NewPerson {
    NewPerson {
        id: NewId::Minted(fresh()),
        names: PersonNames::default(),
        external_id: Some(external(id)),
    }
}

async fn each_command_sees_the_ones_before_it(world: &World) {
    let here = &world.here;
    let eve = newcomer("E-5");
    let connector = NewWorkspaceConnector {
        id: NewId::Minted(fresh()),
        connector: world.connectors[1].id,
        status: Status::Enabled,
    };
    let of_eve = draft(eve.id.get(), connector.id.get(), Direction::Input);
    let turned = LinkChanges {
        direction: Some(Direction::Output),
        ..LinkChanges::default()
    };
    let batch = vec![
        Command::PersonCreate(eve.clone()),
        Command::WorkspaceConnectorCreate(connector),
        Command::LinkCreate(of_eve.clone()),
        Command::LinkUpdate(Record::People, of_eve.id.get(), turned),
        Command::PersonCreate(newcomer("E-5")),
        Command::PersonDelete(eve.id.get()),
        Command::PersonCreate(newcomer("E-5")),
    ];
    let outcomes = world.store().apply(here.tenant, second(1), batch).await;
    let outcomes = outcomes.unwrap();
    assert_eq!(
        link(outcomes[3].clone()).direction,
        Direction::Output,
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[4], Outcome::PersonResolved(known) if known.id == eve.id.get()),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[5], Outcome::Deleted);
    assert!(matches!(&outcomes[6], Outcome::Person(_)), "{outcomes:?}");
}

async fn each_command_has_its_own_microsecond(world: &World) {
    let here = &world.here;
    let batch = (0..5)
        .map(|_| Command::LinkCreate(draft(here.ada.id, here.crm.id, Direction::Input)))
        .collect();
    let outcomes = world.store().apply(here.tenant, second(1), batch).await;
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
    let renamed = PersonChanges {
        external_id: Some(Some(external("E-1-new"))),
        ..PersonChanges::default()
    };
    let disabled = WorkspaceConnectorChanges {
        status: Some(Status::Disabled),
        restore: false,
    };
    let good = vec![
        Command::PersonCreate(newcomer("E-6")),
        Command::PersonUpdate(here.ada.id, renamed),
        Command::WorkspaceConnectorUpdate(here.crm.id, disabled),
        Command::LinkCreate(draft(here.bob.id, here.mailer.id, Direction::Output)),
        Command::LinkDelete(Record::People, kept.id),
        Command::PersonDelete(here.bob.id),
        Command::WorkspaceConnectorDelete(here.mailer.id),
    ];
    let bad = [
        (
            Command::LinkDelete(Record::People, fresh()),
            Rejection::NotFound,
        ),
        (
            Command::LinkCreate(NewLink {
                id: NewId::Brought(kept.id),
                ..draft(here.ada.id, here.crm.id, Direction::Input)
            }),
            Rejection::IdTaken,
        ),
        (
            Command::LinkCreate(draft(world.there.ada.id, here.crm.id, Direction::Input)),
            Rejection::RecordNotFound(Record::People),
        ),
    ];
    for (bad, expected) in bad {
        let mut batch = good.clone();
        batch.push(bad.clone());
        batch.push(bad);
        match world.store().apply(here.tenant, second(2), batch).await {
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
        .map(|_| draft(here.ada.id, here.crm.id, Direction::Input))
        .collect();
    let batch = drafts.iter().cloned().map(Command::LinkCreate).collect();
    let outcomes = world.store().apply(here.tenant, second(1), batch).await;
    let made: Vec<_> = outcomes.unwrap().into_iter().map(link).collect();
    assert!(made.is_sorted_by_key(Positioned::position));
    assert!(
        made.iter()
            .zip(&drafts)
            .all(|(made, draft)| made.id == draft.id.get())
    );
}

async fn the_id_of_a_resolved_person_stands_for_the_one_that_was_found(world: &World) {
    let here = &world.here;
    let again = newcomer("E-1");
    let id = again.id.get();
    let of_again = draft(id, here.crm.id, Direction::Input);
    let of_bob = draft(here.bob.id, here.crm.id, Direction::Input);
    let to_again = LinkChanges {
        record: Some(id.into()),
        ..LinkChanges::default()
    };
    let renamed = PersonChanges {
        external_id: Some(Some(external("E-1-new"))),
        ..PersonChanges::default()
    };
    let batch = vec![
        Command::PersonCreate(again),
        Command::LinkCreate(of_again),
        Command::LinkCreate(of_bob.clone()),
        Command::LinkUpdate(Record::People, of_bob.id.get(), to_again),
        Command::PersonUpdate(id, renamed),
        Command::Expect(Subject::Person(id), version(second(1).plus_micros(4))),
        Command::PersonDelete(id),
    ];
    let outcomes = world.store().apply(here.tenant, second(1), batch).await;
    let outcomes = outcomes.unwrap();
    assert_eq!(link(outcomes[1].clone()).record, here.ada.id.into());
    assert_eq!(link(outcomes[3].clone()).record, here.ada.id.into());
    assert_eq!(person(outcomes[4].clone()).id, here.ada.id);
    assert_eq!(outcomes[6], Outcome::Deleted);
}

async fn the_id_of_a_resolved_person_is_taken(world: &World) {
    let here = &world.here;
    let again = newcomer("E-1");
    for id in [
        NewId::Minted(again.id.get()),
        NewId::Brought(again.id.get()),
    ] {
        let late = NewPerson {
            id,
            ..newcomer("E-7")
        };
        let batch = vec![
            Command::PersonCreate(again.clone()),
            Command::PersonCreate(late),
        ];
        match world.store().apply(here.tenant, second(1), batch).await {
            Err(ApplyError::Rejected { index, rejection }) => {
                assert_eq!((index, rejection), (1, Rejection::IdTaken));
            }
            other => panic!("not rejected: {other:?}"),
        }
    }
}
