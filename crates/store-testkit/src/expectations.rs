use wellhead_core::cause::Author;
use wellhead_core::command::{
    Command, Expected, LinkChanges, Outcome, Rejection, Subject, Versions,
};
use wellhead_core::resource::{Direction, Link};
use wellhead_core::time::Timestamp;

use crate::world::{World, fresh, rejection, second, version};

crate::cases![
    every kind:
    a_missing_resource_is_not_as_expected,
    goes_on_only_while_a_resource_is_in_an_accepted_version,
    goes_on_only_while_a_resource_is_in_no_refused_version,
    a_changed_version_is_reported_before_a_refused_one,
    a_soft_deleted_resource_is_missing_unless_restored,
    a_failed_expectation_changes_nothing,
    one_of_two_changes_with_the_same_expected_version_fails
];

/// One resource of each type, and when it last changed.
async fn subjects(world: &World) -> [(Subject, Timestamp); 3] {
    let here = &world.here;
    let link = link(world).await;
    let ada = here.ada.times.version();
    let crm = here.crm.times.version();
    [
        (Subject::Link(world.kind, link.id), second(1)),
        (Subject::Record(world.of(here.ada.id)), ada),
        (Subject::WorkspaceConnector(here.crm.id), crm),
    ]
}

async fn link(world: &World) -> Link {
    let (ada, crm) = (&world.here.ada, &world.here.crm);
    world
        .link(second(1), ada.id, crm.id, Direction::Input)
        .await
}

fn these(versions: &[Timestamp]) -> Versions {
    Versions::These(versions.to_vec())
}

async fn meets(world: &World, subject: Subject, expected: &Expected) {
    let expect = Command::Expect(subject, expected.clone());
    let outcome = world.apply(&world.here, second(2), expect).await;
    let outcome = outcome.unwrap_or_else(|error| panic!("{subject:?} is {expected:?}: {error:?}"));
    assert_eq!(outcome, Outcome::AsExpected);
}

async fn fails(world: &World, subject: Subject, expected: &Expected, why: Rejection) {
    let expect = Command::Expect(subject, expected.clone());
    let refused = world.apply(&world.here, second(2), expect).await;
    assert_eq!(rejection(refused), why, "{subject:?} is {expected:?}");
}

async fn a_missing_resource_is_not_as_expected(world: &World) {
    let strangers = [
        Subject::Link(world.kind, fresh()),
        Subject::Record(world.of(world.there.ada.id)),
        Subject::WorkspaceConnector(world.there.crm.id),
    ];
    for subject in strangers {
        for accepted in [Versions::Any, these(&[second(0)]), these(&[])] {
            for refused in [Versions::Any, these(&[])] {
                let expected = Expected {
                    accepted: accepted.clone(),
                    refused,
                    restore: true,
                };
                fails(world, subject, &expected, Rejection::NotFound).await;
            }
        }
    }
}

async fn goes_on_only_while_a_resource_is_in_an_accepted_version(world: &World) {
    for (subject, at) in subjects(world).await {
        let (early, late) = (at.plus_micros(-1), at.plus_micros(1));
        let accepts = |accepted| Expected {
            accepted,
            refused: these(&[]),
            restore: false,
        };
        for met in [&[at][..], &[at, late], &[early, at], &[late, early, at]] {
            meets(world, subject, &accepts(these(met))).await;
        }
        meets(world, subject, &accepts(Versions::Any)).await;
        for missed in [&[][..], &[early], &[late], &[early, late]] {
            let expected = accepts(these(missed));
            fails(world, subject, &expected, Rejection::Changed).await;
        }
    }
}

async fn goes_on_only_while_a_resource_is_in_no_refused_version(world: &World) {
    for (subject, at) in subjects(world).await {
        let (early, late) = (at.plus_micros(-1), at.plus_micros(1));
        let refuses = |refused| Expected {
            accepted: Versions::Any,
            refused,
            restore: false,
        };
        for other in [&[][..], &[early], &[early, late]] {
            meets(world, subject, &refuses(these(other))).await;
        }
        for current in [these(&[at]), these(&[late, at, early]), Versions::Any] {
            fails(world, subject, &refuses(current), Rejection::Unwanted).await;
        }
    }
}

async fn a_changed_version_is_reported_before_a_refused_one(world: &World) {
    for (subject, at) in subjects(world).await {
        let outdated = Expected {
            accepted: these(&[at.plus_micros(-1)]),
            refused: Versions::Any,
            restore: false,
        };
        fails(world, subject, &outdated, Rejection::Changed).await;
        let both = Expected {
            accepted: these(&[at]),
            refused: these(&[at]),
            restore: false,
        };
        fails(world, subject, &both, Rejection::Unwanted).await;
    }
}

async fn a_soft_deleted_resource_is_missing_unless_restored(world: &World) {
    let here = &world.here;
    let of_ada = link(world).await;
    let batch = vec![
        Command::LinkDelete(world.kind, of_ada.id),
        Command::RecordDelete(world.of(here.ada.id)),
        Command::WorkspaceConnectorDelete(here.crm.id),
    ];
    let deleted = world
        .store()
        .apply(Author::operator(here.tenant), second(2), batch)
        .await;
    deleted.expect("all that is there can be deleted");
    let subjects = [
        Subject::Link(world.kind, of_ada.id),
        Subject::Record(world.of(here.ada.id)),
        Subject::WorkspaceConnector(here.crm.id),
    ];
    for (at, subject) in (0..).map(|i| second(2).plus_micros(i)).zip(subjects) {
        let wrong = version(at.plus_micros(-1));
        fails(world, subject, &version(at), Rejection::NotFound).await;
        fails(world, subject, &wrong, Rejection::NotFound).await;
        let restore = |expected| Expected {
            restore: true,
            ..expected
        };
        meets(world, subject, &restore(version(at))).await;
        fails(world, subject, &restore(wrong), Rejection::Changed).await;
    }
}

async fn a_failed_expectation_changes_nothing(world: &World) {
    let here = &world.here;
    let of_ada = link(world).await;
    let before = world.estate(here).await;
    for (accepted, refused, why) in [
        (these(&[second(0)]), these(&[]), Rejection::Changed),
        (Versions::Any, Versions::Any, Rejection::Unwanted),
    ] {
        let expected = Expected {
            accepted,
            refused,
            restore: false,
        };
        let subject = Subject::Link(world.kind, of_ada.id);
        let batch = vec![
            Command::Expect(subject, expected),
            Command::LinkDelete(world.kind, of_ada.id),
        ];
        let result = world
            .store()
            .apply(Author::operator(here.tenant), second(2), batch)
            .await;
        assert_eq!(rejection(result), why);
        assert_eq!(world.estate(here).await, before);
    }
}

async fn one_of_two_changes_with_the_same_expected_version_fails(world: &World) {
    let of_ada = link(world).await;
    let subject = Subject::Link(world.kind, of_ada.id);
    let change = || {
        let update = Command::LinkUpdate(world.kind, of_ada.id, LinkChanges::default());
        let batch = vec![Command::Expect(subject, version(second(1))), update];
        world
            .store()
            .apply(Author::operator(world.here.tenant), second(3), batch)
    };
    let (one, two) = futures_util::future::join(change(), change()).await;
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let late = if one.is_ok() { two } else { one };
    assert_eq!(rejection(late), Rejection::Changed);
}
