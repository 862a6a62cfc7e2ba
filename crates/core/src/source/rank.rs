use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use super::{Giver, Source};
use crate::id::WorkspaceConnectorId;

/// The place of a connector in the order in which a workspace trusts them: 1 is trusted most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(NonZeroU16);

/// The number is no [`Rank`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a rank; use a whole number from 1 to {}", Rank::MAX)]
pub struct InvalidRank;

impl Rank {
    /// The worst one.
    pub const MAX: u16 = 1_000;

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }
}

impl TryFrom<i64> for Rank {
    type Error = InvalidRank;

    fn try_from(number: i64) -> Result<Self, InvalidRank> {
        let rank = u16::try_from(number).ok().and_then(NonZeroU16::new);
        let rank = rank.filter(|it| it.get() <= Self::MAX);
        rank.map(Self).ok_or(InvalidRank)
    }
}

impl FromStr for Rank {
    type Err = InvalidRank;

    fn from_str(text: &str) -> Result<Self, InvalidRank> {
        let number: i64 = text.parse().map_err(|_| InvalidRank)?;
        Self::try_from(number)
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The ranks of a workspace's connectors. Whoever has none comes after all that have one.
///
/// A line of connectors, each of which continues the one before, is one source: the last one of them that has a rank gives
/// it to all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranks(HashMap<WorkspaceConnectorId, Rank>);

impl Ranks {
    /// Those of `connectors`: of each its id, the store's key of its line, and its own rank, in the order in which they
    /// were made.
    #[must_use]
    pub fn of(connectors: &[(WorkspaceConnectorId, i64, Option<Rank>)]) -> Self {
        let ranked = connectors.iter();
        let ranked = ranked.filter_map(|(_, line, rank)| Some((*line, (*rank)?)));
        let of_lines: HashMap<i64, Rank> = ranked.collect();
        let ranks = connectors.iter();
        let ranks = ranks.filter_map(|(id, line, _)| Some((*id, *of_lines.get(line)?)));
        Self(ranks.collect())
    }

    fn rank(&self, giver: Option<Giver>) -> Option<Rank> {
        match giver? {
            Giver::Connector(id) => self.0.get(&id).copied(),
            Giver::Author(_) => None,
        }
    }

    /// How far `new` is ahead of the source of the present value: [`Less`](Ordering::Less) is better.
    pub(super) fn compare(&self, new: Source, present: Option<Giver>) -> Ordering {
        let place = |rank: Option<Rank>| rank.map_or(u16::MAX, Rank::get);
        place(self.rank(Some(new.by))).cmp(&place(self.rank(present)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_a_small_number() {
        assert_eq!(Rank::try_from(1).map(Rank::get), Ok(1));
        assert_eq!(Rank::try_from(1_000).map(Rank::get), Ok(1_000));
        for wrong in [-1, 0, 1_001, 65_537] {
            assert_eq!(Rank::try_from(wrong), Err(InvalidRank), "{wrong}");
            assert_eq!(wrong.to_string().parse::<Rank>(), Err(InvalidRank));
        }
    }

    #[test]
    fn a_line_has_the_rank_of_its_last_that_has_one() {
        let id = |number| WorkspaceConnectorId::new(uuid::Uuid::from_u128(number));
        let rank = |number| Rank::try_from(number).ok();
        let ranks = Ranks::of(&[
            (id(1), 1, rank(5)),
            (id(2), 2, None),
            (id(3), 1, rank(2)),
            (id(4), 1, None),
        ]);
        let of = |number| ranks.rank(Some(Giver::Connector(id(number))));
        assert_eq!([of(1), of(3), of(4)], [rank(2); 3]);
        assert_eq!([of(2), of(9)], [None; 2]);
    }
}
