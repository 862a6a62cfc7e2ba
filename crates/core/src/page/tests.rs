use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Item(i64);

impl Positioned for Item {
    fn position(&self) -> Position {
        // Two items per instant, so that there are ties everywhere.
        Position {
            created_at: Timestamp::from_micros(self.0 / 2),
            id: Uuid::from_u128(u128::from(self.0.unsigned_abs()) % 2),
        }
    }
}

/// The items of `0..10` that lie in a slice's interval, in its order.
fn within(slice: Slice) -> Vec<Item> {
    let mut items: Vec<_> = (0..10).map(Item).collect();
    if slice.order == Order::NewestFirst {
        items.reverse();
    }
    items.retain(|item| {
        slice.interval.above.is_none_or(|p| item.position() > p)
            && slice.interval.below.is_none_or(|p| item.position() < p)
    });
    items
}

/// Reads a list of `0..10` as a store would.
fn read(request: PageRequest) -> Page<Item> {
    ready(request.read(async |slice: Slice| {
        let mut items = within(slice);
        items.truncate(slice.limit);
        Ok(items)
    }))
}

/// Reads the items of `0..10` that are `wanted`, as a store would that looks at so many items at most.
fn look(request: PageRequest, most: usize, wanted: fn(i64) -> bool) -> Page<Item> {
    ready(request.look(async |slice: Slice| {
        let all = within(slice);
        let found = all.iter().take(most).filter(|item| wanted(item.0)).copied();
        let mut items: Vec<_> = found.collect();
        let is_whole = items.len() >= slice.limit;
        items.truncate(slice.limit);
        let last = all.get(most - 1).filter(|_| !is_whole);
        Ok(Looked {
            items,
            upto: last.map(Item::position),
        })
    }))
}

fn ready(page: impl Future<Output = Result<Page<Item>, Infallible>>) -> Page<Item> {
    match pin!(page).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(page)) => page,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

fn request(size: usize, order: Order) -> PageRequest {
    PageRequest {
        size,
        order,
        created: Interval::default(),
        after: None,
        before: None,
    }
}

fn numbers(page: &Page<Item>) -> Vec<i64> {
    page.items.iter().map(|item| item.0).collect()
}

#[test]
fn walks_both_ways_without_gap_or_repeat() {
    for size in 1..=11 {
        let mut forth = Vec::new();
        let mut page = read(request(size, Order::NewestFirst));
        assert!(!page.has_previous);
        loop {
            forth.extend(numbers(&page));
            let Some(last) = page.items.last().filter(|_| page.has_next) else {
                break;
            };
            page = read(PageRequest {
                after: Some(last.position()),
                ..request(size, Order::NewestFirst)
            });
            assert!(page.has_previous);
        }
        assert_eq!(forth, (0..10).rev().collect::<Vec<_>>(), "size {size}");

        let mut back = numbers(&page);
        while page.has_previous {
            page = read(PageRequest {
                before: Some(page.items[0].position()),
                ..request(size, Order::NewestFirst)
            });
            assert!(page.has_next);
            back.splice(0..0, numbers(&page));
        }
        assert_eq!(back, forth, "size {size}");
    }
}

#[test]
fn the_end_of_a_list_is_exact() {
    let page = read(request(10, Order::OldestFirst));
    assert!(!page.has_next && !page.has_previous);
    let page = read(request(9, Order::OldestFirst));
    assert!(page.has_next);
}

