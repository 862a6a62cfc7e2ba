//! From where a journal can be read, and how long it is kept.

use wellhead_core::cause::{Author, Cause};
use wellhead_core::command::Command;
use wellhead_core::journal::{Change, Changes, Expired, Place};
use wellhead_core::resource::Direction;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

use super::{after, head};
use crate::causes::{act, made_by};
use crate::world::{World, second};

crate::cases![
    is_the_same_in_pages_of_any_size,
    a_new_workspace_has_an_empty_one,
    goes_on_only_from_its_own_places,
    keeps_what_is_not_old,
    forgets_in_steps,
    is_found_when_it_is_old,
    concurrent_changes_have_contiguous_positions,
];

const START: Place = Place {
    position: 0,
    at: None,
};

async fn read(world: &World, place: Place, most: usize) -> Result<Changes, Expired> {
    let read = world.store().journal_read(world.here.tenant, place, most);
    read.await.expect("a journal can be read")
}

/// Makes six links in one batch, deletes them one by one, and makes one more.
async fn furnish(world: &World) {
    let here = &world.here;
    let drafts: Vec<_> = (0..6)
        .map(|_| world.draft(here.ada.id, here.crm.id, Direction::Input))
        .collect();
    let makes = drafts.iter().cloned().map(Command::LinkCreate).collect();
    let made = world
        .store()
        .apply(Author::operator(here.tenant), second(10), makes);
    made.await.expect("links can be made");
    for (at, draft) in (11..).zip(drafts) {
        let delete = Command::LinkDelete(world.kind, draft.id.get());
        act(world, Cause::Operator, second(at), delete).await;
    }
    made_by(world, Cause::Operator).await;
}

async fn is_the_same_in_pages_of_any_size(world: &World) {
    furnish(world).await;
    let all = after(world, START).await;
    let positions: Vec<u64> = all.iter().map(|change| change.place.position).collect();
    let length = u64::try_from(all.len()).expect("a length");
    assert_eq!(positions, (1..=length).collect::<Vec<u64>>());
    assert_eq!(all.last().map(|it| it.place), Some(head(world).await));
    for size in [1, 2, 3, 5, 7, all.len(), all.len() + 1, usize::MAX] {
        let mut place = START;
        let mut collected: Vec<Change> = Vec::new();
        loop {
            let page = read(world, place, size).await.expect("it goes on");
            assert_eq!(page.head, length);
            assert!(page.changes.len() <= size);
            let last = page.changes.last().map_or(place, |change| change.place);
            assert_eq!(page.upto, last);
            if page.changes.is_empty() {
                break;
            }
            place = page.upto;
            collected.extend(page.changes);
        }
        assert_eq!(collected, all, "in pages of {size}");
    }
    let none = read(world, START, 0).await.expect("it goes on");
    assert_eq!((none.changes, none.upto.position), (vec![], 0));
    // Whoever goes on from any place misses nothing.
    for (passed, change) in (1..).zip(&all) {
        assert_eq!(after(world, change.place).await, all[passed..]);
    }
}

async fn a_new_workspace_has_an_empty_one(world: &World) {
    let stranger: Tenant = world.stranger().await;
    let store = world.store();
    let head = store.journal_head(stranger).await;
    assert_eq!(head.expect("a journal has a head"), START);
    let read = store.journal_read(stranger, START, 10).await;
    let read = read.expect("a journal can be read");
    let expected = Changes {
        changes: Vec::new(),
        upto: START,
        head: 0,
    };
    assert_eq!(read, Ok(expected));
    let forgot = store.journal_forget(stranger, second(1_000), 10).await;
    assert!(!forgot.expect("a journal can be shortened"));
}

