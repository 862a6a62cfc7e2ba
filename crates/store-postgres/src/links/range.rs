use wellhead_core::resource::{Deleted, Direction, LinkFilter};

use crate::row::seen;

/// A part of a partial index: one connector's links of one direction, active or deleted, in the order of their making.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) direction: Direction,
    /// [`Deleted::Exclude`] or [`Deleted::Only`].
    pub(crate) deleted: Deleted,
}

impl Range {
    /// `FROM` and `WHERE` for the links `l` in this range of the connector whose `pk` is `connector`.
    pub(crate) fn from(self, links: &str, connector: &str) -> String {
        let Self { direction, deleted } = self;
        format!(
            "FROM {links} l \
             WHERE l.workspace_connector_pk = {connector} AND l.direction = '{direction}'{}",
            seen("l", deleted),
        )
    }

    /// The ranges of each connector that together hold the links of `filter`, each once.
    pub(crate) fn of(filter: LinkFilter) -> impl Iterator<Item = Self> {
        let directions = Direction::ALL
            .into_iter()
            .filter(move |direction| filter.direction.is_none_or(|it| it == *direction));
        let states: &[Deleted] = match filter.deleted {
            Deleted::Exclude => &[Deleted::Exclude],
            Deleted::Only => &[Deleted::Only],
            Deleted::Include => &[Deleted::Exclude, Deleted::Only],
        };
        directions.flat_map(|direction| {
            states.iter().map(move |state| Self {
                direction,
                deleted: *state,
            })
        })
    }
}
