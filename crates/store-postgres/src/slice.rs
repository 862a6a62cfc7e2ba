//! Slices of lists in SQL.

use uuid::Uuid;
use wellhead_core::page::{Interval, Order, Position};

use crate::arguments::Arguments;
use crate::row::At;

impl Arguments {
    /// The condition that a row of `alias`, whose position is its columns `at` and `id`, lies in `interval`.
    pub(crate) fn within(&mut self, alias: &str, at: &str, id: &str, interval: Interval) -> String {
        let mut conditions = String::new();
        for (bound, comparison) in [(interval.above, '>'), (interval.below, '<')] {
            let Some(Position {
                created_at,
                id: tie,
            }) = bound
            else {
                continue;
            };
            let (created_at, tie) = (self.bind(At(created_at)), self.bind(tie));
            conditions.extend([format!(
                " AND ({alias}.{at}, {alias}.{id}) {comparison} ({created_at}, {tie})"
            )]);
        }
        conditions
    }

    /// The four arguments of a function that lists: after which time and id, and before which. A missing bound lies beyond
    /// every row.
    pub(crate) fn bounds(&mut self, interval: Interval) -> String {
        let ends = [
            (interval.above, "-infinity", Uuid::nil()),
            (interval.below, "infinity", Uuid::max()),
        ];
        let ends = ends.map(|(bound, time, id)| match bound {
            Some(Position { created_at, id }) => {
                format!("{}, {}", self.bind(At(created_at)), self.bind(id))
            }
            None => format!("'{time}'::timestamptz, '{id}'::uuid"),
        });
        ends.join(", ")
    }
}

/// `ORDER BY` for rows of `alias` whose position is their columns `at` and `id`.
pub(crate) fn order_by(alias: &str, at: &str, id: &str, order: Order) -> String {
    let way = way(order);
    format!("ORDER BY {alias}.{at} {way}, {alias}.{id} {way}")
}

/// The keyword for an order.
pub(crate) const fn way(order: Order) -> &'static str {
    match order {
        Order::OldestFirst => "ASC",
        Order::NewestFirst => "DESC",
    }
}

/// The parameter of `LIMIT`.
pub(crate) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