async fn goes_on_only_from_its_own_places(world: &World) {
    furnish(world).await;
    let head = head(world).await;
    let expired = Expired {
        oldest: START,
        head: head.position,
    };
    let at = |at: Option<Timestamp>| Place { at, ..head };
    let another = head.at.map(|it| it.plus_micros(1));
    for place in [
        at(another),
        at(Some(second(0))),
        Place {
            position: head.position + 1,
            ..head
        },
        Place {
            position: u64::MAX,
            at: None,
        },
        Place {
            position: 0,
            ..head
        },
    ] {
        assert_eq!(read(world, place, 10).await, Err(expired), "{place:?}");
    }
    // The place of another change of the same time would not tell; one of another time does.
    let changes = after(world, START).await;
    for pair in changes.windows(2) {
        let mixed = Place {
            position: pair[0].place.position,
            at: pair[1].place.at,
        };
        let is_known = pair[0].at == pair[1].at;
        assert_eq!(read(world, mixed, 1).await.is_ok(), is_known);
    }
}

async fn forget(world: &World, before: Timestamp, most: usize) -> bool {
    let forgot = world
        .store()
        .journal_forget(world.here.tenant, before, most);
    forgot.await.expect("a journal can be shortened")
}

async fn keeps_what_is_not_old(world: &World) {
    furnish(world).await;
    let all = after(world, START).await;
    let last = head(world).await;
    // The deletion at second 13 is the first that is not old. The link at the end was made at second 1 by a clock that
    // was set back, and stays because what came before it stays.
    forget(world, second(13), 1_000).await;
    let kept = all.iter().position(|change| change.at == second(13));
    let kept = kept.expect("a change");
    let oldest = all[kept - 1].place;
    let expired = Expired {
        oldest,
        head: last.position,
    };
    assert_eq!(read(world, START, 10).await, Err(expired));
    for forgotten in &all[..kept - 1] {
        assert_eq!(read(world, forgotten.place, 10).await, Err(expired));
    }
    assert_eq!(after(world, oldest).await, all[kept..]);
    assert_eq!(head(world).await, last);
    let elsewhere = Place {
        at: Some(second(999)),
        ..oldest
    };
    assert_eq!(read(world, elsewhere, 10).await, Err(expired));
    assert!(!forget(world, second(13), 1_000).await);
    assert_eq!(after(world, oldest).await, all[kept..]);

    // When all is forgotten, its end is still a place, and the next change comes behind it.
    while forget(world, second(1_000), 1_000).await {}
    assert_eq!(head(world).await, last);
    assert_eq!(after(world, last).await, []);
    made_by(world, Cause::Operator).await;
    let next = after(world, last).await;
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].place.position, last.position + 1);
}

async fn forgets_in_steps(world: &World) {
    furnish(world).await;
    let all = after(world, START).await;
    let mut steps = 0;
    let mut oldest = START;
    while forget(world, second(16), 2).await {
        steps += 1;
        let Err(expired) = read(world, START, 1).await else {
            panic!("the first changes are kept")
        };
        assert!(expired.oldest.position > oldest.position);
        oldest = expired.oldest;
        let passed = usize::try_from(oldest.position).expect("a position");
        assert_eq!(after(world, oldest).await, all[passed..]);
    }
    assert!(steps > 1, "one step would do");
    let Err(expired) = read(world, START, 1).await else {
        panic!("the first changes are kept")
    };
    let left = after(world, expired.oldest).await;
    assert_eq!(left[0].at, second(16));
}

async fn is_found_when_it_is_old(world: &World) {
    let is_old = async |before| {
        let old = world.store().journal_old(before).await;
        old.expect("journals can be looked at")
            .contains(&world.here.tenant)
    };
    // A tenant is furnished at second 0.
    assert!(!is_old(second(0)).await);
    assert!(is_old(second(1)).await);
    while forget(world, second(1_000), 1).await {}
    assert!(!is_old(second(1)).await);
    made_by(world, Cause::Operator).await;
    assert!(!is_old(second(1)).await);
    assert!(is_old(second(2)).await);
}

async fn concurrent_changes_have_contiguous_positions(world: &World) {
    let start = head(world).await;
    let makes = (0..60).map(|_| made_by(world, Cause::Operator));
    futures_util::future::join_all(makes).await;
    let told = after(world, start).await;
    let positions: Vec<u64> = told.iter().map(|it| it.place.position).collect();
    let expected: Vec<u64> = (start.position + 1..=start.position + 60).collect();
    assert_eq!(positions, expected);
}
