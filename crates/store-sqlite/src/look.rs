//! Looks at rows of which some are wanted, and ends early.

use wellhead_core::page::{Interval, Looked, Positioned, Slice};

/// The first items of a slice, each taken from a row that `read` finds; `take` answers `None` for a row that is not
/// wanted. Looks at no more than `most` rows: first at as many as there may be items, and then at ever more.
pub(crate) fn look<P: Positioned, T>(
    slice: Slice,
    most: usize,
    read: impl Fn(Slice) -> rusqlite::Result<Vec<P>>,
    take: impl Fn(&P) -> rusqlite::Result<Option<T>>,
) -> rusqlite::Result<Looked<T>> {
    let mut items = Vec::new();
    let mut seen = 0;
    let mut next = slice;
    loop {
        next.limit = slice.limit.max(seen).min(most - seen);
        let rows = read(next)?;
        for row in &rows {
            items.extend(take(row)?);
            if items.len() == slice.limit {
                return Ok(Looked::through(items));
            }
        }
        seen += rows.len();
        let last = rows.last().filter(|_| rows.len() == next.limit);
        let Some(last) = last.map(P::position) else {
            return Ok(Looked::through(items));
        };
        if seen == most {
            return Ok(Looked {
                items,
                upto: Some(last),
            });
        }
        let behind = Interval::following(last, slice.order);
        next.interval = next.interval.and(behind);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use uuid::Uuid;
    use wellhead_core::page::{Order, Position};
    use wellhead_core::time::Timestamp;

    use super::*;

    struct At(i64);

    impl Positioned for At {
        fn position(&self) -> Position {
            Position {
                created_at: Timestamp::from_micros(self.0),
                id: Uuid::nil(),
            }
        }
    }

    /// Looks at 1 to 20 for multiples of 7, two of which are enough.
    fn sevens(most: usize) -> (Vec<i64>, Option<i64>, Vec<usize>) {
        let slice = Slice {
            interval: Interval::default(),
            order: Order::OldestFirst,
            limit: 2,
        };
        let reads = RefCell::new(Vec::new());
        let looked = look(
            slice,
            most,
            |slice| {
                let above = slice
                    .interval
                    .above
                    .map_or(0, |it| it.created_at.as_micros());
                let rows: Vec<_> = (above + 1..=20).take(slice.limit).map(At).collect();
                reads.borrow_mut().push(rows.len());
                Ok(rows)
            },
            |at| Ok((at.0 % 7 == 0).then_some(at.0)),
        );
        let Looked { items, upto } = looked.unwrap();
        let upto = upto.map(|it| it.created_at.as_micros());
        (items, upto, reads.into_inner())
    }

    #[test]
    fn a_look_ends_where_it_has_enough_or_may_go_no_further() {
        assert_eq!(sevens(100), (vec![7, 14], None, vec![2, 2, 4, 8]));
        assert_eq!(sevens(14), (vec![7, 14], None, vec![2, 2, 4, 6]));
        assert_eq!(sevens(13), (vec![7], Some(13), vec![2, 2, 4, 5]));
        assert_eq!(sevens(1), (vec![], Some(1), vec![1]));
    }
}
