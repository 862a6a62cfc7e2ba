use tokio_postgres::types::ToSql;
use wellhead_core::page::{Interval, Order, Position};

use crate::row::At;

/// The parameters of a statement that is put together from parts.
#[derive(Default)]
pub(crate) struct Arguments(Vec<Box<dyn ToSql + Sync + Send>>);

impl Arguments {
    /// Adds a parameter and answers its name, `$1` and on.
    pub(crate) fn bind(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.0.push(Box::new(value));
        format!("${}", self.0.len())
    }

    /// The condition that a row of `alias`, whose place is its columns `at` and `id`, lies in `interval`.
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

    /// The parameters, as the driver takes them.
    pub(crate) fn as_parameters(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.0
            .iter()
            .map(|value| &**value as &(dyn ToSql + Sync))
            .collect()
    }
}

/// `ORDER BY` for rows of `alias` whose place is their columns `at` and `id`.
pub(crate) fn order_by(alias: &str, at: &str, id: &str, order: Order) -> String {
    let way = way(order);
    format!("ORDER BY {alias}.{at} {way}, {alias}.{id} {way}")
}

/// The word for one of the two ways.
pub(crate) const fn way(order: Order) -> &'static str {
    match order {
        Order::OldestFirst => "ASC",
        Order::NewestFirst => "DESC",
    }
}

/// `LIMIT`'s parameter.
pub(crate) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
