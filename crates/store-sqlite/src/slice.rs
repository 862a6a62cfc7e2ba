//! Slices of lists in SQL.

use rusqlite::ToSql;
use uuid::Uuid;
use wellhead_core::page::{Interval, Order, Position, Positioned, Slice};

/// The named parameters of a statement.
pub(crate) type Parameters<'a> = Vec<(&'static str, &'a dyn ToSql)>;

/// The bounds of an interval. A missing one is replaced by one beyond every row, so that one statement serves all.
pub(crate) struct Bounds {
    above: (i64, Uuid),
    below: (i64, Uuid),
}

impl From<Interval> for Bounds {
    fn from(interval: Interval) -> Self {
        let place = |position: Position| (position.created_at.as_micros(), position.id);
        Self {
            above: interval.above.map_or((i64::MIN, Uuid::nil()), place),
            below: interval.below.map_or((i64::MAX, Uuid::max()), place),
        }
    }
}

impl Bounds {
    /// The values that [`within`] names.
    pub(crate) fn values(&self) -> Parameters<'_> {
        vec![
            (":above_at", &self.above.0),
            (":above_id", &self.above.1),
            (":below_at", &self.below.0),
            (":below_id", &self.below.1),
        ]
    }
}

/// The condition that a row with the time `at` and the public id `id` lies between the bounds. SQLite can use it to
/// limit the scan of an index.
pub(crate) fn within(at: &str, id: &str) -> String {
    format!("({at}, {id}) > (:above_at, :above_id) AND ({at}, {id}) < (:below_at, :below_id)")
}

/// The first `:limit` rows in `order`.
pub(crate) fn first(at: &str, id: &str, order: Order) -> String {
    let way = match order {
        Order::OldestFirst => "ASC",
        Order::NewestFirst => "DESC",
    };
    format!("ORDER BY {at} {way}, {id} {way} LIMIT :limit")
}

/// The value of `:limit`.
pub(crate) fn limit(slice: Slice) -> i64 {
    i64::try_from(slice.limit).unwrap_or(i64::MAX)
}

/// The statement that counts the rows of `from`, but not more than `:left`.
pub(crate) fn up_to(from: &str) -> String {
    format!("SELECT count(*) FROM (SELECT 1 {from} LIMIT :left)")
}

/// The value of `:left`, if `counted` rows were counted of `most` and one more.
pub(crate) fn left(most: u64, counted: u64) -> i64 {
    i64::try_from(most.saturating_sub(counted).saturating_add(1)).unwrap_or(i64::MAX)
}

/// Merges several sorted ranges into one slice, each place once. The rows found in one range limit what is read of the next, so that
/// little more than the slice is read.
pub(crate) fn merge<R, T: Positioned>(
    ranges: &[R],
    mut slice: Slice,
    read: impl Fn(&R, Slice) -> rusqlite::Result<Vec<T>>,
) -> rusqlite::Result<Vec<T>> {
    let mut merged = Vec::new();
    for range in ranges {
        let read = read(range, slice)?;
        if read.is_empty() {
            continue;
        }
        merged.extend(read);
        merged.sort_by(|one: &T, other| match slice.order {
            Order::OldestFirst => one.position().cmp(&other.position()),
            Order::NewestFirst => other.position().cmp(&one.position()),
        });
        merged.dedup_by_key(|it| it.position());
        merged.truncate(slice.limit);
        if let Some(last) = merged.last().filter(|_| merged.len() == slice.limit) {
            let before = Interval::following(last.position(), slice.order.reversed());
            slice.interval = slice.interval.and(before);
        }
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn later_ranges_are_read_no_further_than_needed() {
        let ranges: [&[i64]; 3] = [&[9, 7, 5, 3], &[8, 6, 4, 2], &[4, 3, 2, 1]];
        let slice = Slice {
            interval: Interval::default(),
            order: Order::NewestFirst,
            limit: 4,
        };
        let reads = std::cell::RefCell::new(Vec::new());
        let merged = merge(&ranges, slice, |range, slice| {
            let above = slice.interval.above.map(|it| it.created_at.as_micros());
            let found: Vec<_> = range
                .iter()
                .filter(|at| above.is_none_or(|it| **at > it))
                .collect();
            reads.borrow_mut().push(found.len());
            Ok(found.into_iter().copied().map(At).collect())
        });
        let merged: Vec<_> = merged.unwrap().into_iter().map(|at| at.0).collect();
        assert_eq!(merged, [9, 8, 7, 6]);
        assert_eq!(reads.into_inner(), [4, 3, 0]);
    }
}