#[test]
fn an_empty_page_still_knows_its_neighbours() {
    for (order, first, last) in [(Order::OldestFirst, 0, 9), (Order::NewestFirst, 9, 0)] {
        let after_all = PageRequest {
            after: Some(Item(last).position()),
            ..request(5, order)
        };
        let page = read(after_all);
        assert!(page.items.is_empty() && page.has_previous && !page.has_next);
        let back = PageRequest {
            before: after_all.previous(&page),
            ..request(5, order)
        };
        assert_eq!(numbers(&read(back)).last(), Some(&last));

        let before_all = PageRequest {
            before: Some(Item(first).position()),
            ..request(5, order)
        };
        let page = read(before_all);
        assert!(page.items.is_empty() && !page.has_previous && page.has_next);
        let on = PageRequest {
            after: before_all.next(&page),
            ..request(5, order)
        };
        assert_eq!(numbers(&read(on)).first(), Some(&first));
    }
}

#[test]
fn a_range_says_when_it_was_cut() {
    let range = PageRequest {
        after: Some(Item(1).position()),
        before: Some(Item(8).position()),
        ..request(6, Order::OldestFirst)
    };
    let page = read(range);
    assert_eq!(numbers(&page), [2, 3, 4, 5, 6, 7]);
    assert!(!page.truncated && page.has_previous && page.has_next);
    let page = read(PageRequest { size: 5, ..range });
    assert_eq!(numbers(&page), [2, 3, 4, 5, 6]);
    assert!(page.truncated && page.has_next);
}

#[test]
fn times_bound_a_list_to_the_microsecond() {
    let page = read(PageRequest {
        created: Interval::since(Timestamp::from_micros(1))
            .and(Interval::until(Timestamp::from_micros(3))),
        ..request(10, Order::OldestFirst)
    });
    assert_eq!(numbers(&page), [2, 3, 4, 5]);
    assert!(!page.has_previous && !page.has_next);
}

#[test]
fn a_look_that_ends_early_goes_on_without_gap_or_repeat() {
    let wanted: [fn(i64) -> bool; 4] = [|it| it % 5 == 3, |it| it > 7, |_| true, |_| false];
    for wanted in wanted {
        for (order, most, size) in [Order::OldestFirst, Order::NewestFirst]
            .into_iter()
            .flat_map(|order| (1..=11).map(move |most| (order, most)))
            .flat_map(|(order, most)| [1, 2, 20].map(|size| (order, most, size)))
        {
            let mut expected: Vec<_> = (0..10).filter(|it| wanted(*it)).collect();
            if order == Order::NewestFirst {
                expected.reverse();
            }
            let what = format!("{order:?}, {most} looked at, {size} a page, {expected:?}");
            let mut asked = request(size, order);
            let mut page = look(asked, most, wanted);
            let mut forth = numbers(&page);
            let mut pages = 1;
            while let Some(after) = asked.next(&page) {
                asked = PageRequest {
                    after: Some(after),
                    ..request(size, order)
                };
                page = look(asked, most, wanted);
                assert!(page.upto.is_none() || page.items.len() <= size, "{what}");
                forth.extend(numbers(&page));
                pages += 1;
                assert!(pages < 30, "{what}: it has an end");
            }
            assert_eq!(forth, expected, "{what}");

            let mut back = numbers(&page);
            while let Some(before) = asked.previous(&page) {
                asked = PageRequest {
                    before: Some(before),
                    ..request(size, order)
                };
                page = look(asked, most, wanted);
                back.splice(0..0, numbers(&page));
                pages += 1;
                assert!(pages < 60, "{what}: it has a beginning");
            }
            assert_eq!(back, expected, "{what}");
        }
    }
}

#[test]
fn a_range_says_when_the_look_ended_in_it() {
    let range = PageRequest {
        after: Some(Item(1).position()),
        before: Some(Item(8).position()),
        ..request(6, Order::OldestFirst)
    };
    let page = look(range, 4, |it| it % 2 == 0);
    assert_eq!(numbers(&page), [2, 4]);
    assert!(page.truncated && page.has_next);
    assert_eq!(range.next(&page), Some(Item(5).position()));
    let page = look(range, 9, |it| it % 2 == 0);
    assert_eq!(numbers(&page), [2, 4, 6]);
    assert!(!page.truncated && page.upto.is_none());
}
