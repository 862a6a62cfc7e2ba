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

/// Reads a list of `0..10` as a store would.
fn read(request: PageRequest) -> Page<Item> {
    let page = request.read(async |slice: Slice| {
        let mut items: Vec<_> = (0..10).map(Item).collect();
        if slice.order == Order::NewestFirst {
            items.reverse();
        }
        items.retain(|item| {
            slice.interval.above.is_none_or(|p| item.position() > p)
                && slice.interval.below.is_none_or(|p| item.position() < p)
        });
        items.truncate(slice.limit);
        Ok::<_, Infallible>(items)
    });
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
